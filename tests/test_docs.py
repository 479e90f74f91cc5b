"""Docs: the catalogue of findings is whole, and every page that is linked exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tieout import catalogue

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_every_finding_stands_in_the_catalogue() -> None:
    page = (ROOT / "docs" / "findings.md").read_text("utf-8")
    for rule in catalogue.rules():
        assert f"| {rule.code} | {rule.title} | {rule.severity} |" in page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_linked_page_exists(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", page.read_text("utf-8"))
    for target in re.findall(r"\]\((?!\w+:|#)([^)#]+)", text):
        assert (page.parent / target).exists(), target


def test_the_readmes_commands_exist() -> None:
    from tieout.cli.main import COMMANDS

    text = (ROOT / "README.md").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    commands = re.findall(r"^\$ (.+)$", text, re.MULTILINE)
    assert len(commands) > 5
    for command in commands:
        program, what = command.split()[:2]
        if program == "make":
            assert re.search(rf"^{what}:", makefile, re.MULTILINE), command
        else:
            assert (program, what in COMMANDS) == ("tieout", True), command
