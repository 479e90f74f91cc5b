"""`tieout audit`, as a reviewer runs it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from projects import Report, Run

pytestmark = pytest.mark.slow  # each audits a whole report that was built

Inside = Callable[..., Run]


def test_the_dossier_is_written_and_named(built: Report, inside: Inside) -> None:
    run = inside(built, "audit")
    assert (run.status, run.out, run.err) == (0, "_output/audit/index.html\n", "")
    first = (built / "_output/audit/index.html").read_bytes()
    assert b"prison_rise" in first
    assert inside(built, "audit", "--quiet").out == ""
    assert (built / "_output/audit/index.html").read_bytes() == first


def test_nothing_else_is_written(built: Report, inside: Inside) -> None:
    before = set(built.outputs())
    inside(built, "audit")
    assert set(built.outputs()) - before == {"audit/here.svg", "audit/index.html"}


def test_a_report_never_built_says_what_to_do(report: Report, inside: Inside) -> None:
    run = inside(report, "audit")
    assert run.status == 2
    assert "TIE851" in run.err
