"""References: the numbers of chapters, figures, tables, sections and equations, and what refers to them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tieout import catalogue
from tieout.engines.pandoc.result import Label, Reference, Result
from tieout.engines.pandoc.settings import Settings
from tieout.findings import Finding, Place, nearest
from tieout.ledger.fragments import Figure, Fragments, Table
from tieout.prose.book import Entry, Role
from tieout.prose.chapter import Chapter
from tieout.prose.references import CROSSREF_KINDS

_LABEL = re.compile(rf"({'|'.join(CROSSREF_KINDS)})-.")


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference leads to: its chapter, its full number, and its heading's words if it is one."""

    label: Label
    entry: Entry
    number: str
    title: str = ""


def is_label(identifier: str) -> bool:
    """Whether an identifier is unique in the book and not an anchor of its page alone."""
    return _LABEL.match(identifier) is not None


def is_numbered(chapter: Chapter, result: Result) -> bool:
    """Whether the chapter itself has a number."""
    return chapter.entry.role not in {Role.INDEX, Role.PART} and any(
        heading.level == 1 and heading.chapter for heading in result.headings[:1]
    )


def chapter_numbers(chapters: Sequence[Chapter], results: Sequence[Result]) -> tuple[str, ...]:
    """Each chapter's number: `1`, `2`, …, appendices `A`, `B`, …; empty when it has none."""
    numbers, counts = [], dict.fromkeys(Role, 0)
    for chapter, result in zip(chapters, results, strict=True):
        if not is_numbered(chapter, result):
            numbers.append("")
            continue
        role = chapter.entry.role
        counts[role] += 1
        numbers.append(str(counts[role]) if role is Role.CHAPTER else _letters(counts[role]))
    return tuple(numbers)


def full_number(chapter: str, local: str) -> str:
    """A local number with its chapter's before it, if that has one."""
    return ".".join(part for part in (chapter, local) if part)


def index(
    chapters: Sequence[Chapter],
    results: Sequence[Result],
    numbers: Sequence[str],
    fragments: Fragments,
) -> tuple[dict[str, Target], list[Finding]]:
    """Everything a reference can name, and a finding for each label given twice."""
    targets: dict[str, Target] = {}
    found: list[Finding] = []
    for chapter, result, number in zip(chapters, results, numbers, strict=True):
        titles = {heading.id: heading.html for heading in result.headings}
        own: set[str] = set()
        for label in result.labels:
            known = targets.get(label.id) if is_label(label.id) else None
            if label.kind == "twice":  # the chapter's second: it got another name
                found.append(_duplicate(chapter, label.id, known, fragments))
                continue
            twice = label.id in own or (known is not None and known.entry != chapter.entry)
            if twice and not _exclusive(known, label):
                found.append(_duplicate(chapter, label.id, known, fragments))
            own.add(label.id)
            if is_label(label.id) and (not twice or _exclusive(known, label)):
                full = "" if label.number is None else full_number(number, label.number)
                targets[label.id] = Target(label, chapter.entry, full, titles.get(label.id, ""))
    return targets, found


def unresolved(
    chapter: Chapter, references: Sequence[Reference], targets: Mapping[str, Target]
) -> list[Finding]:
    """A finding for each place that refers to nothing."""
    found = []
    for label in dict.fromkeys(reference.label for reference in references):
        if label in targets:
            continue
        first, rest = label[0], label[1:]
        pattern = re.compile(rf"@\{{?[{first}{first.upper()}]{re.escape(rest)}(?![\w-])")
        places = [chapter.place(hit.start()) for hit in pattern.finditer(chapter.prose)]
        remedy = nearest(label, targets) or f"Give something the label {{#{label}}}."
        found += [
            Finding(
                catalogue.UNRESOLVED_REFERENCE, place, f"nothing has the label '{label}'", remedy
            )
            for place in places or [Place(chapter.path)]
        ]
    return found


def words(reference: Reference, target: Target, settings: Settings) -> tuple[str, str]:
    """The word before a reference's number and the number; a heading without one: its title, as HTML."""
    label = target.label
    if not target.number and label.kind == "sec":
        return "", target.title
    kind = label.kind
    if kind == "sec" and label.level == 1:
        kind = "apx" if target.entry.role is Role.APPENDIX else "ch"
    prefix = settings.prefix(kind)
    if reference.upper:
        prefix = prefix[:1].upper() + prefix[1:]
    return prefix, f"{target.number} ({label.sub})" if label.sub else target.number


def label_place(chapter: Chapter, identifier: str, fragments: Fragments, *, last: bool) -> Place:
    """Where a label is given in a chapter."""
    pattern = re.compile(rf"#{re.escape(identifier)}(?![\w-])")
    offsets = [hit.start() for hit in pattern.finditer(chapter.text)]
    for code in chapter.shortcodes:
        fragment = fragments.uses.get(code.key)
        if isinstance(fragment, Figure | Table) and fragment.id == identifier:
            offsets.append(code.start)
    if not offsets:
        return Place(chapter.path)
    return chapter.place(max(offsets) if last else min(offsets))


def _exclusive(known: Target | None, label: Label) -> bool:
    """Whether two things with one label never stand in the same output."""
    other = known.label.condition if known else ""
    return bool(other and label.condition) and other != label.condition


def _duplicate(
    chapter: Chapter, identifier: str, known: Target | None, fragments: Fragments
) -> Finding:
    elsewhere = f" (first in {known.entry.path})" if known and known.entry != chapter.entry else ""
    return Finding(
        catalogue.DUPLICATE_LABEL,
        label_place(chapter, identifier, fragments, last=True),
        f"the label '{identifier}' is given twice{elsewhere}",
        "Give one of them another label.",
    )


def _letters(count: int) -> str:
    letters = ""
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
