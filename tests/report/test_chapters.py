"""The chapters hold no typed figure; figures say in words what they show; published figures are held to account."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = sorted((ROOT / "report").glob("*.qmd"))
SCRIPTS = [*sorted((ROOT / "scripts").glob("*.py")), *sorted((ROOT / "figures").glob("*.py"))]
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# What is not a statistic: shortcodes, citations, attributes and code, articles of law, dates, years,
# the names of prisons, and the numbers that recommendations bear.
NO_STATISTICS = (
    r"\{\{<.*?>\}\}",
    r"\[[^\]]*@[^\]]*\]",
    r"@[\w-]+",
    r"\{[#.:][^}]*\}",
    r"`[^`]*`",
    r"\bArticles? \d+( and (Article )?\d+)?",
    rf"\b(\d{{1,2}} )?({MONTHS})( \d{{4}})?",
    r"\b(19|20)\d\d\b",
    r"\bCC[12]\b",
)
RECOMMENDATION = r"(?m)^\d+\.\s"


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.name)
def test_no_figure_is_typed_into_a_chapter(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for pattern in NO_STATISTICS:
        text = re.sub(pattern, " ", text, flags=re.S)
    if path.name == "conclusions.qmd":
        text = re.sub(RECOMMENDATION, "", text)
    assert not [line for line in text.splitlines() if re.search(r"\d", line)]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_figure_is_typed_into_a_description(path: Path) -> None:
    """Descriptions, notes and captions explain in words; large figures are a sign of a typed one."""
    text = re.sub(r'published="[^"]*"', "", path.read_text(encoding="utf-8"))
    text = re.sub(r"\{\{<.*?>\}\}", "", text, flags=re.S)
    described = re.findall(r'"""(.*?)"""', text, flags=re.S)
    described += re.findall(r"(?:note|caption|alt|title)=\(?((?:\s*\"[^\"]*\")+)", text)
    for words in described:
        assert not re.search(r"\d,\d{3}|\d\s?%|\d per cent", words), words


FIGURES = sorted((ROOT / "figures").glob("*.py"))
assert FIGURES


def test_every_figure_names_numbers_in_its_alternative_text() -> None:
    for path in FIGURES:
        found = re.search(r"alt=\((.*?)\n    \),", path.read_text(encoding="utf-8"), flags=re.S)
        assert found, path.name
        assert found[1].count("{{< stat") >= 2, path.name


def test_every_figure_and_table_stands_in_a_chapter() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in CHAPTERS)
    for path in FIGURES:
        assert f"{{{{< figure {path.stem} >}}}}" in text, path.name
    scripts = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    tables = re.findall(r"@table\(.*?\n\)\ndef (\w+)", scripts, flags=re.S)
    assert len(tables) == scripts.count("\n@table(")
    for name in tables:
        assert f"{{{{< table {name} >}}}}" in text, name


def test_published_figures_name_statistics_and_a_reason(
    numbers: dict[str, dict[str, Any]],
) -> None:
    with (ROOT / "data" / "published_figures.csv").open(encoding="utf-8", newline="") as file:
        figures = list(csv.DictReader(file))
    for row in figures:
        assert bool(row["number"]) == bool(row["shown_as"]), row["id"]
        if row["number"]:
            assert numbers[row["number"]]["kind"] == "statistic", row["id"]
        if row["group"] == "agrees":
            assert numbers[row["number"]]["published"]["agreement"].startswith("agrees"), row["id"]
        else:
            assert row["why"], row["id"]


def test_every_published_value_that_differs_is_in_the_annex(
    numbers: dict[str, dict[str, Any]],
) -> None:
    with (ROOT / "data" / "published_figures.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["number"] for row in csv.DictReader(file) if row["group"] != "agrees"}
    differ = {
        name
        for name, number in numbers.items()
        if (number.get("published") or {}).get("agreement") == "differs"
    }
    assert not differ - listed


def test_every_statistic_is_used(numbers: dict[str, dict[str, Any]]) -> None:
    inner = {name for number in numbers.values() for name in number["takes"]}
    unused = [
        name
        for name, number in numbers.items()
        if number["kind"] == "statistic" and not number.get("uses") and name not in inner
    ]
    with (ROOT / "data" / "published_figures.csv").open(encoding="utf-8", newline="") as file:
        annex = {row["number"] for row in csv.DictReader(file)}
    assert not [name for name in unused if name not in annex]
