"""The library that reads data packages is there in a moment, whatever else is installed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tieout.data import validator

CODE = """
import sys
from tieout.data import validator
assert validator.frictionless().Resource
assert not any(name.startswith("rfc3987_syntax") for name in sys.modules)
import rfc3987_syntax  # it is there for whoever wants it
print(rfc3987_syntax.is_valid_syntax)
"""


@pytest.mark.slow
def test_what_compiles_grammars_is_not_imported_for_it(tmp_path):
    (tmp_path / "rfc3987_syntax.py").write_text("is_valid_syntax = 'costly'\n")
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("costly\n", "")


def test_what_is_said_of_a_wrong_cell_has_no_copy_of_its_row(tmp_path):
    """Or a row of thousands of wrong cells would be read in a time that grows with their square."""
    (tmp_path / "wide.csv").write_text("a,b\nx,y\n")
    fields = [{"name": name, "type": "integer"} for name in "ab"]
    given = {"name": "wide", "path": "wide.csv", "schema": {"fields": fields}}
    resource = validator.frictionless().Resource.from_descriptor(given, basepath=str(tmp_path))
    with resource:
        (row,) = resource.row_stream
    assert [(error.cell, error.cells) for error in row.errors] == [("x", []), ("y", [])]
