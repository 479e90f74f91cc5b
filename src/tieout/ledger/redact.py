"""Redact: a ledger of an earlier build without the cells of data that were made confidential since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tieout.data.confidential import Withheld
from tieout.ledger.record import Input, Ledger, Record, Shown


def redacted(ledger: Ledger, withheld: Withheld) -> Ledger:
    """The ledger, without any cell of the datasets that it does not know to be confidential."""
    if set(withheld.names) <= set(ledger.confidential):
        return ledger
    records = {
        name: replace(record, inputs=_open(record.inputs, withheld))
        for name, record in ledger.records.items()
        if not _is_hidden(record, withheld)
    }
    shown = {
        name: replace(each, inputs=_open(each.inputs, withheld), files=_files(each, withheld))
        for name, each in ledger.shown.items()
    }
    return replace(ledger, records=records, shown=shown)


def _is_hidden(record: Record, withheld: Withheld) -> bool:
    if record.kind != "datum":
        return False
    return any(withheld.holds(each.dataset, each.column) for each in record.inputs)


def _open(inputs: Iterable[Input], withheld: Withheld) -> tuple[Input, ...]:
    """Which rows of a dataset count may tell what its confidential columns hold: none of it is kept."""
    return tuple(each for each in inputs if not _guarded(each.dataset, withheld))


def _files(shown: Shown, withheld: Withheld) -> tuple[tuple[str, str], ...]:
    taken = any(_guarded(name, withheld) for name in shown.takes)
    return tuple(each for each in shown.files if not (taken and each[1].endswith(".csv")))


def _guarded(dataset: str, withheld: Withheld) -> bool:
    return dataset in withheld.datasets or dataset in withheld.columns
