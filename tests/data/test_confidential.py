"""What of the data is confidential, and that no finding about it quotes it."""

from __future__ import annotations

import pytest

from projects import Report, small
from tieout.data.confidential import withheld
from tieout.data.package import read_package
from tieout.data.read import read_table
from tieout.findings import TieoutError

HEAD = "key,value,other,source\n"


@pytest.fixture
def cells(tmp_path) -> Report:
    """A report of one confidential dataset."""
    report = small(tmp_path / "report")
    report.describe(lambda resources, _: resources["cells"].update(confidential=True))
    return report


def test_what_is_kept_back(cells):
    kept = withheld(read_package(cells.project))
    assert (kept.datasets, dict(kept.columns), kept.files) == (("cells",), {}, ("data/cells.csv",))
    cells.describe(lambda resources, _: resources["cells"].pop("confidential"))
    cells.field("cells", "value", confidential=True)
    kept = withheld(read_package(cells.project))
    assert (kept.datasets, dict(kept.columns), kept.files) == (
        (),
        {"cells": ("value",)},
        ("data/cells.csv",),
    )
    assert kept.names == ("cells.value",)
    assert kept.has("cells.a.value")
    assert not kept.has("cells.a.other")
    assert not kept.has("value")


def test_the_open_table_has_no_confidential_column(cells):
    cells.describe(lambda resources, _: resources["cells"].pop("confidential"))
    cells.field("cells", "value", confidential=True)
    project = cells.project
    table = read_table(project, read_package(project).datasets["cells"]).open
    assert set(table.columns) == {"key", "other", "source"}
    assert set(table.names) == {"cells.a.other", "cells.c.other"}


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("value", "yes", "not true or false"),
        ("key", True, "cannot be confidential by itself"),
        ("source", True, "cannot be confidential by itself"),
    ],
)
def test_what_cannot_be_confidential(cells, column, value, said):
    cells.field("cells", column, confidential=value)
    with pytest.raises(TieoutError, match=said):
        read_package(cells.project)


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}a,kanari,1,s1\n",
        f"{HEAD}a,-kanari 5,1,s1\n",
        f"{HEAD}kanari,1,1,s1\nkanari,2,2,s1\n",
        f"{HEAD}a,1,1,s1,kanari\n",
        f"{HEAD}kanari,1\n",
        "kanari,1,1,s1\nkanari2,2,2,s1\n",
        f"{HEAD}kanari.x,1,inf,s1\n",
        f'{HEAD}"kanari,1,1,s1\n',
        "",
    ],
)
def test_no_finding_quotes_a_confidential_cell(cells, text):
    cells.write("data/cells.csv", text)
    with pytest.raises(TieoutError) as caught:
        read_table(cells.project, read_package(cells.project).datasets["cells"])
    assert "kanari" not in str(caught.value)
    assert all(each.place.path.startswith("data/") for each in caught.value.findings)


def test_a_byte_that_is_no_text_is_not_told(cells):
    cells.write("data/cells.csv", HEAD.encode() + b"a,1,1,\xfekanari\n")
    with pytest.raises(TieoutError, match="a byte is not utf-8"):
        read_table(cells.project, read_package(cells.project).datasets["cells"])


def test_a_confidential_column_is_no_heading_and_no_byte(cells):
    cells.describe(lambda resources, _: resources["cells"].pop("confidential"))
    cells.field("cells", "value", confidential=True)
    for text in (b"a,kanari,1,s1\nb,2,2,s1\n", f"{HEAD}a,".encode() + b"\xfc,1,s1\n"):
        (cells / "data/cells.csv").write_bytes(text)
        with pytest.raises(TieoutError) as caught:
            read_table(cells.project, read_package(cells.project).datasets["cells"])
        said = str(caught.value.findings)
        assert "kanari" not in said
        assert "0xfc" not in said
