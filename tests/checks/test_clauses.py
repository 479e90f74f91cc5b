"""Claims and numbers that stand in two sentences, a heading, a list: faults are found, their twins are not blamed."""

from __future__ import annotations

import pytest

from checks.shorthand import codes, n
from tieout.checks.clauses import rules

A_FELL = {"a": n("480"), "b": n("410")}
A_ROSE = {"a": n("410"), "b": n("480")}


@pytest.mark.parametrize(
    ("text", "false", "true"),
    [
        ("By 2022 it had thinned. It was {a} in 2018 and {b} in 2022.", A_ROSE, A_FELL),
        ("It had {a} in 2018. By 2022 that had dwindled to {b}.", A_ROSE, A_FELL),
        (
            "# Fewer fires, more noise\n\nCrews put out {b} fires in 2023, {a} in 2022.",
            A_ROSE,
            A_FELL,
        ),
        ("Membership, {a} strong in 2010, is down to {b}.", A_ROSE, A_FELL),
        (
            "- Oaks felled in 2021: {a}\n- Oaks felled in 2022: {b}\n\nIt has become rarer.",
            A_ROSE,
            A_FELL,
        ),
        ("Rents did not come down: they were {a} before and {b} afterwards.", A_FELL, A_ROSE),
    ],
)
def test_directions(text, false, true):
    assert codes(rules, text, **false) == ["TIE813"]
    assert codes(rules, text, **true) == []


@pytest.mark.parametrize(
    ("text", "false", "true"),
    [
        ("The target of {b} homes was comfortably exceeded: {a} were built.", A_ROSE, A_FELL),
        ("The north, with {a} beds, has fewer than the south, with {b}.", A_FELL, A_ROSE),
        (
            "Owners are as likely as tenants to vote: {a} and {b} do.",
            A_ROSE,
            {"a": n("48"), "b": n("48")},
        ),
    ],
)
def test_comparisons(text, false, true):
    assert codes(rules, text, **false) == ["TIE817"]
    assert codes(rules, text, **true) == []


def test_two_sentences_need_a_link():
    text = "Prices have fallen everywhere. A family got {a} litres in May and {b} litres in June."
    assert codes(rules, text, **A_ROSE) == []


def test_what_another_rule_has_said_is_not_said_again():
    text = "It fell from {a} to {b}."
    assert codes(rules, text, **A_FELL) == []
