"""Press: a small book of which a chapter, the bibliography or the values are a stranger's, through pandoc and Typst."""

from __future__ import annotations

import atexit
import contextlib
import dataclasses
import functools
import json
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from engines import small_book
from fuzz import markup, shelf
from fuzz.judge import Bounds
from fuzz.world import Target, World
from tieout import catalogue
from tieout.data.sources import read_sources
from tieout.engines.engine import Job
from tieout.engines.pandoc import citations, html, pdf
from tieout.engines.pandoc.compositor import Compositor
from tieout.engines.pandoc.epub import xhtml
from tieout.engines.pandoc.reading import read_chapters
from tieout.engines.pandoc.rendering import weave_chapters
from tieout.engines.pandoc.settings import Settings, settings_of
from tieout.engines.pandoc.standing import StandingWorkers
from tieout.engines.pandoc.woven import WovenChapter
from tieout.findings import Finding, TieoutError
from tieout.ledger import fragments as look
from tieout.project import Project

SECONDS = 10.0  # of the processor, for a program and one input
WAIT = 60.0  # seconds of anybody's clock
MEGABYTES = 1024
# The program is started by the reader, within its bounds: its own are watched from outside.
OURS = Bounds(seconds=4.0, megabytes=0)
# Told of, not stopped at: what is strange is to come as far as the page and the paper.
TOLD = (
    catalogue.UNSUPPORTED_SYNTAX,
    catalogue.UNKNOWN_SHORTCODE,
    catalogue.UNRESOLVED_REFERENCE,
    catalogue.DUPLICATE_LABEL,
    catalogue.MISSING_IMAGE,
    catalogue.BROKEN_LINK,
    catalogue.UNDEFINED_FOOTNOTE,
    catalogue.DUPLICATE_FOOTNOTE,
    catalogue.CODE_CELL,
    catalogue.UNUSABLE_IMAGE,
    catalogue.REMOTE_IMAGE,
    catalogue.BAD_SHORTCODE_ARGUMENT,
    catalogue.MISSING_CITATION,
    catalogue.NO_ALT_TEXT,
    catalogue.NO_GLYPH,
)
_HUGE = etree.XMLParser(huge_tree=True)  # divs in divs in divs
CANARY = "tieout-ran"  # what Typst says when it runs what was data
CODE = f'#panic("{CANARY}")'
_AUTHORED = re.compile(r"=\s*typst")


class Desk:
    """The book, and the programs that stay from one input to the next."""

    def __init__(self, root: Path) -> None:
        self.root = root
        if not (root / "tieout.toml").is_file():
            small_book.write_project(root)
            lines = "".join(f'{rule.code} = "warning"\n' for rule in TOLD)
            (root / "tieout.toml").write_text(f"[severity]\n{lines}")
        self.known = {path: path.read_bytes() for path in root.rglob("*.*") if path.is_file()}
        self.workers = StandingWorkers(1)
        self.compositor = Compositor()
        atexit.register(self.close)

    def job(self, changed: dict[str, bytes], **more: Any) -> Job:
        """The book with these files."""
        for path, data in self.known.items():
            if path.read_bytes() != data:
                path.write_bytes(data)
        for name, data in changed.items():
            (self.root / name).write_bytes(data)
        return small_book.job_of(Project.find(self.root), **more)

    def woven(self, job: Job) -> tuple[Settings, list[WovenChapter], list[Finding]]:
        """The chapters as pandoc reads them."""
        settings = settings_of(job.book)
        entries = citations.read_bibliography(job.project)
        read = read_chapters(job, settings, entries, self.workers.run)
        chapters, _, found = weave_chapters(job, settings, read, entries)
        return settings, chapters, found

    def pages(self, job: Job) -> list[Finding]:
        """What is found; on the pages, nothing runs and nothing is fetched."""
        settings, chapters, found = self.woven(job)
        for position, chapter in enumerate(chapters):
            page = chapter.entry.page
            if wrong := markup.strange(html.page(job, settings, chapters, position)):
                raise AssertionError(f"{chapter.entry.path}: {wrong}")
            book = xhtml.body(chapter.epub or chapter.html, page, {page: page}, "Script").text
            if wrong := markup.strange(book):
                raise AssertionError(f"{chapter.entry.path} as an e-book: {wrong}")
            etree.fromstring(
                f"<body xmlns:epub='e'>{book}</body>".encode("utf-8", "replace"), _HUGE
            )
        return found

    def paper(self, job: Job) -> list[Finding]:
        """What is found; there is a PDF, and none of the data was run."""
        _, chapters, found = self.woven(job)
        target = job.stage / "report.pdf"
        folder = self.root.parent / f"{self.root.name}-typst"
        folder.mkdir(exist_ok=True)
        try:
            found += pdf.write_in(folder, job, chapters, target, self.compositor.typeset)
        except TieoutError as error:
            text = "".join(chapter.typst for chapter in chapters)
            if f'panicked with: "{CANARY}"' in str(error) and not _AUTHORED.search(
                "".join(chapter.text for chapter in job.chapters)
            ):
                raise AssertionError(f"Typst ran what was data: {text[-2000:]}") from error
            raise
        if not target.read_bytes().startswith(b"%PDF"):
            raise AssertionError("no PDF")
        return found

    def pids(self) -> list[int]:
        """The programs at work."""
        given = [each._process for each in self.workers._processes] + [self.compositor._child]
        return [each.pid for each in given if each is not None]

    def close(self) -> None:
        """End the programs."""
        self.workers.close()
        self.compositor.close()


@functools.cache
def desk(root: Path) -> Desk:
    """One desk a process."""
    return Desk(root / "press")


@contextlib.contextmanager
def watched(at: Desk) -> Iterator[None]:
    """Ends the programs that take too much over one input, and says so."""
    begun, over, said = time.monotonic(), threading.Event(), []
    before = _family(at.pids())

    def watch() -> None:
        while not over.wait(0.1):
            now = _family(at.pids())
            used = sum(now[pid][0] - before.get(pid, (0, 0))[0] for pid in now)
            held = sum(megabytes for _, megabytes in now.values())
            if used > SECONDS or time.monotonic() - begun > WAIT or held > MEGABYTES:
                said.append(f"a program used {used:.1f} s and {held:.0f} MB")
                at.close()
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
        if said:
            at.close()
            raise AssertionError(said[0])


def _family(pids: Iterable[int]) -> dict[int, tuple[float, float]]:
    """The seconds and megabytes of each program and what it started."""
    import psutil

    found: dict[int, tuple[float, float]] = {}
    for pid in pids:
        with contextlib.suppress(psutil.Error):
            top = psutil.Process(pid)
            for each in (top, *top.children(recursive=True)):
                times = each.cpu_times()
                found[each.pid] = times.user + times.system, each.memory_info().rss / 2**20
    return found


def _pandoc(world: World, data: bytes) -> Iterable[Finding]:
    at = desk(world.root)
    with watched(at):
        job = at.job({"report/prisons.qmd": data}, formats=("html", "epub"))
        return [*at.pages(job), *(each for c in job.chapters for each in c.findings)]


def _paper(world: World, data: bytes) -> Iterable[Finding]:
    at = desk(world.root)
    with watched(at):
        return at.paper(at.job({"report/prisons.qmd": data}))


def _cited(world: World, data: bytes) -> Iterable[Finding]:
    """A bibliography, of which a chapter cites all and another lists it."""
    at = desk(world.root)
    config = at.known[at.root / "tieout.toml"].decode()
    with watched(at):
        changed = {
            "tieout.toml": f'bibliographies = ["references.json"]\n{config}'.encode(),
            "references.json": data,
            "report/prisons.qmd": b"# Prisons {#sec-prisons}\n",
        }
        project = at.job(changed).project
        read_sources(project)  # as a build does, ahead of pandoc
        keys = list(citations.read_bibliography(project))[:20]
        known = "".join(f"One.[@{{{key}}}, p. 4] " for key in keys)
        changed["report/prisons.qmd"] += f"\nWords. {known}\n".encode("utf-8", "replace")
        job = at.job(changed)
        return [*at.pages(job), *at.paper(job)]


def _valued(world: World, data: bytes) -> Iterable[Finding]:
    """Values, names, titles, captions and cells, as a build hands them over."""
    try:
        given = json.loads(data)
    except (ValueError, RecursionError):
        given = data.decode("utf-8", "replace")
    texts = [each.encode("utf-8", "replace").decode()[:2000] for each in _texts(given)] or [""]
    at = desk(world.root)
    with watched(at):
        job = at.job({})
        made = {key: _with(use, texts) for key, use in job.fragments.uses.items()}
        authors = tuple(texts[:2])
        config = dataclasses.replace(job.book, title=texts[0], subtitle=texts[-1], authors=authors)
        job = dataclasses.replace(job, fragments=look.Fragments(made), book=config)
        return [*at.pages(job), *at.paper(job)]


def _texts(given: Any) -> Iterator[str]:
    if isinstance(given, dict):
        given = [*given, *given.values()]
    if isinstance(given, list):
        for each in given[:200]:
            yield from _texts(each)
    else:
        yield str(given)


def _with(use: look.Fragment, texts: list[str]) -> look.Fragment:
    """A fragment that says something else: markup where it may, else the same as text."""

    def text(number: int) -> str:
        return texts[number % len(texts)]

    match use:
        case look.Stat():
            anchor = "n-rise" if "rise" in use.html else "n-hostile"
            return look.stat(text(0), text(1), anchor=anchor, page="register.html", title=text(2))
        case look.Figure():
            caption = dataclasses.replace(use.caption, markdown=f"\ue0000\ue001 {_plain(text(3))}")
            return dataclasses.replace(use, alt=text(4), caption=caption, title=text(5))
        case look.Table():
            rows = tuple((text(n), text(n + 1)) for n in range(6, 9))
            return dataclasses.replace(use, header=(text(4), text(5)), rows=rows, title=text(3))
        case look.Register():
            rows = tuple(
                dataclasses.replace(row, cells=(text(n), text(n + 1)))
                for n, row in enumerate(use.rows)
            )
            return dataclasses.replace(use, header=(text(2), text(3)), rows=rows)
        case look.Source():
            cited = tuple(dataclasses.replace(each, locator=text(9)) for each in use.citations)
            return look.Source(cited)


def _plain(text: str) -> str:
    """Words for a caption, which is Markdown: no raw Typst, which an author may write."""
    return re.sub("[\ue000-\ue007]", "", text).replace("=", " ").replace("{{<", "")


FEATURES = (Path(__file__).parent / "features.qmd").read_bytes()
_HOSTILE = (
    '# T {#sec-prisons onclick="x()"}\n\n<SCRIPT>alert(1)</SCRIPT><img src=x onerror="alert(1)">'
    "[a](javascript:alert) [b](<java\tscript:x>) <svg/onload=x> ![c](data:text/html;x)"
    f'{{onload=x style="a"}} {CODE} `{CODE}` ${CODE}$ "{CODE}"\n\n'
    f"<a href='JavaScript:x'>d</a> [{CODE}]{{.mark #a\"b}} ::: {CODE}\n\n"
    "`<img src=x `{=html}onerror=x`>`{=html}\n"
).encode()
_VALUES = json.dumps(
    {
        "value": small_book.HOSTILE,
        "title": f'"; {CODE} #eval("1") \\',
        "name": "<script>alert(1)</script>",
        "caption": f"] {CODE} [ *a* `b` $c$ \"onclick='x()'\" @fig-rise",
        "cells": [CODE, "*/ // /*", '#include "/report.json"', "'\"><img src=x onerror=x>", "%"],
        "rest": ["1,234", "-0.5", "\u202e", "78%", "a\nb", "\u0000\u0007"],
    }
).encode()
_CSL = json.dumps(
    [
        {
            "id": "licadho",
            "type": "report",
            "title": f"Time <script>x</script> <i>for</i> {CODE}",
            "author": [{"literal": "Licadho"}, {"family": "Dara", "given": "C.", "suffix": CODE}],
            "issued": {"date-parts": [[2020, 1]]},
            "URL": "javascript:alert(1)",
            "DOI": "10.1/<b>x",
            "note": '"onclick=x',
        },
        {"id": "amnesty2020", "type": "webpage", "title": "S", "URL": "https://example.org/a?b&c"},
    ]
).encode()
_SAMPLE = ("report/index.qmd",)
_SMALL = tuple(small_book.CHAPTERS[name].encode() for name in ("prisons.qmd", "index.qmd"))
_Read = Callable[[World, bytes], Iterable[Finding]]


def _target(name: str, read: _Read, *seeds: str | bytes, most: int) -> Target:
    return Target(name, "", read, seeds, most, OURS, program=True)


TARGETS = {
    each.name: each
    for each in (
        Target(
            "parquet",
            shelf.FILE,
            shelf.read,
            shelf.seeds(),
            bounds=Bounds(seconds=2.0, megabytes=1024),  # of which DuckDB may take 800
        ),
        _target("pandoc", _pandoc, FEATURES, _HOSTILE, *_SMALL, *_SAMPLE, most=8_000),
        _target("cited", _cited, _CSL, most=20_000),
        _target("paper", _paper, FEATURES, _HOSTILE, *_SMALL, most=8_000),
        _target("values", _valued, _VALUES, most=10_000),
    )
}
