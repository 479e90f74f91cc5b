"""Every date comes from one moment that is written down somewhere, never from the clock."""

from __future__ import annotations

import subprocess

import pytest

from projects import small, statistics
from tieout.build.when import timestamp
from tieout.compute.messages import Collect, Run
from tieout.compute.process import ScriptProcess
from tieout.findings import Place, TieoutError
from tieout.prose.book import read_book


@pytest.fixture(autouse=True)
def unset(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def moment(report):
    return timestamp(report.project, read_book(report.project))


def test_the_books_date(report):
    assert moment(report) == 1620259200  # 2021-05-06


@pytest.mark.parametrize(
    ("given", "used"),
    [("1600000000", 1600000000), ("0", 0), ("253402300799", 253402300799), ("", 1620259200)],
)
def test_the_environment_wins_when_it_is_a_number(report, monkeypatch, given, used):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    assert moment(report) == used


@pytest.mark.parametrize("given", ["yesterday", "²", "-1", "1.5", "253402300800", "9" * 5000])
def test_what_is_no_moment_is_told_of_the_variable_alone(report, monkeypatch, given):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    found = report.finding()
    assert (found.code, str(found.place)) == ("TIE005", "SOURCE_DATE_EPOCH")
    with pytest.raises(TieoutError):
        moment(report)


@pytest.mark.slow
def test_no_script_sees_what_is_no_moment(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    seen = statistics(one__nothing="int(os.environ['SOURCE_DATE_EPOCH'] or '7')")
    report = small(tmp_path, seen)
    with ScriptProcess(report.project) as process:
        (found,) = process.ask(
            Collect((("scripts.numbers", "scripts/numbers.py"),)), Place("scripts/numbers.py")
        ).definitions
        assert process.ask(Run(found, {}, {}), Place("scripts/numbers.py")) == 7


def test_without_a_date_the_last_commit(report):
    report.change("report/_quarto.yml", '  date: "2021-05-06"\n', "")
    assert moment(report) == 0, "no commit either"
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", str(report.root)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "tieout.toml"], check=True)
    subprocess.run(
        [*git, "commit", "-q", "-m", "x", "--date", "@1500000000 +0000"],
        check=True,
        env={
            "GIT_COMMITTER_DATE": "@1500000001 +0000",
            "PATH": "/usr/bin:/bin",
            "HOME": str(report.root),
        },
    )
    assert moment(report) == 1500000001


@pytest.mark.parametrize("date", ["May 2021", "today", "2021-13-01"])
def test_a_date_in_words_is_no_moment(report, date):
    report.change("report/_quarto.yml", "2021-05-06", date)
    assert moment(report) == 0
