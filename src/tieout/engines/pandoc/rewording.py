"""Rewording: a page whose paragraphs have other words, made of the page as it was and those paragraphs alone.

The paragraph is written as HTML twice, with its old words and with its new ones; whatever depends on the rest
of the book (numbers, footnotes, references) is a placeholder in both. The old writing is looked for in the
page and tells what stands in the placeholders; the new one with the same put in takes its place. Where the
old writing is not found exactly once, nothing is made: the chapter has to go through pandoc as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tieout.engines.pandoc import programs
from tieout.engines.pandoc.settings import Settings
from tieout.engines.pandoc.tokens import MARK, PLAIN, RICH
from tieout.ledger.fragments import CLOSE, OPEN, ROOT, Fragments, Stat
from tieout.prose import shortcodes
from tieout.prose.chapter import Chapter
from tieout.prose.shortcodes import Shortcode

MOST = 6  # paragraphs at once; who changes more pastes, and waits for the chapter

_BLANK = re.compile(r"\n[ \t]*\n\s*")
# What stands between paragraphs without a blank line: boxes' edges, marks of items, definitions and notes.
_EDGE = re.compile(
    r"^(?::{3,}[^\n]*(?:\n|\Z)|(?:[-*+]|\d{1,9}[.)]|\(?[a-zA-Z#][.)])[ \t]+|:[ \t]{1,3}"
    r"|\[\^[^\]\s]+\]:[ \t]+)",
    re.M,
)
_NOTE = re.compile(r"\[\^[^\]\s]+\]:[ \t]+")
_INDENT = re.compile(r"\n[ \t]+")
_ROW = re.compile(r"(?:^\||(?<!\\)\|)", re.M)
# What begins a line of something else than a paragraph.
_OTHER = re.compile(
    r"^(?:[ \t]{0,3}(?:#|\||:|`{3}|~{3}|>|<|\$\$|\+[-=]|\[\^|\*{3}|---|===|___)|[ ]{4}|\t)", re.M
)
_FENCE = re.compile(r"^[ >]*(?:`{3,}|~{3,})", re.M)
_LINK = re.compile(r"\]\(([^)]*)\)|\]\[|<https?:|\]\{")
# What depends on the rest of the book: marks of notes, citations, references. Punctuation around a
# citation is part of it: the note may go to its other side.
_AROUND = r"[.,;:!?]?"
_DEPENDENT = re.compile(
    rf"\[\^[^\]\s]+\]|\s*\[[^\[\]]*@[^\[\]]*\]{_AROUND}|(?<![\w@.])-?@\{{?[\w][\w:.#$%&+?<>~/-]*\}}?"
)
_PLACEHOLDER = re.compile(
    f"{RICH}([0-9]+){CLOSE}|({MARK}[^{CLOSE}]*{CLOSE}|{PLAIN}[^{CLOSE}]*{CLOSE})"
)
_TAGS = "(?:p|li|dd|dt|td|th)"
_ANYTHING = rf"((?:(?!</?{_TAGS}[ >]).)*?)"
# A paragraph ends with its tag, before a list in its item, or before the way back from a note.
_END = rf"(?=\s*</{_TAGS}>|\n<[uo]l|<a href=\"#fnref)"
_APOSTROPHE = re.compile(rf"(?<={CLOSE})'(?=\w)")

Write = Callable[[list[str]], list[str]]


@dataclass(frozen=True, slots=True)
class _Token:
    """A part of a paragraph that is not its words; a number may come and go, everything else has to stay."""

    start: int
    end: int
    identity: str
    number: bool


def task(text: str) -> dict[str, object]:
    """What a worker is told of one paragraph."""
    return {"path": "", "text": text, "uses": {}, "slug": "p", "numbered": False}


def common(settings: Settings) -> dict[str, object]:
    """What a worker is told for all paragraphs."""
    return {
        "modules": str(programs.MODULES),
        "extension": str(programs.EXTENSION),
        "style": "",
        "language": settings.for_worker(),
        "number_sections": False,
        "number_depth": 0,
    }


def reworded(
    before: Chapter, after: Chapter, page: str, fragments: Fragments, write: Write
) -> str | None:
    """The chapter's HTML with the new words; None where more than words of paragraphs changed.

    Args:
        before: the chapter that `page` was made of.
        after: the chapter as it is now.
        page: its HTML.
        fragments: the looks of the numbers, for one that is new in its paragraph.
        write: writes Markdown as HTML, placeholders left in place.
    """
    pairs = _changed(before, after)
    if pairs is None:
        return None
    root = "../" * before.entry.page.count("/")
    made = [_Pair.of(old, new, fragments, root) for old, new in pairs]
    known = [pair for pair in made if pair is not None]
    if len(known) < len(made):
        return None
    texts = [text for pair in known for text in (pair.before, pair.after)]
    written = write(texts) if texts else []
    for number, pair in enumerate(known):
        changed = pair.put(page, written[2 * number], written[2 * number + 1])
        if changed is None:
            return None
        page = changed
    return page


def _changed(before: Chapter, after: Chapter) -> list[tuple[str, str]] | None:
    """The paragraphs that differ, old and new; None where what differs is not paragraphs alone."""
    if before.front.data != after.front.data:
        return None
    old, new = _blocks(before.text), _blocks(after.text)
    if len(old) != len(new):
        return None
    pairs = []
    for (here, was), (_, now) in zip(old, new, strict=True):
        if was == now:
            continue
        inside = before.text[:here]
        if len(_FENCE.findall(inside)) % 2 or inside.count("<!--") != inside.count("-->"):
            return None
        items = list(_items(was, now))
        if not items:
            return None
        pairs += items
    return pairs if len(pairs) <= MOST else None


def _blocks(text: str) -> list[tuple[int, str]]:
    """What stands between blank lines, with its offset."""
    blocks, start = [], 0
    for gap in _BLANK.finditer(text):
        blocks.append((start, text[start : gap.start()]))
        start = gap.end()
    return [*blocks, (start, text[start:].rstrip())]


def _items(was: str, now: str) -> Iterator[tuple[str, str]]:
    """The paragraphs, items, definitions or cells of a block, old and new; nothing where it has others."""
    if _NOTE.match(was) and _NOTE.match(now):
        was, now = (_INDENT.sub("\n", text) for text in (was, now))
    edge = _ROW if was.startswith("|") and now.startswith("|") else _EDGE
    marks = [[hit.group() for hit in edge.finditer(text)] for text in (was, now)]
    if marks[0] != marks[1]:
        return
    pairs = [(a.strip(), b.strip()) for a, b in zip(edge.split(was), edge.split(now), strict=True)]
    changed = [(a, b) for a, b in pairs if a != b]
    if not any(_OTHER.search(text) or "<!--" in text for pair in changed for text in pair):
        yield from changed


@dataclass(frozen=True, slots=True)
class _Pair:
    """A paragraph with its old words and its new ones, for pandoc; what its placeholders stand for."""

    before: str
    after: str
    fresh: Mapping[str, str]  # placeholders of numbers that are new here, by number: their HTML

    @classmethod
    def of(cls, was: str, now: str, fragments: Fragments, root: str) -> _Pair | None:
        old, new = _tokens(was), _tokens(now)
        if old is None or new is None or not was.strip() or not now.strip():
            return None
        if [t.identity for t in old if not t.number] != [t.identity for t in new if not t.number]:
            return None
        if _LINK.findall(was) != _LINK.findall(now):
            return None
        names: dict[tuple[str, int], str] = {}
        before, _ = _named(was, old, names)
        known = set(names.values())
        after, used = _named(now, new, names)
        fresh: dict[str, str] = {}
        for token, name in zip(new, used, strict=True):
            if name in known:
                continue
            look = fragments.uses.get(token.identity)
            if not isinstance(look, Stat):
                return None
            fresh[name] = look.html.replace(f'href="{ROOT}', f'href="{root}')
        return cls(before, after, fresh)

    def put(self, page: str, before: str, after: str) -> str | None:
        """The page with the new words in the old ones' place; None where these do not stand there once."""
        old, new = _inner(before), _inner(after)
        if old is None or new is None:
            return None
        pattern, names = _pattern(old)
        hits = [hit for _, hit in zip(range(2), pattern.finditer(page), strict=False)]
        if len(hits) != 1:
            return None
        known = dict(self.fresh)
        for name, text in zip(names, hits[0].groups()[1:], strict=True):
            if known.setdefault(name, text) != text:
                return None
        filled: list[str] = []
        done = 0
        for place in _PLACEHOLDER.finditer(new):
            name = place[1] or place[2]
            if name not in known:
                return None
            filled += [new[done : place.start()], known[name]]
            done = place.end()
        filled.append(new[done:])
        start = hits[0].end(1)
        return page[:start] + "".join(filled) + page[hits[0].end() :]


def _tokens(text: str) -> list[_Token] | None:
    """The parts that are not words; None where the paragraph holds something nobody foresaw."""
    if "{{{<" in text or "{{</*" in text or "^[" in text or OPEN in text:
        return None
    found: list[_Token] = []
    for item in shortcodes.scan(text):
        if not isinstance(item, Shortcode):
            return None
        number = item.name in {"stat", "word"}
        start, end = item.start, item.end
        if not number:
            end += len(re.match(_AROUND, text[end:])[0])  # type: ignore[index]  # it matches nothing, too
            start -= len(text[:start]) - len(text[:start].rstrip())
        identity = item.key if number else text[start:end]
        found.append(_Token(start, end, identity, number))
    for hit in _DEPENDENT.finditer(text):
        if not any(each.start < hit.end() and hit.start() < each.end for each in found):
            found.append(_Token(hit.start(), hit.end(), hit.group(), number=False))
    return sorted(found, key=lambda each: each.start)


def _named(
    text: str, tokens: Sequence[_Token], names: dict[tuple[str, int], str]
) -> tuple[str, list[str]]:
    """The text with a placeholder for each token, the same for the same token; and their names in order."""
    parts: list[str] = []
    used: list[str] = []
    counts: dict[str, int] = {}
    done = 0
    for token in tokens:
        count = counts[token.identity] = counts.get(token.identity, 0) + 1
        # A number looks the same wherever it stands; a note's mark does not.
        name = names.setdefault((token.identity, 0 if token.number else count), str(len(names)))
        used.append(name)
        parts += [shortcodes.unescape(text[done : token.start]), f"{OPEN}{name}{CLOSE}"]
        done = token.end
    parts.append(shortcodes.unescape(text[done:]))
    return _APOSTROPHE.sub("\N{RIGHT SINGLE QUOTATION MARK}", "".join(parts)), used


def _inner(written: str) -> str | None:
    """What stands in the one paragraph that was written; None where it is anything else."""
    text = written.strip()
    if not (text.startswith("<p>") and text.endswith("</p>")) or text.count("<p>") > 1:
        return None
    return text[len("<p>") : -len("</p>")]


def _pattern(written: str) -> tuple[re.Pattern[str], list[str]]:
    """What finds the paragraph in a page, and the names of its placeholders in order."""
    parts: list[str] = []
    names: list[str] = []
    done = 0
    for place in _PLACEHOLDER.finditer(written):
        parts += [re.escape(written[done : place.start()]), _ANYTHING]
        names.append(place[1] or place[2])
        done = place.end()
    parts.append(re.escape(written[done:]))
    inside = "".join(parts)
    return re.compile(rf"(<{_TAGS}(?: [^>]*)?>\s*){inside}{_END}", re.S), names
