"""Forms: which file a dataset stands in, and whether it is held in memory or stays in its file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

LARGE = "tieout:large"
LARGE_FILE = 32 * 1024 * 1024  # a CSV file of this size stays outside memory
LARGE_ROWS = 100_000  # and a Parquet file of more rows


def is_parquet(resource: Mapping[str, Any]) -> bool:
    """Whether a resource of the data package is a Parquet file."""
    given = resource.get("format")
    return (
        str(given).lower() == "parquet" if given else str(resource.get("path")).endswith(".parquet")
    )


def told(resource: Mapping[str, Any]) -> bool | None:
    """Whether the data package says that it stays in its file; None: it does not say."""
    given = resource.get(LARGE)
    return given if isinstance(given, bool) else None


def may_lack_key(resource: Mapping[str, Any]) -> bool:
    """Whether nobody may want to name its cells: it is in Parquet, or too large to be held."""
    return is_parquet(resource) or told(resource) is True


def csv_stays(resource: Mapping[str, Any], file: Path) -> bool:
    """Whether a CSV file is so large that it stays where it is."""
    said = told(resource)
    if said is not None:
        return said
    try:
        return file.stat().st_size >= LARGE_FILE
    except OSError:
        return False
