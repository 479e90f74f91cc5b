"""Citations are told from everything else with an `@`."""

from __future__ import annotations

import pytest

from tieout.findings import Place
from tieout.prose import yaml
from tieout.prose.book import Entry, Role
from tieout.prose.chapter import Chapter, Piece
from tieout.prose.references import CROSSREF_KINDS, citations


def keys(text):
    made = Chapter(
        Entry("a.qmd", Role.CHAPTER),
        "report/a.qmd",
        yaml.Document({}, "a"),
        text,
        (),
        (),
        (Piece(0, "report/a.qmd", 1, 1),),
    )
    return [(each.key, str(made.place(each.offset))) for each in citations(made)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("As @a2020 says.", ["a2020"]),
        ("[@a2020, p. 4; see @b_c:d-e]", ["a2020", "b_c:d-e"]),
        ("[-@a2020]", ["a2020"]),
        ("@{https://x.org/a}", ["https://x.org/a"]),
        ("Said [@a].", ["a"]),
        ("(@a)", ["a"]),
        ("*@a*", ["a"]),
        ("@a's", ["a"]),
        ("me@example.org", []),
        ("https://medium.com/@user/x", []),
        ("[x](https://example.org/?u=@user)", []),
        ("<https://example.org/@user>", []),
        (r"\@a", []),
        ("`@a`", []),
        ("```\n@a\n```", []),
        ("<!-- @a -->", []),
        ("$x_@a$", []),
        ("an @ alone", []),
        ("@sec-x, @fig-y and @tbl-z", []),
        ("@Fig-y", []),
        ("@figures2020", ["figures2020"]),
    ],
)
def test_citations(text, found):
    assert [key for key, _ in keys(text)] == found


def test_a_citation_has_a_place():
    assert keys("x\n\ny [see @a]") == [("a", str(Place("report/a.qmd", 3, 8)))]


def test_every_kind_of_cross_reference_is_known():
    assert keys(" ".join(f"@{kind}-x" for kind in CROSSREF_KINDS)) == []
