"""YAML keeps the place of everything in it, and what is no YAML is a finding."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout import catalogue
from tieout.findings import Place, TieoutError
from tieout.prose import yaml

keys = st.from_regex(r"[a-z]{1,6}", fullmatch=True)
trees = st.recursive(
    st.one_of(
        st.integers(),
        st.booleans(),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=8),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


def plain(node):
    """Data without ruamel's own types."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(each) for each in node]
    if isinstance(node, bool | int):
        return type(node)(node) if not isinstance(node, bool) else bool(node)
    return str(node)


@given(st.dictionaries(keys, trees, max_size=4))
def test_json_is_yaml_and_is_read_as_written(data):
    text = json.dumps(data, ensure_ascii=False)
    assert plain(yaml.parse(text, "a.yml").data) == data


@given(st.lists(keys, min_size=1, max_size=6, unique=True), st.integers(1, 5))
def test_every_key_is_found_on_its_line(names, first):
    text = "".join(f"{name}:\n  inner:\n    - x\n    - y\n" for name in names)
    document = yaml.parse(text, "a.yml", first)
    for number, name in enumerate(names):
        line = first + 4 * number
        assert document.place(name) == Place("a.yml", line, 1)
        assert document.place(name, "inner") == Place("a.yml", line + 1, 3)
        assert document.place(name, "inner", 1) == Place("a.yml", line + 3, 7)
        assert document.place(name, "missing") == Place("a.yml", line, 1)


@given(st.text(max_size=60))
def test_any_text_is_a_document_or_a_finding(text):
    try:
        yaml.parse(text, "a.yml", 3)
    except TieoutError as error:
        (finding,) = error.findings
        assert finding.rule == catalogue.BAD_BOOK
        assert finding.place.path == "a.yml"
        assert finding.place.line >= 3


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: [1\nb: 2\n", 2, "YAML:"),
        ("a: 1\na: 2\n", 2, 'duplicate key "a"'),
        ("a: 1\n\tb: 2\n", 2, "YAML:"),
        ("a: *b\n", 1, "alias"),
        ("- a\n- b\n", 1, "expected keys with values"),
        ("just text\n", 1, "expected keys with values"),
        ("a: \x00\n", 1, "YAML:"),
        ("a: 1\n---\nb: 2\n", 2, "YAML:"),
    ],
)
def test_broken_yaml_is_named_with_its_line(text, line, said):
    with pytest.raises(TieoutError) as raised:
        yaml.parse(text, "a.yml")
    (finding,) = raised.value.findings
    assert finding.place.line == line
    assert said in finding.message
    assert "\n" not in finding.message


def test_aliases_are_followed():
    document = yaml.parse("a: &a [x, y]\nb: [*a, *a]\n", "a.yml")
    assert document.data["b"] == [["x", "y"], ["x", "y"]]


def test_every_text_has_its_place():
    document = yaml.parse(
        "a: x\nb:\n  - 3\n  - c: |\n      y\n      z\n    d: [p, q]\n", "a.yml", first=2
    )
    assert [(text, place.line, place.column) for text, place in document.texts()] == [
        ("x", 2, 1),
        ("y\nz\n", 5, 5),
        ("p", 8, 9),
        ("q", 8, 12),
    ]


@pytest.mark.parametrize("text", ["a: &a\n  - *a\n", "a: &a\n  b: *a\n"])
def test_what_holds_itself_has_an_end(text):
    document = yaml.parse(text, "a.yml")
    assert len(repr(document.data)) < 1000
    assert not list(document.texts())


def test_aliases_that_multiply_are_refused():
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    with pytest.raises(TieoutError) as raised:
        yaml.parse("\n".join(lines), "a.yml")
    assert "aliases" in raised.value.findings[0].message


def test_no_tag_makes_anything_but_data():
    document = yaml.parse("a: !!python/object/apply:os.system ['exit 3']\n", "a.yml")
    assert [str(each) for each in document.data["a"]] == ["exit 3"]


@pytest.mark.parametrize(
    ("value", "read"), [(None, ()), ("a", ("a",)), (["a", 3], ("a", "3")), (3, ("3",)), ([], ())]
)
def test_one_string_or_many(value, read):
    assert yaml.strings(value) == read
