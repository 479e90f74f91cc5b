"""The commands that begin a report, add to it, and look after the machine, as a shell calls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from tieout.build import health
from tieout.cli.main import COMMANDS, cli
from tieout.findings import TieoutError
from tieout.project import Project


@pytest.fixture
def run(monkeypatch):
    def call(folder, *arguments, **more):
        monkeypatch.chdir(folder)
        return CliRunner().invoke(cli, arguments, **more)

    return call


def test_init_asks_little(run, tmp_path):
    done = run(tmp_path, "init", "storks", input="Storks\nA. Writer\n\n")
    assert done.exit_code == 0, done.output
    assert "cd storks" in done.output
    text = (tmp_path / "storks/report/_quarto.yml").read_text()
    assert 'title: "Storks"' in text
    assert 'license: "CC BY 4.0"' in text


def test_init_with_flags_asks_nothing(run, tmp_path):
    flags = ["--title", "T", "--author", "A", "--licence", "CC0"]
    assert run(tmp_path, "init", *flags, input="").exit_code == 0
    assert 'license: "CC0"' in (tmp_path / "report/_quarto.yml").read_text()


def test_init_names_the_report_after_its_folder(run, tmp_path):
    assert run(tmp_path, "init", "storks-of-the_delta", "--yes").exit_code == 0
    text = (tmp_path / "storks-of-the_delta/report/_quarto.yml").read_text()
    assert 'title: "Storks of the delta"' in text


def test_init_with_nobody_to_ask(run, tmp_path):
    done = run(tmp_path, "init", input="")
    assert done.exit_code == 2
    assert "--yes" in done.output
    assert not list(tmp_path.iterdir())


def test_add_prints_what_it_wrote(run, report):
    done = run(report.root, "add", "statistic", "fresh", "--takes", "payments")
    assert done.output.splitlines()[0] == "wrote scripts/fresh.py"
    done = run(report.root, "add", "figure", "fresh_too", "--format", "json")
    assert json.loads(done.output)["files"] == ["figures/fresh_too.py"]
    assert run(report.root, "add", "chapter", "fresh").exit_code == 0


def test_add_dataset_asks_for_the_source(run, report):
    report.write("rain.csv", "year,mm\n1990,3\n1991,4\n")
    answers = "rain1992\nRain\nOffice\n1992\n\np. 3\n"
    done = run(report.root, "add", "dataset", "rain.csv", input=answers)
    assert done.exit_code == 0, done.output
    assert "@misc{rain1992," in report.read("references.bib")
    assert '"tieout:locator": "p. 3"' in report.read("data/datapackage.json")


def test_add_dataset_with_nobody_to_ask(run, report):
    report.write("rain.csv", "year,mm\n1990,3\n")
    done = run(report.root, "add", "dataset", "rain.csv", input="")
    assert done.exit_code == 2
    assert "--source KEY" in done.output


def test_add_dataset_with_a_unit_that_cannot_be_read(run, report):
    report.write("rain.csv", "year,mm\n1990,3\n")
    done = run(report.root, "add", "dataset", "rain.csv", "--source", "survey2019", "--unit", "mm")
    assert done.exit_code == 2
    assert "COLUMN=UNIT" in done.output


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(["inti"], "init"), (["bild"], "build"), (["add", "statistik"], "statistic")],
)
def test_a_misspelt_command_names_the_nearest(run, tmp_path, typed, meant):
    done = run(tmp_path, *typed)
    assert done.exit_code == 2
    assert f"Did you mean '{meant}'?" in done.output


def test_a_misspelt_option_names_the_nearest(run, tmp_path):
    done = run(tmp_path, "init", "--titel", "T")
    assert done.exit_code == 2
    assert "Did you mean" in done.output
    assert "--title" in done.output.splitlines()[-1]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script(run, tmp_path, shell):
    done = run(tmp_path, "completion", shell)
    assert done.exit_code == 0
    assert "_TIEOUT_COMPLETE" in done.output
    assert f"{shell}_complete" in done.output


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tieout ini", {"init"}),
        ("tieout add ", {"statistic", "figure", "dataset", "chapter"}),
        ("tieout add statistic x --takes pris", {"prisoners"}),
        ("tieout completion f", {"fish"}),
    ],
)
def test_what_bash_is_offered(report, line, expected):
    words = line.split(" ")
    asked = {
        "_TIEOUT_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.argv[0] = 'tieout'; from tieout.cli.main import main; main()",
        ],
        cwd=report.root,
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        check=False,
    )
    assert {each.partition(",")[2] for each in done.stdout.split()} == expected, done.stderr


def test_completion_where_there_is_no_report(tmp_path, monkeypatch):
    from tieout.cli import completing

    monkeypatch.chdir(tmp_path)
    assert list(completing.datasets()) == []
    assert completing.numbers(None, None, "") == []


def test_numbers_offered_come_from_the_ledger(report, monkeypatch):
    from tieout.cli import completing

    monkeypatch.chdir(report.root)
    shown = {"numbers": [{"name": "rise"}], "shown": [{"kind": "figure", "name": "rise"}]}
    report.write("_output/ledger.json", json.dumps(shown))
    assert completing.numbers(None, None, "r") == ["rise"]
    assert completing.numbers(None, None, "fig") == ["figure:rise"]


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"numbers": [1]}'])
def test_a_damaged_ledger_offers_no_name(report, monkeypatch, text):
    from tieout.cli import completing

    monkeypatch.chdir(report.root)
    report.write("_output/ledger.json", text)
    assert completing.numbers(None, None, "") == []


def test_a_cell_that_became_confidential_is_not_offered(report, monkeypatch):
    from tieout.cli import completing

    monkeypatch.chdir(report.root)
    report.write("_output/ledger.json", '{"numbers": [{"name": "payments.Z2.Preis"}]}')
    assert completing.numbers(None, None, "pay") == ["payments.Z2.Preis"]
    report.describe(lambda resources, _: resources["payments"].update(confidential=True))
    assert completing.numbers(None, None, "pay") == []
    report.write("data/datapackage.json", "{")
    assert completing.numbers(None, None, "") == []


def test_every_command_has_help_with_an_example(run, tmp_path):
    for name in COMMANDS:
        try:
            done = run(tmp_path, name, "--help")
        except ModuleNotFoundError:
            continue
        if isinstance(done.exception, ModuleNotFoundError):
            continue  # listed before it was written
        assert done.exit_code == 0
        assert f"Example: {'eval' if name == 'completion' else 'tieout'} " in done.output.replace(
            'eval "$(tieout', "eval "
        ), name
        assert all(len(line) <= 80 for line in done.output.splitlines()), name


def test_a_well_machine(run, report):
    done = run(report.root, "doctor")
    assert "Nothing that is needed is missing." in done.output
    assert all(len(line) <= 100 for line in done.output.splitlines())
    data = json.loads(run(report.root, "doctor", "--format", "json").output)
    assert data["well"] is True
    assert {"Python", "tieout", "pandoc", "Typst", "fonts", "Quarto", "git"} <= {
        check["name"] for check in data["checks"]
    }


def test_a_machine_without_fonts_and_pandoc(report, monkeypatch):
    from tieout.compute import style
    from tieout.engines.pandoc import programs

    monkeypatch.setattr(style, "font_files", lambda: ())
    monkeypatch.setattr(programs, "folder_of", lambda _package: None)
    programs.pandoc_version.cache_clear()
    missing = {c.name: c for c in health.examine(report.root) if c.state is health.State.MISSING}
    programs.pandoc_version.cache_clear()
    assert set(missing) == {"fonts", "pandoc"}
    assert all(check.remedy for check in missing.values())


def test_a_report_that_is_not_there(tmp_path):
    states = {c.name: c.state for c in health.examine(tmp_path)}
    assert states["report"] is health.State.ABSENT


def test_a_report_that_lacks_its_chapters(report):
    (report / "report/_quarto.yml").unlink()
    states = {c.name: c.state for c in health.examine(report.root)}
    assert states["chapters"] is health.State.MISSING


def test_a_configuration_that_cannot_be_read(report):
    report.write("tieout.toml", "nonsense")
    with pytest.raises(TieoutError):
        Project.find(report.root)
    states = {c.name: c.state for c in health.examine(report.root)}
    assert states["report"] is health.State.MISSING


@pytest.mark.slow
def test_doctor_fails_when_something_is_missing(report):
    (report / "report/_quarto.yml").unlink()
    done = report.tieout("doctor")
    assert done.status == 1
    assert "1 needed and missing." in done.out
