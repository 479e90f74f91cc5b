"""Each rule on sentences that are false and on their true neighbours."""

from __future__ import annotations

import pytest

from checks.shorthand import codes, found, n
from tieout.checks import (
    arithmetic,
    comparisons,
    directions,
    hedges,
    magnitudes,
    multiples,
    points,
    portions,
    ratios,
    superlatives,
    wholes,
)


@pytest.mark.parametrize(
    ("text", "number", "wrong"),
    [
        ("More than {a} came.", n("77.6%"), True),
        ("More than {a} came.", n("78.4%"), False),
        ("More than {a} came.", n("9500"), True),
        ("More than {a} came.", n("9500", bound="more than"), False),
        ("More than {a} came.", n("9500", bound="at least"), True),
        ("At least {a} came.", n("9500", bound="more than"), False),
        ("At least {a} came.", n("9500", bound="about"), True),
        ("Nearly {a} came.", n("77.6%"), False),
        ("Nearly {a} came.", n("78.4%"), True),
        ("Nearly {a} came.", n("3000", bound="about"), False),
        ("Up to {a} came.", n("530", bound="at most"), False),
        ("Up to {a} came.", n("530", bound="at least"), True),
        ("No more than {a} came.", n("530"), False),
        ("Fewer than {a} came.", n("400", bound="fewer than"), False),
        ("Fewer than {a} came.", n("400"), True),
        ("Exactly {a} came.", n("77.6%"), True),
        ("About {a} came.", n("77.6%"), False),
        ("Some {a} people, at most, came.", n("77", bound="more than"), True),
        ("It was not below {a}.", n("6.2%"), False),
        ("It edged up to {a}.", n("4.1%"), False),
        ("It went on over {a} years.", n("12"), False),
        ("It comes close to the {a} of women.", n("71.6%"), False),
    ],
)
def test_hedges(text, number, wrong):
    assert codes(hedges, text, a=number) == (["TIE811"] if wrong else [])


def test_a_bound_that_the_sentence_leaves_out_is_a_note():
    notes = found(hedges, "It held {a} people.", a=n("9500", bound="more than"))
    assert [(each.code, each.severity) for each in notes] == [("TIE812", "note")]
    assert not found(hedges, "It held more than {a} people.", a=n("9500", bound="more than"))


@pytest.mark.parametrize(
    ("text", "numbers", "wrong"),
    [
        ("Arrests rose by {a}.", {"a": n("-9%", "change")}, True),
        ("Arrests rose by {a}.", {"a": n("9%", "change")}, False),
        ("Arrests fell by {a format=absolute}.", {"a": n("9%", "change")}, True),
        ("Arrests fell by {a format=absolute}.", {"a": n("-9%", "change")}, False),
        ("Arrests fell by {a}.", {"a": n("-9%", "change")}, True),  # the minus says it twice
        ("Arrests fell in May ({a}).", {"a": n("-9%", "change")}, False),
        ("Arrests did not rise by {a}.", {"a": n("-9%", "change")}, False),
        (
            "Arrests fell by {a format=absolute} in May and by {b} in June.",
            {"a": n("-9%", "change"), "b": n("7%", "change")},
            True,
        ),
        ("They fell from {a} to {b}.", {"a": n("10"), "b": n("20")}, True),
        ("They fell from {a} to {b}.", {"a": n("20"), "b": n("10")}, False),
        ("It stood at {b}, up from {a}.", {"a": n("20"), "b": n("10")}, True),
        ("It stood at {b}, having risen from {a}.", {"a": n("20"), "b": n("10")}, True),
        ("Open from {a} to {b}.", {"a": n("20"), "b": n("10")}, False),
        ("It remained unchanged ({a}).", {"a": n("14%", "change")}, True),
        ("It remained unchanged ({a}).", {"a": n("1%", "change")}, False),
        ("It was stable, at {a} in May and {b} in June.", {"a": n("14"), "b": n("24")}, True),
        ("It was stable, at {a} in May and {b} in June.", {"a": n("140"), "b": n("143")}, False),
        ("They lost {a} seats.", {"a": n("20")}, False),
        ("Women made up {a} of them.", {"a": n("8%")}, False),
        ("It falls short of the total by {a}.", {"a": n("20", "change")}, False),
    ],
)
def test_directions(text, numbers, wrong):
    assert codes(directions, text, **numbers) == (["TIE813"] if wrong else [])


def test_a_decline_told_as_a_positive_number_is_understood():
    number = {**n("9%", "change"), "title": "Decline in arrests"}
    assert not codes(directions, "Arrests fell by {a}.", a=number)


@pytest.mark.parametrize(
    ("text", "numbers", "wrong"),
    [
        ("They doubled from {a} to {b}.", {"a": n("10"), "b": n("20")}, False),
        ("They doubled from {a} to {b}.", {"a": n("10"), "b": n("14")}, True),
        ("They more than doubled from {a} to {b}.", {"a": n("10"), "b": n("19")}, True),
        ("They nearly tripled from {a} to {b}.", {"a": n("10"), "b": n("28")}, False),
        ("They halved, a fall of {a format=absolute}.", {"a": n("-50%", "change")}, False),
        ("They halved, a fall of {a format=absolute}.", {"a": n("-20%", "change")}, True),
        ("Twice as many women ({a}) as men ({b}) came.", {"a": n("20"), "b": n("10")}, False),
        ("Twice as many women ({a}) as men ({b}) came.", {"a": n("13"), "b": n("10")}, True),
        ("They doubled in {a} towns.", {"a": n("10")}, False),
    ],
)
def test_multiples(text, numbers, wrong):
    assert codes(multiples, text, **numbers) == (["TIE814"] if wrong else [])


@pytest.mark.parametrize(
    ("text", "numbers", "wrong"),
    [
        ("More than half of them ({a}) left.", {"a": n("48%")}, True),
        ("More than half of them ({a}) left.", {"a": n("50.4%")}, False),
        ("A third of them, {a}, left.", {"a": n("34%")}, False),
        ("A third of them, {a}, left.", {"a": n("41%")}, True),
        ("Most prisoners ({a}) were young.", {"a": n("44%")}, True),
        ("The most crowded prison ({a}) was closed.", {"a": n("44%")}, False),
        ("{a} of them, a majority, left.", {"a": n("44%")}, True),
        ("One in five ({a}) left.", {"a": n("31%")}, True),
        ("Half of them left, {a} of the others stayed.", {"a": n("12%")}, False),
        ("Of {b} schools, {a}, more than half, closed.", {"a": n("3"), "b": n("9")}, True),
        ("Of {b} schools, {a}, more than half, closed.", {"a": n("5"), "b": n("9")}, False),
        ("Hardly any of them ({a}) left.", {"a": n("44%")}, True),
        ("Hardly any of them ({a}) left.", {"a": n("4%")}, False),
        ("Few of them ({a}) left.", {"a": n("64%")}, True),
        ("In the second half of the year {a} left.", {"a": n("12%")}, False),
    ],
)
def test_portions(text, numbers, wrong):
    assert codes(portions, text, **numbers) == (["TIE815"] if wrong else [])


@pytest.mark.parametrize(
    ("text", "numbers", "wrong"),
    [
        ("None of them ({a}) left.", {"a": n("3")}, True),
        ("None of them ({a}) left.", {"a": n("0")}, False),
        ("All of the cells ({a}) were full.", {"a": n("98%")}, True),
        ("All of the cells ({a}) were full.", {"a": n("100%")}, False),
        ("Nearly all of the cells ({a}) were full.", {"a": n("98%")}, False),
        ("All {a} of the {b} prisons were full.", {"a": n("17"), "b": n("18")}, True),
        ("All prisoners: {a}.", {"a": n("57%")}, False),
    ],
)
def test_wholes(text, numbers, wrong):
    assert codes(wholes, text, **numbers) == (["TIE816"] if wrong else [])


@pytest.mark.parametrize(
    ("text", "a", "b", "wrong"),
    [
        ("{a} women came, more than the {b} men.", "20", "30", True),
        ("{a} women came, more than the {b} men.", "30", "20", False),
        ("More women ({a}) than men ({b}) came.", "20", "30", True),
        ("The rate for women, {a}, is higher than for men, {b}.", "20%", "30%", True),
        ("The rate for women, {a}, is not higher than for men, {b}.", "20%", "30%", False),
        ("Women, {a}, outnumber men, {b}.", "20", "30", True),
        ("More women than men were held: {a} against {b}.", "20", "30", True),
        ("More women than men were held: {a} against {b}.", "30", "20", False),
        ("Women came in larger numbers than men ({a} and {b}).", "20", "30", True),
        ("In April {a} came, in May more than {b}.", "20", "30", False),
        ("They numbered {a} and have more than tripled to {b}.", "20", "70", False),
        ("{a} of them paid more than {b}.", "20%", "30USD", False),
    ],
)
def test_comparisons(text, a, b, wrong):
    assert codes(comparisons, text, a=n(a), b=n(b)) == (["TIE817"] if wrong else [])


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("At {d_2019}, deaths were the highest since 2014.", True),
        ("At {d_2019}, deaths were the highest since 2016.", False),
        ("At {d_2019}, deaths were the second highest since 2014.", False),
        ("At {d_2019}, deaths were the highest on record.", True),
        ("At {d_2019}, deaths were the lowest on record.", True),
        ("The highest rate is {d_2019}, against {d_2016}.", True),
        ("The highest rate is {d_2016}, against {d_2019}.", False),
        ("The largest prison held {d_2019}.", False),
        ("There have never been more deaths: {d_2019}.", True),
        ("Deaths peaked at {d_2019}.", True),
        ("Deaths peaked at {d_2014}.", False),
        ("In 2014, {d_2014} died, more than in any other year.", False),
        ("In 2019, {d_2019} died, more than in any other year.", True),
    ],
)
def test_superlatives(text, wrong):
    numbers = {"d_2014": n("80"), "d_2016": n("70"), "d_2018": n("40"), "d_2019": n("60")}
    assert codes(superlatives, text, **numbers) == (["TIE818"] if wrong else [])


@pytest.mark.parametrize(
    ("text", "number", "wrong"),
    [
        ("That is an increase of {a}.", n("256%", "ratio"), True),
        ("That is an increase of {a}.", n("156%", "change"), False),
        ("It was {a} over capacity.", n("463%", "ratio"), True),
        ("It was {a} over capacity.", n("363%", "change"), False),
        ("It was at {a} of capacity.", n("363%", "change"), True),
        ("It was at {a} of capacity.", n("463%", "ratio"), False),
        ("It rose to {a}.", n("57%", "share"), False),
        ("Their share rose by {a}.", n("57%", "share"), True),
        ("Prices were {a} higher than in May.", n("104%", "ratio"), True),
        ("Women made up {a} of them.", n("8%", "share"), False),
        ("It was overcrowded by {a}.", n("163%", "ratio"), True),
        ("It was {a format=bare} per cent over capacity.", n("163%", "ratio"), True),
        ("It was {a format=bare} per cent over capacity.", n("63%", "change"), False),
    ],
)
def test_ratios(text, number, wrong):
    assert codes(ratios, text, a=number) == (["TIE819"] if wrong else [])


@pytest.mark.parametrize(
    ("text", "numbers", "code"),
    [
        ("The gap is {a} per cent.", {"a": n("16pt")}, "TIE820"),
        ("The gap is {a} percentage points.", {"a": n("16pt")}, ""),
        ("It rose by {a format=bare} percentage points.", {"a": n("16%", "change")}, "TIE820"),
    ],
)
def test_points(text, numbers, code):
    assert codes(points, text, **numbers) == ([code] if code else [])


RISE = "It rose by {a}, from {b} to {c}."
PART = "{a} of {b} prisoners ({c}) were convicted."
TIMES = "It holds {a} people, {c format=bare} times its capacity of {b}."


@pytest.mark.parametrize(
    ("text", "a", "b", "c", "code"),
    [
        (RISE, n("10%", "change"), n("40%"), n("50%"), "TIE820"),
        (RISE, n("25%", "change"), n("40%"), n("50%"), ""),
        (RISE, n("35%", "change"), n("400"), n("500"), "TIE821"),
        (RISE, n("25%", "change"), n("400"), n("500"), ""),
        (PART, n("110"), n("390"), n("38%"), "TIE821"),
        (PART, n("110"), n("390"), n("28.2%"), ""),
        (PART, n("110"), n("390", bound="about"), n("31%"), ""),
        ("{c} were convicted ({a} of {b}).", n("110"), n("390"), n("38%"), "TIE821"),
        (TIMES, n("900"), n("300"), n("4.6x"), "TIE821"),
        (TIMES, n("900"), n("300"), n("3x"), ""),
    ],
)
def test_arithmetic(text, a, b, c, code):
    assert codes(arithmetic, text, a=a, b=b, c=c) == ([code] if code else [])


def test_a_range_runs_from_the_smaller_to_the_larger():
    text = "Estimates lie between {a} and {b}."
    (one,) = found(arithmetic, text, a=n("40%"), b=n("30%"))
    assert (one.code, one.severity) == ("TIE821", "note")
    assert not found(arithmetic, text, a=n("30%"), b=n("40%"))
    text = "The difference between {a} and {b} is small."
    assert not found(arithmetic, text, a=n("40%"), b=n("30%"))


def test_magnitudes():
    text = "Dozens of people ({a}) were hurt."
    assert codes(magnitudes, text, a=n("9")) == ["TIE822"]
    assert not codes(magnitudes, text, a=n("36"))
    assert not codes(magnitudes, "Dozens of people saw it in {a} towns.", a=n("9"))


def test_what_is_quoted_is_not_held_against_a_number():
    text = "A headline said “up by a third, the highest ever”; it was {a}."
    assert not codes(portions, text, a=n("29%", "change"))
    assert not codes(superlatives, text, a=n("29%", "change"))
