"""A bench for the embedded engine: a book written in a test, rendered, its pages and Typst bodies at hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import html as lxml_html

from tieout.engines.engine import Job, Rendered
from tieout.engines.pandoc import PandocEngine, citations, reading, rendering
from tieout.engines.pandoc.settings import settings_of
from tieout.engines.pandoc.woven import WovenChapter
from tieout.findings import Finding, TieoutError
from tieout.ledger import fragments as look
from tieout.project import Project
from tieout.prose.book import read_book
from tieout.prose.chapter import read_chapter

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="16cm" height="9cm" viewBox="0 0 16 9">'
    '<path d="M1 8 15 1" stroke="#000"/></svg>'
)
BIBLIOGRAPHY = """\
@report{licadho, title = {Time for Bail}, author = {{Licadho}}, year = {2020}}
@report{amnesty, title = {Substance Abuses}, author = {{Amnesty International}}, year = {2020}}
"""


@dataclass
class Bench:
    """A book in the making; `uses` are the fragments its shortcodes stand for."""

    root: Path
    uses: dict[str, look.Fragment] = field(default_factory=dict)
    extra: str = ""
    appendices: tuple[str, ...] = ()
    only: frozenset[str] = frozenset()

    def write(self, **chapters: str) -> Bench:
        """Chapters by name (`__` stands for a folder), in the order of the book."""
        report = self.root / "report"
        report.mkdir(parents=True, exist_ok=True)
        names = []
        for name, text in chapters.items():
            path = f"{name.replace('__', '/')}.qmd"
            (report / path).parent.mkdir(parents=True, exist_ok=True)
            (report / path).write_text(text, encoding="utf-8")
            names.append(path)
        listed = [name for name in names if name.removesuffix(".qmd") not in self.appendices]
        after = [name for name in names if name not in listed]
        (report / "_quarto.yml").write_text(
            f"project: {{type: book}}\nbook:\n  title: A book\n  author: Somebody\n"
            f"  chapters: [{', '.join(listed)}]\n  appendices: [{', '.join(after)}]\n{self.extra}"
        )
        (self.root / "tieout.toml").touch()
        (self.root / "references.bib").write_text(BIBLIOGRAPHY)
        (report / "own.svg").write_text(SVG)
        return self

    def stat(self, key: str, text: str, *, anchor: str = "") -> None:
        """A number's look; `key` as in the shortcode."""
        self.uses[f"stat {key}"] = look.stat(text, "1", anchor=anchor, page="register.html")

    def job(self, formats: Iterable[str] = ("html",), **more: object) -> Job:
        project = Project.find(self.root)
        book = read_book(project)
        stage = self.root.with_name(f"{self.root.name}-stage")
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir()
        asset = self.root.with_name("rise.svg")
        asset.write_text(SVG)
        return Job(
            project=project,
            book=book,
            chapters=tuple(read_chapter(project, entry) for entry in book.entries),
            fragments=look.Fragments(self.uses),
            assets={"_tieout/figures/rise.svg": asset, "_tieout/data/rise.csv": asset},
            formats=tuple(formats),
            stage=stage,
            timestamp=1_600_000_000,
            only=self.only,
            **more,  # type: ignore[arg-type]
        )

    def render(self, formats: Iterable[str] = ("html",)) -> Rendered:
        return PandocEngine().render(self.job(formats))

    def woven(self) -> Mapping[str, WovenChapter]:
        """Every chapter with values in place, by its page's name without `.html`."""
        job = self.job()
        settings = settings_of(job.book)
        entries = citations.read_bibliography(job.project)
        read = reading.read_chapters(job, settings, entries)
        woven, _, _ = rendering.weave_chapters(job, settings, read, entries)
        return {chapter.entry.page.removesuffix(".html"): chapter for chapter in woven}

    def one(self, text: str) -> WovenChapter:
        """One chapter woven, as chapter 1 of a book with nothing else."""
        return self.write(c=text).woven()["c"]

    def findings(self) -> list[Finding]:
        """What the book's errors are; none if it can be rendered."""
        try:
            self.woven()
        except TieoutError as error:
            return list(error.findings)
        return []

    def page(self, name: str) -> lxml_html.HtmlElement:
        """A page as rendered last."""
        return lxml_html.parse(self.pages / f"{name}.html").getroot()

    @property
    def pages(self) -> Path:
        return self.root.with_name(f"{self.root.name}-stage") / "html"
