"""Reading: pandoc runs for what has changed and for nothing else; the cache can be harmed without harm."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from engines.pandoc.bench import Bench
from tieout.engines.pandoc import workers
from tieout.findings import TieoutError
from tieout.ledger import fragments as look


@pytest.fixture
def book(bench: Bench) -> Bench:
    bench.stat("x", "78%")
    return bench.write(
        a="# A\n\n{{< stat x >}} @sec-b[@licadho]\n",
        b="# B {#sec-b}\n",
        r="# R\n\n::: {#refs}\n:::\n",
    )


def files(bench: Bench) -> list[Path]:
    return sorted((bench.root / ".tieout" / "cache" / "chapters").glob("*.json"))


def test_reasons(book: Bench) -> None:
    assert book.render().rebuilt == dict.fromkeys(("a.qmd", "b.qmd", "r.qmd"), "first run")
    assert book.render().rebuilt == {}
    (book.root / "report" / "b.qmd").write_text("# B {#sec-b}\n\nMore.\n")
    assert book.render().rebuilt == {"b.qmd": "changed"}
    for path in files(book):
        path.unlink()
    assert book.render().rebuilt == dict.fromkeys(("a.qmd", "b.qmd", "r.qmd"), "missing")


@pytest.mark.slow
def test_a_changed_number_needs_no_pandoc(book: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    book.render()
    monkeypatch.setattr(workers, "run", lambda *_: pytest.fail("pandoc was asked"))
    book.stat("x", "79%")
    assert book.render().rebuilt == {}
    assert "79%" in book.page("a").text_content()


@pytest.mark.slow
def test_what_is_cited_makes_the_bibliography_anew(book: Bench) -> None:
    book.render()
    (book.root / "report" / "b.qmd").write_text("# B {#sec-b}\n\nx[@amnesty]\n")
    assert book.render().rebuilt == {"b.qmd": "changed", "r.qmd": "changed"}


def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The chapters of each time that pandoc is asked."""
    times: list[list[str]] = []
    run = workers.run

    def told(common: Any, chapters: Any, jobs: int) -> list[dict[str, Any]]:
        times.append([Path(each["path"]).name for each in chapters])
        return run(common, chapters, jobs)

    monkeypatch.setattr(workers, "run", told)
    return times


def test_the_bibliography_is_made_with_the_chapters(
    book: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = asked(monkeypatch)
    book.render()
    assert times == [["a.qmd", "b.qmd", "r.qmd"]]


def test_what_only_looks_like_a_citation_is_not_listed(
    book: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = asked(monkeypatch)
    (book.root / "report" / "b.qmd").write_text("# B {#sec-b}\n\n`[@amnesty]`\n")
    book.render()
    assert times == [["a.qmd", "b.qmd", "r.qmd"], ["r.qmd"]]  # which was foreseen with one too many
    assert "Time for Bail" in book.page("r").text_content()
    assert "Amnesty" not in book.page("r").text_content()


@pytest.mark.slow
def test_an_entry_changes_only_the_chapters_that_cite_it(book: Bench) -> None:
    book.render()
    bib = book.root / "references.bib"
    bib.write_text(bib.read_text().replace("Time for Bail", "Time for Trial"))
    assert book.render().rebuilt == {"a.qmd": "changed", "r.qmd": "changed"}
    assert "Time for Trial" in book.page("a").text_content()


@pytest.mark.slow
def test_a_changed_locator_is_seen(bench: Bench) -> None:
    bench.uses["source x"] = look.Source((look.Citation("licadho", "p. 4"),))
    bench.write(a="# A\n\nx{{< source x >}}\n").render()
    bench.uses["source x"] = look.Source((look.Citation("licadho", "p. 5"),))
    assert bench.render().rebuilt == {"a.qmd": "changed"}
    assert ", 5." in bench.page("a").text_content()


@pytest.mark.slow
@pytest.mark.parametrize("harm", ["", "{", '{"html": "x"}', "[]", "null"])
def test_a_damaged_cache_is_made_anew(book: Bench, harm: str) -> None:
    book.render()
    good = (book.pages / "a.html").read_text()
    for path in files(book):
        path.write_text(harm)
    (book.root / ".tieout" / "cache" / "last.json").write_text(harm)
    assert set(book.render().rebuilt) == {"a.qmd", "b.qmd", "r.qmd"}
    assert (book.pages / "a.html").read_text() == good


@pytest.mark.slow
def test_two_folders_give_the_same_bytes(tmp_path: Path) -> None:
    def built(name: str) -> dict[str, bytes]:
        bench = Bench(tmp_path / name)
        bench.stat("x", "78%", anchor="n-x")
        bench.write(
            a="# A\n\n{{< stat x >}} @fig-x[@licadho]\n\n![C](own.svg){#fig-x}\n", b="# B\n"
        ).render()
        return {
            path.relative_to(bench.pages).as_posix(): path.read_bytes()
            for path in sorted(bench.pages.rglob("*"))
            if path.is_file()
        }

    assert built("one") == built("two")


def test_a_pandoc_that_fails_is_a_finding(book: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers.programs, "WORKER", book.root / "gone.lua")
    with pytest.raises(TieoutError) as caught:
        book.render()
    assert [finding.code for finding in caught.value.findings] == ["TIE602"]


def test_a_fault_of_the_worker_names_its_chapter(
    book: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "worker.lua"
    script.write_text(
        'local job = pandoc.json.decode(io.open(arg[1], "rb"):read("a"), false)\n'
        "for _, chapter in ipairs(job.chapters) do\n"
        'local file = io.open(chapter.out, "wb")\n'
        'file:write(pandoc.json.encode({ error = "no such thing\\nmore" })) file:close() end\n'
    )
    monkeypatch.setattr(workers.programs, "WORKER", script)
    with pytest.raises(TieoutError) as caught:
        book.render()
    finding = caught.value.findings[0]
    assert (str(finding.place), finding.code, finding.message) == (
        "report/a.qmd",
        "TIE602",
        "pandoc: no such thing",
    )
    assert finding.detail == ("more",)


def test_work_is_dealt_out_by_length() -> None:
    sizes = (9, 30_000, 20_000, 7_000)
    tasks: list[dict[str, object]] = [
        {"path": str(number), "text": "x" * size} for number, size in enumerate(sizes)
    ]
    shares = [{str(task["path"]) for task in share} for share in workers.shares(tasks, 2)]
    assert shares in ([{"1"}, {"2", "3", "0"}], [{"1", "0"}, {"2", "3"}])
    assert len(workers.shares(tasks[:1], 8)) == 1


@pytest.mark.slow
def test_an_interrupt_ends_pandoc_at_once(tmp_path: Path) -> None:
    script = tmp_path / "worker.lua"
    script.write_text(f'io.open("{tmp_path}/started", "w"):close() while true do end\n')
    program = (
        "import sys; from pathlib import Path\nfrom tieout.engines.pandoc import programs, workers\n"
        f"programs.WORKER = Path({str(script)!r})\n"
        "workers.run({}, [{'path': 'a', 'text': ''}], 1)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        deadline = time.monotonic() + 30
        while not (tmp_path / "started").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(process.pid)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.split()
        os.kill(process.pid, signal.SIGINT)
        process.wait(timeout=5)
        assert children
        assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.slow
def test_the_job_a_worker_gets_is_plain_data(book: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    run = workers.run

    def seen(common, chapters, jobs):
        asked.append(json.dumps([common, list(chapters)]))
        return run(common, chapters, jobs)

    monkeypatch.setattr(workers, "run", seen)
    book.render()
    assert "78%" not in str(asked)
