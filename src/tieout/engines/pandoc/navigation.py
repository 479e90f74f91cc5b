"""Navigation: the book's contents as a page shows them, the way to the neighbours, the date on the cover."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from tieout.engines.pandoc.destinations import Destination, href
from tieout.engines.pandoc.settings import Settings
from tieout.engines.pandoc.woven import WovenChapter, WovenHeading
from tieout.ledger.fragments import escape_html
from tieout.prose.book import Book, Role


def title_of(chapter: WovenChapter) -> str:
    """A chapter's title with its number, as plain text."""
    return f"{chapter.number} {chapter.title_text}" if chapter.number else chapter.title_text


def way(here: WovenChapter, there: WovenChapter) -> str:
    """The relative address of another chapter's page."""
    return href(here.entry.page, Destination(there.entry.page)) or there.entry.page


def contents(
    book: Book, settings: Settings, chapters: Sequence[WovenChapter], here: WovenChapter
) -> str:
    """The list of all chapters by part; the sections of the chapter that is shown."""
    lines = ["<ul>"]
    part = ""
    appendices = {entry.path for entry in book.entries if entry.role == "appendix"}
    shown_appendices = False
    for chapter in chapters:
        if chapter.entry.path in appendices and not shown_appendices:
            shown_appendices = True
            lines += _part_break(settings.words["section-title-appendices"])
        elif chapter.entry.part != part:
            lines += _part_break(chapter.entry.part, _page_of_part(here, chapter))
        part = chapter.entry.part
        if chapter.entry.role is Role.PART and chapter is not here:
            continue
        current = chapter is here
        mark = ' aria-current="page"' if current else ""
        address = escape_html(way(here, chapter))
        inside = _sections(here, settings.toc_depth) if current else ""
        label = _label(chapter.number, chapter.title_html)
        lines.append(f'<li><a href="{address}"{mark}>{label}</a>{inside}</li>')
    lines.append("</ul>")
    return "\n".join(lines)


def turn(
    settings: Settings,
    here: WovenChapter,
    before: WovenChapter | None,
    after: WovenChapter | None,
) -> str:
    """Links to the page before and the page after."""
    pairs = (("previous", before), ("next", after))
    return "\n".join(
        f'<a class="{name}" rel="{name.replace("previous", "prev")}"'
        f' href="{escape_html(way(here, other))}">'
        f"<small>{escape_html(settings.words[f'nav-{name}'])}</small>{escape_html(title_of(other))}</a>"
        for name, other in pairs
        if other
    )


def date_of(book: Book, timestamp: int) -> str:
    """The book's date as its language writes it; `today` is the build's own time."""
    written = book.date.strip()
    if written in {"today", "now", "last-modified"}:
        if not timestamp:
            return ""  # neither a commit nor the environment says when
        day = datetime.fromtimestamp(timestamp, tz=UTC).date()
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", written):
        try:
            day = date.fromisoformat(written)
        except ValueError:
            return written
    else:
        return written
    from babel import UnknownLocaleError
    from babel.dates import format_date

    try:
        return format_date(day, format="long", locale=book.locale)
    except (UnknownLocaleError, ValueError):
        return written


def _sections(chapter: WovenChapter, depth: int) -> str:
    listed = [h for h in chapter.headings if 2 <= h.level <= depth and h.listed]
    return f"\n{_level(listed)}\n" if listed else ""


def _level(headings: Sequence[WovenHeading]) -> str:
    """Nested lists of headings; each of the first one's level opens an item."""
    top = min(heading.level for heading in headings)
    items: list[str] = []
    group: list[WovenHeading] = []
    for heading in [*headings, None]:
        if heading is not None and (heading.level > top or not group):
            group.append(heading)
            continue
        items.append(_item(group))
        group = [heading] if heading is not None else []
    return "<ul>\n" + "\n".join(items) + "\n</ul>"


def _item(group: Sequence[WovenHeading]) -> str:
    first, rest = group[0], group[1:]
    address = escape_html(href("", Destination("", first.anchor)))
    inside = f"\n{_level(rest)}\n" if rest else ""
    return f'<li><a href="{address}">{_label(first.number, first.html)}</a>{inside}</li>'


def _label(number: str, title: str) -> str:
    before = f'<span class="number">{escape_html(number)}</span> ' if number else ""
    return f"{before}<span>{title}</span>"


def _page_of_part(here: WovenChapter, chapter: WovenChapter) -> str:
    return way(here, chapter) if chapter.entry.role is Role.PART and chapter is not here else ""


def _part_break(title: str, address: str = "") -> list[str]:
    words = escape_html(title)
    if address:
        words = f'<a href="{escape_html(address)}">{words}</a>'
    heading = [f'<p class="part">{words}</p>'] if title else []
    return ["</ul>", *heading, "<ul>"]
