"""`tieout explain`, as a reviewer runs it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable

import pytest

from projects import Report, Run, clean_environment

Inside = Callable[..., Run]


def test_a_number_is_explained_in_eighty_columns(built: Report, inside: Inside) -> None:
    run = inside(built, "explain", "prison_rise")
    assert run.status == 0
    lines = run.out.split("\n")
    assert lines[0] == "prison_rise = 95%"
    assert max(len(line) for line in lines) <= 80
    assert "\x1b" not in run.out
    for label in ("value", "formula", "cells", "bound", "published", "uses", "review"):
        assert f"─ {label}" in run.out


def test_json_is_for_programs(built: Report, inside: Inside) -> None:
    run = inside(built, "explain", "figure:prisoners_by_month", "--format", "json")
    assert json.loads(run.out)["datasets"] == [{"name": "prisoners", "file": "data/prisoners.csv"}]


def test_a_misspelt_name_is_answered(built: Report, inside: Inside) -> None:
    run = inside(built, "explain", "prison_rize")
    assert run.status == 2
    assert "TIE303 unknown number 'prison_rize'" in run.err
    assert "Did you mean 'prison_rise'?" in run.err


def test_a_report_never_built_says_what_to_do(report: Report, inside: Inside) -> None:
    run = inside(report, "explain", "prison_rise")
    assert run.status == 2
    assert "TIE851" in run.err
    assert "tieout build" in run.err


@pytest.mark.slow
@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_a_terminal_gets_colour_unless_it_wants_none(
    built: Report, no_color: str, coloured: bool
) -> None:
    mine, theirs = pty.openpty()
    environment = {**clean_environment(), "NO_COLOR": no_color, "TERM": "xterm-256color"}
    with subprocess.Popen(
        [sys.executable, "-m", "tieout", "explain", "paid"],
        cwd=built.root,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as running:
        os.close(theirs)
        said = b""
        while True:
            try:
                piece = os.read(mine, 4096)
            except OSError:
                break
            if not piece:
                break
            said += piece
        assert running.wait() == 0
    os.close(mine)
    assert (b"\x1b[" in said) is coloured
    assert b"value" in said
