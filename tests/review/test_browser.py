"""Dossier and panels in a browser: they open, are reached by keyboard, pass axe, and ask the network for nothing."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from projects import Report

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("chromium"), reason="needs chromium on PATH"),
]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
SAID = "a.tieout-number[href$='#n-prison_rise']"


@pytest.fixture(scope="module")
def pages(computed_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built sample with its dossier."""
    made = Report(shutil.copytree(computed_sample, tmp_path_factory.mktemp("browser") / "report"))
    assert made.tieout("build", "--to", "html", "--quiet").status == 0
    assert made.tieout("review", "prison_rise", "--by", "Ann").status == 0
    assert made.tieout("audit").status == 0
    return made.root / "_output"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Opens a page in a size and colour scheme; nothing may be logged or asked of the network."""
    contexts = []

    def open_(path: Path, size: str = "desk", scheme: str = "light", **options: Any) -> Any:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on(
            "request",
            lambda asked: page.said.append(asked.url) if "http" in asked.url[:5] else None,
        )
        name, _, anchor = str(path).partition("#")
        page.goto(f"file://{name}" + (f"#{anchor}" if anchor else ""))
        return page

    yield open_
    for context in contexts:
        context.close()


def _violations(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['target']}" for each in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_dossier_is_accessible_and_fits(
    opened: Any, pages: Path, size: str, scheme: str
) -> None:
    page = opened(pages / "audit/index.html", size, scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert _violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.said == []


def test_the_dossier_searches_and_filters(opened: Any, pages: Path) -> None:
    page = opened(pages / "audit/index.html")
    every = page.locator("details.number").count()
    assert page.locator("#found").text_content() == f"{every} of {every} numbers"
    page.keyboard.press("/")
    page.keyboard.type("prison_rise")
    page.locator("#by-review").select_option("reviewed")
    assert page.locator("#found").text_content() == f"1 of {every} numbers"
    assert page.locator("details.number:visible").get_attribute("id") == "n-prison_rise"
    page.get_by_role("button", name="Clear").click()
    page.wait_for_function(f"document.getElementById('found').textContent.startsWith('{every} of')")
    assert page.said == []


def test_a_link_into_the_dossier_opens_its_panel(opened: Any, pages: Path) -> None:
    page = opened(Path(f"{pages}/audit/index.html#n-prison_rise"))
    panel = page.locator("[id='n-prison_rise']")
    assert panel.get_attribute("open") is not None
    panel.get_by_role("link", name="prisoners.2016-12.all.prisoners").first.click()
    assert page.locator("#dataset-prisoners").get_attribute("open") is not None
    assert page.locator("[id='c-prisoners.2016-12.all.prisoners']").is_visible()


def test_without_scripts_the_dossier_is_a_plain_page(opened: Any, pages: Path) -> None:
    page = opened(pages / "audit/index.html", java_script_enabled=False)
    assert not page.locator("#filters").is_visible()
    page.locator("[id='n-prison_rise'] summary").click()
    assert page.get_by_text("1899/2000 = 0.9495").is_visible()


def test_the_dossier_prints_everything(opened: Any, pages: Path, tmp_path: Path) -> None:
    from pypdf import PdfReader

    page = opened(pages / "audit/index.html")
    page.pdf(path=tmp_path / "dossier.pdf")
    text = "".join(each.extract_text() for each in PdfReader(tmp_path / "dossier.pdf").pages)
    assert "1899/2000" in text
    assert "return Fraction" in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_a_number_opens_by_keyboard_and_closes_again(
    opened: Any, pages: Path, size: str, scheme: str
) -> None:
    page = opened(pages / "html/prisons.html", size, scheme, bypass_csp=True)
    number = page.locator(SAID).first
    assert number.get_attribute("aria-haspopup") == "dialog"
    number.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog")
    panel.wait_for()
    for part in (
        "1899/2000",
        "more than 95%",
        "Ministry of Counting 2020, p. 4",
        "return Fraction",
    ):
        assert part in panel.text_content(), part
    assert page.evaluate("document.querySelector('dialog[open]').contains(document.activeElement)")
    box, room = panel.bounding_box(), page.viewport_size
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= room["width"]
    assert box["y"] + box["height"] <= room["height"]
    assert page.said == []
    assert _violations(page) == []
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("document.activeElement.matches('a.tieout-number')")


def test_a_panel_leads_to_register_and_dossier(opened: Any, pages: Path) -> None:
    page = opened(pages / "html/prisons.html")
    page.locator(SAID).first.click()
    register = page.get_by_role("link", name="In the register")
    assert register.get_attribute("href").endswith("register.html#n-prison_rise")
    page.get_by_role("link", name="In the dossier").click()
    page.wait_for_url("**/audit/index.html#n-prison_rise")
    assert page.said == []


def test_a_panel_closes_by_a_click_beside_it(opened: Any, pages: Path) -> None:
    page = opened(pages / "html/prisons.html", "phone")
    page.locator(SAID).first.click()
    page.get_by_role("dialog").wait_for()
    page.mouse.click(20, 20)
    assert page.get_by_role("dialog").count() == 0


def test_without_a_dossier_no_link_leads_to_one(opened: Any, pages: Path, tmp_path: Path) -> None:
    shutil.copytree(pages / "html", tmp_path / "html")
    page = opened(tmp_path / "html/prisons.html")
    page.locator(SAID).first.click()
    page.get_by_role("link", name="In the register").wait_for()
    page.wait_for_timeout(200)
    assert page.get_by_role("link", name="In the dossier").count() == 0


def test_without_scripts_a_number_leads_to_the_register(opened: Any, pages: Path) -> None:
    page = opened(pages / "html/prisons.html", java_script_enabled=False)
    page.locator(SAID).first.click()
    page.wait_for_url("**/register.html#n-prison_rise")


def test_the_dossier_shows_who_signed_off(opened: Any, pages: Path) -> None:
    page = opened(Path(f"{pages}/audit/index.html#n-prison_rise"))
    panel = page.locator("#n-prison_rise")
    assert panel.locator("summary .badge.good", has_text="reviewed").is_visible()
    assert "Ann" in panel.inner_text()
    page.goto(f"file://{pages}/audit/index.html#n-prisoners_a_year")
    assert "never reviewed" in page.locator("#n-prisoners_a_year").inner_text()


@pytest.fixture(scope="module")
def served(pages: Path) -> Iterator[str]:
    """The pages as a server on this machine gives them: a browser searches no files."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_arguments: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(pages / "html"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_pages_are_searched_by_keyboard_alone(browser: Any, served: str) -> None:
    page = browser.new_page()
    page.set_default_timeout(10_000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served}/index.html")
    page.locator("#search").focus()
    page.keyboard.type("prisoners")
    page.locator("#search-results a").first.wait_for()
    page.keyboard.press("Tab")
    found = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url(found)
    assert all(url.startswith(served) for url in asked)
    page.close()
