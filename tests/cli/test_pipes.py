"""A pipe in a file's place: told at once, where whoever read it would wait for ever."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from projects import Report, Run

PIPES = [
    ("references.bib", "TIE401"),
    ("scripts/pipe.py", "TIE201"),
    ("figures/deeper/pipe.py", "TIE201"),
    ("data/prisoners.csv", "TIE103"),
    ("data/datapackage.json", "TIE101"),
    ("report/_quarto.yml", "TIE306"),
    ("report/prisons.qmd", "TIE307"),
    ("editions.csv", "TIE006"),
]


@pytest.mark.slow
@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize(("path", "code"), PIPES)
def test_a_pipe_is_told(built: Report, path: str, code: str, command: str) -> None:
    pipe = built / path
    pipe.unlink(missing_ok=True)
    pipe.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(pipe)
    done = built.tieout(command)
    assert done.status in {1, 2}
    assert code in done.said
    assert "TIE999" not in done.said


@pytest.mark.slow
@pytest.mark.parametrize(("path", "code"), [("reviews.toml", "TIE854"), ("tieout.lock", "TIE875")])
def test_a_pipe_that_only_some_commands_read(
    built: Report, inside: Callable[..., Run], path: str, code: str
) -> None:
    (built / path).unlink(missing_ok=True)
    os.mkfifo(built / path)
    done = inside(built, "check" if path == "reviews.toml" else "build")
    assert code in done.said
    assert str(built.root) not in done.said
