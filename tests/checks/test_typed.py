"""Typed numbers: what is a statistic and what is not, wherever it stands."""

from __future__ import annotations

import pytest

from checks.shorthand import found, n
from checks.suite import report
from tieout.checks import typed

TYPED = [
    ("The prisons held 38,990 people.", "38,990"),
    ("It rose by 78%.", "78%"),
    ("It cost US$13.75 a visit.", "US$13.75"),
    ("It cost €1.9 billion.", "€1.9 billion"),
    ("Some 5000 people were released.", "5000"),
    ("In all 1950 people were released.", "1950"),
    ("# Deaths fell by 12%", "12%"),
    ("| Region | Jobs |\n|---|---|\n| North | 4,120 |", "4,120"),
    ("A note.[^a]\n\n[^a]: There were 44 of them.", "44"),
    ("A note.^[There were 44 of them.]", "44"),
    ('![Prisons.](x.png){fig-alt="A line that ends at 412."}', "412"),
    ("![The peak was 412.](x.png)", "412"),
    ('::: {.callout-note title="All 36 of them"}\nText.\n:::', "36"),
    ("- 22 of them closed.", "22"),
    ("> It held 22 people.", "22"),
    ("It held **38,990** people.", "38,990"),
    ("[They held 22 people](https://example.org/2019/7).", "22"),
    ("A ratio of 44 to 1 is high.", "44"),
    ("Sixteen deaths were recorded.", "Sixteen"),
    ("Seventy-eight per cent agreed.", "Seventy-eight"),
    ("About two hundred and fifty came.", "two hundred and fifty"),
    ("One in five prisoners is ill.", "One in five"),
    ("Two thirds of them left.", "Two thirds"),
    ("Nine women were pregnant.", "Nine"),
    ("A dozen factories closed.", "A dozen"),
    ("Seven out of ten tenants left under section 11 of the Act 1985.", "Seven out of ten"),
    ("One woman in eleven gave birth there.", "One woman in eleven"),
    ("It took 112 operators.", "112"),
    ("Under Pub. L. 92-500, 112 firms were fined.", "112"),
]


@pytest.mark.parametrize(("text", "written"), TYPED)
def test_a_typed_number_is_found(text, written):
    assert [each.written for each in typed.typed(report(text))] == [written]


@pytest.mark.parametrize(
    "text",
    [
        "On 14 March 2018, in 2019/20, from 2017 to 2020, in the 1990s, at 16:45, at 9 a.m.",
        "Between 4 and 8 May, by mid-2020, in Q1 2008, in the 2020-21 season.",
        "Under Articles 40, 45 and 53 and section 11(3) of Act No. 12/2004, see § 6.",
        "See pages 44-51, Figure 2, table 8, footnote 5, chapter 6 and Appendix 2.",
        "CC1, Covid-19, PM2.5, CO2, H1N1, COP26, ISO 9001, B4, G20 and EN 319 142.",
        "CO~2~ and CO^2^ and $x^2 + 1$ and `x = 5`.",
        "Girls aged 15 to 49, children under 5, those aged 65 and over, a 15-year-old.",
        "Call 0800 555 111 or 0300 790 0234, about case 24/0117/B, before the 28 days end.",
        "See *R v Water* [2021] EWCA Crim 1242 at [17], 347 U.S. 483 and 42 U.S.C. § 1983.",
        "Cox et al., J. Hydrol. 52(3), 14–29; Lee, Social Networks, 67, 41–46; NatCen (2023: 17).",
        "Holdings under 5 hectares, blocks taller than 18 metres, farms of a thousand acres and above.",
        "Write to SW1A 2AA, Floor 3, Camp 4, along Route 7 to Kilometre 88; R 4.3.2, package survey 4.2-1.",
        "She is forty-one, her five children are at school, and Hawa, 29, is the eldest.",
        "Quarters three and four, Tip 2: read it; 1) look, 2) count, and the parts add up to 100.",
        "The rate is per 100,000 inhabitants, with a 95% confidence interval (p < 0.05).",
        "In the first three months and the past 10 years, two sources disagree.",
        "One of them spoke of two kinds, and the other two said nothing.",
        "(1) It must be written, (2) it must be signed.",
        "1. A list.\n2. Another.",
        "He said: “I paid 200 dollars for 3 visits.”",
        "See <https://example.org/2021/7> or [this](https://example.org/41).",
        "It is known [@source2020, p. 23; @other2019, pp. 4-7].",
        "<!-- 41 people -->",
        "```\n41 people\n```",
        "The 21st century, the 18th of May, the 2nd floor.",
        "It stands at 27 Mill Street, Boston, MA 02110-1301.",
        "The third quarter, half a year, half an hour, a quarter of an hour.",
        "# 3.2 Definitions {#sec-definitions-2}",
        "Several hundred people, thousands of letters.",
    ],
)
def test_what_is_no_statistic_is_passed_over(text):
    assert [each.written for each in typed.typed(report(text))] == []


def test_a_part_of_a_whole_is_typed_only_where_no_number_backs_it():
    assert found(typed, "A third of them left.")
    assert not found(typed, "A third of them ({a}) left.", a=n("34%"))


def test_a_name_that_comes_back_with_its_number_is_no_count():
    text = "Apollo 9 flew. Apollo 9 landed. Apollo 9 was opened."
    assert not list(typed.typed(report(text)))


def test_the_finding_names_the_place_and_the_known_number():
    one = found(typed, "It grew.\nIt held\n1,200 people.", a=n("1200"))[0]
    assert (one.place.line, one.place.column) == (3, 1)
    assert one.remedy == "Write {{< stat a >}}."


def test_two_known_numbers_that_look_alike_are_both_named():
    one = found(typed, "It held 1,200 people.", a=n("1200"), b=n("1200"))[0]
    assert one.remedy == "Write the one that is meant: a, b."
