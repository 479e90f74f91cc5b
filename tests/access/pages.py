"""Every page of a built report in every way a reader may have it: axe, reflow, keyboard, Escape, motion, tables.

A `Walk` opens pages in one browser and writes down what is wrong; `test_pages.py` walks the sample, and
`python tests/access/pages.py OUTPUT` a whole report, a line a look: a page in a mode.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.server
import itertools
import json
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from access import keyboard  # also where this is run as a program

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
MOST_STOPS = 1000  # in the first of these modes every one; of longer pages in the others the first and the last
KEYBOARD = ("1280 px", "320 px", "forced colours, dark")
CONTRAST = "color-contrast"
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
UNREAD = """() => [...document.querySelectorAll('.float-box')].filter((box) => {
  if (!box.querySelector('.figure-links a[href$=".csv"]')) return false;
  const table = box.querySelector('details.tieout-figure-data table');
  return !(table && table.caption && table.caption.textContent && table.tHead.querySelector('th[scope=col]')
    && [...table.tBodies[0].rows].every((row) => row.cells[0].matches('th[scope=row]'))
    && table.tBodies[0].rows.length <= 50);
}).map((each) => 'figure without a table: ' + each.querySelector('figure').id)"""
# Marks three texts of each look: its colour, size and weight, and what lies behind it.
LOOKS = """() => {
  const behind = new WeakMap();
  const back = (each) => {
    if (!each) return '';
    if (!behind.has(each)) {
      const style = getComputedStyle(each);
      const plain = style.backgroundColor === 'rgba(0, 0, 0, 0)' && style.backgroundImage === 'none' && style.opacity === '1';
      const own = plain ? '' : [style.backgroundColor, style.backgroundImage, style.opacity, ''].join(';');
      behind.set(each, back(each.parentElement) + own);
    }
    return behind.get(each);
  };
  const known = new Map();
  document.querySelectorAll('body *').forEach((each) => {
    if (![...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) return;
    const style = getComputedStyle(each);
    const look = [style.color, style.fontSize, style.fontWeight, style.position, style.visibility, back(each)].join('|');
    const many = known.get(look) || 0;
    known.set(look, many + 1);
    if (many < 3) each.setAttribute('data-look', '');
  });
}"""


@dataclass(frozen=True)
class Look:
    """A page in a mode: what axe's rules passed, what was reached by keyboard, and what was wrong."""

    page: str
    mode: str
    rules: list[str]
    stops: int
    tables: int
    wrong: list[str]


@dataclass
class Walk:
    """Every look that was taken."""

    looks: list[Look] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # rules of the PDF

    @property
    def wrong(self) -> list[str]:
        """All that was wrong, by page and mode."""
        said = [f"{look.page} [{look.mode}] {each}" for look in self.looks for each in look.wrong]
        return [*said, *self.broken]

    @property
    def rules(self) -> set[str]:
        """The rules of axe that applied somewhere and passed."""
        return {rule for look in self.looks for rule in look.rules}

    def all(self, browser: Any, root: str, names: list[str], modes: tuple[str, ...]) -> None:
        """Every page in every mode."""
        self.looks += [look(browser, root, name, mode) for name in names for mode in modes]

    def __str__(self) -> str:
        pages = len({look.page for look in self.looks})
        modes = len({look.mode for look in self.looks})
        return (
            f"{pages} pages in {modes} modes: {len(self.looks)} looks, {len(self.rules)} rules of axe passed, "
            f"{sum(look.stops for look in self.looks)} stops by keyboard, "
            f"{sum(look.tables for look in self.looks)} tables of figures, {len(self.wrong)} wrong"
        )


def look(browser: Any, root: str, name: str, mode: str) -> Look:
    """A page in a mode."""
    context = browser.new_context(bypass_csp=True, **MODES[mode])
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{root}/{name}", wait_until="load")
    wrong: list[str] = page.evaluate(MOVES) if mode == "still" else []
    stops, rules = 0, []
    if mode in KEYBOARD:
        stops, unlike = keyboard.reached(page, 0 if mode == KEYBOARD[0] else MOST_STOPS)
        wrong += unlike + keyboard.opens_and_closes(page)
    page.evaluate(OPEN_ALL)
    wrong += page.evaluate(WIDER) + page.evaluate(UNREAD)
    tables = page.locator("details.tieout-figure-data table").count()
    if mode != "still":
        rules, unlike = axe(page)
        wrong += unlike
    context.close()
    return Look(name, mode, rules, stops, tables, wrong)


def axe(page: Any) -> tuple[list[str], list[str]]:
    """The rules of axe-core that a page passes, and those that it breaks.

    Contrast takes axe longer than all else together, and is the same wherever text looks the same: it is held
    for three texts of each look.
    """
    page.evaluate(LOOKS)
    rest = _axe(page, None, {"rules": {CONTRAST: {"enabled": False}}})
    contrast = _axe(page, {"include": [["[data-look]"]]}, {"runOnly": [CONTRAST]})
    passed = [each["id"] for said in (rest, contrast) for each in said["passes"]]
    broken = [
        f"{each['id']} ({len(each['nodes'])}): {each['nodes'][0]['target']}"
        for said in (rest, contrast)
        for each in said["violations"]
    ]
    return sorted(passed), broken


def _axe(page: Any, context: Any, options: dict[str, Any]) -> Any:
    from axe_playwright_python.sync_playwright import Axe

    # Of what is in order no nodes: each would cost axe a selector.
    usual = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    return Axe().run(page, context=context, options={**usual, **options}).response


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
    parser.add_argument("--pages", nargs="+", metavar="NAME", help="only these, by their paths")
    parser.add_argument(
        "--kept", type=Path, help="a file of looks: those in it are not taken again, new ones added"
    )
    asked = parser.parse_args()
    folder = asked.output.resolve()
    walk, kept = Walk(), _kept(asked.kept)
    with served(folder) as root, chromium() as browser:
        for name, mode in itertools.product(asked.pages or every(folder), asked.modes):
            begun = time.perf_counter()
            taken = kept.get((name, mode)) or look(browser, root, name, mode)
            walk.looks.append(taken)
            if asked.kept and (name, mode) not in kept:
                with asked.kept.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(taken)) + "\n")
            head = f"{time.perf_counter() - begun:6.1f} s  {name} [{mode}]"
            print(head, *taken.wrong, sep="\n  ", flush=True)
    from access.paper import held

    for pdf in sorted(folder.rglob("*.pdf")) if not asked.pages else ():
        for standard, checked, wrong in held(pdf):
            print(f"{pdf.name}: {standard}: {checked} rules, {len(wrong)} broken", flush=True)
            walk.broken += [f"{pdf.name} [{standard}] {each}" for each in wrong]
    print(walk)
    return 1 if walk.wrong else 0


def _kept(file: Path | None) -> dict[tuple[str, str], Look]:
    """The looks of an earlier walk of the same pages."""
    if file is None or not file.is_file():
        return {}
    looks = [Look(**json.loads(line)) for line in file.read_text("utf-8").splitlines()]
    return {(each.page, each.mode): each for each in looks}


if __name__ == "__main__":
    sys.exit(main())
