"""Every page of a built report in every way a reader may have it: axe, reflow, keyboard, Escape, motion, tables.

A `Walk` opens pages in one browser and writes down what is wrong; `test_pages.py` walks the sample, and
`python tests/access/pages.py OUTPUT` a whole report.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.server
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
MODES: dict[str, dict[str, Any]] = {
    "1280 px": {"viewport": WIDE},
    "1280 px, dark": {"viewport": WIDE, "color_scheme": "dark"},
    "320 px": {"viewport": NARROW},
    "320 px, dark": {"viewport": NARROW, "color_scheme": "dark"},
    "200%": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
    "forced colours": {"viewport": WIDE, "forced_colors": "active"},
    "forced colours, dark": {"viewport": WIDE, "forced_colors": "active", "color_scheme": "dark"},
    "still": {"viewport": WIDE, "reduced_motion": "reduce"},
}
KEYBOARD = ("1280 px", "320 px", "forced colours, dark")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

OPEN_ALL = "scrollTo({ top: 0, behavior: 'instant' }); document.querySelectorAll('details').forEach((each) => { each.open = true; })"
# What hangs over the page's edge, but for what stands in a box that scrolls by itself.
WIDER = """() => {
  const room = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll('body *')].filter((each) => each.getBoundingClientRect().right > room + 1)
    .map((each) => each.outerHTML.slice(0, 80)).slice(0, 2).concat(['scrolls sideways']);
}"""
MOVES = """() => [document.documentElement, ...document.querySelectorAll('body *')].filter((each) => {
  const style = getComputedStyle(each);
  const lasts = (text) => text.split(',').some((part) => parseFloat(part) > 0.01);
  return style.scrollBehavior === 'smooth' || lasts(style.transitionDuration) || lasts(style.animationDuration);
}).map((each) => 'moves: ' + each.outerHTML.slice(0, 80)).slice(0, 3)"""
# Every figure whose data are offered has them as a table with a caption and headings, too.
UNREAD = """() => [...document.querySelectorAll('figure')].filter((figure) => {
  if (!figure.querySelector('.figure-links a[href$=".csv"]')) return false;
  const table = figure.querySelector('details.tieout-figure-data table');
  return !(table && table.caption && table.caption.textContent && table.tHead.querySelector('th[scope=col]')
    && [...table.tBodies[0].rows].every((row) => row.cells[0].matches('th[scope=row]'))
    && table.tBodies[0].rows.length <= 50);
}).map((each) => 'figure without a table: ' + each.id)"""
# Numbers what can be reached, and notes what focus is shown by.
WATCH = """() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(
    (each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({ visibilityProperty: true }));
  window.seen = new Set();
  window.unseen = () => all.filter((each) => !window.seen.has(each)).map((each) => each.outerHTML.slice(0, 80));
  window.dim = [];
  document.addEventListener('focusin', (event) => {
    const style = getComputedStyle(event.target);
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 1) {
      if (event.target.id !== 'text') window.dim.push(event.target.outerHTML.slice(0, 80));
    }
    window.seen.add(event.target);
  });
  return all.length;
}"""
# Whether what has the focus lies under something else, such as a bar that stays on top.
HIDDEN = """() => {
  const target = document.activeElement;
  if (!target || target === document.body) return '';
  const boxes = [...target.getClientRects()].filter((box) => box.width && box.height);
  const shown = boxes.some((box) => {
    const [x, y] = [Math.max(1, Math.min(box.left + box.width / 2, innerWidth - 2)), box.top + box.height / 2];
    const top = document.elementFromPoint(x, Math.max(1, Math.min(y, innerHeight - 2)));
    return y >= 0 && box.top < innerHeight && top && (target.contains(top) || top.contains(target));
  });
  return shown ? '' : target.outerHTML.slice(0, 80);
}"""
WITHIN = """() => !document.activeElement || document.activeElement === document.body
  || Boolean(document.activeElement.closest('dialog[open]'))"""
DIALOGS = {
    "a.tieout-number[aria-haspopup]": "dialog.tieout-panel[open]",
    "button.enlarge": "dialog.zoom[open]",
}
FOCUS_IN = "(selector) => document.activeElement.matches(selector)"


@dataclass
class Walk:
    """What was looked at, and what was wrong."""

    pages: set[str] = field(default_factory=set)
    looks: int = 0  # pages times modes
    rules: set[str] = field(default_factory=set)  # of axe, that applied somewhere and passed
    stops: int = 0  # things reached with the Tab key
    tables: int = 0
    wrong: list[str] = field(default_factory=list)

    def all(self, browser: Any, root: str, names: list[str], modes: tuple[str, ...]) -> None:
        """Every page in every mode, one browser for all."""
        self.pages |= set(names)
        for mode in modes:
            context = browser.new_context(bypass_csp=True, **MODES[mode])
            page = context.new_page()
            page.set_default_timeout(60_000)
            for name in names:
                page.goto(f"{root}/{name}", wait_until="load")
                self.looks += 1
                self.note(name, mode, self._look(page, mode))
            context.close()

    def note(self, name: str, mode: str, said: list[str]) -> None:
        """Write down what is wrong with a page."""
        self.wrong += [f"{name} [{mode}] {each}" for each in said]

    def _look(self, page: Any, mode: str) -> list[str]:
        wrong: list[str] = []
        if mode == "still":
            wrong += page.evaluate(MOVES)
        if mode in KEYBOARD:
            wrong += self._keyboard(page) + opens_and_closes(page)
        page.evaluate(OPEN_ALL)
        wrong += page.evaluate(WIDER) + page.evaluate(UNREAD)
        self.tables += page.locator("details.tieout-figure-data table").count()
        return wrong if mode == "still" else wrong + self.axe(page)

    def axe(self, page: Any) -> list[str]:
        """What axe-core finds."""
        from axe_playwright_python.sync_playwright import Axe

        said = (
            Axe()
            .run(
                page,
                options={
                    "runOnly": {"type": "tag", "values": TAGS},
                    "resultTypes": ["violations", "passes"],
                },
            )
            .response
        )
        self.rules |= {each["id"] for each in said["passes"]}
        return [
            f"{each['id']} ({len(each['nodes'])}): {each['nodes'][0]['target']}"
            for each in said["violations"]
        ]

    def _keyboard(self, page: Any) -> list[str]:
        """From end to end with the Tab key: everything is reached, seen and left again."""
        count = page.evaluate(WATCH)
        hidden: list[str] = []
        for press in range(2 * count + 10):
            page.keyboard.press("Tab")
            if press < 150 and page.evaluate(HIDDEN):
                under = "…"
                for _ in range(8):  # the page may still be on its way there
                    page.wait_for_timeout(250)
                    if not (under := page.evaluate(HIDDEN)):
                        break
                hidden += [under] if under else []
            if press >= count and not page.evaluate("window.unseen().length"):
                break
        self.stops += count
        return [
            *(f"never reached: {each}" for each in page.evaluate("window.unseen()")[:3]),
            *(f"focus not to be seen: {each}" for each in page.evaluate("window.dim")[:3]),
            *(f"focus lies under something: {each}" for each in hidden[:3]),
        ]


def opens_and_closes(page: Any) -> list[str]:
    """The skip link leads to the text; what opens by keyboard closes with Escape and gives the focus back."""
    wrong: list[str] = []
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    if page.locator("a.skip").count():
        page.locator("a.skip").focus()
        box = page.locator("a.skip").bounding_box()
        if not box or box["x"] < 0 or box["y"] < 0:
            wrong.append("the skip link is not to be seen")
        page.keyboard.press("Enter")
        if not page.evaluate(FOCUS_IN, "main"):
            wrong.append("the skip link does not lead to the text")
    for opener, opened in DIALOGS.items():
        if page.locator(opener).count():
            wrong += _dialog(page, opener, opened)
    if page.locator("a.footnote-ref:visible").count():
        page.locator("a.footnote-ref:visible").first.focus()
        shown = page.locator(".note-preview").is_visible()
        page.keyboard.press("Escape")
        if not shown or page.locator(".note-preview").is_visible():
            wrong.append("a note's preview does not open by keyboard, or not close with Escape")
    for menu in ("details.contents-small", "form.search"):
        if page.locator(f"{menu}:visible").count():
            wrong += closes(page, menu)
    return wrong


def _dialog(page: Any, opener: str, opened: str) -> list[str]:
    """A dialog keeps the focus while it is open, closes with Escape and gives the focus back."""
    wrong: list[str] = []
    page.locator(opener).first.focus()
    page.keyboard.press("Enter")
    page.locator(opened).wait_for()
    for _ in range(12):
        page.keyboard.press("Tab")
        if not page.evaluate(WITHIN):
            wrong.append(f"focus leaves {opened}")
            break
    page.keyboard.press("Escape")
    if page.locator(opened).count():
        wrong.append(f"Escape does not close {opened}")
    elif not page.evaluate(FOCUS_IN, opener):
        wrong.append(f"the focus does not return from {opened}")
    return wrong


def closes(page: Any, menu: str) -> list[str]:
    """Contents and search open by keyboard and close with Escape."""
    within, opened = {
        "details.contents-small": ("summary", "details.contents-small[open]"),
        "form.search": ("input", "#search-results:not([hidden])"),
    }[menu]
    page.locator(f"{menu} {within}").focus()
    if within == "input":
        page.keyboard.type("the")
    else:
        page.keyboard.press("Enter")
    page.locator(opened).wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    if page.locator(opened).count():
        return [f"Escape does not close {opened}"]
    return [] if page.evaluate(FOCUS_IN, f"{menu} {within}") else [f"focus is lost from {menu}"]


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder as a server on this machine gives it: pages opened from a disk have no search."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_arguments: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """One browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


def every(folder: Path) -> list[str]:
    """The pages below a folder."""
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*.html"))


def main() -> int:
    """Walk a whole report's output folder, and hold its PDF against the standards."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("output", type=Path, nargs="?", default=Path("_output"))
    parser.add_argument("--modes", nargs="+", choices=MODES, default=list(MODES))
    asked = parser.parse_args()
    folder = asked.output.resolve()
    walk, begun = Walk(), time.perf_counter()
    names = every(folder)
    with served(folder) as root, chromium() as browser:
        for name in names:
            known = len(walk.wrong)
            walk.all(browser, root, [name], tuple(asked.modes))
            print(f"{time.perf_counter() - begun:6.0f} s  {name}", *walk.wrong[known:], sep="\n  ")
            sys.stdout.flush()
    from paper import held

    for pdf in sorted(folder.rglob("*.pdf")):
        for standard, checked, wrong in held(pdf):
            print(f"{pdf.name}: {standard}: {checked} rules, {len(wrong)} broken")
            walk.note(pdf.name, standard, wrong)
    print(
        f"{len(walk.pages)} pages in {len(asked.modes)} modes: {walk.looks} looks, {len(walk.rules)} rules of axe "
        f"passed, {walk.stops} stops by keyboard, {walk.tables} tables of figures, {len(walk.wrong)} wrong"
    )
    return 1 if walk.wrong else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    sys.exit(main())
