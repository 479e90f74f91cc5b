"""Kept: findings are looked for again exactly where something they rest on is another."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from checks.shorthand import n
from checks.suite import chapter, record
from tieout.checks import runner, typed
from tieout.checks.kept import Kept, key
from tieout.checks.report import Report
from tieout.ledger.record import Use
from tieout.project import Config, Project

NUMBERS = {"a": n("1200"), "b": n("78%"), "rise_2019": n("5%"), "rise_2020": n("9%")}


def report(*texts: str, **numbers) -> Report:
    made = tuple(chapter(text, f"report/{number}.qmd") for number, text in enumerate(texts))
    records = {name: record(name, spec) for name, spec in {**NUMBERS, **numbers}.items()}
    return Report(made, records)


@pytest.fixture
def looked(tmp_path, monkeypatch):
    """Check a report; the numbers of the chapters that were read for it."""
    read: list[str] = []
    find = typed.find

    def watched(part):
        read.extend(each.path for each in part.chapters)
        return find(part)

    monkeypatch.setattr(typed, "find", watched)

    def look(made: Report) -> list[str]:
        read.clear()
        found = runner.found(made, Kept(Project(tmp_path, Config()), key({})))
        again = list(read)
        assert found == runner.found(made), "what is kept is what would be found"
        return [path.removeprefix("report/").removesuffix(".qmd") for path in again]

    return look


FIRST = "It held {{< stat a >}} people."
SECOND = "It rose by {{< stat b >}}."


def test_only_what_rests_on_a_number_is_read_again(looked):
    assert looked(report(FIRST, SECOND)) == ["0", "1"]
    assert looked(report(FIRST, SECOND)) == []
    assert looked(report(FIRST, SECOND, a=n("1300"))) == ["0"]
    now = {"a": n("1300"), "b": n("-78%")}
    assert looked(report(FIRST, SECOND, **now)) == ["1"]
    assert looked(report(FIRST, SECOND, **now, rise_2019=n("6%"))) == []
    assert looked(report(f"{FIRST} ", SECOND, **now)) == ["0"]


def test_a_typed_number_rests_on_what_looks_like_it(looked):
    text = "It held 1,200 people."
    assert looked(report(text)) == ["0"]
    assert looked(report(text, rise_2019=n("6%"))) == []
    assert looked(report(text, c=n("1200"))) == ["0"]


def test_a_superlative_rests_on_its_series(looked):
    text = "It rose by {{< stat rise_2020 >}}, the most since 2015."
    assert looked(report(text)) == ["0"]
    assert looked(report(text, rise_2019=n("12%"))) == ["0"]
    assert looked(report(text, rise_2019=n("12%"), rise_2018=n("15%"))) == ["0"]
    assert looked(report(text, rise_2019=n("12%"), rise_2018=n("15%"), a=n("1300"))) == []


def test_a_number_that_is_made_later_is_seen(looked):
    text = "It rose by {{< stat new >}}; it fell to {{< stat a >}}."
    assert looked(report(text)) == ["0"]
    assert looked(report(text, new=n("-3%"))) == ["0"]
    assert looked(report(text, new=n("-3%"))) == []


def test_where_a_number_is_used_does_not_matter(looked):
    made = report(FIRST)
    assert looked(made) == ["0"]
    used = {
        name: dataclasses.replace(each, uses=(Use("x.qmd", 1, 1, "1"),))
        for name, each in made.records.items()
    }
    assert looked(dataclasses.replace(made, records=used)) == []
    exact = {**used, "a": dataclasses.replace(used["a"], value=Fraction(2399, 2))}
    assert looked(dataclasses.replace(made, records=exact)) == ["0"]
