"""Claims and numbers that stand in two sentences, a heading, a list: faults are found, their twins are not blamed."""

from __future__ import annotations

import pytest

from checks import suite
from checks.shorthand import codes, found, n, sentence
from tieout.checks import runner
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


@pytest.mark.parametrize(
    ("scale", "said"),
    [(1, "the gap was 43, then 25"), (100_001, "the gap was 4,300,043, then 2,500,025")],
)
def test_a_gap_is_written_out(scale, said):
    text = (
        "The gap between town ({a}) and country ({b}) is wider than it was in 2018, when the figures were"
        " {c} and {d}."
    )
    numbers = zip("abcd", (120, 95, 95, 52), strict=True)
    (finding,) = found(rules, text, **{name: n(str(scale * each)) for name, each in numbers})
    assert finding.message == f"'wider', but {said}"


def test_two_sentences_need_a_link():
    text = "Prices have fallen everywhere. A family got {a} litres in May and {b} litres in June."
    assert codes(rules, text, **A_ROSE) == []


def test_what_another_rule_has_said_is_not_said_again():
    text = "It fell from {a} to {b}."
    assert codes(rules, text, **A_FELL) == []


def test_a_window_is_blamed_once():
    """Also where the words of two rules stand in it: 'on the way down', and 'lead' for the metal."""
    text = "Lead in drinking water is on the way down. In 2016 the mean was {a} micrograms; in 2022, {b}."
    numbers = {"a": {**n("4"), "title": "Mean lead, 2016"}, "b": {**n("6"), "title": "Mean, 2022"}}
    assert len(codes(rules, text, **numbers)) == 1


def test_the_word_that_is_quoted_is_the_one_that_is_wrong():
    text = "Within two years the target of {a} homes was comfortably exceeded: {b} were built."
    (finding,) = found(rules, text, **A_FELL)
    assert finding.message.startswith("'exceeded', but")


@pytest.mark.parametrize(
    ("text", "known"),
    [("It fell: a ⟦ b, {a} of them.", []), ("It fell, see ⟦7⟧: {a} of them.", ["TIE801"])],
)
def test_brackets_that_stand_for_numbers_may_stand_in_the_text(text, known):
    report = suite.report(sentence(text, a=n("480")), {"a": n("480")})
    assert [each.code for each in runner.in_sentences(report)] == known
    (read,) = report.sentences
    first, last = read.span(0)
    assert read.marked[first:last] == "⟦0⟧"
    assert read.marked.count("⟦") == 1
    assert read.offsets[first] == read.text.index("480")
