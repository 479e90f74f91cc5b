"""Shelf: a report of one Parquet file, a stranger's, read as a table held in memory and as one that stays in its file."""

from __future__ import annotations

import functools
import io
import itertools
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from fuzz.world import World
from tieout.data.large import LargeTable
from tieout.data.package import read_package
from tieout.data.read import read_table
from tieout.findings import Finding, TieoutError
from tieout.project import Project

FILE = "shelf/data/strange.parquet"
_FIELDS = (
    {"name": "key", "type": "string"},
    {"name": "day", "type": "date"},
    {"name": "at", "type": "datetime"},
    {"name": "value", "type": "number", "tieout:unit": "ratio", "tieout:multiplier": 0.01},
    {"name": "count", "type": "integer", "tieout:unit": "count"},
    {"name": "sure", "type": "boolean"},
    {"name": "extra", "type": "any"},
    {"name": "source", "type": "string"},
    {"name": "locator", "type": "string"},
)
# Whoever asks a table for its cells asks for some at its beginning and at its end.
_ROWS = 8


def _shelf(root: Path) -> Project:
    """The report, made where there is none."""
    if not (root / "data/datapackage.json").is_file():
        (root / "data").mkdir(parents=True, exist_ok=True)
        (root / "tieout.toml").write_text("")
        (root / "references.bib").write_text("@misc{s1,\n  title = {S}\n}\n")
        common = {
            "path": "strange.parquet",
            "schema": {"fields": _FIELDS, "primaryKey": ["key"]},
        }
        both = [
            {"name": name, "tieout:large": large, **common}
            for name, large in (("held", False), ("stays", True))
        ]
        (root / "data/datapackage.json").write_text(json.dumps({"resources": both}))
    return Project.find(root)


def read(world: World, _data: bytes) -> Iterable[Finding]:
    project = _shelf(world.root / "shelf")
    found: list[Finding] = []
    for dataset in read_package(project).datasets.values():
        try:
            table = read_table(project, dataset)
            if isinstance(table, LargeTable):
                _asked(table)
            rows = sorted({*range(len(table))[:_ROWS], *range(len(table))[-_ROWS:]})
            table.fetch(rows)
            for row in rows:
                table.cited(row), table.place(row), table.key(row)
                for name in table.columns:
                    _ = table.columns[name][row]
            for name in itertools.islice(table.names, 50):
                table.value(name)
        except TieoutError as error:
            found += error.findings
    return found


def _asked(table: LargeTable) -> None:
    """What commands ask of a table that stays in its file."""
    list(table.every_cited())
    for name in table.columns:
        list(itertools.islice(table.different(name), 20))
    for key in ("a", "1.5", "\u202e"):
        _ = table.names.get(f"stays.{key}.value")
    _ = table.citing


@functools.cache
def seeds() -> tuple[bytes, ...]:
    """Files as different programs write them."""
    import pyarrow as pa

    plain = pa.array(["x", None, "é", "1", "", "z"])
    nested = pa.array([[1, 2], [], None, [3], [None], [4]], pa.list_(pa.int32()))
    struct = pa.array([{"a": 1, "b": "x"}] * 6)
    maps = pa.array([[("a", 1)], [], None, [("b", 2)], [], []], pa.map_(pa.string(), pa.int8()))
    cents = pa.array([None, "1.50", "2.25", "-3", "0", "9"]).cast(pa.decimal128(20, 2))
    return (
        _written(plain, compression="none", use_dictionary=False),
        _written(plain, compression="snappy"),
        _written(nested, compression="zstd", row_group_size=2, data_page_version="2.0"),
        _written(struct, compression="gzip", write_statistics=False),
        _written(maps, compression="brotli", use_dictionary=["key", "source"]),
        _written(cents, compression="lz4", store_decimal_as_integer=True, row_group_size=3),
        _written(plain, column_encoding="DELTA_BYTE_ARRAY", use_dictionary=False, only=["extra"]),
        _written(plain.cast(pa.large_binary()), compression="none", write_page_index=True),
        _by_duckdb("zstd"),
        _by_duckdb("uncompressed"),
    )


def _written(extra: Any, only: Sequence[str] = (), **options: Any) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    days = pa.array([0, 1, None, 18_000, -1, 2**30], pa.date32())
    columns = {
        "key": pa.array(["a", "b", "c", "d", "e", "f"]),
        "day": days,
        "at": pa.array([0, 10**15, None, 1, 2, 3], pa.timestamp("us")),
        "value": pa.array([0.5, None, 1e300, -0.0, float("nan"), 3.25]),
        "count": pa.array([1, 2**40, None, -7, 0, 5], pa.int64()),
        "sure": pa.array([True, None, False, True, True, False]),
        "extra": extra,
        "source": pa.array(["s1", "s1", "s1;s1", "s1", None, "s1"]),
        "locator": pa.array(["p. 1", None, "p. 2; p. 3", "", "p. 4", "p. 1"]),
    }
    encoding = options.pop("column_encoding", None)
    if encoding:
        options["column_encoding"] = dict.fromkeys(only, encoding)
    whole = io.BytesIO()
    pq.write_table(pa.table(columns), whole, **options)
    return whole.getvalue()


def _by_duckdb(compression: str) -> bytes:
    import tempfile

    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "rows.parquet"
        duckdb.sql(
            "SELECT 'k' || i AS key, DATE '2020-01-01' + i::INT AS day, "
            "TIMESTAMP '2020-01-01' + INTERVAL (i) HOUR AS at, i / 3 AS value, i::BIGINT AS count, "
            "i % 2 = 0 AS sure, uuid() AS extra, 's1' AS source, 'p. ' || (i % 7) AS locator "
            "FROM range(300) AS r(i)"
        ).write_parquet(str(target), compression=compression, row_group_size=100)
        return target.read_bytes()
