"""The folder of pages holds what it was told to hold, and says what changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tieout.preview.pages import Pages

_NAMES = st.sampled_from(
    ["index.html", "a.html", "part/b.html", "_tieout/x.svg", "_theme/style.css"]
)
_EDITIONS = st.lists(st.dictionaries(_NAMES, st.binary(max_size=8)), min_size=1, max_size=5)


@given(editions=_EDITIONS)
def test_the_folder_is_each_edition_in_turn(tmp_path_factory, editions):
    pages = Pages(tmp_path_factory.mktemp("pages") / "html")
    pages.clear()
    before: dict[str, bytes] = {}
    for edition in editions:
        changed = pages.replace(edition.items())
        there = {
            path.relative_to(pages.folder).as_posix(): path.read_bytes()
            for path in pages.folder.rglob("*")
            if path.is_file()
        }
        assert there == edition
        names = before.keys() | edition.keys()
        assert sorted(changed) == sorted(n for n in names if before.get(n) != edition.get(n))
        before = edition


def test_a_name_to_be_left_stays_as_it_is(tmp_path):
    pages = Pages(tmp_path / "html")
    pages.clear()
    assert pages.put("a.html", b"newer")
    assert pages.replace([("a.html", b"older"), ("b.html", b"b")], leave=["a.html"]) == ("b.html",)
    assert (pages.folder / "a.html").read_bytes() == b"newer"


def test_files_are_copied_and_the_search_index_is_left_alone(tmp_path):
    pages = Pages(tmp_path / "html")
    pages.clear()
    (pages.folder / "pagefind").mkdir()
    (pages.folder / "pagefind" / "pagefind.js").write_text("index")
    (tmp_path / "x.svg").write_bytes(b"<svg/>")
    assert pages.replace([("x.svg", tmp_path / "x.svg")]) == ("x.svg",)
    assert pages.replace([]) == ("x.svg",)
    assert (pages.folder / "pagefind" / "pagefind.js").exists()


def test_what_a_preview_before_left_is_cleared(tmp_path):
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "old.html").write_text("old")
    pages = Pages(tmp_path / "html")
    pages.clear()
    assert list(pages.folder.iterdir()) == []
