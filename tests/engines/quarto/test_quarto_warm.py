"""Quarto kept warm: one copy, and only the chapters that changed are rendered again."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tieout.engines.quarto.warm import WarmQuarto
from tieout.findings import TieoutError
from tieout.ledger.fragments import Fragments, Stat


@pytest.fixture
def calls(quarto, tmp_path):
    """What was rendered since it was asked last: the report's folder or a chapter."""
    file = tmp_path / "calls"
    quarto(calls=str(file))

    def asked() -> list[str]:
        lines = file.read_text().splitlines() if file.exists() else []
        file.write_text("")
        return lines

    return asked


@pytest.fixture
def engine():
    made = WarmQuarto()
    yield made
    made.close()


def text(book, name: str) -> str:
    return Path(book.contents()[name]).read_text()


def test_a_changed_chapter_is_rendered_alone(calls, engine, make_job, project):
    book = engine.render(make_job())
    assert calls() == ["report"]
    assert "_tieout/figures/rise.svg" in book.contents()
    assert not any("fragments.json" in name for name in book.contents())
    chapter = project.report / "prisons.qmd"
    chapter.write_text(chapter.read_text().replace("Prisoners grew", "Prisoners soared"))
    book = engine.render(make_job())
    assert calls() == ["prisons.qmd"]
    assert "Prisoners soared" in text(book, "prisons.html")
    assert "Preface" in text(book, "index.html")
    engine.render(make_job())
    assert calls() == []


@pytest.mark.slow
def test_a_changed_number_renders_the_chapters_that_print_it(calls, engine, make_job):
    job = make_job()
    engine.render(job)
    calls()
    new = Stat("79%", '<data value="0.79">79%</data>', "79%", "79%")
    uses = {**job.fragments.uses, "stat rise decimals=1": new}
    book = engine.render(replace(job, fragments=Fragments(uses, job.fragments.panels)))
    assert calls() == ["prisons.qmd"]
    assert "79%" in text(book, "prisons.html")


@pytest.mark.slow
def test_a_number_in_a_caption_counts_as_well(calls, engine, make_job):
    job = make_job()
    engine.render(job)
    calls()
    new = Stat("79%", "79%", "79%", "79%")
    engine.render(replace(job, fragments=Fragments({**job.fragments.uses, "stat rise": new})))
    assert calls() == ["index.qmd", "prisons.qmd"]


@pytest.mark.slow
@pytest.mark.parametrize("what", ["book", "new", "other", "config"])
def test_anything_else_renders_the_book(calls, engine, make_job, project, what):
    engine.render(make_job())
    calls()
    if what == "other":
        (project.report / "own.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    elif what == "config":
        path = project.report / "_quarto.yml"
        path.write_text(path.read_text().replace("toc: true", "toc: false"))
    elif what == "new":
        (project.report / "extra.png").write_bytes(b"x")
    else:
        for path in project.report.glob("*.qmd"):
            path.write_text(path.read_text() + "\nMore.\n")
    engine.render(make_job())
    assert calls() == ["report"]


@pytest.mark.slow
def test_a_failed_render_is_said_and_the_next_one_is_whole(
    calls, quarto, engine, make_job, project, tmp_path
):
    engine.render(make_job())
    chapter = project.report / "prisons.qmd"
    good = chapter.read_text()
    chapter.write_text(good + "\nMore.\n")
    quarto(
        status=1,
        stderr="ERROR: In file prisons.qmd\n(line 3, columns 5--9) Field 'toc' is wrong.\n",
    )
    with pytest.raises(TieoutError) as error:
        engine.render(make_job())
    assert str(error.value.findings[0].place) == "report/prisons.qmd:3:5"
    quarto(calls=str(tmp_path / "calls"))
    calls()
    engine.render(make_job())
    assert calls() == ["report"]


@pytest.mark.slow
def test_what_a_page_lacks_is_found_on_a_page_rendered_alone(calls, engine, make_job, project):
    engine.render(make_job())
    chapter = project.report / "prisons.qmd"
    chapter.write_text(chapter.read_text() + '\n<img src="gone.png">\n')
    with pytest.raises(TieoutError) as error:
        engine.render(make_job())
    assert "gone.png" in str(error.value)


def test_words_are_left_to_quarto(calls, engine, make_job):
    job = make_job()
    assert engine.reword(engine.render(job), job.chapters[1]) is None


@pytest.mark.slow
def test_the_pdf_is_made_on_a_copy_of_its_own(calls, engine, make_job, tmp_path):
    book = engine.render(make_job())
    engine.paper(book, tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "Preface" in text(book, "index.html")


@pytest.mark.slow
def test_closing_ends_a_render_under_way_and_leaves_nothing(
    quarto, make_job, tmp_path, monkeypatch
):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    quarto(sleep=30)
    engine = WarmQuarto()
    errors: list[Exception] = []

    def render() -> None:
        try:
            engine.render(make_job())
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=render)
    thread.start()
    time.sleep(1.5)
    begun = time.monotonic()
    engine.close()
    thread.join(10)
    assert time.monotonic() - begun < 5
    assert not thread.is_alive()
    assert list((tmp_path / "temporary").glob("tieout-*")) == []
