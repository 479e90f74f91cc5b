"""Typst's process: what it says is read whole, and it never outlives the one that waits for it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tieout.engines.pandoc import programs, typeset

SAID = """\
warning: unknown font family: nope sans
  ┌─ main.typ:2:16
  │
2 │ #set text(font: "Nope Sans")
  │                 ^^^^^^^^^^^

error: path `"/../zz.png"` would escape the project root
    ┌─ chapters/001.typ:15:7
    │
 15 │ #image("/../zz.png", alt: "x")
    │        ^^^^^^^^^^^^
    │
    = hint: cannot access files outside of the project sandbox
    = hint: you can adjust the project root with the `--root` argument

help: while including `chapters/001.typ`
  ┌─ main.typ:3:1
  │
3 │ #include "chapters/001.typ"
  │  ^^^^^^^^^^^^^^^^^^^^^^^^^^

error: said without a place
"""
# Typst gives up on an endless loop by itself, and remembers what a function gave; this one is only long.
LONG = "#for a in range(9999) { for b in range(9999) { for c in range(9999) { } } }\n"
PARENT = """
import sys
from pathlib import Path
from tieout.engines.pandoc import typeset
folder = Path(sys.argv[1])
typeset.Press().typeset(typeset.Order(folder / "root", "main.typ", folder / "out.pdf", folder / "fonts", 0))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "root").mkdir()
    (tmp_path / "fonts").mkdir()
    return tmp_path


def _typeset(folder: Path, text: str) -> typeset.Outcome:
    (folder / "root" / "main.typ").write_text(text, encoding="utf-8")
    root, out = folder / "root", folder / "out.pdf"
    return typeset.Press().typeset(typeset.Order(root, "main.typ", out, folder / "fonts", 0))


def _children(folder: Path) -> list[int]:
    """Processes that set a report in this folder."""
    found = []
    for each in Path("/proc").iterdir():  # `glob` ends at the first that it may not look at
        try:
            if each.name.isdigit() and (each / "cwd").readlink() == folder / "root":
                found.append(int(each.name))
        except OSError:
            continue
    return found


def _wait(wanted: object, seconds: float = 10) -> float:
    start = time.monotonic()
    while not wanted():
        if time.monotonic() - start > seconds:
            pytest.fail("waited in vain")
        time.sleep(0.01)
    return time.monotonic() - start


def test_what_typst_says_is_read_with_its_places():
    warning, error, bare = typeset.parse(SAID)
    assert (warning.kind, warning.file, warning.line, warning.column) == (
        "warning",
        "main.typ",
        2,
        16,
    )
    assert error.message == 'path `"/../zz.png"` would escape the project root'
    assert (error.file, error.line, error.column) == ("chapters/001.typ", 15, 7)
    assert error.source == '#image("/../zz.png", alt: "x")'
    assert len(error.hints) == 2
    assert bare == typeset.Problem("error", "said without a place")


def test_nothing_said_is_no_problem():
    assert typeset.parse("") == ()


def test_a_pdf_is_made(folder: Path):
    outcome = _typeset(folder, '#set document(title: "T")\n= T\n')
    assert outcome == typeset.Outcome()
    assert outcome.good
    assert (folder / "out.pdf").read_bytes().startswith(b"%PDF")


def test_one_that_began_ahead_makes_the_first_pdf_and_leaves(folder: Path):
    """And the second is made by another: a report that had to be mended is set again."""
    (folder / "root" / "main.typ").write_text('#set document(title: "T")\n= T\n')
    order = typeset.Order(folder / "root", "main.typ", folder / "out.pdf", folder / "fonts", 0)
    press = typeset.Press()
    press.begin()
    for _ in range(2):
        assert press.typeset(order).good
        (folder / "out.pdf").unlink()
        assert not _children(folder)


def test_a_folder_is_found_whatever_the_language_of_the_machine(tmp_path: Path):
    """Both processes read and write ASCII then."""
    folder = tmp_path / "ünter anderem"
    (folder / "root").mkdir(parents=True)
    (folder / "fonts").mkdir()
    (folder / "root" / "main.typ").write_text('#set document(title: "T")\n= T\n', "utf-8")
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-c", PARENT, str(folder)]
    subprocess.run(command, env={**os.environ, **ascii_only}, check=True)
    assert (folder / "out.pdf").is_file()


def test_one_that_nobody_gives_an_order_is_ended():
    press = typeset.Press()
    press.begin()
    guardian = press._child
    press.end()
    assert guardian.poll() is not None
    press.end()


def test_every_error_is_told_not_only_the_first(folder: Path):
    outcome = _typeset(folder, '#set document(title: "T")\n= T\n\n$x$\n\n$y$\n')
    assert not outcome.good
    assert [problem.line for problem in outcome.problems] == [4, 6]
    assert "alt text" in outcome.problems[0].message


def test_a_warning_does_no_harm(folder: Path):
    outcome = _typeset(folder, '#set document(title: "T")\n#set text(font: "Never Heard")\n= T\n')
    assert [problem.kind for problem in outcome.problems] == ["warning"]
    assert outcome.good


def test_a_process_that_dies_is_an_outcome(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    outcome = _typeset(folder, "")
    assert outcome.died == "ended with status 1"
    assert not outcome.good


def test_a_process_that_is_killed_is_an_outcome(folder: Path, monkeypatch: pytest.MonkeyPatch):
    killed = folder / "killed"
    killed.write_text("#!/bin/sh\nkill -9 $$\n")
    killed.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(killed))
    assert _typeset(folder, "").died == "ended by signal SIGKILL"


@pytest.mark.slow
def test_a_process_that_wants_all_memory_is_an_outcome(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(programs, "MEMORY", 400)
    doubled = '#{ let s = "abcdefgh"; for _ in range(30) { s = s + s } }'
    assert _typeset(folder, doubled).died == "asked for more than 400 MB of memory"


def test_a_typst_py_in_the_folder_is_not_imported(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "typst.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(folder)
    assert _typeset(folder, '#set document(title: "T")\n= T\n').good


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_it_ends_with_its_parent_within_a_second(folder: Path, ending: signal.Signals):
    (folder / "root" / "main.typ").write_text(LONG)
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(folder)],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _wait(lambda: _children(folder))
    time.sleep(0.5)  # well into Typst's work
    os.kill(parent.pid, ending)
    start = time.monotonic()
    parent.wait(timeout=10)
    _wait(lambda: not _children(folder))
    assert time.monotonic() - start < 1
    assert not (folder / "out.pdf").exists()
