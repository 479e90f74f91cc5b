"""The suite of planted faults: each with a clean twin, in several fields; what the rules make of them.

Run as a script it prints the table of docs/checks/README.md, and with `--write` puts it there.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from tieout.checks import runner
from tieout.checks.report import Report
from tieout.display import display
from tieout.findings import Finding, Severity
from tieout.ledger.record import Record
from tieout.number import Unit
from tieout.prose import shortcodes, yaml
from tieout.prose.book import Entry, Role
from tieout.prose.chapter import Chapter, Piece

FOLDER = Path(__file__).parent / "faults"
CLEAN = Path(__file__).parent / "clean"
TYPED = ("digits", "words")
# Fields whose findings nobody looked at while the rules were tuned.
HELD_OUT = ("climate", "education", "migration")
# Fields written later, A, B and D before their author had read a rule; the misses of A, then of C, then of B were
# looked at, those of D never.
SETS = {
    "A": ("agriculture", "energy", "housing", "policing"),
    "C": ("fisheries", "libraries", "water"),
    "B": ("maternity", "refugees", "taxation", "transport"),
    "D": ("forestry", "tourism"),
    "E": ("museums", "nutrition"),
    "F": ("aid", "broadband", "courts"),
    "G": ("prisons2", "vaccines", "wages"),
    # Sentences of many fields, nine batches, each written before the rules it was first held against.
    "M": tuple(f"mixed{batch}" for batch in range(1, 10)),
}


@dataclass(frozen=True)
class Case:
    """A planted fault and its twin: a text and the numbers it uses."""

    id: str
    field: str
    kind: str
    fault: tuple[str, Mapping[str, Any]]
    clean: tuple[str, Mapping[str, Any]]

    @cached_property
    def found(self) -> bool:
        """Whether the fault is found, by a rule of its family; read once, whoever asks."""
        codes = [each.code for each in blamed(*self.fault)]
        if self.kind in TYPED:
            return any(code in {"TIE801", "TIE802"} for code in codes)
        return any("TIE811" <= code <= "TIE821" for code in codes)

    @cached_property
    def twin_blamed(self) -> bool:
        """Whether anything is found in the clean twin."""
        return bool(blamed(*self.clean))


@cache
def cases() -> tuple[Case, ...]:
    """Every case of every field, the same objects for whoever asks."""
    return tuple(_read())


def _read() -> Iterator[Case]:
    for file in sorted(FOLDER.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            if "text" in item:
                fault, clean = (item["text"], item["false"]), (item["text"], item["true"])
            else:
                fault = (item["fault"], item["numbers"])
                clean = (item["clean"], item["numbers"])
            yield Case(item["id"], file.stem, item["kind"], fault, clean)


def chapter(text: str, path: str = "report/chapter.qmd") -> Chapter:
    """A chapter of that text alone."""
    codes = tuple(each for each in shortcodes.scan(text) if isinstance(each, shortcodes.Shortcode))
    entry = Entry(path.rpartition("/")[2], Role.CHAPTER)
    return Chapter(
        entry, path, yaml.Document({}, path), text, codes, (path,), (Piece(0, path, 1, 1),)
    )


def record(name: str, spec: Mapping[str, Any]) -> Record:
    """A number as the ledger knows it."""
    unit = Unit.parse(spec["unit"])
    return Record(
        name=name,
        kind="statistic",
        title=spec.get("title", name.replace("_", " ")),
        doc="",
        unit=unit,
        value=spec["value"],
        display=display(spec["value"], unit, "en_GB"),
        file="scripts/numbers.py",
        line=1,
        quantity=spec.get("quantity", ""),
        bound=spec.get("bound", "").replace("_", " "),
    )


def report(text: str, numbers: Mapping[str, Any] | None = None) -> Report:
    """A report of one chapter and some numbers."""
    records = {name: record(name, spec) for name, spec in (numbers or {}).items()}
    return Report((chapter(text),), records)


def blamed(text: str, numbers: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What the rules on numbers and words find in a text; notes left aside."""
    return tuple(
        each
        for each in runner.found(report(text, numbers))
        if each.severity is not Severity.NOTE and "TIE801" <= each.code <= "TIE832"
    )


def words(text: str) -> int:
    """How many words a text has."""
    return len(re.findall(r"\w+", text))


def clean_texts() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Foreign texts without a typed statistic, each with the numbers it uses: none is a report of this project."""
    for file in sorted(CLEAN.glob("*.md")):
        numbers = file.with_suffix(".json")
        used = json.loads(numbers.read_text(encoding="utf-8")) if numbers.exists() else {}
        yield file.stem, file.read_text(encoding="utf-8"), used


def unindented(text: str) -> str:
    """A plain text without the spaces its lines begin with, which Markdown would take for code."""
    return re.sub(r"^[ \t]{1,12}", "", text, flags=re.M)


def table() -> str:
    """Recall and false alarms, by kind and by field, as Markdown."""
    everything = cases()
    groups = [(kind, [kind]) for kind in dict.fromkeys(each.kind for each in everything)]
    wordy = [kind for kind, _ in groups if kind not in TYPED]
    groups += [("**typed numbers**", list(TYPED)), ("**words against values**", wordy)]
    lines = ["| | planted | found | | true twins blamed |", "| --- | ---: | ---: | ---: | ---: |"]

    def row(name: str, chosen: list[Case]) -> str:
        count = sum(case.found for case in chosen)
        twins = sum(case.twin_blamed for case in chosen)
        return f"| {name} | {len(chosen)} | {count} | {count / len(chosen):.0%} | {twins} |"

    for name, kinds in groups:
        lines.append(row(name, [case for case in everything if case.kind in kinds]))
    for name, fields in SETS.items():
        chosen = [case for case in everything if case.field in fields]
        if typed := [c for c in chosen if c.kind in TYPED]:
            lines.append(row(f"set {name}: typed numbers", typed))
        lines.append(
            row(f"set {name}: words against values", [c for c in chosen if c.kind in wordy])
        )
    for field in dict.fromkeys(each.field for each in everything):
        held = " (held out)" if field in (*HELD_OUT, *SETS["D"]) else ""
        lines.append(row(f"{field}{held}", [case for case in everything if case.field == field]))
    lines += [
        "",
        "| text without a typed statistic | words | false alarms |",
        "| --- | ---: | ---: |",
    ]
    for name, text, numbers in clean_texts():
        lines.append(f"| {name} | {words(text):,} | {len(blamed(text, numbers))} |")
    return "\n".join(lines)


def write(page: Path) -> None:
    """Put the table into a page, between its marks."""
    text = page.read_text(encoding="utf-8")
    head, _, rest = text.partition("<!-- benchmark -->")
    tail = rest.partition("<!-- end of benchmark -->")[2] or rest
    body = f"<!-- benchmark -->\n\n{table()}\n\n<!-- end of benchmark -->"
    page.write_text(head + body + tail, encoding="utf-8")


if __name__ == "__main__":
    if "--write" in sys.argv:
        write(Path(__file__).parents[2] / "docs" / "checks" / "README.md")
    for case in cases() if "--missed" in sys.argv else ():
        if case.field in (*HELD_OUT, *SETS["D"]):
            continue
        if not case.found:
            print("missed", case.id, case.fault[0])
        if case.twin_blamed:
            print("blamed", case.id, case.clean[0])
    print(table())
