"""EPUB: the pages' own HTML as an e-book; written here because nothing has to be read or converted again."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath

from tieout import catalogue
from tieout.engines.documents import raster
from tieout.engines.documents.options import depth_of, file_of, of_format
from tieout.engines.engine import Job
from tieout.engines.pandoc import imprint, navigation
from tieout.engines.pandoc.destinations import Picture
from tieout.engines.pandoc.epub import package
from tieout.engines.pandoc.epub.package import About, Entry, Item
from tieout.engines.pandoc.epub.xhtml import Body, body, escape
from tieout.engines.pandoc.settings import Settings
from tieout.engines.pandoc.woven import WovenChapter
from tieout.findings import Finding, Place, TieoutError
from tieout.prose.book import Role

# Beside the chapters, under a name that none of them has.
OWN = "_book"
_STYLE, _NAV, _TITLE, _COVER = (
    f"{OWN}/{name}" for name in ("style.css", "contents.xhtml", "title.xhtml", "cover.xhtml")
)
_MIMETYPE = "application/epub+zip"


@dataclass
class _Files:
    """The book's files in the making, with what the package says of each."""

    data: dict[str, bytes] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)

    def add(self, path: str, data: bytes, *, read: bool = False, properties: str = "") -> None:
        if path not in self.data:
            self.data[path] = data
            self.items.append(Item(path, read, properties))


def write(
    job: Job,
    settings: Settings,
    chapters: Sequence[WovenChapter],
    files: Mapping[str, Picture],
    target: Path,
) -> None:
    """Write the e-book of all chapters to `target`.

    Args:
        job: what to render.
        settings: the book's words.
        chapters: in order.
        files: pictures that stand beside the pages, by path; those of tieout are among the job's assets.
        target: the file to write.

    Raises:
        TieoutError: the cover is not there.
    """
    about = _about(job)
    made = _Files()
    words = imprint.data(job.book, job.timestamp, traced=_traced(chapters))["words"]
    contents = words["contents"]
    pages = {c.entry.page: f"{PurePosixPath(c.entry.page).with_suffix('.xhtml')}" for c in chapters}
    _add_cover(job, about, made)
    made.add(_TITLE, _title(job, chapters).encode(), read=True)
    bodies = [_body(chapter, pages, settings) for chapter in chapters]
    marks = [Entry(contents, f"toc {PurePosixPath(_NAV).name}")]
    marks += [Entry(about.title, f"bodymatter ../{pages[c.entry.page]}") for c in chapters[:1]]
    entries = _entries(chapters, pages, settings, depth_of(job.book, "epub", 3) or 1)
    nav = package.navigation(contents, job.book.lang, entries, marks)
    made.add(_NAV, nav.encode(), read=True, properties="nav")
    for chapter, each in zip(chapters, bodies, strict=True):
        path = pages[chapter.entry.page]
        made.add(
            path,
            _page(job, chapter, each, path).encode(),
            read=True,
            properties=" ".join(sorted(each.properties)),
        )
    _add_pictures(job, bodies, files, made)
    made.add(_STYLE, _style(job))
    maths = any("mathml" in each.properties for each in bodies)
    opf = package.opf(about, made.items, pictures=any(e.pictures for e in bodies), maths=maths)
    _zip(target, {**made.data, package.OPF: opf.encode()})


def _body(chapter: WovenChapter, pages: Mapping[str, str], settings: Settings) -> Body:
    return body(
        chapter.epub or chapter.html, chapter.entry.page, pages, settings.words["figure-script"]
    )


def _page(job: Job, chapter: WovenChapter, made: Body, path: str) -> str:
    here = posixpath.dirname(path) or "."
    title = navigation.title_of(chapter) or job.book.title
    inside = f"<main>\n{made.text.strip()}\n</main>"
    return package.page(
        title, job.book.lang, inside, style=posixpath.relpath(_STYLE, here), kind="bodymatter"
    )


def _entries(
    chapters: Sequence[WovenChapter], pages: Mapping[str, str], settings: Settings, depth: int
) -> list[Entry]:
    """The contents: parts, chapters and their sections."""
    made: list[Entry] = []
    groups: list[tuple[str, list[Entry]]] = []
    for chapter in chapters:
        part = chapter.entry.part
        if not groups or groups[-1][0] != part:
            groups.append((part, []))
        file = f"../{pages[chapter.entry.page]}"
        own = chapter.number if settings.number_sections else ""
        number = f"{own} " if own else ""
        if own and chapter.entry.role is Role.APPENDIX:
            number = f"{settings.prefix('apx')} {own} — "
        sections = [
            (
                heading.level,
                Entry(_numbered(heading.number, heading.text), f"{file}#{heading.anchor}"),
            )
            for heading in chapter.headings[1:]
            if heading.level <= depth and heading.listed
        ]
        title = f"{number}{chapter.title_text}" or chapter.entry.page
        groups[-1][1].append(Entry(title, file, _nested(sections)))
    for part, entries in groups:
        made += [Entry(part, "", tuple(entries))] if part else entries
    return made


def _numbered(number: str, text: str) -> str:
    return f"{number} {text}" if number else text


def _nested(sections: Sequence[tuple[int, Entry]]) -> tuple[Entry, ...]:
    """Headings with the deeper ones that follow each below it."""
    made = []
    position = 0
    while position < len(sections):
        level, entry = sections[position]
        end = position + 1
        while end < len(sections) and sections[end][0] > level:
            end += 1
        made.append(Entry(entry.text, entry.href, _nested(sections[position + 1 : end])))
        position = end
    return tuple(made)


def _about(job: Job) -> About:
    book, told = job.book, job.book.config.data["book"]
    said = imprint.data(book, job.timestamp, traced=False)
    own = of_format(book, "epub")
    address = str(told.get("site-url") or told.get("repo-url") or "")
    given = str(own.get("identifier") or told.get("isbn") or "")
    if not given and told.get("doi"):
        given = f"https://doi.org/{str(told['doi']).removeprefix('https://doi.org/')}"
    authors = book.authors or ()
    return About(
        title=str(said["title"]),
        subtitle=book.subtitle,
        authors=authors,
        lang=book.lang,
        date=_date(book.date, job.timestamp),
        rights=imprint.rights(book),
        description=str(said["description"]),
        publisher=str(told.get("publisher") or own.get("publisher") or ""),
        identifier=package.identifier_of(given, address, str(said["title"]), authors),
        timestamp=job.timestamp,
    )


def _date(stated: str, timestamp: int) -> str:
    """The date as the format wants it: a day, else the year that is named, else nothing."""
    if stated.strip() in {"today", "now", "last-modified"}:
        return datetime.fromtimestamp(timestamp, UTC).date().isoformat()
    try:
        return date.fromisoformat(stated.strip()[:10]).isoformat()
    except ValueError:
        year = re.search(r"\b(\d{4})\b", stated)
        return year[1] if year else ""


def _traced(chapters: Sequence[WovenChapter]) -> bool:
    return any('class="register"' in chapter.html for chapter in chapters)


def _title(job: Job, chapters: Sequence[WovenChapter]) -> str:
    """The title page, with the imprint below."""
    said = imprint.data(job.book, job.timestamp, traced=_traced(chapters))
    lines = [f'<h1 class="title">{escape(str(said["title"]))}</h1>']
    lines += [f'<p class="subtitle">{escape(job.book.subtitle)}</p>'] if job.book.subtitle else []
    lines += [f'<p class="author">{escape(author)}</p>' for author in job.book.authors]
    lines += [f'<p class="date">{escape(str(said["date"]))}</p>'] if said["date"] else []
    for line in said["imprint"]:
        parts = "".join(
            f'<a href="{escape(part["href"])}">{escape(part["text"])}</a>'
            if part["href"]
            else escape(part["text"])
            for part in line["parts"]
        )
        lines.append(f'<p class="imprint"><b>{escape(line["label"])}:</b> {parts}</p>')
    inside = "<section>\n" + "\n".join(lines) + "\n</section>"
    return package.page(
        str(said["title"]), job.book.lang, inside, style="style.css", kind="titlepage"
    )


def _add_cover(job: Job, about: About, made: _Files) -> None:
    own = of_format(job.book, "epub")
    keys = (("format", "epub", "cover-image"), ("format", "epub", "epub-cover-image"))
    asked = next((k for k in keys if own.get(k[-1])), ("book", "cover-image"))
    name = (
        own.get(asked[-1]) if asked[0] == "format" else job.book.config.data["book"].get(asked[1])
    )
    if not name:
        return
    file = file_of(job.project, name)
    if file is None:
        message = f"the cover '{name}' does not exist in the report's folder"
        place = job.book.config.place(*asked)
        remedy = "Put the file there or mend the path."
        raise TieoutError(Finding(catalogue.MISSING_IMAGE, place, message, remedy))
    if file.suffix.lower() in raster.VECTORS:
        file = raster.png(job.project, file, None, job.book.config.place(*asked))
    picture = f"{OWN}/cover{file.suffix.lower()}"
    alt = str(job.book.config.data["book"].get("cover-image-alt") or about.title)
    inside = f'<figure class="cover"><img src="cover{file.suffix.lower()}" alt="{escape(alt)}"/></figure>'
    page = package.page(about.title, job.book.lang, inside, style="style.css", kind="cover")
    made.add(_COVER, page.encode(), read=True)
    made.add(picture, file.read_bytes(), properties="cover-image")


def _add_pictures(
    job: Job, bodies: Sequence[Body], files: Mapping[str, Picture], made: _Files
) -> None:
    known = {**{path: picture.file for path, picture in files.items()}, **job.assets}
    for name in sorted({path for each in bodies for path in each.pictures} & known.keys()):
        kind = PurePosixPath(name).suffix.lower()
        if kind not in package.TYPES:
            message = f"picture '{name}' is of a kind that no e-book shows ({kind or 'none'})"
            place = Place(job.project.relative(job.project.report / name))
            remedy = "Save it as PNG, JPEG or SVG."
            raise TieoutError(Finding(catalogue.MISSING_IMAGE, place, message, remedy))
        made.add(name, known[name].read_bytes())


def _style(job: Job) -> bytes:
    widths = "".join(f".w-{n}{{width:{n}%}}" for n in range(1, 101))
    text = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
    own = file_of(job.project, of_format(job.book, "epub").get("css"))
    more = own.read_text(encoding="utf-8") if own else ""
    return f"{widths}\n{text}{more}".encode()


def _zip(target: Path, files: Mapping[str, bytes]) -> None:
    """The book's file: the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        parts = [
            ("mimetype", _MIMETYPE.encode()),
            ("META-INF/container.xml", package.CONTAINER.encode()),
        ]
        parts += [(f"EPUB/{name}", files[name]) for name in sorted(files)]
        for name, data in parts:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            made.writestr(entry, data)
    target.write_bytes(out.getvalue())
