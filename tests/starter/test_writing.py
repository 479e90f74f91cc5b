"""A disk that is full while a report is begun or grows: told, with what to do, and nothing half-written stays."""

from __future__ import annotations

import errno
import os

import pytest

from projects import files
from tieout import cache, catalogue
from tieout.findings import TieoutError
from tieout.starter import adopt, begin, dataset, pieces

ANSWERS = begin.Answers("T", "A", "CC-BY-4.0")


@pytest.fixture
def full(monkeypatch):
    """From the given file on, no file takes any byte."""
    written = []

    def after(number):
        real = os.fdopen

        def fdopen(handle, mode="r", *rest, **options):
            opened = real(handle, mode, *rest, **options)
            if "w" in mode:
                written.append(handle)
                if len(written) > number:
                    opened.close()
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return opened

        monkeypatch.setattr(cache.os, "fdopen", fdopen)

    return after


def told(work):
    with pytest.raises(TieoutError) as stopped:
        work()
    (found,) = stopped.value.findings
    assert (found.rule, stopped.value.found) == (catalogue.CANNOT_WRITE, False)
    assert "No space left on device" in found.message
    assert "Make room" in found.remedy
    return found


def authored(report):
    return {name: data for name, data in files(report.root) if not name.startswith(".tieout/")}


PIECES = [("statistic", 0), ("figure", 0), *(("chapter", n) for n in range(2))]


@pytest.mark.parametrize(("piece", "number"), [*PIECES, *(("dataset", n) for n in range(5))])
def test_a_piece(report, full, tmp_path_factory, piece, number):
    new = tmp_path_factory.mktemp("new") / "new.csv"
    new.write_text("place,year,value\na,2020,1\nb,2021,2\n")
    wanted = dataset.Wanted(source="new2020", key=("place",), entry=dataset.Entry("T"))
    add = {
        "statistic": lambda: pieces.statistic(report.project, "foo", "payments", "count"),
        "figure": lambda: pieces.figure(report.project, "foo", "prisoners"),
        "chapter": lambda: pieces.chapter(report.project, "zz"),
        "dataset": lambda: dataset.add(report.project, new, wanted),
    }
    before = authored(report)
    full(number)
    told(add[piece])
    assert authored(report) == before


@pytest.mark.parametrize("number", [0, 1, 5])
def test_a_report(tmp_path, full, number):
    full(number)
    told(lambda: begin.begin(tmp_path / "new", ANSWERS))
    assert list(tmp_path.iterdir()) == []


def test_a_book_that_is_adopted(tmp_path, full):
    (tmp_path / "_quarto.yml").write_text(
        "project:\n  type: book\nbook:\n  chapters: [index.qmd]\n"
    )
    (tmp_path / "index.qmd").write_text("# One\n")
    before = dict(files(tmp_path))
    full(0)
    told(lambda: adopt.adopt(tmp_path))
    assert dict(files(tmp_path)) == before


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_takes_nobodys_place(tmp_path, monkeypatch, links):
    if not links:

        def link(*_):
            raise OSError(errno.EPERM, "no links here")

        monkeypatch.setattr(cache.os, "link", link)
    cache.write_new(tmp_path / "a", b"first")
    with pytest.raises(FileExistsError):
        cache.write_new(tmp_path / "a", b"second")
    assert dict(files(tmp_path)) == {"a": b"first"}
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644
