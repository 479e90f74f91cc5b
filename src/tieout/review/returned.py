"""Returned: what came back changed in a Word file, by chapter and line: words, numbers retyped, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from tieout import catalogue
from tieout.findings import Finding, Place
from tieout.prose.chapter import Chapter
from tieout.prose.reading import SLOT, Passage, passages
from tieout.review.wordfile import Comment, Paragraph

_ALIKE = 0.5  # paragraphs that share this much are one paragraph, edited
_MOST = 0.7  # of a passage's words must stand in a paragraph that was made of it
_PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u00a0\u202f\u2009", "''\"\"   ")


@dataclass(frozen=True, slots=True)
class Retyped:
    """A number that is not as it was sent; `now` is empty where it is gone."""

    was: str
    now: str
    name: str = ""

    def __str__(self) -> str:
        return f"'{self.was}' became '{self.now}'" if self.now else f"'{self.was}' is gone"


@dataclass(frozen=True, slots=True)
class Edit:
    """A paragraph that changed, and where it stands in the chapters; empty: it was not there, or is gone."""

    place: Place
    heading: str
    kind: str
    was: str
    now: str
    numbers: tuple[Retyped, ...] = ()
    comments: tuple[Comment, ...] = ()

    def findings(self) -> Iterator[Finding]:
        """A finding for each number that was retyped; one left out with its words is an edit like another."""
        remedy = "Leave the number: change its data, or the words around it."
        for number in (each for each in self.numbers if each.now):
            name = f" ({number.name})" if number.name else ""
            message = f"{number}{name} in the Word file"
            yield Finding(catalogue.RETYPED_NUMBER, self.place, message, remedy)

    def as_json(self) -> dict[str, object]:
        """The edit as JSON data."""
        data: dict[str, object] = {
            "file": self.place.path,
            "line": self.place.line,
            "heading": self.heading,
            "kind": self.kind,
            "was": self.was,
            "now": self.now,
            "numbers": [{"was": n.was, "now": n.now, "name": n.name} for n in self.numbers],
            "comments": [{"author": c.author, "text": c.text} for c in self.comments],
        }
        return {key: value for key, value in data.items() if value not in ("", [])}


def edits(
    sent: Sequence[Paragraph], returned: Sequence[Paragraph], chapters: Sequence[Chapter]
) -> tuple[Edit, ...]:
    """Every paragraph that differs or has a comment, in the order of the document."""
    finder = _Finder(chapters)
    made = []
    chapter, heading = -1, ""
    for old, new in _pairs(sent, returned):
        known = old or new
        if known is None:
            continue
        if known.level == 1 and old:
            chapter += 1
        heading = known.text if known.level else heading
        numbers = tuple(_retyped(old, new)) if old and new else ()
        comments = new.comments if new else ()
        if (old and new and old.text == new.text) and not numbers and not comments:
            continue
        note = known.kind == "note"
        place, names = finder.find(None if note else chapter, old)
        made.append(
            Edit(
                place,
                "" if note else heading,
                known.kind,
                old.text if old else "",
                new.text if new else "",
                tuple(Retyped(n.was, n.now, names.get(i, "")) for i, n in numbers),
                comments,
            )
        )
    return tuple(made)


def _pairs(
    sent: Sequence[Paragraph], returned: Sequence[Paragraph]
) -> Iterator[tuple[Paragraph | None, Paragraph | None]]:
    """Paragraphs with what became of them; None where there is no other."""
    matcher = SequenceMatcher(
        None, [p.text for p in sent], [p.text for p in returned], autojunk=False
    )
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(sent[a:b], returned[c:d], strict=True)
            continue
        left = list(returned[c:d])
        for old in sent[a:b]:
            ratios = [_ratio(old, new) for new in left]
            best = max(range(len(left)), key=ratios.__getitem__, default=-1)
            if best >= 0 and ratios[best] >= _ALIKE:
                yield from ((None, new) for new in left[:best])
                yield old, left[best]
                left = left[best + 1 :]
            else:
                yield old, None
        yield from ((None, new) for new in left)


def _ratio(old: Paragraph, new: Paragraph) -> float:
    if old.kind != new.kind:
        return 0.0
    matcher = SequenceMatcher(None, old.text.split(), new.text.split(), autojunk=False)
    short = max(len(old.text.split()), len(new.text.split())) < 4
    return max(matcher.ratio(), SequenceMatcher(None, old.text, new.text).ratio() if short else 0)


def _retyped(old: Paragraph, new: Paragraph) -> Iterator[tuple[int, Retyped]]:
    """The numbers of a paragraph that are not as sent, with their place among its numbers.

    A number whose style was lost but whose digits still stand there is as it was.
    """
    matcher = SequenceMatcher(None, old.numbers, new.numbers, autojunk=False)
    kept = _counted(new.text, new.numbers)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind not in {"replace", "delete"}:
            continue
        now = list(new.numbers[c:d])
        for position in range(a, b):
            was = old.numbers[position]
            if now:
                yield position, Retyped(was, now.pop(0))
            elif kept.count(was):
                kept.remove(was)
            else:
                yield position, Retyped(was, _instead(old.text, new.text, was))


def _counted(text: str, styled: Sequence[str]) -> list[str]:
    """What stands in a text besides its styled numbers, as words."""
    for number in styled:
        text = text.replace(number, " ", 1)
    return [word.strip(".,;:()'\"\u201c\u201d\u2018\u2019") for word in text.split()]


def _instead(old: str, new: str, was: str) -> str:
    """What was typed in a number's place, where that can be told."""
    before, after = old.split(), new.split()
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "replace" and any(was in word for word in before[a:b]):
            typed = [word for word in after[c:d] if re.search(r"\d", word)]
            return typed[0].strip(".,;:()") if typed else ""
    return ""


@dataclass
class _Finder:
    """Finds a paragraph of the document in the chapters."""

    chapters: Sequence[Chapter]
    read: dict[int, list[tuple[str, Passage]]] = field(default_factory=dict)

    def find(
        self, chapter: int | None, paragraph: Paragraph | None
    ) -> tuple[Place, dict[int, str]]:
        """Its place, and the names of its numbers by their place among them.

        The passage's words must all stand in the paragraph, in order, around the numbers; else the nearest counts.
        """
        numbers = [chapter] if chapter is not None else range(len(self.chapters))
        candidates = [each for n in numbers if 0 <= n < len(self.chapters) for each in self._of(n)]
        if paragraph and paragraph.text:
            text = _plain(paragraph.text)
            for shape, passage in candidates:
                pattern = r"\s*.{0,80}?\s*".join(
                    re.escape(piece.strip()) for piece in shape.split(SLOT)
                )
                if shape.strip(f"{SLOT} ") and re.search(f"^(?:\\S+ )?{pattern}$", text):
                    return passage.where(passage.source[0]), _names(passage)
            best = max(candidates, key=lambda each: _shared(each[0], text), default=None)
            if best and _shared(best[0], text):
                return best[1].where(best[1].source[0]), _names(best[1])
        if chapter is not None and 0 <= chapter < len(self.chapters):
            return Place(self.chapters[chapter].path), {}
        return Place("report"), {}

    def _of(self, number: int) -> list[tuple[str, Passage]]:
        if number not in self.read:
            found = [p for p in passages(self.chapters[number]) if p.text.strip() and len(p.source)]
            self.read[number] = [(_plain(passage.text), passage) for passage in found]
        return self.read[number]


def _plain(text: str) -> str:
    return " ".join(text.translate(_PLAIN).split())


def _shared(shape: str, text: str) -> int:
    """How many words of a passage stand in a text, in order; 0 where it holds too few of them."""
    words = re.findall(r"\w+", shape.replace(SLOT, " "))
    matcher = SequenceMatcher(None, words, re.findall(r"\w+", text), autojunk=False)
    shared = sum(block.size for block in matcher.get_matching_blocks())
    return shared if shared >= _MOST * len(words) else 0


def _names(passage: Passage) -> dict[int, str]:
    """The number that each styled run of a passage is, in order; a source is a note and no number."""
    slots = [slot.code for slot in passage.slots if slot.code.name in {"stat", "word"}]
    return {i: code.arguments[0] for i, code in enumerate(slots) if code.arguments}
