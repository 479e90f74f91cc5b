"""Bibliography, cross-references, pictures, uses: what points nowhere and what nothing points at."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pytest

from checks.shorthand import n
from checks.suite import report
from tieout.checks import (
    bibliography,
    crossrefs,
    ledgered,
    looks,
    pictures,
    published,
    unmoved,
    unused,
)
from tieout.checks.defined import Defined
from tieout.data.sources import SourceEntry, Sources
from tieout.findings import Place
from tieout.ledger.fragments import Citation
from tieout.ledger.record import Input, Published

SOURCES = Sources(
    "references.bib",
    {key: SourceEntry(key, "misc", {"title": key}, 1) for key in ("one2020", "two2021")},
)


def codes(module, made) -> list[str]:
    return [each.code for each in module.find(made)]


def defined(kind: str, name: str, *takes: str) -> Defined:
    return Defined(kind, name, Place(f"scripts/{name}.py", 1, 1), takes, {})


def test_citations_and_entries_are_held_against_each_other():
    made = dataclasses.replace(report("It is known [@one2020; @tow2021]."), sources=SOURCES)
    found = list(bibliography.find(made))
    assert [each.code for each in found] == ["TIE403", "TIE404"]
    assert found[0].remedy == "Did you mean 'two2021'?"


def test_references_to_nothing_and_labels_given_twice():
    text = "# A {#sec-a}\n\nSee @sec-a, @fig-rise and @tbl-nothing.\n\n{{< figure rise >}}\n"
    assert codes(crossrefs, report(text)) == ["TIE309"]
    assert codes(crossrefs, report(f"{text}\n# B {{#sec-a}}\n")) == ["TIE310", "TIE309"]
    assert codes(crossrefs, report(f"{text}\n{{{{< figure rise >}}}}\n")) == ["TIE310", "TIE309"]


def test_pictures_need_words():
    assert codes(pictures, report("![](map.png)")) == ["TIE501"]
    assert codes(pictures, report('![](map.png){fig-alt="A map."}')) == []
    assert codes(pictures, report("![A map.](map.png)")) == []


def test_what_nothing_uses():
    definitions = (
        defined("statistic", "used"),
        defined("statistic", "taken"),
        defined("statistic", "idle"),
        defined("figure", "shown", "taken"),
        defined("figure", "hidden"),
    )
    text = "{{< stat used >}}\n\n{{< figure shown >}}\n"
    made = dataclasses.replace(report(text, {"used": n("5")}), definitions=definitions)
    assert [each.message for each in unused.find(made)] == [
        "nothing uses the statistic 'idle'",
        "no chapter shows the figure 'hidden'",
    ]


class Rows(list[int]):
    """What is asked of a table here: its length, and whether it is watched over."""

    def __init__(self, rows: int, *, guarded: bool = False) -> None:
        super().__init__(range(rows))
        self.dataset = SimpleNamespace(guarded=guarded)


@pytest.mark.parametrize(
    ("takes", "inputs", "said"),
    [
        (("cells",), (), ["TIE703"]),
        (("cells",), (Input("cells", "cells.csv", "", "could sway"),), []),
        (("cells", "secret"), (), []),
        (("cells", "other"), (), []),
        (("none",), (), []),
        ((), (), []),
    ],
)
def test_a_number_that_nothing_of_its_data_moves(takes, inputs, said):
    made = report("{{< stat seven >}}", {"seven": n("7")})
    record = dataclasses.replace(made.records["seven"], takes=takes, inputs=inputs)
    made = dataclasses.replace(
        made,
        records={"seven": record},
        definitions=(defined("statistic", "seven", *takes),),
        tables={"cells": Rows(2), "secret": Rows(2, guarded=True), "none": Rows(0)},
    )
    assert codes(unmoved, made) == said


def test_what_the_ledger_does_not_know():
    definitions = (defined("statistic", "new"), defined("figure", "shown"))
    text = "{{< stat new >}} {{< stat nwe >}} {{< source nothing >}}\n\n{{< figure shwon >}}\n"
    made = dataclasses.replace(report(text), definitions=definitions)
    assert sorted(codes(ledgered, made)) == ["TIE303", "TIE303", "TIE305", "TIE853"]


def test_what_changed_since_is_said_once():
    made = dataclasses.replace(report("Text."), changed={"data/a.csv": "changed", "b.py": "new"})
    (one,) = ledgered.find(made)
    assert one.code == "TIE853"
    assert one.detail == ("data/a.csv: changed", "b.py: new")


def test_published_values_that_differ_need_a_note():
    made = report("Text.", {"a": n("77.3%"), "b": n("77.3%"), "c": n("77.3%"), "d": n("77.3%")})
    told = {
        "a": Published("78%", "differs"),
        "b": Published("78%", "differs", note="the base was rounded"),
        "c": Published("77%", "agrees after rounding"),
        "d": Published("most", "not comparable"),
    }
    records = {k: dataclasses.replace(v, published=told[k]) for k, v in made.records.items()}
    made = dataclasses.replace(made, records=records)
    assert codes(published, made) == ["TIE702", "TIE701"]


def test_one_number_with_two_roundings_in_a_chapter():
    numbers = {"a": n("77.3%"), "b": n("5")}
    assert codes(looks, report("{{< stat a >}} {{< stat a decimals=1 >}}", numbers)) == ["TIE832"]
    assert not codes(looks, report("{{< stat a >}} {{< stat a format=bare >}}", numbers))
    assert not codes(looks, report("{{< stat b >}} {{< stat b as=words >}}", numbers))


def test_one_quantity_under_two_names():
    made = report("{{< stat a decimals=1 >}} {{< stat b >}}", {"a": n("77.3%"), "b": n("77.3%")})
    cell = Input("d", "data/d.csv", "x", "contributes", 2, ("k",), sources=(Citation("one"),))
    records = {k: dataclasses.replace(v, inputs=(cell,)) for k, v in made.records.items()}
    assert codes(looks, dataclasses.replace(made, records=records)) == ["TIE831"]
    assert not codes(looks, made)  # nothing is known of their cells
