"""Which files count as data that a function reads by itself."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

import pytest

from tieout.compute.reads import Reads


@pytest.fixture
def reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reads:
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "for a while"))
    return Reads(tmp_path / "project")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("project/data/a.csv", "data/a.csv"),
        ("project/notes", "notes"),
        ("project/.raw/a.csv", ".raw/a.csv"),
        ("project/.mpl/fonts.json", ""),
        ("project/scripts/a.py", ""),
        ("project/venv/site-packages/a.csv", ""),
        ("elsewhere/a.csv", "elsewhere/a.csv"),
        ("elsewhere/.hidden/a.xlsx", "elsewhere/.hidden/a.xlsx"),
        ("elsewhere/a.json", ""),
        ("for a while/a.csv", ""),
    ],
)
def test_a_file_of_data_is_told_wherever_it_lies(
    reads: Reads, tmp_path: Path, name: str, told: str
) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text("1")
    with reads.watched():
        path.read_text()
    path.read_text()  # what is read when nobody watches is nobody's
    where = str(tmp_path / told) if told.startswith("elsewhere") else told
    assert reads.found == ([where] if told else [])


def test_a_file_that_is_written_is_none_that_is_read(reads: Reads, tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    with reads.watched():
        (tmp_path / "project/made.csv").write_text("1")
    assert not reads.found


def test_a_database_is_read_without_python_opening_it(reads: Reads, tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    with reads.watched():
        sqlite3.connect(":memory:").close()
        sqlite3.connect(tmp_path / "project/x.db").close()
    assert reads.found == ["x.db"]
