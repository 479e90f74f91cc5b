"""Every date comes from one moment that is written down somewhere, never from the clock."""

from __future__ import annotations

import subprocess

import pytest

from tieout.build.when import timestamp
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
    [("1600000000", 1600000000), ("x", 1620259200), ("", 1620259200), ("²", 1620259200)],
)
def test_the_environment_wins_when_it_is_a_number(report, monkeypatch, given, used):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    assert moment(report) == used


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
