"""Round thresholds typed beside the number that says them in full, and what was learnt with them."""

from __future__ import annotations

import pytest

from checks.shorthand import codes, n, sentence
from checks.suite import blamed
from tieout.checks import (
    comparisons,
    directions,
    limits,
    multiples,
    portions,
    ratios,
    rounds,
    wholes,
)


@pytest.mark.parametrize(
    ("text", "number", "wrong"),
    [
        ("More than 3,000 appeals were lodged ({a}).", n("2900"), True),
        ("More than 3,000 appeals were lodged ({a}).", n("3140"), False),
        ("Costs ran to almost 5 million ({a}).", n("5300000"), True),
        ("Costs ran to almost 5 million ({a}).", n("4900000"), False),
        ("The backlog fell below 500 cases: {a} were left.", n("640"), True),
        ("The backlog fell below 500 cases: {a} were left.", n("430"), False),
        ("The rate stayed above 60% throughout: {a} in the worst month.", n("52%"), True),
        ("The rate stayed above 60% throughout: {a} in the worst month.", n("66%"), False),
        ("It never fell below 60% ({a}).", n("52%"), True),
        ("About 500 came ({a}).", n("620"), True),
        ("About 500 came ({a}).", n("512"), False),
    ],
)
def test_thresholds_beside_their_number(text, number, wrong):
    assert codes(rounds, text, a=number) == (["TIE811"] if wrong else [])
    found = [each.code for each in blamed(sentence(text, a=number), {"a": number})]
    assert found == (["TIE811"] if wrong else [])  # the threshold is no typed number


def test_a_threshold_without_a_number_beside_it_is_typed():
    text = "More than 3,000 appeals were lodged, and {a} of the clerks left."
    found = blamed(sentence(text, a=n("40%")), {"a": n("40%")})
    assert [each.code for each in found] == ["TIE801"]


@pytest.mark.parametrize(
    ("rule", "text", "first", "second", "wrong"),
    [
        (directions, "Waits improved from {a} to {b}.", "31", "20", False),
        (directions, "Waits improved from {a} to {b}.", "20", "31", True),
        (directions, "Pay improved from {a} to {b}.", "20", "31", False),
        (directions, "Punctuality worsened, going from {a} to {b}.", "64%", "71%", True),
        (directions, "It did not grow; it went from {a} to {b}.", "20", "31", True),
        (directions, "Waits grew shorter: {a} in 2010 and {b} in 2020.", "30", "20", False),
        (directions, "Waits grew shorter: {a} in 2010 and {b} in 2020.", "20", "30", True),
        (directions, "Exports fell, with {a} compared with {b} in 2019.", "30", "20", True),
        (comparisons, "{a} of men did, but only {b} of women.", "20%", "35%", True),
        (comparisons, "{a} of men did, but only {b} of women.", "35%", "20%", False),
        (comparisons, "Whereas {a} of men do, {b} of women do, a smaller share.", "2%", "9%", True),
        (comparisons, "It was {a} there, while the south was lower, at {b}.", "30%", "40%", True),
        (comparisons, "It was {a} there, while the south was lower, at {b}.", "40%", "30%", False),
        (comparisons, "{a} days there was faster than {b} days here.", "30", "40", False),
        (multiples, "It is three times what it was, at {a} rather than {b}.", "300", "100", False),
        (multiples, "It is barely half what it was: {a}, after {b} once.", "26", "31", True),
        (wholes, "None of {a} was mended; {b} got one.", "58", "6", True),
    ],
)
def test_two_numbers(rule, text, first, second, wrong):
    assert bool(codes(rule, text, a=n(first), b=n(second))) is wrong


def test_two_words_for_two_numbers():
    text = "They rose and fell by {a} and {b format=absolute} respectively."
    assert not codes(directions, text, a=n("12%", "change"), b=n("-7%", "change"))
    assert codes(directions, text, a=n("-12%", "change"), b=n("7%", "change"))


def test_a_change_told_as_a_level():
    assert codes(ratios, "Costs grew to {a} of the estimate.", a=n("30%", "change"))
    assert not codes(ratios, "Costs grew to {a} of the estimate.", a=n("130%", "ratio"))


def test_not_more_than_a_part():
    assert codes(portions, "It did not exceed a tenth ({a}).", a=n("16%"))
    assert not codes(portions, "It did not exceed a tenth ({a}).", a=n("8%"))


@pytest.mark.parametrize(
    "text",
    [
        "As SC/15 and HSB/24/11 had foreseen, women over forty left.",
        "A log was kept for unit 377 142.",
    ],
)
def test_numbers_that_are_no_statistics(text):
    assert not blamed(text, {})


def test_a_number_out_of_a_number_is_typed():
    assert [each.code for each in blamed("Here nine of eleven routes are shut.", {})]


@pytest.mark.parametrize(
    ("text", "first", "second", "wrong"),
    [
        ("It takes {a} and so stays below its limit of {b}.", "50", "40", True),
        ("It takes {a} and so stays below its limit of {b}.", "30", "40", False),
        ("Attendance, at {a}, missed the minimum of {b}.", "60%", "50%", True),
        ("The quota of {a} was missed, with only {b} heard.", "400", "450", True),
        ("The quota of {a} was missed, with only {b} heard.", "400", "350", False),
        ("The quota of {a} was met: {b} were heard.", "400", "350", True),
        ("It remains under the legal limit of {a}, at {b}.", "50", "60", True),
        ("It did not exceed its budget of {a}: it was {b}.", "50", "40", False),
    ],
)
def test_limits(text, first, second, wrong):
    assert bool(codes(limits, text, a=n(first), b=n(second))) is wrong
