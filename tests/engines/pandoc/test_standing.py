"""Pandoc and Typst that stay do what fresh ones do, and end when they are told to."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from tieout.engines.engine import Job
from tieout.engines.pandoc import citations, compositor, pdf, programs, standing, typeset, workers
from tieout.engines.pandoc.compositor import Compositor
from tieout.engines.pandoc.reading import read_chapters
from tieout.engines.pandoc.rendering import weave_chapters
from tieout.engines.pandoc.settings import settings_of
from tieout.engines.pandoc.standing import StandingWorkers
from tieout.engines.pandoc.warm import WarmPandoc
from tieout.engines.pandoc.woven import WovenChapter
from tieout.findings import TieoutError


def woven_of(job: Job) -> list[WovenChapter]:
    """The job's chapters, ready for their pages."""
    settings = settings_of(job.book)
    entries = citations.read_bibliography(job.project)
    return weave_chapters(job, settings, read_chapters(job, settings, entries), entries)[0]


@pytest.fixture(name="workers")
def standing_workers():
    made = StandingWorkers(2)
    yield made
    made.close()


def pids(made: StandingWorkers) -> list[int]:
    return [each._process.pid for each in made._processes if each._process is not None]


def read(job: Job, run=None):
    entries = citations.read_bibliography(job.project)
    return [each.result for each in read_chapters(job, settings_of(job.book), entries, run)]


@pytest.mark.slow
def test_they_read_as_fresh_ones_do(workers, small_book, monkeypatch):
    monkeypatch.setattr(standing, "MOST", 10_000)
    fresh = read(small_book("fresh"))
    assert read(small_book("standing"), workers.run) == fresh
    first = pids(workers)
    assert len(first) == 2
    assert read(small_book("again"), workers.run) == fresh
    assert pids(workers) == first


@pytest.mark.slow
def test_one_that_grew_is_replaced(workers, small_book, monkeypatch):
    monkeypatch.setattr(standing, "MOST", 1)
    workers.start()
    before = pids(workers)
    read(small_book("one"), workers.run)
    assert len(pids(workers)) == 2  # the next chapter does not wait for its start
    assert not set(pids(workers)) & set(before)
    read(small_book("two"), workers.run)


@pytest.mark.slow
def test_one_that_was_killed_is_said_and_started_again(workers, small_book):
    job = small_book("one")
    read(job, workers.run)
    for pid in pids(workers):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    fresh = small_book("two")
    try:
        read(fresh, workers.run)
    except TieoutError as error:
        assert error.findings[0].code == "TIE602"
        read(fresh, workers.run)


def test_closing_ends_all(small_book):
    made = StandingWorkers(2)
    made.start()
    started = pids(made)
    assert len(started) == 2
    made.close()
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)


@pytest.fixture
def typesetter():
    made = Compositor()
    yield made
    made.close()


@pytest.mark.slow
def test_the_pdf_is_the_one_that_a_build_makes(typesetter, small_book, tmp_path):
    job = small_book("one")
    woven = woven_of(job)
    fresh, stays = tmp_path / "fresh.pdf", tmp_path / "stays.pdf"
    findings = pdf.write(job, woven, fresh)
    folder = tmp_path / "typst"
    folder.mkdir()
    for _ in range(3):
        stays.unlink(missing_ok=True)
        assert pdf.write_in(folder, job, woven, stays, typesetter.typeset) == findings
        assert stays.read_bytes() == fresh.read_bytes()
    assert typesetter._child is not None


@pytest.mark.slow
def test_a_typst_that_grew_is_replaced_and_one_that_died_is_said(
    typesetter, small_book, tmp_path, monkeypatch
):
    job = small_book("one")
    woven = woven_of(job)
    monkeypatch.setattr(compositor, "MOST", 1)
    target = tmp_path / "report.pdf"
    pdf.write_in(tmp_path, job, woven, target, typesetter.typeset)
    assert typesetter._child is None
    monkeypatch.setattr(compositor, "MOST", 10_000)
    pdf.write_in(tmp_path, job, woven, target, typesetter.typeset)
    os.kill(typesetter._child.pid, signal.SIGSTOP)
    os.kill(typesetter._child.pid, signal.SIGKILL)
    try:
        pdf.write_in(tmp_path, job, woven, target, typesetter.typeset)
    except TieoutError as error:
        assert "Typst's process" in str(error)
    pdf.write_in(tmp_path, job, woven, target, typesetter.typeset)
    assert target.read_bytes().startswith(b"%PDF")


@pytest.mark.slow
def test_a_warm_engine_renders_what_a_cold_one_does(small_book, tmp_path):
    from tieout.engines.pandoc.rendering import render

    cold = small_book("cold")
    render(cold)
    warm = WarmPandoc(tmp_path / "engine")
    try:
        book = warm.render(small_book("warm"))
    finally:
        warm.close()
    assert "index.html" in book.contents()
    for name, content in book.contents().items():
        data = content.read_bytes() if isinstance(content, Path) else content
        assert data == (cold.stage / "html" / name).read_bytes(), name


@pytest.mark.slow
def test_what_a_process_warns_of_never_fills_a_pipe(project, make_job):
    """A preview reads an unclosed box again and again: 64 kB of warnings nobody reads were the end of it."""
    made = StandingWorkers(1)
    for turn in range(2):
        text = f"# Prisons {{#sec-prisons}}\n\n{'<div>' * 900}\n\n{turn}\n"
        (project.report / "prisons.qmd").write_text(text)
        read(make_job(), made.run)
    made.close()


@pytest.mark.slow
def test_one_that_comes_to_no_end_is_ended_and_said(small_book, monkeypatch, tmp_path):
    """A Typst, and a pandoc that stays or not, each at rest for as long as it likes."""
    monkeypatch.setattr(workers, "TIMEOUT", 0.3)
    monkeypatch.setattr(typeset, "TIMEOUT", 0.3)
    monkeypatch.setattr(compositor, "TIMEOUT", 0.3)
    idle = tmp_path / "idle"
    idle.write_text("#!/bin/sh\nexec sleep 60\n")
    idle.chmod(0o700)
    monkeypatch.setattr(programs, "pandoc", lambda: idle)
    stays, typesetter = StandingWorkers(1), Compositor()
    for run in (workers.run, stays.run):
        with pytest.raises(TieoutError, match="did not come to an end within 10 minutes"):
            run({}, [{"path": "a.qmd", "text": ""}], 1)
    monkeypatch.setattr(typeset.sys, "executable", str(idle))
    order = typeset.Order(tmp_path, "main.typ", tmp_path / "a.pdf", tmp_path, 0)
    for make in (typeset.Press().typeset, typesetter.typeset):
        assert make(order).died == "did not come to an end within 30 minutes"
    stays.close()
    typesetter.close()


@pytest.mark.slow
def test_a_pandoc_that_wants_all_memory_is_ended_and_said(project, make_job, monkeypatch):
    monkeypatch.setattr(programs, "MEMORY", 64)
    text = "# Prisons {#sec-prisons}\n\n" + "word *a* [b](c) " * 2000
    (project.report / "prisons.qmd").write_text(text)
    with pytest.raises(TieoutError, match="pandoc: Heap exhausted"):
        read(make_job(), workers.run)


@pytest.mark.slow
def test_a_large_typst_is_replaced_before_a_pdf_much_of_which_changed(
    typesetter, small_book, tmp_path, monkeypatch
):
    job = small_book("one")
    woven = woven_of(job)
    other = [replace(each, typst=f"{each.typst}\n\nOne more.\n") for each in woven]
    folder, target = tmp_path / "typst", tmp_path / "report.pdf"
    folder.mkdir()

    def child_after(chapters) -> int:
        pdf.write_in(folder, job, chapters, target, typesetter.typeset)
        return typesetter._child.pid

    first = child_after(woven)
    assert child_after(other) == first, "it is small"
    monkeypatch.setattr(compositor, "MANY", 1)
    assert child_after(other) == first, "nothing changed"
    second = child_after(woven)
    assert second != first
    monkeypatch.setattr(compositor, "MUCH", 1.0)
    assert child_after(other) == second, "less changed than would be much"
