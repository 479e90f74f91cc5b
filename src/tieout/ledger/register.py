"""Register: the table of every number the report uses, for a reader who follows one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tieout.data.sources import Sources
from tieout.ledger.fragments import Register, RegisterRow, anchor_of
from tieout.ledger.record import Record
from tieout.text import in_language

_MAX_SOURCES = 4


@dataclass(frozen=True, slots=True)
class Words:
    """What the register says, in one language."""

    header: tuple[str, ...]
    line: str
    reported: str
    estimate: str
    says: str
    more: str
    known: Mapping[str, str] = field(default_factory=dict)  # qualifiers and agreements


_WORDS: Mapping[str, Words] = {
    "en": Words(
        header=("Number", "What it is", "Computed in", "From", "Published"),
        line="{file}, line {line}",
        reported="reported by the source without the counts behind it",
        estimate="an estimate of the source",
        says="the source says \N{LEFT SINGLE QUOTATION MARK}{said}\N{RIGHT SINGLE QUOTATION MARK}",
        more="; and {count} more",
    ),
    "de": Words(
        header=("Zahl", "Was sie ist", "Berechnet in", "Aus", "Veröffentlicht"),
        line="{file}, Zeile {line}",
        reported="von der Quelle ohne die zugrunde liegenden Zählungen angegeben",
        estimate="eine Schätzung der Quelle",
        says="die Quelle sagt \N{SINGLE LOW-9 QUOTATION MARK}{said}\N{LEFT SINGLE QUOTATION MARK}",
        more="; und {count} weitere",
        known={
            "at least": "mindestens",
            "more than": "mehr als",
            "about": "etwa",
            "at most": "höchstens",
            "fewer than": "weniger als",
            "agrees": "stimmt überein",
            "agrees after rounding": "stimmt gerundet überein",
            "differs": "weicht ab",
            "not comparable": "nicht vergleichbar",
        },
    ),
}


def fragment(records: Iterable[Record], sources: Sources, locale: str = "en_GB") -> Register:
    """The register: a row a number, in the order the report first uses them.

    It is written in the report's language where it has its words, else in English.
    """
    words = in_language(_WORDS, locale, _WORDS["en"])
    return Register(words.header, tuple(_row(record, sources, words) for record in records))


def _row(record: Record, sources: Sources, words: Words) -> RegisterRow:
    return RegisterRow(
        anchor_of(record.name),
        (
            record.display,
            _what(record, words),
            words.line.format(file=record.file, line=record.line),
            _from(record, sources, words),
            _published(record, words),
        ),
    )


def _what(record: Record, words: Words) -> str:
    basis = {each.basis for each in record.inputs if each.role == "is" and each.basis}
    said = [record.title]
    if "reported" in basis:
        said.append(words.reported)
    if "estimate" in basis:
        said.append(words.estimate)
    qualifiers = {each.qualifier for each in record.inputs if each.role == "is"} - {""}
    said += [words.says.format(said=words.known.get(q, q)) for q in sorted(qualifiers)]
    return "; ".join(said)


def _from(record: Record, sources: Sources, words: Words) -> str:
    labels = list(
        dict.fromkeys(
            sources.entries[each.id].label if each.id in sources.entries else each.id
            for each in record.sources
        )
    )
    shown = labels[:_MAX_SOURCES]
    more = len(labels) - len(shown)
    return "; ".join(shown) + (words.more.format(count=more) if more > 0 else "")


def _published(record: Record, words: Words) -> str:
    published = record.published
    if published is None:
        return "\N{EN DASH}"
    where = f" ({published.locator})" if published.locator else ""
    agreement = words.known.get(published.agreement, published.agreement)
    return f"{published.printed}{where}: {agreement}"
