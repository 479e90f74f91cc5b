"""`tieout check FILE`: a name of which nothing can be said is told, and not passed as fine."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from projects import Report, Run

WRONG = [
    ("TYPO.qmd", "there is no 'TYPO.qmd'"),
    ("report/prison.qmd", "Did you mean 'report/prisons.qmd'?"),
    ("", "an empty name"),
    ("/etc/passwd", "outside the project"),
    ("..", "outside the project"),
    ("a\0b", "there is no"),
    ("x" * 5000, "there is no"),
    ("report/draft.qmd", "nothing that the checks read"),
    ("notes.txt", "nothing that the checks read"),
    ("_output", "nothing that the checks read"),
]


@pytest.mark.parametrize(("path", "said"), WRONG, ids=range(len(WRONG)))
def test_a_path_of_which_nothing_can_be_said(
    built: Report, inside: Callable[..., Run], path: str, said: str
) -> None:
    built.write("notes.txt", "x")
    built.write("report/draft.qmd", "The prisons held 12,345 people.\n")
    done = inside(built, "check", path)
    assert done.status == 2
    assert "TIE005" in done.said
    assert said in done.said
    assert "Nothing found" not in done.said


def test_all_such_paths_are_told_at_once_in_json(built: Report, inside: Callable[..., Run]) -> None:
    done = inside(built, "check", "--format", "json", "a.qmd", "report", "b.qmd")
    assert done.status == 2
    found = json.loads(done.out)["findings"]
    assert [each["path"] for each in found] == ["a.qmd", "b.qmd"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (".", 1),
        ("report", 1),
        ("report/", 1),
        ("report/../report/prisons.qmd", 1),
        ("report/index.qmd", 0),
        ("report/_quarto.yml", 0),
        ("data", 0),
        ("scripts", 0),
        ("references.bib", 0),
        ("tieout.toml", 0),
    ],
)
def test_what_the_checks_read_can_be_chosen(
    built: Report, inside: Callable[..., Run], path: str, status: int
) -> None:
    built.append("report/prisons.qmd", "\nThe prisons held 12,345 people.\n")
    done = inside(built, "check", "--quiet", path)
    assert done.status == status, done.said
    assert ("TIE801" in done.out) is bool(status)


def test_an_included_file_can_be_chosen(built: Report, inside: Callable[..., Run]) -> None:
    built.write("report/_more.qmd", "The prisons held 12,345 people.\n")
    built.append("report/prisons.qmd", "\n{{< include _more.qmd >}}\n")
    assert inside(built, "check", "--quiet", "report/_more.qmd").status == 1


def test_a_path_is_meant_from_the_current_folder(built: Report, inside: Callable[..., Run]) -> None:
    built.append("report/prisons.qmd", "\nThe prisons held 12,345 people.\n")
    below = Report(Path(built / "report"))
    assert inside(below, "check", "--quiet", "prisons.qmd").status == 1
    assert inside(below, "check", "--quiet", "report/prisons.qmd").status == 2
