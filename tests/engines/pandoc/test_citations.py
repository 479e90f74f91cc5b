"""Which entries of the bibliography pandoc is told of for a chapter."""

import pytest

from tieout.engines.pandoc.citations import cited_entries, read_bibliography
from tieout.engines.pandoc.tokens import Tokenised
from tieout.findings import TieoutError
from tieout.project import Project

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


ENTRY = "references:\n- id: one\n  type: book\n  title: One\n  note: {}\n"


@pytest.mark.parametrize(("head", "line"), [("", 5), ("---\n", 6)])
def test_brackets_without_end_in_a_yaml_bibliography_never_reach_pandoc(
    tmp_path, head, line
) -> None:
    tail = "---\n" if head else ""
    (tmp_path / "tieout.toml").write_text('references = "own.yaml"\n')
    own = tmp_path / "own.yaml"
    own.write_text(head + ENTRY.format("a note [in brackets]") + tail)
    project = Project.find(tmp_path, "")
    assert read_bibliography(project)["one"]["title"] == "One"
    own.write_text(head + ENTRY.format("'" + "[so " * 40 + "'") + tail)
    with pytest.raises(TieoutError) as raised:
        read_bibliography(project)
    (finding,) = raised.value.findings
    assert (finding.rule.code, str(finding.place)) == ("TIE324", f"own.yaml:{line}:3")
