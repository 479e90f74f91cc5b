"""Actions: what an author can do about a finding at a stroke: the number's name, the near name, a waiver."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tieout.checks import fixes, runner
from tieout.checks.report import Report
from tieout.checks.typed import Typed, typed
from tieout.editor.checking import Checked
from tieout.editor.positions import Lines
from tieout.findings import Finding
from tieout.prose.chapter import FRONT_MATTER

CHAPTERS = (".qmd", ".md", ".Rmd", ".rmd")
_TYPED = {"TIE801", "TIE802"}
_OFFERED = 6
# What the build finds as well, it would go on finding.
_WAIVABLE = {rule.code for module in runner.MODULES for rule in module.RULES} - {"TIE303", "TIE305"}
_MEANT = re.compile(r"Did you mean '(?P<right>.+)'\?")
_QUOTED = re.compile(r"'(?P<wrong>[^']+)'")
_BEFORE = re.compile(r"Write '(?P<word>[^']+)' before it")
_ATTRIBUTES = re.compile(r"[ \t]*\{[^{}\n]*\}[ \t]*$")


class Change(NamedTuple):
    """A stretch of a text and what is to stand there instead."""

    start: int
    end: int
    new: str


class Action(NamedTuple):
    """Something to do about findings.

    Attributes:
        sure: whether it is what an author wants without looking.
        rest: where the author goes on typing afterwards: an offset into the changed text; -1: nowhere.
    """

    title: str
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    sure: bool = False
    rest: int = -1


def actions(
    checked: Checked, path: str, lines: Lines, found: Iterable[Finding]
) -> Iterator[Action]:
    """What can be done about these findings of one file."""
    found = tuple(found)
    for finding in found:
        if finding.code in _TYPED:
            yield from _names(checked, lines, finding)
        yield from _near(lines, finding)
        yield from _hedge(lines, finding)
    for finding in found:
        yield from _waiver(path, lines, finding)


def everything(checked: Checked, path: str, lines: Lines) -> Action | None:
    """Every typed number of a file that has one right answer, by its name."""
    found = checked.findings.get(path, ())
    standing = {each.place for each in found if each.code in _TYPED}
    changes, mended = [], []
    for part in checked.parts:
        if not any(path in chapter.files for chapter in part.chapters):
            continue
        for fix in fixes.fixes(part, (each for each in found if each.code in _TYPED)):
            start = lines.at(fix.place.line, fix.place.column)
            if fix.place.path == path and lines.text.startswith(fix.old, start):
                changes.append(Change(start, start + len(fix.old), fix.new))
                mended += [each for each in found if each.place == fix.place]
    if not changes or not standing:
        return None
    title = f"Replace {len(changes)} typed numbers by their names"
    return Action(title, tuple(changes), tuple(mended))


def _names(checked: Checked, lines: Lines, finding: Finding) -> Iterator[Action]:
    """The names of the numbers that look just like a typed one."""
    for part, each in _typed_at(checked, finding):
        start = lines.at(finding.place.line, finding.place.column)
        if not lines.text.startswith(each.written, start):
            continue  # written with markup between its digits
        sure = {fix.place for fix in fixes.fixes(part, (finding,))}
        for name in each.names[:_OFFERED]:
            record = checked.world.record(name)
            said = f" ({record.title})" if record is not None and len(each.names) > 1 else ""
            change = Change(start, start + len(each.written), f"{{{{< stat {name} >}}}}")
            title = f"Replace {each.written} by its number: {name}{said}"
            yield Action(title, (change,), (finding,), sure=finding.place in sure)
        return


def _typed_at(checked: Checked, finding: Finding) -> Iterator[tuple[Report, Typed]]:
    for part in checked.parts:
        files = {name for chapter in part.chapters for name in chapter.files}
        if finding.place.path in files or not part.chapters:
            for each in typed(part):
                if each.place == finding.place:
                    yield part, each


def _near(lines: Lines, finding: Finding) -> Iterator[Action]:
    """The name that somebody meant who misspelt it."""
    meant, wrong = _MEANT.search(finding.remedy), _QUOTED.search(finding.message)
    if meant is None or wrong is None:
        return
    begin = lines.at(finding.place.line, finding.place.column)
    end = lines.text.find("\n\n", begin)
    start = lines.text.find(wrong["wrong"], begin, len(lines.text) if end < 0 else end)
    if start >= 0:
        change = Change(start, start + len(wrong["wrong"]), meant["right"])
        title = f"Change '{wrong['wrong']}' to '{meant['right']}'"
        yield Action(title, (change,), (finding,), sure=True)


def _hedge(lines: Lines, finding: Finding) -> Iterator[Action]:
    """The word that tells how surely a number is known."""
    word = _BEFORE.search(finding.remedy)
    start = lines.at(finding.place.line, finding.place.column)
    if word is not None and lines.text.startswith("{{<", start):
        change = Change(start, start, f"{word['word']} ")
        yield Action(f"Write '{word['word']}' before it", (change,), (finding,))


def _waiver(path: str, lines: Lines, finding: Finding) -> Iterator[Action]:
    """A waiver without its reason, which the author types: until then it waives nothing."""
    place = finding.place
    if not 1 <= place.line <= lines.last + 1 or finding.code not in _WAIVABLE:
        return
    written = lines.line(place.line - 1)
    start = lines.at(place.line, 1)
    said = f"tieout: allow {finding.code} because "
    title = f"Allow {finding.code} here, with a reason"
    if path.endswith(".py"):
        if not _within_string(lines.text, place.line):
            indent = written[: len(written) - len(written.lstrip())]
            new = f"{indent}# {said}\n"
            yield Action(title, (Change(start, start, new),), (finding,), rest=start + len(new) - 1)
        return
    front = FRONT_MATTER.match(lines.text)
    if not path.endswith(CHAPTERS) or (front is not None and start < front.end()):
        return
    at = start + _room(written)
    before = f" <!-- {said}"
    change = Change(at, at, f"{before} -->")
    yield Action(title, (change,), (finding,), rest=at + len(before))


def _room(line: str) -> int:
    """Where on a line a comment harms nothing: at its end, before attributes and a table's last bar."""
    if line.lstrip().startswith("|") and line.rstrip().endswith("|"):
        return len(line.rstrip()[:-1].rstrip())
    hit = _ATTRIBUTES.search(line) if line.lstrip().startswith("#") else None
    return hit.start() if hit else len(line.rstrip())


def _within_string(text: str, line: int) -> bool:
    """Whether a line begins inside a string of a script: a comment there would be part of it."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.STRING and token.start[0] < line <= token.end[0]:
                return True
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return True
    return False
