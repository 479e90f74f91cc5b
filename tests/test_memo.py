"""A memo gives what it kept while request and files stay as they were."""

from __future__ import annotations

import os

import pytest

from tieout.memo import Memo


def test_a_value_is_kept_until_its_file_or_its_request_changes(tmp_path):
    file = tmp_path / "x"
    file.write_text("one")
    made = []

    def make() -> str:
        made.append(file.read_text())
        return made[-1]

    memo = Memo()

    def ask(asked: object = 1) -> str:
        return memo.of("x", asked, make, lambda _value: [file])

    assert [ask(), ask(), ask()] == ["one"] * 3
    assert len(made) == 1
    file.write_text("two!")
    assert ask() == "two!"
    assert ask(asked=2) == "two!"
    assert len(made) == 3
    times = file.stat()
    file.write_text("2two")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))  # as a careful editor may
    assert ask(asked=2) == "2two"


def test_what_is_forgotten_is_made_again(tmp_path):
    file, other = tmp_path / "x", tmp_path / "y"
    memo, made = Memo(), []

    def ask(name: str) -> None:
        memo.of(name, 0, lambda: made.append(name), lambda _value: [tmp_path / name])

    ask("x")
    ask("y")
    memo.forget([file])
    ask("x")
    ask("y")
    assert made == ["x", "y", "x"]
    assert other.name == "y"


def test_a_failure_is_not_kept(tmp_path):
    memo, turns = Memo(), iter([ValueError("no"), "yes"])

    def make() -> str:
        turn = next(turns)
        if isinstance(turn, Exception):
            raise turn
        return turn

    with pytest.raises(ValueError, match="no"):
        memo.of("x", 0, make, lambda _value: [])
    assert memo.of("x", 0, make, lambda _value: []) == "yes"
