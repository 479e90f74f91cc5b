"""`tieout review`, as a reviewer runs it."""

from __future__ import annotations

import json
from collections.abc import Callable

from projects import Report, Run
from tieout.build import stamp

Inside = Callable[..., Run]


def _stamped(report: Report) -> Report:
    """The report as after a whole build, which remembers what it read."""
    made = stamp.Stamp("", "", stamp.inputs(report.project), {})
    made.write(report.project)
    return report


def test_a_number_is_signed_off_and_listed(built: Report, inside: Inside) -> None:
    run = inside(built, "review", "prison_rise", "--by", "Ann Lee", "--note", "cells read")
    assert (run.status, run.out) == (0, "prison_rise: signed off; it is now reviewed.\n")
    listed = inside(built, "review", "--list")
    assert "reviewed  prison_rise  (Ann Lee)" in listed.out
    assert "1 reviewed, 0 expired" in listed.out
    only = inside(built, "review", "--list", "--state", "reviewed")
    assert only.out.count("\n") == 2
    data = json.loads(inside(built, "review", "--list", "--format", "json").out)
    assert data["counts"]["reviewed"] == 1
    assert data["counts"]["all"] == len(data["things"])


def test_a_sign_off_is_withdrawn(built: Report, inside: Inside) -> None:
    inside(built, "review", "figure:prisoners_by_month", "--by", "Ann")
    run = inside(built, "review", "figure:prisoners_by_month", "--by", "Ann", "--withdraw")
    assert run.out == "figure:prisoners_by_month: withdrawn; it is now never reviewed.\n"


def test_nothing_is_signed_that_changed_since_the_build(built: Report, inside: Inside) -> None:
    _stamped(built)
    built.change("data/prisoners.csv", "2016-12,all,20000", "2016-12,all,20001")
    run = inside(built, "review", "prison_rise", "--by", "Ann")
    assert run.status == 2
    assert "TIE853 changed since the last build: data/prisoners.csv" in run.err
    assert not (built / "reviews.toml").exists()
    explained = inside(built, "explain", "prison_rise")
    assert explained.status == 0
    assert "warning TIE853" in explained.err


def test_who_signs_must_be_said(built: Report, inside: Inside) -> None:
    assert "--by NAME" in inside(built, "review", "prison_rise").err
    assert "either the name" in inside(built, "review").err
    assert "either the name" in inside(built, "review", "prison_rise", "--list").err


def test_a_broken_file_is_a_finding(built: Report, inside: Inside) -> None:
    built.write("reviews.toml", "[[numbers]]\n")
    run = inside(built, "review", "--list")
    assert run.status == 1
    assert "reviews.toml:1 error TIE854" in run.err
