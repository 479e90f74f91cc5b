"""PDF: the whole report put together for Typst, and what Typst says told in the chapters' terms."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from tieout import catalogue
from tieout.engines import fonts
from tieout.engines.engine import Job
from tieout.engines.pandoc import imprint, mending, typeset
from tieout.engines.pandoc.destinations import MISSING
from tieout.engines.pandoc.mending import NO_GLYPH
from tieout.engines.pandoc.pictures import kind as picture_kind
from tieout.engines.pandoc.woven import WovenChapter
from tieout.findings import Finding, Place, TieoutError, graded, in_order
from tieout.ledger.fragments import Figure, Table
from tieout.prose.book import BOOK_FILE, Entry, Role

TEMPLATE, THEME = (Path(__file__).with_name(name) for name in ("template.typ", "theme"))
# What a chapter's body may call; the rest of the template is out of its sight.
FUNCTIONS = (
    "bibliography-list",
    "callout",
    "chapter-abstract",
    "chapter-subtitle",
    "checkbox",
    "code-name",
    "figure-links",
    "horizontal-rule",
    "key-numbers",
    "margin-note",
    "register",
    "tab-title",
    "theorem",
)
MAIN = """#import "/template.typ": chapter-pages, data, part-page, report
#show: report
#for chapter in data.chapters {
  part-page(chapter.opens)
  if not chapter.empty { chapter-pages(chapter, include chapter.file) }
}
"""
_PICTURES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"})


def write(
    job: Job, chapters: Sequence[WovenChapter], target: Path, press: typeset.Press | None = None
) -> tuple[Finding, ...]:
    """Write the PDF of all chapters to `target` and return Typst's warnings; `press` may have begun already.

    Raises:
        TieoutError: Typst refused the report, or a picture lies outside the project.
    """
    press = press or typeset.Press()
    with tempfile.TemporaryDirectory(prefix="pdf-", dir=job.stage.parent) as folder:

        def set_type(order: typeset.Order) -> typeset.Outcome:
            return press.typeset(order, job.besides)

        return write_in(Path(folder), job, chapters, target, set_type)


def write_in(
    folder: Path,
    job: Job,
    chapters: Sequence[WovenChapter],
    target: Path,
    set_type: Callable[[typeset.Order], typeset.Outcome],
) -> tuple[Finding, ...]:
    """The same in a folder that may stay, with something like `Press.typeset`."""
    severities = job.project.severities
    root, faces = folder / "root", folder / "fonts"
    shutil.rmtree(root, ignore_errors=True)
    files = _lay_out(job, chapters, root)
    fonts.lay_out(job.project, faces)
    made = folder / "report.pdf"
    teller = _Teller(job, files, str(root))
    standards = typeset.ARCHIVAL if job.project.config.pdf_a else typeset.STANDARDS
    order = typeset.Order(root, "main.typ", made, faces, job.timestamp, standards)
    mended: list[Finding] = []
    for _ in range(mending.ATTEMPTS):
        outcome = set_type(order)
        more = [] if outcome.good else mending.mend(root, outcome, severities, teller.place)
        if not more:
            break
        mended += more
    findings = (*graded(mended, severities), *teller.findings(outcome))
    if not outcome.good:
        raise TieoutError(*findings)
    shutil.move(made, target)
    return findings


def _lay_out(job: Job, chapters: Sequence[WovenChapter], root: Path) -> dict[str, Entry]:
    """Everything Typst reads, below `root`; which chapter each body's file comes from."""
    (root / "chapters").mkdir(parents=True)
    shutil.copyfile(TEMPLATE, root / "template.typ")
    (root / MISSING).parent.mkdir()
    shutil.copyfile(THEME / "missing.svg", root / MISSING)
    (root / "main.typ").write_text(MAIN, encoding="utf-8")
    imports = f'#import "/template.typ": {", ".join(FUNCTIONS)}\n'
    files: dict[str, Entry] = {}
    for number, chapter in enumerate(chapters, start=1):
        name = f"chapters/{number:03}.typ"
        body = _after_title(chapter) if chapter.entry.role is Role.PART else chapter.typst
        (root / name).write_text(imports + body + "\n", encoding="utf-8")
        files[name] = chapter.entry
    data = json.dumps(_data(job, chapters, list(files)), ensure_ascii=False, indent=1)
    (root / "report.json").write_text(data, encoding="utf-8")
    _copy_pictures(job, chapters, root)
    return files


def _data(job: Job, chapters: Sequence[WovenChapter], files: Sequence[str]) -> dict[str, object]:
    """What the template reads as `report.json`: every string of it stays a string."""
    appendices = [c for c in chapters if c.entry.role is Role.APPENDIX and c.headings]
    traced = any("#register[" in chapter.typst for chapter in chapters)
    return {
        **imprint.data(job.book, job.timestamp, traced=traced),
        "titles": _titles(job),
        "listed": sorted({item.kind for chapter in chapters for item in chapter.floats}),
        "first-appendix": appendices[0].headings[0].label if appendices else "",
        "chapters": [
            {
                "file": f"/{file}",
                "number": chapters[index].number,
                "title": chapters[index].title_text,
                "opens": _part(chapters, index),
                "empty": chapters[index].entry.role is Role.PART
                and not _after_title(chapters[index]).strip(),
            }
            for index, file in enumerate(files)
        ],
    }


def _after_title(chapter: WovenChapter) -> str:
    """The body of a part's page: its title stands on the part's own."""
    return chapter.typst.partition("\n\n")[2]


def pages(path: Path) -> int:
    """How many pages a PDF made by Typst has: its page tree says so in plain bytes."""
    found = re.search(rb"/Type/Pages/Count (\d+)", path.read_bytes())
    return int(found[1]) if found else 0


def _titles(job: Job) -> dict[str, str]:
    """The short names of figures and tables by their labels: lists print them instead of whole captions."""
    floats = (f for f in job.fragments.uses.values() if isinstance(f, Figure | Table))
    return {each.id: each.title for each in floats if each.title}


def _part(chapters: Sequence[WovenChapter], index: int) -> dict[str, object] | None:
    """The part that begins with this chapter: its title and its chapters."""
    part = chapters[index].entry.part
    if not part or (index and chapters[index - 1].entry.part == part):
        return None
    listed = []
    for chapter in chapters[index:]:
        if chapter.entry.part != part:
            break
        if chapter.entry.role is Role.PART:
            continue
        label = chapter.headings[0].label if chapter.headings else ""
        listed.append({"number": chapter.number, "title": chapter.title_text, "label": label})
    first = chapters[index]
    own = first.headings[0].label if first.entry.role is Role.PART and first.headings else ""
    return {"title": part, "chapters": listed, "label": own}


def _copy_pictures(job: Job, chapters: Sequence[WovenChapter], root: Path) -> None:
    pictures = {
        name: (path, Place(name))
        for name, path in job.assets.items()
        if PurePosixPath(name).suffix.lower() in _PICTURES
    }
    found = []
    for chapter in chapters:
        place = Place(job.project.relative(job.project.report / chapter.entry.path))
        for name in chapter.images:
            path = job.project.report / name
            kind = picture_kind(path)
            if kind and kind != PurePosixPath(name).suffix.lower().lstrip(".").replace(
                "jpeg", "jpg"
            ):
                pictures.setdefault(f"{name}.{kind}", (path, place))
            inside = not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts
            if inside and job.project.holds(path):
                pictures.setdefault(name, (path, place))
                continue
            found.append(
                Finding(
                    catalogue.OUTSIDE_PROJECT,
                    place,
                    f"picture '{name}' lies outside the report's folder",
                    "Copy it into the report's folder.",
                )
            )
    if found:
        raise TieoutError(*found)
    for name, (path, _) in pictures.items():
        if path.is_file():  # Typst names the chapter that misses one
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, root / name)


class _Teller:
    """Tells what Typst says of the generated files in terms of the author's."""

    def __init__(self, job: Job, files: dict[str, Entry], root: str) -> None:
        self.job = job
        self.files = files
        self.root = root

    def findings(self, outcome: typeset.Outcome) -> tuple[Finding, ...]:
        if outcome.died:
            finding = Finding(
                catalogue.ENGINE_FAILED,
                self._book(),
                f"Typst's process {outcome.died}",
                "Build again; if it ends the same way, the report is too large for this machine.",
            )
            return (finding,)
        glyphs: dict[tuple[str, int, int], list[str]] = {}
        found = []
        for problem in outcome.problems:
            if missing := NO_GLYPH.search(problem.message):
                where = (problem.file, problem.line, problem.column)
                if where in glyphs:
                    glyphs[where].append(missing["text"])
                    continue
                glyphs[where] = [missing["text"]]
            found.append(problem)
        return in_order(
            self._finding(problem, glyphs.get((problem.file, problem.line, problem.column), []))
            for problem in found
        )

    def _finding(self, problem: typeset.Problem, glyphs: Sequence[str]) -> Finding:
        bad = problem.kind == "error"
        rule = catalogue.ENGINE_FAILED if bad else catalogue.ENGINE_WARNING
        excerpt = _excerpt(problem)
        if bad and glyphs:
            lacking = " ".join(dict.fromkeys(_unescaped(glyph) for glyph in glyphs))
            rule = catalogue.NO_GLYPH
            message = f"no font has these characters: {lacking}"
            fonts = self.job.project.relative(self.job.project.report / "fonts")
            remedy = f"Put a TrueType or OpenType font that has them into {fonts}/."
        else:
            message = "Typst: " + problem.message.replace(f"{self.root}/", "")
            hints = "; ".join(problem.hints)
            remedy = f"{hints[:1].upper()}{hints[1:]}." if hints else ""
        return Finding(rule, self.place(problem), message, remedy, (excerpt,) if excerpt else ())

    def place(self, problem: typeset.Problem) -> Place:
        """Where in the chapters a problem of the generated files lies."""
        entry = self.files.get(problem.file)
        if entry is None:
            return self._book()
        for chapter in self.job.chapters:
            if chapter.entry.path == entry.path:
                # Typst points into the generated body; its words lead back to the author's line.
                for words in _runs(problem):
                    offset = chapter.text.find(words)
                    if offset >= 0:
                        return chapter.place(offset)
                return Place(chapter.path)
        return Place(self.job.project.relative(self.job.project.report / entry.path))

    def _book(self) -> Place:
        return Place(self.job.project.relative(self.job.project.report / BOOK_FILE))


def _runs(problem: typeset.Problem) -> list[str]:
    """Runs of plain words in the line Typst points at, the one at its column first, then by length."""
    runs = list(re.finditer(r"[^\W_][^#\[\]<>\"\\*_$`{};]{7,}", problem.source))
    here = [run for run in runs if run.start() <= problem.column <= run.end()]
    rest = sorted(runs, key=lambda run: run.start() - run.end())
    return [run.group().strip() for run in (*here, *rest)]


def _excerpt(problem: typeset.Problem) -> str:
    """The part of a long generated line that Typst points at."""
    start = max(0, problem.column - 40)
    return problem.source[start : start + 100].strip()


def _unescaped(glyph: str) -> str:
    """A character as a reader can name it: Typst spells a combining one by its code point."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda hit: f"U+{int(hit[1], 16):04X}", glyph)
