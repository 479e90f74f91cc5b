"""The words of English that the rules read: each is a word, stands once in its class, and is read by somebody."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tieout.checks import clauses

FOLDER = Path(clauses.__file__).parent
TEXT = (FOLDER.parent / "language" / "en.words.toml").read_text(encoding="utf-8")
CLASSES = {
    name: [" ".join(each.split()) for each in text.split(",")]
    for name, text in tomllib.loads(TEXT).items()
}
WORDS = {word for phrases in CLASSES.values() for each in phrases for word in each.split()}
# An ending on an ending, a rule's ending on an exception, one consonant where two belong.
REAL = {"losses", "sheds"}  # not of "lose", nor of "she"
ENDING = re.compile(r"(?:ed|es|ing|s)$")
IRREGULAR = re.compile(
    r"(?:bear|beat|bid|com|fall|get|giv|go|grow|hold|keep|lead|los|outd|ris|run|sell|shrink|sink|stand|swing|tak|wear"
    r"|win|wind)ed"
)
UNDOUBLED = re.compile(
    r"(?:bid|cut|drop|get|lag|pip|put|run|slip|slim|step|strip|swim|top|trim|win)(?:ed|ing)"
)
WORST = re.compile(r"(?:bett|worst|least|most|less)est")


def constants() -> set[str]:
    """Every text in the rules' code."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.py")))
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in nodes if isinstance(node.value, str)}


@pytest.mark.parametrize("name", CLASSES)
def test_no_word_stands_twice_in_one_class(name):
    assert len(CLASSES[name]) == len(set(CLASSES[name]))
    assert name == "months" or CLASSES[name] == sorted(CLASSES[name])


def test_each_class_is_read_or_hides_a_word_from_those_that_are():
    read = CLASSES.keys() & constants()
    known = {each for name in read for each in CLASSES[name]}
    for name in CLASSES.keys() - read:
        assert all(" " in each and known & set(each.split()) for each in CLASSES[name]), name
    assert CLASSES.keys() - read == {"seems"}


def spoilt(word: str, known: set[str]) -> bool:
    """Whether a word is an inflection that English does not have."""
    ended = "" if word in REAL else ENDING.sub("", word)
    root = re.sub(r"(?:ed|es|s)$", "", ended)  # weakening, weakenings
    if ended not in {word, root} and ended in known and {root, f"{root}e"} & known:
        return True
    bare = word.removeprefix("out")
    return any(each.fullmatch(bare) for each in (IRREGULAR, UNDOUBLED, WORST))


def test_each_form_of_a_word_is_one():
    assert sorted(word for word in WORDS if spoilt(word, WORDS)) == []


@pytest.mark.parametrize(
    "word", ["geted", "sliped", "outbided", "runing", "taked", "weared", "bettest"]
)
def test_a_form_that_is_none_is_seen(word):
    assert spoilt(word, WORDS)


@pytest.mark.parametrize(("root", "first"), [("rank", "ranks"), ("push", "pushed")])
@pytest.mark.parametrize("last", ["ed", "es", "ing", "s"])
def test_an_ending_on_an_ending_is_seen(root, first, last):
    assert spoilt(first + last, {root, first})
