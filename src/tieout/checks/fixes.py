"""Fixes: what has one right answer, put in its file: typed numbers, waivers to no end; nothing else is touched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tieout import catalogue
from tieout.cache import write_whole
from tieout.checks import waivers
from tieout.checks.report import Report
from tieout.checks.typed import Typed, typed
from tieout.findings import Finding, Place
from tieout.project import Project

_SMALL = re.compile(r"\d{1,2}")
_STEM = 5  # letters that two forms of a word share: prison, prisoners


@dataclass(frozen=True, slots=True)
class Fix:
    """A piece of a file and what is to stand there instead; with `line`, a whole line that goes."""

    place: Place
    old: str
    new: str
    line: bool = False


def fixes(report: Report, standing: Iterable[Finding]) -> tuple[Fix, ...]:
    """The fixes of the findings that stand: a typed number that only one known number looks like."""
    places = {each.place for each in standing if each.code in {"TIE801", "TIE802"}}
    return tuple(_fixes(report, places))


def _fixes(report: Report, places: set[Place]) -> Iterator[Fix]:
    for each in typed(report):
        chapter = each.text.passage.chapter
        if len(each.names) != 1 or chapter is None or each.place not in places:
            continue
        start = each.text.source[each.numeral.start]
        end = start + len(each.written)
        if chapter.text[start:end] != each.written or not _is_sure(report, each):
            continue  # written with markup between its digits
        yield Fix(each.place, each.written, each.shortcode)


def _is_sure(report: Report, each: Typed) -> bool:
    """Whether the look alone decides: a bare number below 100 must also be spoken of in its name's words."""
    small = each.numeral.value < 100 if each.numeral.words else _SMALL.fullmatch(each.written)
    if not small:
        return True
    record = report.record(each.names[0])
    if record is None:
        return False
    named = f"{record.name} {record.title}".lower()
    said = re.findall(r"[a-z]{4,}", each.text.text.lower())
    return any(word[:_STEM] in named for word in said)


def needless(files: Mapping[str, str], standing: Iterable[Finding]) -> tuple[Fix, ...]:
    """Waivers that nothing needs, where a line holds nothing else and all of its codes are needless."""
    by_place: dict[Place, int] = Counter(
        each.place for each in standing if each.code == catalogue.UNUSED_WAIVER.code
    )
    found: list[Fix] = []
    for place, unused in by_place.items():
        lines = files.get(place.path, "").split("\n")
        line = lines[place.line - 1].strip() if 0 < place.line <= len(lines) else ""
        codes = waivers.codes_of(line, place.path)
        if codes and len(codes) == unused:
            found.append(Fix(place, line, "", line=True))
    return tuple(found)


def apply(project: Project, wanted: Iterable[Fix]) -> tuple[Fix, ...]:
    """Put the fixes in their files, each file written whole or not at all; those that were made.

    A place that no longer holds the old text is left alone.

    Raises:
        OSError: a file cannot be written; it is as it was.
    """
    by_file: dict[str, list[Fix]] = {}
    for fix in wanted:
        by_file.setdefault(fix.place.path, []).append(fix)
    made: list[Fix] = []
    for name, several in by_file.items():
        path = (project.root / name).resolve()
        made += _in_file(path, several)
    return tuple(made)


def _in_file(path: Path, several: list[Fix]) -> list[Fix]:
    text = path.read_bytes().decode("utf-8")
    lines = text.split("\n")
    made: list[Fix] = []
    for fix in sorted(several, key=lambda each: each.place, reverse=True):
        line = lines[fix.place.line - 1]
        mark = "\ufeff" if fix.place.line == 1 and line.startswith("\ufeff") else ""
        if fix.line:
            if line.removeprefix(mark).strip() == fix.old and not mark:
                del lines[fix.place.line - 1]
                made.append(fix)
            continue
        start = fix.place.column - 1 + len(mark)
        if line[start : start + len(fix.old)] != fix.old:
            continue
        lines[fix.place.line - 1] = line[:start] + fix.new + line[start + len(fix.old) :]
        made.append(fix)
    if made:
        write_whole(path, "\n".join(lines).encode())
    return made[::-1]
