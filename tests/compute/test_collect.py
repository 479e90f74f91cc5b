"""Definitions are checked before any of them runs."""

from __future__ import annotations

import pytest

from projects import small
from tieout import catalogue
from tieout.compute.define import Kind

HEAD = "from tieout import figure, statistic, table\n\n\n"


def one(tmp_path, decorator, body='    """D."""\n    return 1\n', head="def thing(cells):\n"):
    return small(tmp_path, f"{HEAD}@{decorator}\n{head}{body}")


def test_what_is_known_of_a_definition(tmp_path):
    report = one(
        tmp_path,
        'statistic(\n    unit="percent", published="5%", decimals=1\n)',
        '    """The rate.\n\n    Parts over whole.\n    """\n    return 1\n',
        'def thing(\n    cells: "pandas.DataFrame", *, scale=3\n):\n',
    )
    definition = report.inputs().definitions["thing"]
    assert (definition.kind, definition.module) == (Kind.STATISTIC, "scripts.numbers")
    assert str(definition.place) == "scripts/numbers.py:7"
    assert [parameter.name for parameter in definition.parameters] == ["cells"]
    assert definition.title == "The rate"
    assert definition.doc == "The rate.\n\nParts over whole."
    assert definition.options == {"unit": "percent", "published": "5%", "decimals": 1}
    assert definition.source.startswith("@statistic(")


# One process reads all of them: a definition each, in a script of its own.
WRONG = [
    ('statistic(unit="peeple")', catalogue.BAD_DEFINITION, "unknown unit 'peeple'"),
    ("statistic(unit=None)", catalogue.BAD_DEFINITION, "unknown unit ''"),
    ('statistic(unit="count", quantity="flow")', catalogue.BAD_DEFINITION, "unknown quantity 'flow'"),
    ('statistic(unit="count", decimals=-1)', catalogue.BAD_DEFINITION, "decimals=-1"),
    ('statistic(unit="count", decimals=13)', catalogue.BAD_DEFINITION, "decimals=13"),
    ('statistic(unit="count", decimals="2")', catalogue.BAD_DEFINITION, "decimals='2'"),
    ('statistic(unit="count", decimals=True)', catalogue.BAD_DEFINITION, "decimals=True"),
    ('figure(caption="C", alt=" ")', catalogue.NO_ALT_TEXT, "has no alternative text"),
    ('figure(caption="", alt="A")', catalogue.NO_CAPTION, "has no caption"),
    ('table(caption="")', catalogue.NO_CAPTION, "has no caption"),
    ('table(caption="C", units=["count"])', catalogue.BAD_DEFINITION, "units=['count']"),
    ('table(caption="C", units={"a": "cuont"})', catalogue.BAD_DEFINITION, "column 'a': unknown unit 'cuont'"),
    ('table(caption="C", decimals={"a": 99})', catalogue.BAD_DEFINITION, "column 'a': decimals=99"),
    ('table(caption="C", decimals=2)', catalogue.BAD_DEFINITION, "decimals=2"),
]  # fmt: skip


@pytest.fixture(scope="module")
def wrong(tmp_path_factory):
    """What is found of each of them."""
    text = HEAD + '@{}\ndef thing_{}(cells):\n    """D."""\n    return 1\n'
    scripts = {
        f"scripts/n{number}.py": text.format(case[0], number) for number, case in enumerate(WRONG)
    }
    return small(tmp_path_factory.mktemp("wrong"), scripts).findings()


@pytest.mark.parametrize(("number", "rule", "said"), [(n, *c[1:]) for n, c in enumerate(WRONG)])
def test_a_decorator_told_something_wrong(wrong, number, rule, said):
    (finding,) = (each for each in wrong if each.place.path == f"scripts/n{number}.py")
    assert (finding.rule, finding.place.line) == (rule, 5)
    assert said in finding.message
    assert finding.remedy


@pytest.mark.slow
@pytest.mark.parametrize("head", ["def thing(*cells):\n", "def thing(**cells):\n"])
def test_a_parameter_without_a_name(tmp_path, head):
    finding = one(tmp_path, 'statistic(unit="count")', head=head).finding()
    assert finding.rule == catalogue.BAD_DEFINITION
    assert "no name to be filled by" in finding.message


@pytest.mark.slow
def test_a_number_without_a_description_is_a_warning_that_is_told(tmp_path):
    report = one(tmp_path, 'statistic(unit="count")', "    return 1\n")
    (finding,) = report.inputs().findings
    assert finding.rule == catalogue.NO_DOCSTRING
    report.results()


@pytest.mark.slow
def test_two_definitions_of_one_name(tmp_path):
    text = HEAD + '@statistic(unit="count")\ndef thing(cells):\n    """D."""\n    return 1\n'
    report = small(tmp_path, {"scripts/b.py": text, "scripts/a.py": text})
    finding = report.finding()
    assert finding.rule == catalogue.DUPLICATE_NAME
    assert (str(finding.place), finding.message) == (
        "scripts/b.py:5",
        "'thing' is already defined at scripts/a.py:5",
    )


@pytest.mark.slow
def test_a_statistic_with_a_datasets_name(tmp_path):
    finding = one(tmp_path, 'statistic(unit="count")', head="def cells():\n").finding()
    assert finding.rule == catalogue.DUPLICATE_NAME


@pytest.mark.slow
def test_an_imported_statistic_is_not_defined_twice(tmp_path):
    text = HEAD + '@statistic(unit="count")\ndef thing(cells):\n    """D."""\n    return 1\n'
    report = small(
        tmp_path, {"scripts/a.py": text, "scripts/b.py": "from scripts.a import thing\n"}
    )
    assert list(report.inputs().definitions) == ["thing"]


@pytest.mark.slow
def test_what_editors_leave_beside_scripts_is_no_script(tmp_path):
    text = HEAD + '@statistic(unit="count")\ndef thing(cells):\n    """D."""\n    return 1\n'
    report = small(
        tmp_path, {"scripts/a.py": text, "scripts/.ipynb_checkpoints/a-checkpoint.py": text}
    )
    (report / "scripts/.#a.py").symlink_to("nobody@nowhere:1")
    assert list(report.inputs().definitions) == ["thing"]


@pytest.mark.slow
def test_words_from_a_module_elsewhere_are_read_anew(tmp_path):
    script = f'from lib.words import TITLE\n{HEAD}@statistic(unit="count", title=TITLE)\ndef thing(cells):\n    """D."""\n    return 1\n'
    report = small(tmp_path, {"scripts/a.py": script, "lib/words.py": "TITLE = 'Old'\n"})
    assert report.inputs().definitions["thing"].title == "Old"
    report.write("lib/words.py", "TITLE = 'New'\n")
    assert report.inputs().definitions["thing"].title == "New"


def test_a_report_may_have_no_scripts(tmp_path):
    report = small(tmp_path, {})
    assert report.results().values == {}
