"""Register: the table of every number the report uses, for a reader who follows one."""

from __future__ import annotations

from collections.abc import Iterable

from tieout.data.sources import Sources
from tieout.ledger.fragments import Register, RegisterRow, anchor_of
from tieout.ledger.record import Record

HEADER = ("Number", "What it is", "Computed in", "From", "Published")
_MAX_SOURCES = 4


def fragment(records: Iterable[Record], sources: Sources) -> Register:
    """The register: a row a number, in the order the report first uses them."""
    return Register(HEADER, tuple(_row(record, sources) for record in records))


def _row(record: Record, sources: Sources) -> RegisterRow:
    return RegisterRow(
        anchor_of(record.name),
        (
            record.display,
            _what(record),
            f"{record.file}, line {record.line}",
            _from(record, sources),
            _published(record),
        ),
    )


def _what(record: Record) -> str:
    basis = {each.basis for each in record.inputs if each.role == "is" and each.basis}
    said = [record.title]
    if "reported" in basis:
        said.append("reported by the source without the counts behind it")
    if "estimate" in basis:
        said.append("an estimate of the source")
    qualifiers = {each.qualifier for each in record.inputs if each.role == "is"} - {""}
    said += [
        f"the source says \N{LEFT SINGLE QUOTATION MARK}{q}\N{RIGHT SINGLE QUOTATION MARK}"
        for q in sorted(qualifiers)
    ]
    return "; ".join(said)


def _from(record: Record, sources: Sources) -> str:
    labels = list(
        dict.fromkeys(
            sources.entries[each.id].label if each.id in sources.entries else each.id
            for each in record.sources
        )
    )
    shown = labels[:_MAX_SOURCES]
    more = len(labels) - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more > 0 else "")


def _published(record: Record) -> str:
    published = record.published
    if published is None:
        return "\N{EN DASH}"
    where = f" ({published.locator})" if published.locator else ""
    return f"{published.printed}{where}: {published.agreement}"
