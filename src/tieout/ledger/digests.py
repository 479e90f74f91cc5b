"""Digests: what a sign-off is bound to, so that it expires when the thing that was signed off changes.

A number's digest stands for its value, its code and its contributing cells with what their rows say of source
and precision; not for titles, notes, or the line a row stands on. A figure's or table's stands for its look,
its code and the same of its cells. Equal on every machine: floats count to twelve significant digits.
"""

from __future__ import annotations

from collections.abc import Iterable

from tieout.cache import digest_json
from tieout.compute.lineage import COUNTING
from tieout.ledger.record import Input, Record, cited
from tieout.number import Value, exact_text

_LENGTH = 16  # hexadecimal digits: enough to tell changes apart, short enough to read


def of_number(record: Record, code: str, taken: Iterable[str]) -> str:
    """The digest of a number.

    Args:
        record: what is known of it.
        code: the digest of the code it can reach.
        taken: digests of what it takes that the record's cells do not show: statistics, and datasets of
            which it names whole columns or which are confidential.
    """
    cells = [_cell(each) for each in record.inputs if each.role in COUNTING]
    parts = [str(record.unit), _value(record.value), code, *taken]
    return digest_json([parts, cells])[:_LENGTH]


def of_shown(look: str, code: str, inputs: Iterable[Input], taken: Iterable[str]) -> str:
    """The digest of a figure or table: how it looks, its code, its cells, and digests of what these do not show."""
    cells = [_cell(each) for each in inputs if each.role in COUNTING]
    return digest_json([look, code, *taken, cells])[:_LENGTH]


def _cell(each: Input) -> list[object]:
    sources = [cited(source) for source in each.sources]
    where = [each.dataset, list(each.key), each.column, each.rows]
    return [*where, each.value, each.qualifier, each.basis, sources]


def _value(value: Value) -> str:
    # Another version of NumPy may add in another order: the last digits of a float are no change.
    return f"{value:.12g}" if isinstance(value, float) else exact_text(value)
