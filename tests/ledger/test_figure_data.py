"""Figure data: whole tables with headings, escaped, cut where long, in the report's way to write numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from lxml import etree

from tieout.data.dataset import Column
from tieout.ledger.figure_data import FigureData, markup
from tieout.number import Unit


def column(name: str, unit: str = "", **titles: str) -> Column:
    return Column(name, "any", name, titles, "", Unit.parse(unit) if unit else None, None)


def read(title: str, data: FigureData, locale: str = "en_GB") -> etree._Element:
    return etree.fromstring(
        markup(title, [data], locale)
    )  # well-formed: an e-book takes nothing less


def test_no_data_no_markup() -> None:
    assert markup("Rise", [], "en_GB") == ""


def test_headings_caption_and_name() -> None:
    made = read("Rise", FigureData("Counts", ("month", "held"), (("2016-12", "20000.0"),), 1))
    assert made.findtext("summary") == "Data as a table"
    assert made.find("div").get("aria-label") == "Data: Rise: Counts"
    assert made.find("div").get("tabindex") == "0"
    assert made.findtext(".//caption") == "Data: Rise: Counts"
    assert [each.get("scope") for each in made.iter("th")] == ["col", "col", "row"]
    assert made.findtext(".//td") == "20000"


def test_a_dataset_s_cells_are_written_by_their_units_and_language() -> None:
    data = FigureData(
        "Zahlen",
        (column("year", "year", de="Jahr"), column("share", "percent"), column("n", "people")),
        ((2016, Decimal("0.075"), 38990), (2017, None, None)),
        2,
    )
    made = read("Anstieg", data, "de_DE")
    assert [each.text for each in made.iter("th")] == ["Jahr", "share", "n", "2016", "2017"]
    assert [each.text for each in made.iter("td")] == ["8\N{NO-BREAK SPACE}%", "38.990", "–", "–"]
    assert made.findtext("summary") == "Daten als Tabelle"


def test_a_column_is_of_one_kind() -> None:
    """Years among months are no numbers, and neither breaks at its hyphen."""
    rows = (("a", "2012", "5.0", "two words"), ("b", "2014-12", None, "x"))
    made = read("Rise", FigureData("", ("of", "as_of", "n", "note"), rows, 2))
    kinds = [[cell.get("class") for cell in row.iter("td")] for row in made.iter("tr")]
    assert kinds == [
        [],
        ["tieout-whole", "tieout-value", None],
        ["tieout-whole", "tieout-value", "tieout-whole"],
    ]


def test_what_was_left_out_is_said() -> None:
    data = FigureData("", ("a", "b"), (("1", "2"),), 1200)
    assert "The first 1 of 1200 rows" in "".join(read("Rise", data).find(".//caption").itertext())


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("0.7333333333333333", "0.733333"),
        ("2016", "2016"),
        ("1e-07", "1e-07"),
        ("nan", "nan"),
        ("1_000", "1_000"),
        ("007 ", "007 "),
        ("", "–"),
    ],
)
def test_numbers_of_a_script_have_the_digits_that_tell_something(given: str, shown: str) -> None:
    made = read("Rise", FigureData("", ("a", "b"), (("x", given),), 1))
    assert made.findtext(".//td") == shown


@pytest.mark.parametrize("bad", ["<script>alert(1)</script>", '" onload="x', "&amp;", "a\x00b"])
def test_nothing_in_it_is_markup(bad: str) -> None:
    made = read(bad, FigureData(bad, (bad, "b"), ((bad, bad),), 1))
    assert {each.tag for each in made.iter()} <= {
        *("details", "summary", "div", "table", "caption", "thead", "tbody", "tr", "th", "td")
    }
    assert all(not name.startswith("on") for each in made.iter() for name in each.attrib)
    assert made.findtext(".//td") == bad.replace("\x00", "\N{REPLACEMENT CHARACTER}")
