"""The second report, examples/wheat: both editions build locked and pass the checks; its numbers by hand."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
BUILT = ("_output", ".tieout", "_tieout", "__pycache__")


def run(folder: Path, *command: str) -> str:
    environment = {k: v for k, v in os.environ.items() if k != "TIEOUT_ENGINE"} | {"NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + (done.stderr if "check" in command else "")


def output(language: str) -> str:
    """Where an edition stands."""
    return f"_output/editions/{language}"


@pytest.fixture(scope="module")
def wheat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report with both editions built, every number as its lock holds it."""
    folder = tmp_path_factory.mktemp("wheat") / "wheat"
    shutil.copytree(ROOT / "examples" / "wheat", folder, ignore=shutil.ignore_patterns(*BUILT))
    build = ("build", "--editions", "all", "--locked", "--engine", "pandoc", "--to", "html,pdf")
    run(folder, "-m", "tieout", *build)
    return folder


@pytest.fixture(scope="module")
def numbers(wheat: Path) -> dict[str, dict[str, dict[str, object]]]:
    """Each edition's records by name."""
    ledgers = {
        language: json.loads((wheat / output(language) / "ledger.json").read_text(encoding="utf-8"))
        for language in ("en", "de")
    }
    return {
        language: {each["name"]: each for each in ledger["numbers"]}
        for language, ledger in ledgers.items()
    }


@pytest.mark.parametrize("language", ["en", "de"])
def test_an_edition_passes_the_checks(wheat: Path, language: str) -> None:
    assert "Nothing found." in run(wheat, "-m", "tieout", "check", "--edition", language)


def test_its_numbers_worked_out_by_hand(numbers: dict[str, dict[str, dict[str, object]]]) -> None:
    """Playfair's shillings: 42 for 23 a week in 1785, 54 in 1820, 30 a week in 1810; 64 for 5.54 in 1595."""
    value = {name: each["value"] for name, each in numbers["en"].items()}
    assert value["cheapest_weeks"] == pytest.approx(42 / 23)
    assert value["dearest_weeks"] == pytest.approx(64 / 5.54)
    assert value["wage_that_decides"] == pytest.approx(54 / (42 / 23) / 20)
    assert value["change_that_decides"] == pytest.approx(54 / (42 / 23) / 30 - 1)
    assert value["wheat_rise"] == pytest.approx(99 / 41 - 1)


def test_the_cheapest_year_comes_from_its_two_cells(
    numbers: dict[str, dict[str, dict[str, object]]],
) -> None:
    inputs = numbers["en"]["cheapest_weeks"]["inputs"]
    keys = {tuple(each["key"]) for each in inputs if each["role"] == "contributes"}  # type: ignore[attr-defined]
    assert keys == {("1785", "wheat"), ("1785", "wage")}


def test_both_editions_say_the_same_each_in_its_language(
    numbers: dict[str, dict[str, dict[str, object]]],
) -> None:
    english, german = numbers["en"], numbers["de"]
    assert {n: e["value"] for n, e in english.items()} == {n: e["value"] for n, e in german.items()}
    shown = {"wage_that_decides": ("£1.48", "1,48 £"), "change_that_decides": ("-1.4%", "-1,4 %")}
    for name, (one, other) in shown.items():
        assert english[name]["display"] == one
        assert str(german[name]["display"]).replace("\N{NO-BREAK SPACE}", " ") == other


def test_the_german_register_is_german(wheat: Path) -> None:
    page = (wheat / output("de") / "html/register.html").read_text(encoding="utf-8")
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Zahl Was sie ist Berechnet in Aus Veröffentlicht" in text
    assert "Weizenpreise und Löhne (Preis oder Lohn): 1565, wage; eine Schätzung der Quelle" in text


def test_its_formulas_worked_out_by_hand(wheat: Path) -> None:
    run(wheat, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")
