"""Times `tieout preview` in a real browser: from the write of a file to the change of the page.

    python benchmarks/preview.py [PROJECT] [--edits 20] [--only words,cell]

Works on a copy of the project in a temporary folder; nothing in the project itself changes. Needs chromium on
PATH and the package playwright.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.warm import Preview

PARTS = ("tieout.toml", "references.bib", "data", "scripts", "figures", "report")

# Resolves with the time at which the page's text, or an image's address, first matches.
SEEN = """([wanted, selector]) => new Promise((done, failed) => {
  const look = () => Array.from(document.querySelectorAll(selector)).some((each) =>
    (each.textContent + (each.src || "") + (each.alt || "")).includes(wanted));
  if (look()) { done(Date.now()); return; }
  const observer = new MutationObserver(() => {
    if (!look()) return;
    observer.disconnect();
    done(Date.now());
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  setTimeout(() => failed(new Error("not seen: " + wanted)), 60000);
})"""


def main() -> None:
    """Print one line a kind of edit: median, fastest, slowest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", nargs="?", default=".", type=Path)
    parser.add_argument("--edits", default=20, type=int)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        project = Path(folder) / "report"
        _copy(asked.project.resolve(), project)
        preview = Preview(project)
        try:
            preview.wait(0)
            program = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            _report(preview, browser.new_page(), project, asked.edits, asked.only)
            browser.close()
        finally:
            preview.end()


def _report(preview: Preview, page: Page, project: Path, edits: int, only: str) -> None:
    print(f"{'edit':<44}{'median ms':>10}{'min':>8}{'max':>8}{'MB':>8}", flush=True)
    for name, start, make in KINDS:
        if only and re.split(r"\W", name)[0] not in only.split(","):
            continue
        page.goto(preview.address + start)
        times = [_timed(preview, page, change) for change in make(project, edits)]
        print(_line(name, times, preview.memory()), flush=True)
    if not only or "pdf" in only:
        _paper(preview, project, min(edits, 10))


def _timed(preview: Preview, page: Page, change: tuple[Path, str, str, str]) -> float:
    path, text, wanted, selector = change
    start = len(preview.lines)
    # Begin to look before the file is written.
    handle = page.evaluate_handle("() => ({})")
    page.evaluate(
        f"([given, handle]) => {{ handle.seen = ({SEEN})(given); }}", [[wanted, selector], handle]
    )
    written = time.time()
    path.write_text(text, encoding="utf-8")
    seen = page.evaluate("(handle) => handle.seen", handle)
    preview.settle(start)
    return seen - written * 1000


def _paper(preview: Preview, project: Path, edits: int) -> None:
    times = []
    chapter = project / "report" / "prisons.qmd"
    for number in range(edits):
        start = len(preview.lines)
        chapter.write_text(
            chapter.read_text("utf-8").replace(" people", f" people{number}", 1), "utf-8"
        )
        preview.settle(start)
        begun = time.perf_counter()
        with urllib.request.urlopen(preview.address + "_preview/report.pdf") as answer:
            answer.read()
        times.append((time.perf_counter() - begun) * 1000)
    print(_line("PDF on demand, after a word", times, preview.memory()), flush=True)


def _line(name: str, times: list[float], memory: float) -> str:
    middle = statistics.median(times)
    return f"{name:<44}{middle:>10.0f}{min(times):>8.0f}{max(times):>8.0f}{memory:>8.0f}"


# ---- kinds of edits: a file, its new text, what the page then holds, and where ----------------------------


def words(project: Path, edits: int) -> Iterator[tuple[Path, str, str, str]]:
    """A word in the middle of paragraphs of the longest chapter, one after the other."""
    path = project / "report" / "prisons.qmd"
    text = path.read_text("utf-8")
    places = list(re.finditer(r"(?<=[a-z] )(?:the|and|of)(?= [a-z])", text))
    plain = [hit for hit in places if _is_prose(text, hit.start())]
    for number in range(edits):
        hit = plain[number * len(plain) // edits]
        word = f"edit{number}"
        text_now = text[: hit.start()] + word + text[hit.end() :]
        yield path, text_now, word, "main"
    path.write_text(text, "utf-8")


def heading(project: Path, edits: int) -> Iterator[tuple[Path, str, str, str]]:
    """A word in a heading of the longest chapter: the chapter and every page's contents."""
    path = project / "report" / "prisons.qmd"
    text = path.read_text("utf-8")
    for number in range(edits):
        yield (
            path,
            text.replace("## The rise", f"## The rise edit{number}", 1),
            f"edit{number}",
            "main h2",
        )
    path.write_text(text, "utf-8")


def cell(project: Path, edits: int) -> Iterator[tuple[Path, str, str, str]]:
    """A cell of which the chapter prints the value and what is computed from it."""
    path = project / "data" / "prison_population.csv"
    text = path.read_text("utf-8")
    line = next(each for each in text.splitlines() if each.startswith("2020-04,"))
    value = re.search(r",(3\d{4}),", line)[1]
    for number in range(edits):
        new = str(int(value) + 7 * (number + 1))
        shown = f"{new[:2]},{new[2:]}"
        yield path, text.replace(line, line.replace(value, new, 1)), shown, "main p"
    path.write_text(text, "utf-8")


def script(project: Path, edits: int) -> Iterator[tuple[Path, str, str, str]]:
    """A formula: the script's process begins anew."""
    path = project / "scripts" / "prisons.py"
    text = path.read_text("utf-8")
    found = re.search(r"def prison_population_added\(.*?\n    return (.*?)\n", text, re.S)
    for number in range(edits):
        changed = text[: found.start(1)] + f"{111_111 + number}" + text[found.end(1) :]
        yield path, changed, f"111,{111 + number}", "main p"
    path.write_text(text, "utf-8")


def reference(project: Path, edits: int) -> Iterator[tuple[Path, str, str, str]]:
    """The title of a source that the chapter cites."""
    path = project / "references.bib"
    text = path.read_text("utf-8")
    found = re.search(r"\{kt2018third,.*?title\s*=\s*\{+(\w+)", text, re.S)
    for number in range(edits):
        yield (
            path,
            text[: found.start(1)] + f"Edit{number} " + text[found.start(1) :],
            f"Edit{number}",
            ".footnotes",
        )
    path.write_text(text, "utf-8")


def _is_prose(text: str, place: int) -> bool:
    start = max(0, text.rfind("\n\n", 0, place)) + 2 * ("\n\n" in text[:place])
    block = text[start : text.find("\n\n", place)]
    return not re.search(r"(?m)^(?:[#|:>~]|:::|\{\{< (?:figure|table))", block)


KINDS: list[tuple[str, str, Callable[[Path, int], Iterator[tuple[Path, str, str, str]]]]] = [
    ("words of a paragraph", "prisons.html", words),
    ("heading: the chapter, every page's contents", "prisons.html", heading),
    ("cell of the data", "prisons.html", cell),
    ("script: a formula", "prisons.html", script),
    ("reference: the title of a source", "prisons.html", reference),
]


def _copy(project: Path, copy: Path) -> None:
    copy.mkdir(parents=True)
    for name in PARTS:
        source = project / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("_tieout", "_book"))
        elif source.exists():
            shutil.copy2(source, copy / name)
    kept = project / ".tieout" / "cache"
    if kept.is_dir():
        shutil.copytree(kept, copy / ".tieout" / "cache")


if __name__ == "__main__":
    main()
