"""The sweep over a file: rows all over it are seen in few runs, whether many matter or few."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from tieout.compute import finder, observe
from tieout.compute.lineage import Columns, Role
from tieout.compute.sweep import Sweep
from tieout.compute.trial import Trial
from tieout.compute.views import Field, View
from tieout.data import duck

ROWS = 100_000


def swept(file: Path, query: str) -> Sweep:
    """What a query of the file's rows comes from."""
    fields = (Field("id", "integer", "BIGINT", None), Field("fare", "number", "DOUBLE", None))
    view = View("trips", file, fields, ROWS)
    with duck.opened([file]) as database:

        def answer(views: Any, _values: Any) -> Any:
            text = query.format(f"({views['trips'].sql()})")
            return database.execute(text).fetchall()[0][0]

        views: Any = {"trips": view}
        trial = Trial(answer, views, {}, observe.number)
        columns = {"trips": Columns(("fare",))}
        sweep = Sweep(trial, {"trips": view}, columns, database, finder.NUMBER)
        sweep.run()
        return sweep


@pytest.mark.parametrize("each", [1, 40, 60])
def test_rows_all_over_the_file_are_seen_in_few_runs(tmp_path: Path, each: int) -> None:
    """Every row counts in the sum; the dear ones stand at the limit, so that a nudge of them moves the count."""
    file = tmp_path / "trips.parquet"
    duckdb.sql(
        f"SELECT i AS id, CASE WHEN hash(i) % {each} = 0 THEN 40.0 ELSE 1 + i % 30 END AS fare "
        f"FROM range({ROWS}) t(i)"
    ).write_parquet(str(file))
    query = "SELECT sum(fare) FROM {}" if each == 1 else "SELECT count(*) FROM {} WHERE fare > 40"
    sweep = swept(file, query)
    role = Role.CONTRIBUTES if each == 1 else Role.COULD_SWAY
    assert sweep.wholes["trips", "fare"].role is role
    assert sweep.trial.runs < 60


def test_a_row_among_many_is_found_by_itself(tmp_path: Path) -> None:
    file = tmp_path / "trips.parquet"
    duckdb.sql(f"SELECT i AS id, i * 0.5 AS fare FROM range({ROWS}) t(i)").write_parquet(str(file))
    sweep = swept(file, "SELECT fare FROM {} WHERE id = 70123")
    assert [(cell.row, cell.column) for cell in sweep.links] == [(70123, "fare")]
