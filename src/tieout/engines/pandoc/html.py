"""HTML: one page a chapter, with the book's contents beside it; everything a page needs stands in its folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from string import Template
from typing import TypeAlias

from tieout.engines import panel
from tieout.engines.engine import Job
from tieout.engines.pandoc import downloads, navigation, programs
from tieout.engines.pandoc.destinations import Picture
from tieout.engines.pandoc.settings import Settings
from tieout.engines.pandoc.woven import WovenChapter
from tieout.ledger.fragments import escape_html
from tieout.prose.book import Role

THEME = programs.HERE / "theme"
FOLDER = "html"
_FILES = ("early.js", "page.js", "tabs.js", "missing.svg")

Content: TypeAlias = bytes | Path  # the bytes of a file, or the file whose bytes they are


def write(
    job: Job,
    settings: Settings,
    chapters: Sequence[WovenChapter],
    files: Mapping[str, Picture],
    readable: Callable[[Path], object],
) -> None:
    """Write the pages below `job.stage`.

    Args:
        job: what to render; `only` leaves out pages.
        settings: the book's words.
        chapters: all chapters, in order.
        files: pictures and linked files that stand beside the pages, by path.
        readable: told of their folder as soon as all that is to be read stands in it, before the rest does.
    """
    folder = job.stage / FOLDER
    rest: list[tuple[str, Content]] = []
    for name, content in everything(job, settings, chapters, files):
        if name.endswith(".html"):
            put(folder / name, content)
        else:
            rest.append((name, content))
    readable(folder)
    for name, content in rest:
        put(folder / name, content)


def everything(
    job: Job, settings: Settings, chapters: Sequence[WovenChapter], files: Mapping[str, Picture]
) -> Iterator[tuple[str, Content]]:
    """Every file of the pages' folder, but for the search index: its name, and its bytes or the file to copy."""
    for position, chapter in enumerate(chapters):
        if not job.only or chapter.entry.path in job.only:
            yield chapter.entry.page, page(job, settings, chapters, position).encode()
    yield from theme()
    yield from sorted({**job.assets, **{k: p.file for k, p in files.items()}}.items())
    yield from panel.files(job.fragments).items()


def put(path: Path, content: Content) -> None:
    """Write one file of the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, Path):
        shutil.copyfile(content, path)
    else:
        path.write_bytes(content)


def page(job: Job, settings: Settings, chapters: Sequence[WovenChapter], position: int) -> str:
    """One chapter's page."""
    chapter, words = chapters[position], settings.words
    root = "../" * chapter.entry.page.count("/")
    body = chapter.html
    cover = ""
    if chapter.entry.role is Role.INDEX:
        cover, body = _cover(job, chapter)
    before = chapters[position - 1] if position else None
    after = chapters[position + 1] if position + 1 < len(chapters) else None
    title = navigation.title_of(chapter)
    contents = navigation.contents(job.book, settings, chapters, chapter)
    return _template().substitute(
        lang=escape_html(settings.lang),
        root=root,
        meta=_meta(job),
        title=escape_html(job.book.title if cover else f"{title} – {job.book.title}"),
        links=_links(chapter, before, after) + _extras(body, root),
        home=escape_html(navigation.way(chapter, chapters[0])),
        book=escape_html(job.book.title),
        contents=contents + downloads.links(job, chapter.entry.page),
        cover=cover,
        body=body.rstrip("\n"),
        turn=navigation.turn(settings, chapter, before, after),
        word_skip=escape_html(words["nav-skip"]),
        word_search=escape_html(words["search-label"]),
        word_nothing=escape_html(words["search-no-results-text"]),
        word_theme=escape_html(words["theme-toggle"]),
        word_contents=escape_html(words["nav-contents"]),
        word_pages=escape_html(words["nav-pages"]),
        word_enlarge=escape_html(words["figure-enlarge"]),
        word_close=escape_html(words["close"]),
    )


def _cover(job: Job, chapter: WovenChapter) -> tuple[str, str]:
    """The book's title block, and the index page's body without a heading that only repeats it."""
    book, body = job.book, chapter.html
    tag = "p"
    if chapter.title_text == book.title and body.startswith("<h1"):
        tag, body = "h1", body.partition("</h1>")[2].lstrip("\n")
    lines = [f'<{tag} class="cover-title">{escape_html(book.title)}</{tag}>']
    if book.subtitle:
        lines.append(f'<p class="cover-subtitle">{escape_html(book.subtitle)}</p>')
    by = [escape_html(author) for author in book.authors]
    date = navigation.date_of(book, job.timestamp)
    if date:
        by.append(escape_html(date))
    if by:
        lines.append(f'<p class="cover-by">{" · ".join(by)}</p>')
    inside = "\n".join(lines)
    return f'<header class="cover">\n{inside}\n</header>\n', body


def _meta(job: Job) -> str:
    tags = [f'<meta name="author" content="{escape_html(author)}">' for author in job.book.authors]
    if job.book.subtitle:
        tags.append(f'<meta name="description" content="{escape_html(job.book.subtitle)}">')
    return "".join(f"{tag}\n" for tag in tags)


def _links(chapter: WovenChapter, before: WovenChapter | None, after: WovenChapter | None) -> str:
    pairs = (("prev", before), ("next", after))
    return "".join(
        f'<link rel="{name}" href="{escape_html(navigation.way(chapter, other))}">\n'
        for name, other in pairs
        if other
    )


def _extras(body: str, root: str) -> str:
    """What only some pages need."""
    tabs = f'<script src="{root}_theme/tabs.js" defer></script>\n'
    return tabs if '<div class="tabset"' in body else ""


@cache
def _template() -> Template:
    return Template((THEME / "page.html").read_text(encoding="utf-8"))


def theme() -> Iterator[tuple[str, Content]]:
    """Scripts, pictures and style, the same for every book."""
    for name in _FILES:
        yield f"_theme/{name}", THEME / name
    # A strict page takes no style attribute: a share of the width is a class.
    widths = "".join(f".w-{n}{{width:{n}%}}" for n in range(1, 101))
    style = (THEME / "style.css").read_text(encoding="utf-8")
    yield "_theme/style.css", f"{widths}\n{style}".encode()
