"""The cache never gives back what was not put in, and never fails a build."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.cache import Cache, digest, digest_json, write_whole

parts = st.lists(st.one_of(st.text(max_size=4), st.binary(max_size=4)), max_size=4)


@given(st.binary(), st.data())
def test_an_entry_comes_back_whole_and_a_damaged_one_not_at_all(tmp_path_factory, body, data):
    cache = Cache(tmp_path_factory.mktemp("cache"))
    key = digest(body)
    assert cache.get(key) is None
    cache.put(key, body)
    assert cache.get(key) == body
    file = cache.folder / key
    whole = file.read_bytes()
    if data.draw(st.booleans()):
        file.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    else:
        at = data.draw(st.integers(0, len(whole) - 1))
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert cache.get(key) is None


@given(parts, parts)
def test_the_boundaries_of_the_parts_count(first, second):
    def encoded(many):
        return [each.encode() if isinstance(each, str) else each for each in many]

    assert (digest(*first) == digest(*second)) is (encoded(first) == encoded(second))


@given(st.dictionaries(st.text(), st.integers()))
def test_the_order_of_keys_does_not_count(data):
    assert digest_json(data) == digest_json(dict(reversed(data.items())))


def test_text_is_made_once(tmp_path):
    made = []

    def make():
        made.append(1)
        return "žena"

    cache = Cache(tmp_path / "cache")
    assert [cache.text("a", make), cache.text("a", make)] == ["žena", "žena"]
    assert made == [1]


def test_a_cache_that_cannot_be_written_is_only_slow(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    cache = Cache(blocked / "cache")
    cache.put("a", b"x")
    assert cache.get("a") is None
    assert cache.text("a", lambda: "made") == "made"


def test_writing_replaces_a_file_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "ledger.json"
    write_whole(path, b"old")
    assert path.stat().st_mode & 0o777 == 0o644

    def fail(*_args, **_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(os, "fdopen", fail)
    with pytest.raises(OSError, match="disk full"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["ledger.json"]


def test_a_file_that_was_there_keeps_its_permissions(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o600)
    write_whole(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o600)
