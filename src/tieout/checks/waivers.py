"""Waivers: what an author allows in place, with a reason: `<!-- tieout: allow TIE801 because … -->`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tieout import catalogue
from tieout.findings import Finding, Place, nearest

# A heading's # begins no comment, and <!-- none in a script.
_IN_CHAPTERS = re.compile(r"<!--(?P<said>.*?)-->", re.S)
_IN_SCRIPTS = re.compile(r"#(?P<said>[^\n]*)")
_ALLOW = re.compile(r"\s*tieout:\s*allow\b(?P<rest>.*)", re.S)
_CODES = re.compile(r"[\s,]*(TIE\w*|[A-Z]+\d+)")
_BECAUSE = re.compile(r"\s*because\s+(?P<reason>\S.*)", re.S)


@dataclass(frozen=True, slots=True)
class Waiver:
    """One code allowed on a line, or on the line after it: `first` to `last`."""

    code: str
    place: Place
    first: int
    last: int
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is one that the author allowed."""
        place = finding.place
        same = self.place.path == place.path and finding.code == self.code
        return same and self.first <= place.line <= self.last + 1


@dataclass(frozen=True, slots=True)
class Waivers:
    """Every waiver of some files, and what is wrong with them."""

    waivers: tuple[Waiver, ...]
    findings: tuple[Finding, ...]

    def apply(self, found: Iterable[Finding], checked: frozenset[str]) -> Iterator[Finding]:
        """The findings that stand, and a finding for each waiver that nothing needs.

        `checked` are the codes that were looked for: a waiver of another is not called unused.
        """
        used: set[Waiver] = set()
        for finding in found:
            allowed = [waiver for waiver in self.waivers if waiver.covers(finding)]
            used.update(allowed)
            if not allowed:
                yield finding
        yield from self.findings
        for waiver in self.waivers:
            if waiver not in used and waiver.code in checked:
                message = f"nothing here needs the waiver of {waiver.code}"
                remedy = "Take it out, or put it on the line it is for or the line above."
                yield Finding(catalogue.UNUSED_WAIVER, waiver.place, message, remedy)


def read(files: Mapping[str, str], known: frozenset[str]) -> Waivers:
    """The waivers of files, by their texts: HTML comments in chapters, `#` comments in scripts."""
    waivers: list[Waiver] = []
    found: list[Finding] = []
    for path, text in files.items():
        if "tieout:" not in text:
            continue
        comments = _IN_SCRIPTS if path.endswith((".py", ".toml")) else _IN_CHAPTERS
        for hit in comments.finditer(text):
            allow = _ALLOW.match(hit["said"])
            if allow is None:
                continue
            line = text.count("\n", 0, hit.start()) + 1
            place = Place(path, line, hit.start() - text.rfind("\n", 0, hit.start()))
            last = line + hit.group().count("\n")
            codes, reason = _codes(allow["rest"])
            if not codes or not reason:
                message = "a waiver needs a code and a reason"
                remedy = "Write: tieout: allow TIE801 because …"
                found.append(Finding(catalogue.BAD_WAIVER, place, message, remedy))
                continue
            for code in codes:
                if code not in known:
                    message = f"a waiver of the unknown code '{code}'"
                    remedy = nearest(code, known) or "'tieout check' prints the codes."
                    found.append(Finding(catalogue.BAD_WAIVER, place, message, remedy))
                else:
                    waivers.append(Waiver(code, place, line, last, reason))
    return Waivers(tuple(waivers), tuple(found))


def codes_of(line: str, path: str) -> list[str]:
    """The codes of the waiver that is all a line holds; none where it holds anything else."""
    comments = _IN_SCRIPTS if path.endswith((".py", ".toml")) else _IN_CHAPTERS
    whole = comments.fullmatch(line)
    allow = _ALLOW.match(whole["said"]) if whole else None
    return _codes(allow["rest"])[0] if allow else []


def _codes(rest: str) -> tuple[list[str], str]:
    codes: list[str] = []
    position = 0
    while hit := _CODES.match(rest, position):
        codes.append(hit[1])
        position = hit.end()
    because = _BECAUSE.match(rest, position)
    return codes, because["reason"].strip() if because else ""
