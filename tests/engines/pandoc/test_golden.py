"""Golden: one chapter with every construct, as HTML and Typst, byte for byte, and set as an accessible PDF.

After a change that is meant, run `TIEOUT_UPDATE=1 pytest tests/engines/pandoc/test_golden.py` and read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engines.pandoc.bench import Bench

GOLDEN = Path(__file__).with_name("golden")


@pytest.fixture
def book(bench: Bench) -> Bench:
    bench.extra = "lang: de\ncrossref: {fig-prefix: Abb.}\n"
    text = (GOLDEN / "every_construct.qmd").read_text()
    return bench.write(
        index="Text without a title. @sec-b\n\n## Section\n", c=text, b="# B {#sec-b}\n"
    )


@pytest.mark.parametrize("kind", ["html", "typst"])
def test_every_construct_is_as_it_was(book: Bench, kind: str) -> None:
    made = getattr(book.woven()["c"], kind)
    path = GOLDEN / f"every_construct.{kind}"
    if os.environ.get("TIEOUT_UPDATE"):
        path.write_text(made)
    assert made == path.read_text()


@pytest.mark.slow
def test_every_construct_can_be_set(book: Bench) -> None:
    book.render(("html", "pdf"))
    assert book.pages.with_name("report.pdf").read_bytes().startswith(b"%PDF")
