"""The way of one number, thin and quick: a cell is changed; page, PDF, ledger and archive follow.

What else a build does is in test_end_to_end.py.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from projects import Report, Run


@pytest.mark.slow
def test_a_changed_cell_reaches_the_page_the_pdf_the_ledger_and_the_archive(
    computed: Report, inside: Callable[..., Run]
) -> None:
    computed.change("data/zahlungen.csv", "US$ 4,25", "US$ 4,75")
    done = inside(computed, "build")
    assert done.status == 0, done.said
    paper = "\n".join(
        page.extract_text() for page in PdfReader(computed / "_output/report.pdf").pages
    )
    for text in (computed.read("_output/html/prisons.html"), paper):
        assert "4.75" in text
        assert "4.25" not in text
        assert "38,990" in text
    numbers = json.loads(computed.read("_output/ledger.json"))["numbers"]
    by_name = {each["name"]: each for each in numbers}
    assert by_name["payments.Z2.Preis"]["value"] == 4.75
    assert {each["column"] for each in by_name["prison_rise"]["inputs"]} == {"prisoners"}
    done = inside(computed, "archive")
    assert done.status == 0, done.said
    with zipfile.ZipFile(computed / "archive.zip") as archive:
        packed = {Path(name).name: archive.read(name) for name in archive.namelist()}
    for name in ("data/zahlungen.csv", "_output/report.pdf", "_output/ledger.json"):
        assert packed[Path(name).name] == (computed / name).read_bytes()
