"""Substitutes: what stands in for a lineage or a figure until it has been made anew from changed data."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from tieout.compute.lineage import Lineage
from tieout.data.table import Table


def lineage(last: Lineage, before: Mapping[str, Table], now: Mapping[str, Table]) -> Lineage | None:
    """The last lineage, its rows found again by their keys; None where that is not enough to go by.

    A number's cells seldom change when a cell does: until they have been observed anew, the page cites those
    that were observed last. Rows that have gone are left out; rows that are new are in none yet.
    """
    links = []
    for link in last.links:
        old, new = before.get(link.cell.dataset), now.get(link.cell.dataset)
        if old is None or new is None or (link.cell.column and link.cell.column not in new.columns):
            return None
        row = link.cell.row if old is new else _row(old, new, link.cell.row)
        if row is not None:
            links.append(dataclasses.replace(link, cell=link.cell._replace(row=row)))
    for whole in last.wholes:
        table = now.get(whole.dataset)
        if table is None or (whole.column and whole.column not in table.columns):
            return None
    return dataclasses.replace(last, links=tuple(links))


def _row(old: Table, new: Table, row: int) -> int | None:
    key = old.key(row)
    if row < len(new) and new.key(row) == key:
        return row
    return next((n for n in new.rows_named(".".join(key)) if new.key(n) == key), None)
