"""What a build did, told to a person or a program."""

from __future__ import annotations

import dataclasses
import json

import pytest

from tieout.build.summary import Stage, Summary, fresh
from tieout.catalogue import UNKNOWN_NUMBER, UNUSED_SOURCE
from tieout.cli import render
from tieout.compute.define import Kind
from tieout.compute.reruns import Reason, Rerun
from tieout.findings import Finding, Place

WARNING = Finding(UNUSED_SOURCE, Place("references.bib", 3), "nothing cites 'x'", "Cite it.")
MADE = Summary(
    fresh=False,
    engine="pandoc 3.9",
    reruns=(
        Rerun("rise", Kind.STATISTIC, Reason.CHANGED, ("data/x.csv",)),
        Rerun("fall", Kind.FIGURE, Reason.FIRST_RUN),
    ),
    written={"html/index.html": "changed", "report.pdf": "first run", "html/x.css": "changed"},
    kept=4,
    stages=(Stage("data", 0.123), Stage("outputs", 0.5)),
    outputs=("_output/html/index.html", "_output/" + "very-long-" * 12 + ".pdf"),
    counts={"datasets": 2, "numbers": 1234},
    findings=(WARNING,),
    seconds=0.7,
)


def test_a_build_is_summed_up(capsys):
    render.summary(MADE, "text", quiet=False, verbose=False)
    shown = capsys.readouterr()
    assert "Built in 0.70 s with pandoc 3.9." in shown.out
    assert "rise (changed: data/x.csv)" in shown.out
    assert "fall (first run)" in shown.out
    assert "3 of 7 written, 4 as they were" in shown.out
    assert "html/index.html (changed)" in shown.out
    assert "x.css" not in shown.out
    assert "data 0.12 s, outputs 0.50 s" in shown.out
    assert "1,234 numbers" in shown.out
    assert shown.err == "references.bib:3 warning TIE404 nothing cites 'x'\n    help: Cite it.\n"
    long = [line for line in shown.out.splitlines() if len(line) > 80]
    assert all("very-long-" in line for line in long), "only a path may be longer"


def test_quiet_says_nothing_but_errors(capsys):
    render.summary(MADE, "text", quiet=True, verbose=False)
    assert capsys.readouterr() == ("", "")
    render.findings([WARNING, Finding(UNKNOWN_NUMBER, Place("a.qmd", 1), "e")], quiet=True)
    assert capsys.readouterr().err == "a.qmd:1 error TIE303 e\n"


def test_many_of_a_kind_are_counted_unless_asked_for_each(capsys):
    many = tuple(Rerun(f"number_{n}", Kind.STATISTIC, Reason.FIRST_RUN) for n in range(40))
    made = Summary(fresh=False, engine="pandoc", reruns=many)
    render.summary(made, "text", quiet=False, verbose=False)
    assert "40, first run: 40" in capsys.readouterr().out
    render.summary(made, "text", quiet=False, verbose=True)
    assert capsys.readouterr().out.count("(first run)") == 40


def test_a_flood_of_one_code_is_cut_unless_asked_for(capsys):
    other = dataclasses.replace(WARNING, rule=UNKNOWN_NUMBER)
    made = dataclasses.replace(MADE, findings=(*[WARNING] * 9, other))
    render.summary(made, "text", quiet=False, verbose=False)
    shown = capsys.readouterr().err
    assert shown.count("TIE404 nothing cites") == 5
    assert shown.count("TIE303") == 1
    assert "And 4 of TIE404; --verbose tells all." in shown
    render.summary(made, "text", quiet=False, verbose=True)
    assert capsys.readouterr().err.count("TIE404") == 9


def test_nothing_to_do_is_one_line_and_the_outputs(capsys):
    render.summary(fresh(("_output/html/index.html",), 0.012), "text", quiet=False, verbose=False)
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "Nothing changed (0.01 s)."
    assert shown[1].split() == ["outputs", "_output/html/index.html"]


@pytest.mark.parametrize("made", [MADE, fresh(("a",), 1.0)])
def test_a_program_gets_json(capsys, made):
    render.summary(made, "json", quiet=False, verbose=False)
    shown = capsys.readouterr()
    data = json.loads(shown.out)
    assert data["result"] == ("fresh" if made.fresh else "built")
    assert data["outputs"] == list(made.outputs)
    assert shown.err == ""
    if not made.fresh:
        assert data["rebuilt"][0] == {
            "name": "rise",
            "kind": "statistic",
            "reason": "changed: data/x.csv",
        }
        assert data["findings"] == [WARNING.as_json()]


@pytest.mark.parametrize(
    ("count", "things", "said"),
    [
        (1, "datasets", "1 dataset"),
        (2, "datasets", "2 datasets"),
        (0, "figures", "0 figures"),
        (1, "numbers used", "1 number used"),
        (1271, "numbers used", "1,271 numbers used"),
    ],
)
def test_one_thing_is_told_in_the_singular(capsys, count, things, said):
    render.summary(
        dataclasses.replace(MADE, counts={things: count}), "text", quiet=False, verbose=False
    )
    assert f"report    {said}\n" in capsys.readouterr().out
