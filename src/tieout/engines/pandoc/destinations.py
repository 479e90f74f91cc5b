"""Destinations: the pictures and links of a chapter, found on disk and in the book, or reported."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from tieout import catalogue
from tieout.engines.engine import Job
from tieout.engines.pandoc import pictures
from tieout.engines.pandoc.references import is_label
from tieout.engines.pandoc.result import Result
from tieout.findings import Finding, Place, nearest
from tieout.prose.book import Entry
from tieout.prose.chapter import Chapter

_REMOTE = re.compile(r"[A-Za-z][\w+.-]*:|//")


# Stands where a picture is missing.
MISSING = "_theme/missing.svg"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its path below the pages' top folder, its file and the size it takes."""

    path: str
    file: Path
    size: tuple[int, int] | None
    kind: str = ""

    @property
    def typst(self) -> str:
        """Its path as Typst is given it: Typst goes by the ending of the name."""
        ending = PurePosixPath(self.path).suffix.lower().lstrip(".").replace("jpeg", "jpg")
        return f"{self.path}.{self.kind}" if self.kind and self.kind != ending else self.path


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a link leads: a page or file with an anchor, and the Typst label of the same thing, if any.

    `file` is set when the link is to a file that has to stand beside the pages.
    """

    page: str
    anchor: str = ""
    label: str = ""
    file: Path | None = None


def slug_of(entry: Entry) -> str:
    """A chapter's name in labels."""
    return entry.page.removesuffix(".html").replace("/", "-")


def typst_label(slug: str, identifier: str) -> str:
    """The Typst label of an anchor: labels are unique in the book, other anchors in their chapter."""
    safe = re.sub(
        rb"[^A-Za-z0-9_.-]",
        lambda hit: b":%x:" % hit.group()[0],
        identifier.encode(),
    ).decode()
    if is_label(identifier) or identifier.startswith("n-"):
        return safe
    return f"{_safe_slug(slug)}:{safe}"


def find_pictures(
    job: Job, chapter: Chapter, result: Result
) -> tuple[list[Picture | None], list[Finding]]:
    """Each picture of the chapter, None where it is missing."""
    made: list[Picture | None] = []
    found: list[Finding] = []
    for image in result.images:
        path = _below_top(chapter.entry, image.src)
        file = _file(job, path)
        if _REMOTE.match(image.src):
            made.append(None)  # told by the worker
        elif file is None:
            made.append(None)
            remedy = "Put the file there or mend the path; paths start at the chapter's folder."
            message = f"picture '{image.src}' does not exist in the report's folder"
            place = _place_of(chapter, image.src)
            found.append(Finding(catalogue.MISSING_IMAGE, place, message, remedy))
        elif not (kind := pictures.kind(file)):
            made.append(None)
            message = f"'{image.src}' is no picture that pages and PDF can show"
            place = _place_of(chapter, image.src)
            remedy = "Save it as PNG, JPEG or SVG."
            found.append(Finding(catalogue.UNUSABLE_IMAGE, place, message, remedy))
        else:
            size = pictures.sized(pictures.size(file), image.width, image.height)
            made.append(Picture(path, file, size, kind))
    return made, found


def find_links(
    job: Job, chapter: Chapter, result: Result, results: Mapping[str, Result]
) -> tuple[list[Destination | None], list[Finding]]:
    """Each link of the chapter, None where it is broken; `results` by the chapters' paths."""
    made: list[Destination | None] = []
    found: list[Finding] = []
    entries = {entry.entry.path: entry.entry for entry in job.chapters}
    places: dict[str, list[Entry]] | None = None
    for target in result.links:
        path, _, anchor = unquote(target).partition("#")
        destination = None
        known: list[str] = []
        wanted = _below_top(chapter.entry, path) if path else chapter.entry.path
        entry = entries.get(wanted) or entries.get(f"{wanted.removesuffix('.html')}.qmd")
        if entry is not None:
            anchors = results[entry.path].anchors
            known = sorted(anchors)
            if not path and anchor not in anchors:
                places = places or _anchors(entries, results)
            if places and not path and anchor not in anchors and len(places.get(anchor, ())) == 1:
                entry = places[anchor][0]  # in another chapter: a label is the book's
                anchors = results[entry.path].anchors
            first = results[entry.path].headings[:1]
            if not anchor or anchor in anchors:
                name = anchor or (first[0].id if first else "")
                label = typst_label(slug_of(entry), name) if name else ""
                destination = Destination(entry.page, anchor, label)
        else:
            known = list(entries)
            file = _file(job, wanted)
            if file is not None:
                destination = Destination(wanted, anchor, file=file)
        made.append(destination)
        if destination is None:
            wrong = anchor if entry is not None else path
            found.append(
                Finding(
                    catalogue.BROKEN_LINK,
                    _place_of(chapter, target),
                    f"nothing is at '{target}'",
                    nearest(wrong, known) or "Link to a chapter's file, with #label if need be.",
                )
            )
    return made, found


def _anchors(entries: Mapping[str, Entry], results: Mapping[str, Result]) -> dict[str, list[Entry]]:
    """The chapters that have each anchor."""
    places: dict[str, list[Entry]] = {}
    for path, entry in entries.items():
        for anchor in results[path].anchors:
            places.setdefault(anchor, []).append(entry)
    return places


def href(page: str, destination: Destination) -> str:
    """The way from a page to a destination, as a relative address."""
    anchor = f"#{quote(destination.anchor, safe=':~.')}" if destination.anchor else ""
    if destination.page == page:
        return anchor or posixpath.basename(page)
    return relative(page, destination.page) + anchor


@lru_cache(maxsize=4096)
def relative(page: str, path: str) -> str:
    """The way from a page to a file, both below the pages' top folder."""
    return quote(posixpath.relpath(path, posixpath.dirname(page) or "."))


def _below_top(entry: Entry, path: str) -> str:
    path = unquote(path)
    if path.startswith("/"):
        return posixpath.normpath(path.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), path))


def _file(job: Job, path: str) -> Path | None:
    if path in job.assets:
        return job.assets[path]
    file = job.project.report / path
    inside = not path.startswith("..") and job.project.holds(file)
    return file if inside and file.is_file() else None


def _place_of(chapter: Chapter, text: str) -> Place:
    offset = chapter.text.find(text)
    return chapter.place(offset) if offset >= 0 else Place(chapter.path)


def _safe_slug(slug: str) -> str:
    return re.sub(rb"[^A-Za-z0-9_.-]", lambda hit: b":%x:" % hit.group()[0], slug.encode()).decode()
