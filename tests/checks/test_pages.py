"""Every rule of the checks has its page, and every page its rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from tieout import catalogue
from tieout.checks import runner
from tieout.checks.clauses import rules

PAGES = Path(__file__).parents[2] / "docs" / "checks"
RULES = {rule.code: rule for module in runner.MODULES for rule in module.RULES}
RULES |= {"TIE861": catalogue.BAD_WAIVER, "TIE862": catalogue.UNUSED_WAIVER}
# Their remedy says it all; they are the build's as well.
WITHOUT = {"TIE303", "TIE305"}


@pytest.mark.parametrize("code", sorted(set(RULES) - WITHOUT))
def test_a_rule_has_its_page(code):
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {code}: {RULES[code].title}\n")
    assert f"Usual severity: {RULES[code].severity}." in text
    assert f"]({code}.md)" in (PAGES / "README.md").read_text(encoding="utf-8")


def test_a_page_has_its_rule():
    assert {page.stem for page in PAGES.glob("TIE*.md")} == set(RULES) - WITHOUT


def test_every_module_is_run():
    folder = Path(runner.__file__).parent
    modules = [each for each in (*runner.MODULES, *rules.FAMILY) if each is not rules]
    named = {module.__name__.rpartition(".")[2] for module in modules}
    pages = (*folder.glob("*.py"), *folder.glob("clauses/*.py"))
    texts = {page.stem: page.read_text(encoding="utf-8") for page in pages if page.stem != "rules"}
    assert named == {name for name, text in texts.items() if "\nRULES = " in text}
