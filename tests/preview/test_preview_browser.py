"""The preview in a browser: what changed comes in place, what a reader opened stays open, faults come and go."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from previewing import Preview  # found only now

from projects import Report

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("chromium"), reason="needs chromium on PATH"),
]

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FILLER = "\n\n".join(
    f"Paragraph {n} has some words about nothing in particular." for n in range(60)
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def report(computed: Report) -> Report:
    """The sample, its chapter longer than a screen."""
    computed.append(
        "report/prisons.qmd", f"\n{FILLER}\n\nThe end is {{{{< stat prison_rise >}}}}.\n"
    )
    return computed


@pytest.fixture
def preview(report: Report) -> Iterator[Preview]:
    with Preview(report.root, "--port", "0", "--engine", "pandoc") as made:
        made.ready()
        yield made


@pytest.fixture
def page(browser: Any, preview: Preview) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.loads = []
    page.on("load", lambda: page.loads.append(page.url))
    page.goto(f"{preview.address}prisons.html")
    yield page
    context.close()
    assert page.said == []


def test_words_come_in_place_and_the_page_stays_where_it_is(report, page):
    page.evaluate(
        "() => { window.mark = 1; document.querySelectorAll('main p')[40].scrollIntoView({behavior: 'instant'}); }"
    )
    before = page.evaluate(
        "() => document.querySelectorAll('main p')[40].getBoundingClientRect().top"
    )
    # Something grows above the place that is read.
    report.change("report/prisons.qmd", "Paragraph 3 has", f"Paragraph 3 {'really ' * 300} has")
    page.wait_for_selector("main p:has-text('really really')", state="attached")
    after = page.evaluate(
        "() => document.querySelectorAll('main p')[40].getBoundingClientRect().top"
    )
    assert abs(after - before) <= 2
    assert page.evaluate("() => window.mark") == 1
    assert len(page.loads) == 1


def test_an_open_panel_stays_open_and_shows_the_new_number(report, page):
    page.click("a.tieout-number >> text=38,990")
    page.wait_for_selector("dialog.tieout-panel[open] >> text=38,990")
    report.change("data/prisoners.csv", "2020-03,all,38990", "2020-03,all,39500")
    page.wait_for_selector("dialog.tieout-panel[open] >> text=39,500")
    page.keyboard.press("Escape")
    page.wait_for_selector("main a.tieout-number >> text=39,500")
    page.click("main a.tieout-number >> text=39,500")
    page.wait_for_selector("dialog.tieout-panel[open] >> text=39,500")
    assert len(page.loads) == 1


def test_what_is_unfolded_stays_unfolded(report, page):
    page.click("a.tieout-number >> text=95.0%")
    page.click("dialog.tieout-panel summary")
    assert page.evaluate("() => document.querySelector('dialog.tieout-panel details').open")
    report.change("data/prisoners.csv", "2020-03,all,38990", "2020-03,all,39500")
    page.wait_for_selector("dialog.tieout-panel[open] >> text=97.5%")
    assert page.evaluate("() => document.querySelector('dialog.tieout-panel details').open")


def test_a_figure_is_drawn_anew_and_can_still_be_enlarged(report, page):
    figure = "figure img[src*='prisoners_by_month']"
    first = page.get_attribute(figure, "src")
    report.change("data/prisoners.csv", "2020-03,all,38990", "2020-03,all,60000")
    page.wait_for_selector(f"{figure}[src*='?v=']")
    assert page.get_attribute(figure, "src") != first
    page.wait_for_function("() => document.querySelector(\"figure img[src*='?v=']\").complete")
    page.click(".enlarge")
    page.wait_for_selector("dialog.zoom[open] img")
    page.keyboard.press("Escape")
    # Other words later must not bring the old picture's address back and lose the button.
    report.change("report/prisons.qmd", "Paragraph 1 has", "Paragraph 1 always has")
    page.wait_for_selector("main p:has-text('Paragraph 1 always')")
    assert page.locator(".enlarge").count() == 1
    assert "?v=" in page.get_attribute(figure, "src")


def test_a_fault_lies_over_the_last_good_page_and_goes_when_mended(report, page):
    line = report.append("report/prisons.qmd", "\nWrong: {{< stat prison_ris >}}\n") + 1
    page.wait_for_selector(".tieout-live-fault li")
    said = page.inner_text(".tieout-live-fault")
    assert "TIE" in said
    assert f"report/prisons.qmd:{line}" in said
    assert "Did you mean 'prison_rise'?" in said
    assert page.is_visible("main h1")
    assert page.get_attribute(".tieout-live-fault", "role") == "alert"
    report.change("report/prisons.qmd", "prison_ris >}}", "prison_rise >}}")
    page.wait_for_selector("main p:has-text('Wrong: 95')")
    assert not page.is_visible(".tieout-live-fault")
    assert len(page.loads) == 1


def test_a_fault_is_text_whatever_a_cell_holds(report, page):
    report.change(
        "data/prisoners.csv", "2020-03,all,38990", "2020-03,all,<img src=x onerror=alert(1)>"
    )
    page.wait_for_selector(".tieout-live-fault li >> text=<img")
    assert page.locator(".tieout-live-fault img").count() == 0


def test_footnotes_of_new_words_have_previews(report, page):
    report.change("report/prisons.qmd", "Paragraph 0 has", "Paragraph 0[^new] has")
    report.append("report/prisons.qmd", "\n[^new]: A note that came later.\n")
    page.wait_for_selector("main p:has-text('Paragraph 0') a.footnote-ref")
    page.hover("main p:has-text('Paragraph 0') a.footnote-ref")
    page.wait_for_selector(".note-preview:not([hidden]) >> text=A note that came later")


def test_another_page_that_did_not_change_is_left_alone(report, page, preview):
    page.goto(f"{preview.address}index.html")
    page.evaluate("() => { window.mark = document.querySelector('main p'); }")
    report.change("report/prisons.qmd", "Paragraph 1 has", "Paragraph 1 always has")
    preview.wait(lambda: sum("prisons.html" in each for each in preview.lines) >= 1)
    assert page.evaluate("() => window.mark.isConnected")


def test_the_reader_is_told_that_the_preview_ended(page, preview):
    preview.end()
    page.wait_for_selector(".tieout-live-status >> text=ended")
    page.said.clear()  # the browser complains of the connection


def test_what_came_while_the_page_did_not_listen_comes_later(report, page, preview):
    page.goto("about:blank")
    page.evaluate("() => 1")
    report.change("report/prisons.qmd", "Paragraph 1 has", "Paragraph 1 always has")
    preview.wait(lambda: any("prisons.html" in each for each in preview.lines))
    page.go_back()
    page.wait_for_selector("main p:has-text('Paragraph 1 always')")


def test_it_can_be_read_and_passes_axe(report, page):
    from axe_playwright_python.sync_playwright import Axe

    report.append("report/prisons.qmd", "\nWrong: {{< stat prison_ris >}}\n")
    page.wait_for_selector(".tieout-live-fault li")
    page.wait_for_timeout(300)
    found = Axe().run(page)
    said = [each["id"] for each in found.response["violations"]]
    assert said == []
