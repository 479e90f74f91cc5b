"""A project is found from within it, and its configuration is checked to the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout import catalogue
from tieout.findings import Place, TieoutError
from tieout.project import CONFIG, Project


def configured(folder, text):
    (folder / CONFIG).write_text(text, encoding="utf-8")
    return Project.find(folder)


def finding(folder, text):
    with pytest.raises(TieoutError) as raised:
        configured(folder, text)
    assert len(raised.value.findings) == 1
    return raised.value.findings[0]


def test_a_project_is_found_from_any_folder_within(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    configured(tmp_path, "")
    assert Project.find(tmp_path / "a" / "b").root == tmp_path.resolve()


def test_the_nearest_project_wins(tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    configured(tmp_path, "")
    configured(inner, "")
    assert Project.find(inner).root == inner.resolve()


def test_outside_a_project_the_command_cannot_run(tmp_path):
    with pytest.raises(TieoutError) as raised:
        Project.find(tmp_path)
    assert not raised.value.found
    assert raised.value.findings[0].rule == catalogue.NO_PROJECT


@pytest.mark.parametrize("line", ["memory = 0", "memory = 256", "timeout = 0", "timeout = 1"])
def test_a_limit_that_can_be_kept(tmp_path, line):
    key, _, value = line.partition(" = ")
    assert getattr(configured(tmp_path, line).config, key) == int(value)


def test_an_empty_configuration_has_every_default(tmp_path):
    project = configured(tmp_path, "")
    assert project.relative(project.data) == "data/datapackage.json"
    assert project.config.formats == ("html", "pdf")
    assert project.config.engine == "auto"


def test_every_key_can_be_set(tmp_path):
    project = configured(
        tmp_path,
        'report = "book"\ndata = "raw/datapackage.json"\nscripts = "code"\nfigures = "code/figures"\n'
        'references = "raw/refs.bib"\noutput = "build"\nengine = "quarto"\nformats = ["pdf"]\n'
        'style = "apa"\nlocale = "de"\n',
    )
    assert project.report == project.root / "book"
    assert project.output == project.root / "build"
    assert project.config.formats == ("pdf",)
    assert project.config.locale == "de"


def test_an_unknown_key_names_the_nearest_known_one(tmp_path):
    found = finding(tmp_path, '# a comment\n  formts = ["pdf"]\n')
    assert found.rule == catalogue.UNKNOWN_CONFIG_KEY
    assert found.place == Place(CONFIG, 2, 3)
    assert found.remedy == "Did you mean 'formats'?"


def test_an_unknown_table_is_found_at_its_heading(tmp_path):
    assert finding(tmp_path, 'engine = "auto"\n\n[tool]\nx = 1\n').place == Place(CONFIG, 3, 2)


@pytest.mark.parametrize(
    "line",
    [
        "engine = 3",
        'engine = "latex"',
        "formats = []",
        'formats = "pdf"',
        'formats = ["odt"]',
        "formats = [[]]",
        "report = true",
        'report = "/etc"',
        'report = "../other"',
        'report = ""',
        'output = "."',
        'output = "a/../.."',
        'data = "a\\u0000b"',
        *("memory = 1", "memory = -1", "memory = 255", "memory = 99999999999999999999999"),
        *("timeout = 99999999999999999999", "timeout = -1", "timeout = 1.5", "timeout = true"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_with_its_line(tmp_path, line):
    found = finding(tmp_path, f"\n{line}\n")
    assert found.rule == catalogue.BAD_CONFIG_VALUE
    assert found.place == Place(CONFIG, 2, 1)
    assert found.remedy


@pytest.mark.parametrize(
    "output",
    [
        *("report", "report/out", "data", "scripts", "figures", ".tieout", ".git", "."),
        *("tieout.toml", "tieout.lock", "reviews.toml", "locks", "reviews/out", "README.md"),
    ],
)
def test_outputs_never_replace_what_an_author_wrote(tmp_path, output):
    found = finding(tmp_path, f'output = "{output}"\n')
    assert found.rule == catalogue.BAD_CONFIG_VALUE
    assert found.place == Place(CONFIG, 1, 1)


def test_an_output_folder_around_the_chapters_is_refused(tmp_path):
    found = finding(tmp_path, 'report = "docs/report"\noutput = "docs"\n')
    assert found.place == Place(CONFIG, 2, 1)


def test_broken_toml_is_named_with_line_and_column(tmp_path):
    found = finding(tmp_path, 'engine = "auto"\nformats = [\n')
    assert found.rule == catalogue.BAD_CONFIG
    assert found.place.line in {2, 3}


def test_a_configuration_that_is_no_text_is_a_finding(tmp_path):
    (tmp_path / CONFIG).write_bytes(b'engine = "\xff"\n')
    with pytest.raises(TieoutError) as raised:
        Project.find(tmp_path)
    assert raised.value.findings[0].rule == catalogue.BAD_CONFIG


@given(st.text(max_size=60))
def test_any_text_is_a_configuration_or_a_finding(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("project")
    (folder / CONFIG).write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        Project.find(folder)
    except TieoutError as error:
        assert all(each.place.path == CONFIG for each in error.findings)


def test_a_link_out_of_the_project_is_not_held(tmp_path):
    project = configured(tmp_path / "p" if (tmp_path / "p").mkdir() is None else tmp_path, "")
    (tmp_path / "secret.csv").write_text("x")
    (project.root / "link.csv").symlink_to(tmp_path / "secret.csv")
    assert not project.holds(project.root / "link.csv")
    assert not project.holds(project.root / ".." / "secret.csv")
    assert not project.holds(project.root / "a\0b")
    assert project.holds(project.root / "data" / "x.csv")


def test_paths_outside_are_named_whole(tmp_path):
    project = configured(tmp_path, "")
    assert project.relative(project.root / "a" / "b") == "a/b"
    assert project.relative(project.root.parent) == str(project.root.parent)


def test_scripts_are_not_what_an_editor_leaves_beside_them(report):
    report.write("scripts/.ipynb_checkpoints/prisons-checkpoint.py", "x = 1\n")
    report.write("scripts/deeper/more.py", "x = 1\n")
    found = [report.project.relative(file) for file in report.project.python_files()]
    assert "scripts/deeper/more.py" in found
    assert not any(".ipynb" in name for name in found)
    assert found == sorted(found)


def test_a_switch_is_true_or_false(tmp_path):
    (tmp_path / "tieout.toml").write_text("pdf_a = true\n")
    assert Project.find(tmp_path).config.pdf_a is True
    for wrong in ("1", '"a-2a"'):
        (tmp_path / "tieout.toml").write_text(f"pdf_a = {wrong}\n")
        with pytest.raises(TieoutError) as caught:
            Project.find(tmp_path)
        assert caught.value.findings[0].remedy == "Give true or false."


def test_what_the_first_edition_says_of_folders_is_nothing_to_the_others(tmp_path):
    (tmp_path / "tieout.toml").write_text('locale = "de"\n')
    rows = "edition,report,language\nfirst,gens,fr\nsecond,,\n"
    (tmp_path / "editions.csv").write_text(rows)
    project = Project.find(tmp_path)
    first, second = (project.of(each) for each in project.editions())
    assert (first.report.name, first.config.locale) == ("gens", "")
    assert (second.report.name, second.config.locale) == ("report", "de")
    assert second == Project.find(tmp_path, "second") == first.of(project.editions()[1])
