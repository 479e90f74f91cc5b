"""Word: the whole report as one document for people who edit text; pandoc writes it, numbers are put in before."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tieout import catalogue
from tieout.engines.documents import finish, raster
from tieout.engines.documents.options import reference_of
from tieout.engines.engine import Job
from tieout.engines.pandoc import front, programs
from tieout.engines.pandoc.destinations import Destination, Picture, slug_of, typst_label
from tieout.engines.pandoc.references import Target
from tieout.engines.pandoc.weave import Format
from tieout.engines.pandoc.workers import LATE, TIMEOUT
from tieout.engines.pandoc.woven import Threads, WovenChapter
from tieout.findings import Finding, Place, TieoutError
from tieout.ledger.fragments import Stat, escape_latex
from tieout.prose.book import Role

# Where a link leads that paper cannot follow; such links are undone.
_NOWHERE = "tieout:nowhere"
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32)), "\N{REPLACEMENT CHARACTER}")

Json = dict[str, Any]


def write(job: Job, chapters: Sequence[WovenChapter], target: Path) -> tuple[Finding, ...]:
    """Write the document of all chapters to `target`; what pandoc warns of.

    Raises:
        TieoutError: a picture cannot be drawn, the reference document is missing, or pandoc refused.
    """
    reference = reference_of(job.project, job.book)
    blocks = front.blocks(job, chapters)
    pictures: dict[str, Path] = {}
    for index, chapter in enumerate(chapters):
        part = chapter.entry.part
        if part and (not index or chapters[index - 1].entry.part != part):
            blocks.append(front.styled("Part Title", part))
        blocks += _chapter(job, chapter, pictures)
    document = {"pandoc-api-version": _api(chapters), "meta": front.meta(job), "blocks": blocks}
    with tempfile.TemporaryDirectory(prefix="word-", dir=job.stage.parent) as name:
        folder = Path(name)
        (folder / "reference.docx").write_bytes(reference)
        for path, file in pictures.items():
            (folder / path).parent.mkdir(exist_ok=True)
            shutil.copyfile(file, folder / path)
        made = folder / "report.docx"
        warned = _run(job, folder, json.dumps(document, ensure_ascii=False).encode(), made)
        target.write_bytes(finish.finished(made.read_bytes()))
    return warned


def _run(job: Job, folder: Path, document: bytes, made: Path) -> tuple[Finding, ...]:
    command = programs.command("--from", "json", "--to", "docx", "--output", str(made))
    # No file of the reader's own folders may change what comes out.
    command += [f"--reference-doc={folder / 'reference.docx'}", f"--data-dir={folder}"]
    place = Place(job.project.relative(job.project.report))
    status, complaint = 1, f"it {LATE}"
    with contextlib.suppress(subprocess.TimeoutExpired):
        done = subprocess.run(
            command,
            input=document,
            capture_output=True,
            check=False,
            timeout=TIMEOUT,
            cwd=folder,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(job.timestamp)},
        )
        status, complaint = done.returncode, done.stderr.decode("utf-8", "replace")
    said = [line for line in complaint.splitlines() if line.strip()]
    if status or not made.is_file():
        message = f"pandoc made no Word document: {(said or ['no message'])[0]}"
        remedy = "Take the newest change back; if that does not help, report this."
        raise TieoutError(
            Finding(catalogue.ENGINE_FAILED, place, message, remedy, tuple(said[1:10]))
        )
    told = [line.removeprefix("[WARNING] ") for line in said if line.startswith("[WARNING]")]
    return tuple(
        Finding(catalogue.ENGINE_WARNING, place, f"pandoc, writing Word: {line}") for line in told
    )


def _api(chapters: Sequence[WovenChapter]) -> list[int]:
    """The version of the document's form, as the worker's pandoc wrote it."""
    for chapter in chapters:
        if chapter.threads and chapter.threads.result.word:
            version: list[int] = json.loads(chapter.threads.result.word)["pandoc-api-version"]
            return version
    return [1, 23]


def _chapter(job: Job, chapter: WovenChapter, pictures: dict[str, Path]) -> list[Json]:
    """The chapter's blocks with everything in place; the pictures they show are added to `pictures`."""
    threads = chapter.threads
    if threads is None or not threads.result.word:
        return []
    filled = _Word(job, threads, pictures).fill(threads.result.word)
    blocks: list[Json] = json.loads(filled)["blocks"]
    if _NOWHERE in filled:
        blocks = _followed(blocks)
    return blocks


def _followed(node: Any) -> Any:
    """The tree without the links that lead nowhere; their words stay."""
    if isinstance(node, list):
        made: list[Any] = []
        for item in node:
            if isinstance(item, dict) and item.get("t") == "Link" and item["c"][2][0] == _NOWHERE:
                made += _followed(item["c"][1])
            else:
                made.append(_followed(item))
        return made
    if isinstance(node, Mapping):
        return {key: _followed(value) for key, value in node.items()}
    return node


class _Word(Format):
    """What stands in the strings of pandoc's JSON."""

    def __init__(self, job: Job, threads: Threads, pictures: dict[str, Path]) -> None:
        super().__init__(threads)
        self.job, self.pictures = job, pictures
        self.site = str(job.book.config.data["book"].get("site-url") or "").rstrip("/")
        self.marks["q"] = lambda payload: self.formula(threads.slots[int(payload)])

    def text(self, text: str) -> str:
        return json.dumps(text.translate(_CONTROLS), ensure_ascii=False)[1:-1]

    plain = text

    def rich(self, stat: Stat) -> str:
        return self.text(stat.text)

    def formula(self, stat: Stat | None) -> str:
        """A value within TeX; after a command TeX swallows a space, so none stays one."""
        return self.text(escape_latex(stat.text).replace(" ", "~")) if stat else ""

    def chapter_number(self) -> str:
        number = self.threads.number if self.threads.settings.number_sections else ""
        if number and self.threads.entry.role is Role.APPENDIX:
            return self.text(f"{self.threads.settings.prefix('apx')} {number} — ")
        return self.text(f"{number}\N{EN SPACE}") if number else ""

    def open_reference(self, label: str, target: Target | None) -> str:
        if target is None:
            return _NOWHERE
        return self.text(f"#{typst_label(slug_of(target.entry), label)}")

    def picture(self, picture: Picture | None) -> str:
        if picture is None:
            return ""
        file = picture.file
        if Path(picture.path).suffix.lower() in raster.VECTORS:
            width = picture.size[0] if picture.size else None
            file = raster.png(self.job.project, file, width, Place(picture.path))
        # Word keeps the name: it must not tell of this machine's folders.
        name = (
            f"pictures/{Path(picture.path).with_suffix(file.suffix).as_posix().replace('/', '-')}"
        )
        self.pictures[name] = file
        return self.text(name)

    def size(self, picture: Picture | None) -> str:
        return f"{picture.size[0]}px" if picture and picture.size else ""

    def open_link(self, destination: Destination | None) -> str:
        if destination is None:
            return _NOWHERE
        if destination.label:
            return self.text(f"#{destination.label}")
        if self.site:
            return self.text(f"{self.site}/{destination.page}")
        return _NOWHERE
