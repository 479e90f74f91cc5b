"""Facts: the fact sheet of a report: every number it uses, with what it counts, where it comes from and stands."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass

from tieout import formulas
from tieout.ledger.record import Record, Use
from tieout.number import as_json_number
from tieout.review import markdown
from tieout.review.explanation import Reference, reference
from tieout.review.material import Material

_HEADING = ("name", "number", "value", "unit", "title", "bound", "sources", "used in")


@dataclass(frozen=True, slots=True)
class Fact:
    """A number of the report, with its sources by the names a reader knows them by."""

    record: Record
    sources: tuple[Reference, ...]

    @property
    def used(self) -> tuple[str, ...]:
        """Where it stands: `report/prisons.qmd:7`."""
        return tuple(dict.fromkeys(f"{use.file}:{use.line}" for use in self.record.uses))

    def cells(self) -> tuple[str, ...]:
        """The fact as a row of text."""
        record = self.record
        return (
            record.name,
            record.display,
            str(as_json_number(record.value)),
            str(record.unit),
            record.title,
            record.bound,
            "; ".join(str(each) for each in self.sources),
            "; ".join(self.used),
        )

    def as_json(self) -> dict[str, object]:
        """The fact as JSON data."""
        record = self.record
        sources = [
            {"key": s.key, "locator": s.locator, "label": s.label, "title": s.title}
            for s in self.sources
        ]
        return {
            "name": record.name,
            "display": record.display,
            "value": as_json_number(record.value),
            "unit": str(record.unit),
            "title": record.title,
            "bound": record.bound,
            "sources": [{key: text for key, text in each.items() if text} for each in sources],
            "used": list(self.used),
        }


def facts(material: Material) -> tuple[Fact, ...]:
    """Every number that a chapter, caption or alternative text uses, in the order of the report."""
    files = [name for chapter in material.chapters for name in chapter.files]
    order = {name: number for number, name in reversed(list(enumerate(files)))}

    def place(use: Use) -> tuple[int, str, int, int]:
        return order.get(use.file, len(order)), use.file, use.line, use.column

    used = [record for record in material.records.values() if record.uses]
    used.sort(key=lambda record: min(place(use) for use in record.uses))
    return tuple(
        Fact(record, tuple(reference(material, each) for each in record.sources)) for record in used
    )


def as_csv(sheet: Iterable[Fact]) -> str:
    """The fact sheet as CSV; no cell is a formula, wherever it is opened."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADING)
    for fact in sheet:
        writer.writerow(formulas.harmless(cell) for cell in fact.cells())
    return out.getvalue()


def as_json(sheet: Iterable[Fact]) -> str:
    """The fact sheet as JSON."""
    data = {"numbers": [fact.as_json() for fact in sheet]}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def as_markdown(sheet: Iterable[Fact], title: str) -> str:
    """The fact sheet as a Markdown table."""
    facts_ = tuple(sheet)
    lines = [f"# {markdown.escaped(title)}: numbers", "", markdown.row(*_HEADING)]
    lines.append(markdown.row(*("---" for _ in _HEADING)))
    for fact in facts_:
        name, *rest = fact.cells()
        lines.append(markdown.row(markdown.code(name), *(markdown.escaped(cell) for cell in rest)))
    lines += ["", f"{len(facts_)} numbers."]
    return "\n".join(lines) + "\n"
