"""Ahead: what pandoc was told before the build knew is used where the build would have told it the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engines.pandoc.bench import Bench
from tieout.engines.pandoc import PandocEngine, workers
from tieout.ledger import fragments as look
from tieout.project import Project

pytestmark = pytest.mark.slow

TEXT = "# A\n\nIt is {{< stat x >}}.{{< source x >}} As @sec-b says[@licadho].\n"


@pytest.fixture
def book(bench: Bench) -> Bench:
    bench.stat("x", "78%")
    source(bench, "amnesty")
    made = bench.write(a=TEXT, b="# B {#sec-b}\n", r="# R\n\n::: {#refs}\n:::\n")
    made.render()
    return made


@pytest.fixture
def engine() -> Iterator[PandocEngine]:
    made = PandocEngine()
    yield made
    made.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The chapters that pandoc was asked for, in the end or ahead of it."""
    paths: list[str] = []
    begin = workers.begin

    def heard(folder, common, chapters, jobs):
        paths.extend(each["path"] for each in chapters)
        return begin(folder, common, chapters, jobs)

    monkeypatch.setattr(workers, "begin", heard)
    return paths


def source(book: Bench, key: str) -> None:
    book.uses["source x"] = look.Source((look.Citation(key, "p. 1"),))


def begun(book: Bench, engine: PandocEngine, *files: str) -> None:
    engine.begin(Project.find(book.root), ("html",), set(files), 2)


def test_a_chapter_with_other_words_is_read_once_and_ahead(
    book: Bench, engine: PandocEngine, asked: list[str]
) -> None:
    path = Path(book.root / "report" / "a.qmd")
    path.write_text(TEXT.replace("It is", "It still is"))
    begun(book, engine, "report/a.qmd")
    assert asked == ["report/a.qmd"]
    assert engine.render(book.job()).rebuilt == {"a.qmd": "changed"}
    assert asked == ["report/a.qmd"]
    text = book.page("a").text_content()
    assert "It still is 78%" in text
    path.write_text(TEXT)
    assert PandocEngine().render(book.job()).rebuilt == {}  # what it was is still known


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("stat x", "stat y"),
        TEXT + "\n{{< var z >}}\n",
        TEXT.replace(" {{< stat x >}}", ""),
    ],
)
def test_a_chapter_with_other_shortcodes_is_left_to_the_build(
    book: Bench, engine: PandocEngine, asked: list[str], text: str
) -> None:
    book.stat("y", "79%")
    (book.root / "report" / "a.qmd").write_text(text)
    begun(book, engine, "report/a.qmd")
    assert asked == []


@pytest.mark.slow
def test_what_was_told_wrongly_is_not_used(
    book: Bench, engine: PandocEngine, asked: list[str]
) -> None:
    (book.root / "report" / "a.qmd").write_text(TEXT.replace("It is", "It still is"))
    begun(book, engine, "report/a.qmd")
    source(book, "licadho")  # meanwhile the number comes from elsewhere
    engine.render(book.job())
    assert asked.count("report/a.qmd") == 2
    page = book.page("a").text_content()
    assert "It still is 78%" in page
    assert "Amnesty" not in page


def test_what_nobody_asks_for_is_ended(book: Bench, engine: PandocEngine) -> None:
    (book.root / "report" / "a.qmd").write_text(TEXT + "\nMore.\n")
    begun(book, engine, "report/a.qmd")
    ahead = engine._ahead
    assert ahead is not None
    folder = Path(ahead._folder.name)
    assert ahead._work is not None
    ((process, _),) = ahead._work.processes
    engine.close()
    assert process.poll() is not None
    assert not folder.exists()


def test_what_is_wrong_is_left_to_the_build(book: Bench, engine: PandocEngine) -> None:
    (book.root / "report" / "_quarto.yml").write_text("book: [")
    begun(book, engine, "report/a.qmd")
    (book.root / "report" / "_quarto.yml").unlink()
    begun(book, engine, "report/a.qmd")
