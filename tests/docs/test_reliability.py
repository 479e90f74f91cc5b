"""The page on reliability: each of its rows names tests that there are, and their number of cases."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys

import pytest

from fuzz import targets
from stories import DOCS

ROOT = DOCS.parent
PAGE = (DOCS / "reliability.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| what", "| ---"))
]
# Rows whose number is that of a test's cases, of a list in its module, or of a lock's lines.
CASES = {
    "disk full": ("tests/faults/test_machine.py", "test_a_full_disk_is_told_and_harms_nothing"),
    "every file of the cache": (
        "tests/faults/test_machine.py",
        "test_every_damaged_file_of_the_cache_is_noticed",
    ),
    "chapter, data, script": (
        "tests/faults/test_machine.py",
        "test_a_file_that_changes_while_the_report_is_built",
    ),
    "settings of the whole process": ("tests/faults/test_scripts.py", "SEEN"),
    "build, check, explain": ("tests/supply/test_no_network.py", "COMMANDS"),
}


def functions() -> set[str]:
    """Every test's name."""
    return {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def cases(path: str, name: str) -> int:
    """How many cases a test has, or how long a list of its module is."""
    found = importlib.util.spec_from_file_location("a_test_of_reliability", ROOT / path)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[found.name] = module
    found.loader.exec_module(module)
    held = getattr(module, name)
    if not callable(held):
        return len(held)
    many = 1
    for mark in held.pytestmark:
        if mark.name == "parametrize":
            many *= len(mark.args[1])
    return many


def number(row: list[str]) -> int:
    """The number with which the second cell begins."""
    found = re.match(r"[\d,]+", row[1])
    assert found is not None, row
    return int(found[0].replace(",", ""))


def row(start: str) -> list[str]:
    """The one row that begins so."""
    (found,) = [each for each in ROWS if each[0].startswith(start)]
    return found


def test_every_row_names_tests_that_there_are() -> None:
    known, made = functions(), (ROOT / "Makefile").read_text("utf-8")
    assert len(ROWS) > 20
    for each in ROWS:
        named = re.findall(r"`([^`]+)`", each[-1])
        assert named, f"no test: {each[0]}"
        for name in named:
            if name.startswith("make "):
                target = name.split()[1]
                assert re.search(rf"^{target}:", made, re.MULTILINE), name
            elif name.startswith("tests/"):
                assert (ROOT / name).exists(), name
            else:
                assert name in known, name


@pytest.mark.parametrize("start", CASES)
def test_its_numbers_are_those_of_the_tests(start: str) -> None:
    assert number(row(start)) == cases(*CASES[start])


def test_its_numbers_are_those_of_what_is_fed_and_locked() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    packages = len(re.findall(r"^[a-z0-9]", lock, re.MULTILINE))
    assert number(row("packages locked")) == packages
    assert f"{len(targets.TARGETS)} readers" in row("odd files")[0]
