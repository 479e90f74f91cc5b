"""The register of statements is complete, names real numbers, and says nothing of a witness."""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Digests of the pseudonyms in the source texts that are no common words or public people's names:
# a test must be able to look for them without the repository repeating them.
DIGESTS = """
    1008108b425e22c5 1079612d18504f68 10cfd83afdf6cfa8 10f0a973dc206605 14cec09c617c1795
    2197faee3a9d5f28 24b1d41412686bb9 29ab79e055393d12 34ba12b16dd92bc4 3a9bded03c7cdeaa
    3fe52faa78807c9c 45f7a6b6bce11e55 48827558cea01cd1 5a2aa09bf2f844f2 690e6396d2854b5b
    6b0b52e0068f71a4 793480a8aa7769a2 81ded8286a90f50c 8c51609698dada7a 9250272b897843a3
    a91df9914a640b0c ae791e76e9a91ee6 b6656b399919cb65 b9b0410450baa66d c15fa308c3e5b0fa
    c271cc022f52a1a5 d4ecb4729e27c815 d95db79d535eb3d8 e18c1733d7a26773 e2c28ce77ace9af6
    f34c854a3e57af9a fb7e8b7ab481084f fb89f20fdb7ca0c2
"""
PSEUDONYMS = frozenset(DIGESTS.split())


def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


STATEMENTS = rows("statements")


def test_every_statement_is_a_number_or_has_a_reason() -> None:
    for row in STATEMENTS:
        if row["treatment"] == "number":
            assert row["number"], row["id"]
            assert not row["reason"], row["id"]
        else:
            assert row["reason"], row["id"]
            assert not row["number"], row["id"]


def test_every_repeat_names_a_statement_that_is_a_number() -> None:
    treatment = {row["id"]: row["treatment"] for row in STATEMENTS}
    for row in STATEMENTS:
        if row["reason"].startswith("duplicate of "):
            assert treatment[row["reason"].removeprefix("duplicate of ")] == "number", row["id"]


def test_every_number_of_the_register_is_used_in_the_report(
    numbers: dict[str, dict[str, Any]],
) -> None:
    named = {name for row in STATEMENTS for name in row["number"].split(";") if name}
    missing = sorted(named - numbers.keys())
    assert not missing
    assert not [name for name in sorted(named) if not numbers[name].get("uses")]


def test_statements_in_testimony_give_place_and_kind_only() -> None:
    for row in STATEMENTS:
        if row["reason"] == "testimony":
            assert row["printed"] == "(testimony)", row["id"]
            assert row["subject"] == "in testimony", row["id"]
            assert not row["note"], row["id"]
            assert not row["number"], row["id"]


def test_the_register_covers_every_page_of_the_main_text() -> None:
    pages = {int(row["page"]) for row in STATEMENTS if row["page"]}
    # Pages 17, 30 and 41 hold pictures alone.
    assert set(range(5, 77)) - pages == {17, 30, 41}


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "report").glob("*.qmd"))
    + sorted((ROOT / "data").glob("*.*"))
    + sorted((ROOT / "scripts").glob("*.py"))
    + sorted((ROOT / "figures").glob("*.py")),
    ids=lambda path: path.name,
)
def test_no_pseudonym_of_a_witness_is_in_the_report(path: Path) -> None:
    words = set(re.findall(r"[a-z]{4,}", path.read_text(encoding="utf-8").lower()))
    assert not {word for word in words if _digest(word) in PSEUDONYMS}


def test_no_sum_of_money_but_the_tariff_of_a_visit_is_in_the_data() -> None:
    for path in sorted((ROOT / "data").glob("*.csv")):
        head = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        if path.name != "visit_payments.csv":
            assert not {"usd", "riel"} & set(head), path.name


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()[:16]
