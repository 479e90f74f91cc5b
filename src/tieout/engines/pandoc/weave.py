"""Weave: values, numbers, references and addresses put where pandoc left placeholders, escaped for each format."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from tieout.engines.pandoc.destinations import (
    MISSING,
    Destination,
    Picture,
    href,
    relative,
    slug_of,
    typst_label,
)
from tieout.engines.pandoc.references import Target, full_number, words
from tieout.engines.pandoc.tokens import MARK, PLAIN, RICH
from tieout.engines.pandoc.woven import Float, Threads, WovenChapter, WovenHeading
from tieout.ledger.fragments import CLOSE, ROOT, Stat, escape_html, escape_typst, typst_string
from tieout.prose.book import Role

_PLACEHOLDER = re.compile(f"([{RICH}{MARK}{PLAIN}])([a-z]?)([0-9.]*){CLOSE}")
_TAG = re.compile(r"<[^>]*>")


def weave(threads: Threads) -> WovenChapter:
    """The chapter with everything in place."""
    pages, typst, plain = _Html(threads), _Typst(threads), _Plain(threads)
    slug = slug_of(threads.entry)
    headings = tuple(
        WovenHeading(
            level=heading.level,
            number="" if heading.number is None else full_number(threads.number, heading.number),
            text=_text_of(woven),
            html=woven,
            anchor=heading.id,
            label=typst_label(slug, heading.id),
            listed=heading.listed,
        )
        for heading in threads.result.headings
        for woven in (plain.fill(heading.html),)
    )
    title = headings[0] if headings else None
    images = {p.path for p in threads.pictures if p and not p.path.startswith("_tieout/")}
    return WovenChapter(
        entry=threads.entry,
        number=threads.number if title and title.number else "",
        slug=slug,
        title_text=title.text if title else "",
        title_html=title.html if title else "",
        html=pages.fill(threads.result.html),
        typst=_own_labels(typst.fill(threads.result.typst), threads),
        headings=headings,
        floats=tuple(
            Float(label.kind, label.id, full_number(threads.number, label.number or ""))
            for label in threads.result.labels
            if label.kind in {"fig", "tbl", "lst"} and not label.sub
        ),
        notes=threads.result.notes,
        images=tuple(sorted(images)),
        epub=pages.fill(threads.result.epub),
        threads=threads,
    )


def _own_labels(typst: str, threads: Threads) -> str:
    """The body without labels that an earlier chapter gave already: in Typst a label stands once."""
    for label in threads.result.labels:
        target = threads.targets.get(label.id)
        if target is not None and target.entry.path != threads.entry.path:
            typst = typst.replace(f" <{typst_label(slug_of(threads.entry), label.id)}>", "")
    return typst


class Format:
    """What all formats share: which placeholder asks for what."""

    def __init__(self, threads: Threads) -> None:
        self.threads = threads
        self.marks: dict[str, Callable[[str], str]] = {
            "h": lambda _payload: self.chapter_number(),
            "n": lambda payload: self.text(full_number(threads.number, payload)),
            "o": lambda payload: self.open_reference(*self.reference(payload)),
            "e": lambda _payload: self.close_reference(),
            "t": lambda payload: self.reference_text(payload, with_prefix=True),
            "u": lambda payload: self.reference_text(payload, with_prefix=False),
            "i": lambda payload: self.picture(threads.pictures[int(payload)]),
            "d": lambda payload: self.size(threads.pictures[int(payload)]),
            "l": lambda payload: self.open_link(threads.links[int(payload)]),
            "m": lambda payload: self.close_link(threads.links[int(payload)]),
            "x": lambda payload: self.text(chr(int(payload))),
        }

    def fill(self, written: str) -> str:
        """Every placeholder replaced, once: what is put in is not looked at again."""
        return _PLACEHOLDER.sub(self._one, written)

    def _one(self, hit: re.Match[str]) -> str:
        if hit[1] == MARK:
            return self.marks[hit[2]](hit[3])
        stat = self.threads.slots[int(hit[3])]
        if stat is None:
            return ""
        return self.plain(stat.text) if hit[1] == PLAIN else self.rich(stat)

    def reference(self, payload: str) -> tuple[str, Target | None]:
        """The label a reference names, and what that is."""
        reference = self.threads.result.references[int(payload)]
        return reference.label, self.threads.targets.get(reference.label)

    def reference_text(self, payload: str, *, with_prefix: bool) -> str:
        """A reference's words: `Figure 2.3`, or `2.3` alone."""
        reference = self.threads.result.references[int(payload)]
        target = self.threads.targets.get(reference.label)
        if target is None:
            return self.text(f"?@{reference.label}")  # as Quarto shows it
        prefix, number = words(reference, target, self.threads.settings)
        if not target.number:
            return self.words_of(number)
        text = f"{prefix}\N{NO-BREAK SPACE}{number}" if prefix and with_prefix else number
        return self.text(text)

    def words_of(self, title: str) -> str:
        """The words of a heading without number; they may hold placeholders of another chapter."""
        return self.text(_text_of(_PLACEHOLDER.sub("", title)))

    def text(self, text: str) -> str:
        """Plain text as markup."""
        raise NotImplementedError

    def plain(self, text: str) -> str:
        """Plain text inside a quoted string or attribute."""
        raise NotImplementedError

    def rich(self, stat: Stat) -> str:
        """A number in the format's own look."""
        raise NotImplementedError

    def chapter_number(self) -> str:
        """What stands before a chapter's title."""
        return ""

    def open_reference(self, label: str, target: Target | None) -> str:  # noqa: ARG002  # asked of every format
        """The beginning of a link to a label; of words that stand out where there is none."""
        return ""

    def close_reference(self) -> str:
        """The end of a link to a label."""
        return ""

    def picture(self, picture: Picture | None) -> str:
        """A picture's address."""
        return picture.path if picture else ""

    def size(self, picture: Picture | None) -> str:  # noqa: ARG002  # asked of every format
        """A picture's size."""
        return ""

    def open_link(self, destination: Destination | None) -> str:  # noqa: ARG002  # asked of every format
        """The beginning of a link."""
        return ""

    def close_link(self, destination: Destination | None) -> str:  # noqa: ARG002  # asked of every format
        """The end of a link."""
        return ""


class _Plain(Format):
    """HTML without links, for contents."""

    def text(self, text: str) -> str:
        return escape_html(text)

    plain = text

    def rich(self, stat: Stat) -> str:
        return escape_html(stat.text)


class _Html(_Plain):
    """The pages' HTML."""

    def __init__(self, threads: Threads) -> None:
        super().__init__(threads)
        self.page = threads.entry.page
        self.root = "../" * self.page.count("/")

    def rich(self, stat: Stat) -> str:
        # Only addresses hold the way back; a value that holds the character keeps it.
        return stat.html.replace(f'href="{ROOT}', f'href="{self.root}')

    def chapter_number(self) -> str:
        number = self.threads.number
        if not number or not self.threads.settings.number_sections:
            return ""
        if self.threads.entry.role is Role.APPENDIX:
            word = escape_html(self.threads.settings.prefix("apx"))
            return f'<span class="number">{word} {number}</span> <span class="dash">—</span> '
        return f'<span class="number">{number}</span> ' if number else ""

    def open_reference(self, label: str, target: Target | None) -> str:
        if target is None:
            return '<a class="xref lost">'
        address = href(self.page, Destination(target.entry.page, label))
        return f'<a class="xref" href="{escape_html(address)}">'

    def close_reference(self) -> str:
        return "</a>"

    def picture(self, picture: Picture | None) -> str:
        return escape_html(relative(self.page, picture.path if picture else MISSING))

    def size(self, picture: Picture | None) -> str:
        if picture is None or picture.size is None:
            return ""
        return f' width="{picture.size[0]}" height="{picture.size[1]}"'

    def open_link(self, destination: Destination | None) -> str:
        return f' href="{escape_html(href(self.page, destination))}"' if destination else ""


class _Typst(Format):
    """The Typst body."""

    def text(self, text: str) -> str:
        plain = re.fullmatch(r"(?:[^\W_]|[.() \N{NO-BREAK SPACE}])*", text)
        return text if plain else escape_typst(text)

    def plain(self, text: str) -> str:
        return typst_string(text)[1:-1]

    def rich(self, stat: Stat) -> str:
        return stat.typst

    def open_reference(self, label: str, target: Target | None) -> str:
        if target is None:
            return "#strong["
        return f"#link(<{typst_label(slug_of(target.entry), label)}>)["

    def close_reference(self) -> str:
        return "];"

    def picture(self, picture: Picture | None) -> str:
        return self.plain("/" + (picture.typst if picture else MISSING))

    def open_link(self, destination: Destination | None) -> str:
        return f"#link(<{destination.label}>)[" if destination and destination.label else "#["

    def close_link(self, destination: Destination | None) -> str:  # noqa: ARG002  # asked of every format
        return "];"


def _text_of(written: str) -> str:
    return html.unescape(_TAG.sub("", written))
