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


@pytest.mark.parametrize(
    ("text", "numbers", "wrong"),
    [
        ("It has been sliding: {a} in 2014 and {b} in 2023.", ("15%", "6%"), False),
        ("It has been sliding: {a} in 2014 and {b} in 2023.", ("6%", "15%"), True),
        ("Fewer and fewer join: {b} this year, {a} a year earlier.", ("500", "400"), False),
        ("Fewer and fewer join: {b} this year, {a} a year earlier.", ("400", "500"), True),
        ("The camp has not grown: it went from {a} to {b}.", ("400", "500"), True),
        ("The camp has not grown: it went from {a} to {b}.", ("500", "400"), False),
        ("It has doubled, from {a} to {b}, since the team was cut.", ("40", "80"), False),
        ("In neither; cases fell too, from {a} to {b}.", ("80", "40"), False),
        ("The Federal Recovery Programme went from {a} to {b}.", ("80", "40"), False),
        ("They hired more (from {a} to {b}) to reduce the backlog.", ("12", "30"), False),
    ],
)
def test_directions_in_time_and_denied(text, numbers, wrong):
    given = dict(zip("ab", map(n, numbers), strict=False))
    assert codes(directions, text, **given) == (["TIE813"] if wrong else [])


def test_a_denied_change_beside_its_clause():
    text = "No increase was seen in arrests, which moved by {a}."
    assert codes(directions, text, a=n("8%", "change")) == ["TIE813"]
    assert codes(directions, text, a=n("-3%", "change")) == []


@pytest.mark.parametrize(
    ("text", "numbers", "wrong"),
    [
        ("Owners outnumber tenants, at {a} and {b} respectively.", ("88", "68"), False),
        ("Owners outnumber tenants, at {a} and {b} respectively.", ("68", "88"), True),
        ("Two were below the mean, at {a} and {b}.", ("50%", "40%"), False),
        ("Girls are outnumbered by boys: {a} against {b}.", ("61", "42"), True),
        (
            "They run {a} of small farms but a smaller share, {b}, of large ones.",
            ("26%", "11%"),
            False,
        ),
        (
            "They run {a} of small farms but a smaller share, {b}, of large ones.",
            ("11%", "26%"),
            True,
        ),
        ("The {a} largest firms earn more than the other {b}.", ("10", "107"), False),
        ("It fell from {a} to below {b}.", ("30%", "20%"), False),
    ],
)
def test_comparisons_told_in_order(text, numbers, wrong):
    given = dict(zip("ab", map(n, numbers), strict=False))
    assert codes(comparisons, text, **given) == (["TIE817"] if wrong else [])


@pytest.mark.parametrize(
    ("text", "number", "wrong"),
    [
        ("None of the farms had repaired the fence; repairs were seen on {a}.", "4", True),
        ("None of the farms had repaired the fence; repairs were seen on {a}.", "0", False),
        ("None of the farms was open (farms visited: {a}).", "14", False),
        ("There was not a single complaint; complaints received: {a}.", "14", True),
        ("No boat was lost ({a} were insured).", "60", False),
        ("No change came in those days ({a} years).", "43", False),
        ("All stores were found to leak: {a}.", "83%", True),
        ("The entire fleet, {a}, was electric.", "76%", True),
        ("The entire fleet, {a}, was electric.", "100%", False),
        ("Every second boat ({a}) is old.", "49%", False),
    ],
)
def test_wholes_taken_up_later(text, number, wrong):
    assert codes(wholes, text, a=n(number)) == (["TIE816"] if wrong else [])


@pytest.mark.parametrize(
    ("text", "numbers", "wrong"),
    [
        ("It is half of what it was, {b} instead of {a}.", ("12", "6"), False),
        ("It is half of what it was, {b} instead of {a}.", ("12", "10"), True),
        ("It was multiplied by nine, to {b} from {a}.", ("100", "900"), False),
        ("It was multiplied by nine, to {b} from {a}.", ("100", "500"), True),
        ("Pay was cut in half: {a} then, {b} now.", ("200", "160"), True),
        (
            "It is half as large again as in 2020, when it was {a}: it is {b}.",
            ("310", "465"),
            False,
        ),
    ],
)
def test_multiples_of_an_earlier_value(text, numbers, wrong):
    given = dict(zip("ab", map(n, numbers), strict=False))
    assert codes(multiples, text, **given) == (["TIE814"] if wrong else [])


@pytest.mark.parametrize(
    ("text", "number", "wrong"),
    [
        ("The lion's share, {a}, went abroad.", "31%", True),
        ("The lion's share, {a}, went abroad.", "72%", False),
        ("Hardly one driver in ten, {a}, knew.", "34%", True),
        ("A mere fifth, or {a}, knew.", "34%", True),
        ("Every second boat ({a}) is old.", "31%", True),
        ("Three quarters knew, {a} of them for years.", "12%", False),
    ],
)
def test_more_words_for_parts(text, number, wrong):
    assert codes(portions, text, a=n(number)) == (["TIE815"] if wrong else [])


def test_superlatives_against_the_rest_of_the_sentence():
    text = "It was lowest in the north, at {a}, and highest in the south, at {b}."
    assert codes(superlatives, text, a=n("12"), b=n("18")) == []
    assert set(codes(superlatives, text, a=n("18"), b=n("12"))) == {"TIE818"}
    text = "By the most generous figure it held {a}, by the ministry {b} and by others {c}."
    assert codes(superlatives, text, a=n("14"), b=n("44"), c=n("20")) == []


def test_a_measure_named_by_its_extreme_is_no_superlative_of_the_number():
    text = "It held {a} by the most generous figure and {b} by the least, with {c} in between."
    assert codes(superlatives, text, a=n("144%"), b=n("443%"), c=n("200%")) == []


def test_denied_hedges_say_the_opposite():
    assert codes(hedges, "It never fell below {a}.", a=n("40", bound="fewer than")) == ["TIE811"]
    assert codes(hedges, "It never fell below {a}.", a=n("40")) == []
    assert codes(ratios, "It has lost {a} of its value.", a=n("40%")) == []
    assert codes(ratios, "It ate up {a} of the budget.", a=n("40%")) == []
