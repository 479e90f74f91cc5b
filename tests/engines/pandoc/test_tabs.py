"""Tabs in a browser: reached by keyboard, in step with their group, open where an address leads, and clean to axe."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from engines.pandoc.bench import Bench

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("chromium"), reason="needs chromium on PATH"),
]
TABS = "::: {.panel-tabset group='os'}\n\n## Linux\n\nOne %s.\n\n## Mac\n\n### Inside {#inside-%s}\n\nTwo %s.\n\n:::\n"


@pytest.fixture
def tab(bench: Bench) -> Iterator[Any]:
    """A page with two tabsets of one group, opened at an address."""
    from playwright.sync_api import sync_playwright

    bench.write(c=f"# C\n\n{TABS.replace('%s', 'a')}\n{TABS.replace('%s', 'b')}").render()
    with sync_playwright() as started:
        flags = ["--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"]
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        page = browser.new_page()

        def opened(anchor: str = "") -> Any:
            page.goto(f"file://{bench.pages / 'c.html'}{anchor}")
            return page

        yield opened
        browser.close()


def shown(page: Any) -> list[bool]:
    return [panel.is_visible() for panel in page.locator(".tab").all()]


def test_arrow_keys_turn_all_tabs_of_a_group(tab: Any) -> None:
    page = tab()
    assert shown(page) == [True, False, True, False]
    first = page.locator("[role=tab]").first
    assert first.get_attribute("aria-selected") == "true"
    first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "Mac"
    assert shown(page) == [False, True, False, True]


def test_an_address_opens_the_tab_it_leads_into(tab: Any) -> None:
    assert shown(tab("#inside-b")) == [False, True, False, True]


def test_nothing_is_hidden_on_paper(tab: Any) -> None:
    page = tab()
    page.emulate_media(media="print")
    assert shown(page) == [True, True, True, True]
    assert not page.locator("[role=tablist]").first.is_visible()


def test_axe_finds_nothing(tab: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab()).response["violations"]
    assert [each["id"] for each in found] == []
