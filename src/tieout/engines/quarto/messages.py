"""Messages: what Quarto wrote to stderr, read into findings; also the failures it ends with exit status 0 on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout import catalogue
from tieout.engines.quarto import faults
from tieout.engines.quarto.spots import Spots
from tieout.findings import Finding, Severity, errors
from tieout.prose.chapter import Chapter

_COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_PROGRESS = re.compile(r"^\[\s*(?P<number>\d+)/(?P<of>\d+)\]\s+(?P<file>\S.*)$")
_HEAD = re.compile(
    r"^(?:(?P<error>ERROR(?: \([^)]*\))?:?(?: |$)|FATAL \([^)]*\) |Error running (?:filter|Lua)\b)"
    r"|(?P<warning>WARN(?:ING)?: |WARNING \([^)]*\) |\[WARNING\] |warning: ))"
)
_TRACE = re.compile(r"^\s*(?:Stack trace:|stack traceback:)", re.IGNORECASE)
_FRAME = re.compile(r"^(?:\s+at |\s+\[C\]: |\s+\S+\.lua:\d+: in |\t\.\.\.)")
_CELL = re.compile(r"^An error occurred while executing the following cell")
_OURS = re.compile(r"tieout: (?P<code>TIE\d{3}) (?P<message>.+)")
# What Quarto says after the cause, in words that help nobody.
_EMPTY = re.compile(
    r"^(?:Error encountered when rendering files|Typst compilation failed|Error:?|)\W*$"
)
_DETAIL = 12
_LOOK = "Run 'quarto render' in the report's folder to see all it says."


def progress(line: str) -> tuple[str, int, int] | None:
    """The file, its number and how many there are, if the line is one of Quarto's progress lines."""
    found = _PROGRESS.match(_COLOUR.sub("", line).strip())
    return (found["file"], int(found["number"]), int(found["of"])) if found else None


def findings(stderr: str, spots: Spots, *, failed: bool) -> tuple[Finding, ...]:
    """Every problem that Quarto's output speaks of; at least one error when it failed."""
    found = [
        finding
        for message in _messages(stderr, spots)
        if (finding := _finding(message, spots)) is not None
    ]
    if failed and not errors(found):
        found.append(_unexplained(stderr, spots))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Message:
    """Lines that belong together, how serious Quarto takes them, and the chapter under way."""

    lines: tuple[str, ...]
    error: bool
    chapter: Chapter | None

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def _lines(stderr: str) -> list[str]:
    text = _COLOUR.sub("", stderr).replace("\r\n", "\n").replace("\r", "\n")
    # Typst's progress line has no end when an error follows it.
    return re.sub(r"(?<=[^\s(])(?=(?:ERROR|WARN): )", "\n", text).split("\n")


def _messages(stderr: str, spots: Spots) -> Iterator[_Message]:
    chapter: Chapter | None = None
    gathered: list[str] = []
    error = in_trace = False

    def done() -> Iterator[_Message]:
        lines = [line.rstrip() for line in gathered]
        while lines and not lines[-1]:
            lines.pop()
        if lines:
            yield _Message(tuple(lines), error, chapter)
        gathered.clear()

    for line in _lines(stderr):
        under_way = progress(line)
        head = _HEAD.match(line)
        if under_way or head or _CELL.match(line):
            yield from done()
            in_trace = False
            if under_way:
                chapter = spots.chapter(under_way[0]) or chapter
            else:
                error = head is None or head["error"] is not None
                gathered.append(line)
        elif _TRACE.match(line):
            in_trace = True
        elif in_trace and (_FRAME.match(line) or not line.strip()):
            continue
        elif gathered and (line.strip() or error):
            in_trace = False
            gathered.append(line)
        else:
            yield from done()
    yield from done()


def _finding(message: _Message, spots: Spots) -> Finding | None:
    ours = _OURS.search(message.text)
    if ours:
        return _own(ours["code"], ours["message"].strip(), message, spots)
    for pattern, fault in _KNOWN:
        hit = pattern.search(message.text)
        if hit:
            page = hit.groupdict().get("page")
            chapter = (spots.chapter(page) if page else None) or message.chapter
            return fault.finding(spots.plain(hit["name"]), spots, chapter)
    return _other(message, spots)


def _own(code: str, text: str, message: _Message, spots: Spots) -> Finding:
    """What tieout's own extension stopped at."""
    rule = next((rule for rule in catalogue.rules() if rule.code == code), catalogue.ENGINE_FAILED)
    use = re.search(r"\{\{< (?P<words>.+?) >\}\}", text)
    words = [re.escape(word) for word in use["words"].split()[:2]] if use else []
    place = (
        spots.find(r"\{\{<\s*" + r"\s+[\"']?".join(words), message.chapter)
        if words
        else spots.told(message.text, message.chapter)
    )
    return Finding(rule, place, text, "Run 'tieout build', which names every such place.")


_KNOWN: tuple[tuple[re.Pattern[str], faults.Fault], ...] = (
    (
        re.compile(r"(?:(?P<page>\S+\.html): )?Unable to resolve crossref @(?P<name>[^\s`]+)"),
        faults.REFERENCE,
    ),
    (re.compile(r"Citeproc: citation (?P<name>\S+) not found"), faults.CITATION),
    (re.compile(r"Shortcode '(?P<name>[^']+)' not found"), faults.SHORTCODE),
    (
        re.compile(r"Unknown (?:var|variable|meta key|meta) (?P<name>\S+) specified in an? "),
        faults.VARIABLE,
    ),
    (re.compile(r"Unable to resolve link target: (?P<name>\S+)"), faults.LINK),
    (
        re.compile(r"(?:Could not fetch resource|[Ff]ile not found:?) '?(?P<name>[^\s':]+)"),
        faults.IMAGE,
    ),
)


def _other(message: _Message, spots: Spots) -> Finding | None:
    body = [_HEAD.sub("", message.lines[0]).strip(" :"), *message.lines[1:]]
    body = [spots.plain(line) for line in body if not _FRAME.match(line)]
    if re.match(r"Error running (?:filter|Lua)\b", message.lines[0]):
        body = body[1:]  # names Quarto's own filter; the cause follows
    meant = [line for line in body if line.strip()]
    if not meant or (len(meant) == 1 and _EMPTY.match(meant[0].strip())):
        return None
    rule = catalogue.ENGINE_FAILED if message.error else catalogue.ENGINE_WARNING
    text = meant[0].strip()
    if text.startswith("In file ") and len(meant) > 1:
        text, meant = meant[1].strip(), meant[1:]
    detail = tuple(meant[1 : 1 + _DETAIL])
    return Finding(rule, spots.told(message.text, message.chapter), f"Quarto: {text}", "", detail)


def _unexplained(stderr: str, spots: Spots) -> Finding:
    lines = [line.rstrip() for line in _lines(stderr) if line.strip()]
    chapters = [spots.chapter(hit[0]) for line in lines if (hit := progress(line))]
    said = [spots.plain(line) for line in lines if not progress(line) and not _FRAME.match(line)]
    return Finding(
        catalogue.ENGINE_FAILED,
        spots.told("", chapters[-1] if chapters else None),
        "Quarto failed and gave no reason" if not said else "Quarto failed; its last words follow",
        _LOOK,
        tuple(said[-_DETAIL:]),
        Severity.ERROR,
    )
