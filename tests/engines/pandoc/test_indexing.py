"""Indexing: what pagefind read ahead of the pages leaves no trace in the index."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tieout.engines.pandoc import indexing, programs

pytestmark = pytest.mark.slow

PAGES = {f"p{number}.html": f"word{number} figures rise " * 40 for number in range(6)}


def put(folder: Path, pages: dict[str, str]) -> Path:
    for name, words in pages.items():
        page = folder / name
        page.parent.mkdir(parents=True, exist_ok=True)
        body = f"<main data-pagefind-body><h1 id='t'>{name}</h1><p>{words}</p></main>"
        page.write_text(
            f"<html lang='en'><head><title>{name}</title></head><body>{body}</body></html>"
        )
    return folder


def made(folder: Path, before: str = "") -> dict[str, bytes]:
    package = programs.folder_of("pagefind_bin")
    assert package is not None
    program = next(
        package / n for n in ("pagefind_extended", "pagefind") if (package / n).is_file()
    )
    command = [sys.executable, "-I", "-S", indexing.__file__, str(program), "index", before]
    subprocess.run(command, input=json.dumps(str(folder)) + "\n", text=True, check=True, timeout=60)
    index = folder / "index"
    return {
        path.relative_to(index).as_posix(): path.read_bytes()
        for path in index.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    "before",
    [
        PAGES,
        {**PAGES, "p2.html": "other words altogether " * 30},
        {**PAGES, "p0.html": "", "p5.html": "rise"},
        {name: words for name, words in PAGES.items() if name != "p3.html"},
        {name: words for name, words in PAGES.items() if name != "p5.html"},
        {**PAGES, "p33.html": "a page that is gone"},
        {**PAGES, "p9.html": "a page that is gone"},
        {"part/p0.html": "somewhere else"},
        {},
    ],
    ids=[
        "same",
        "other words",
        "ends",
        "one more",
        "last more",
        "one less",
        "last less",
        "all",
        "none",
    ],
)
def test_the_index_is_that_of_the_pages_whatever_was_read_before(
    tmp_path: Path, before: dict[str, str]
) -> None:
    wanted = made(put(tmp_path / "cold", PAGES))
    assert any(path.startswith("fragment/") for path in wanted)
    found = made(put(tmp_path / "now", PAGES), str(put(tmp_path / "before", before)))
    assert found == wanted


def test_another_index_has_other_bytes(tmp_path: Path) -> None:
    """The comparison above can fail."""
    other = {**PAGES, "p2.html": "other words altogether " * 30}
    assert made(put(tmp_path / "a", PAGES)) != made(put(tmp_path / "b", other))


def test_pages_that_cannot_be_read_before_do_no_harm(tmp_path: Path) -> None:
    before = put(tmp_path / "before", PAGES)
    (before / "p2.html").write_bytes(b"\xff\xfe")
    wanted = made(put(tmp_path / "cold", PAGES))
    assert made(put(tmp_path / "now", PAGES), str(before)) == wanted
    assert made(put(tmp_path / "again", PAGES), str(tmp_path / "nowhere")) == wanted
