"""Which entries of the bibliography pandoc is told of for a chapter."""

import pytest

from tieout.engines.pandoc.citations import cited_entries
from tieout.engines.pandoc.tokens import Tokenised

ENTRIES = {key: {"id": key} for key in ("one", "two2020", "a", "a.b", "a.b/c", "of:some", "source")}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Words.[@one] And @{two2020}.", ["one", "two2020"]),
        ("See @one: of it. See @of:some/where.", ["of:some", "one"]),
        ("@a.b/c!", ["a", "a.b", "a.b/c"]),
        ("me@one.org and \\@two2020", []),
        ("@onetwo @two202", []),
        ("@one" + ".x" * 20_000, ["one"]),
    ],
)
def test_a_key_may_be_followed_by_signs(text: str, keys: list[str]) -> None:
    given = Tokenised(text, {}, (), (), ())
    assert [str(each["id"]) for each in cited_entries(given, ENTRIES)] == keys


def test_what_a_number_cites_is_told_too() -> None:
    given = Tokenised("", {"0": {"markdown": "[@one]"}}, (), ("source", "gone"), ())
    assert [str(each["id"]) for each in cited_entries(given, ENTRIES)] == ["one", "source"]
