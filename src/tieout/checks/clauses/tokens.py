"""Tokens: a sentence word by word, each word or phrase with the classes it belongs to in its language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tieout.checks.language import Language
from tieout.checks.text import Sentence

_FOLDER = Path(__file__).parents[1] / "language"
_TOKEN = re.compile(r"⟦\d+⟧|[^\W\d_]+(?:['’.-][^\W\d_]+)*|\d[\d,.]*\d|\d|[^\w\s]")
_NONE: frozenset[str] = frozenset()
_POSSESSIVE = frozenset({"'s", "’s"})
_OPENING = frozenset({"the", "at"})
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
# What parts two statements; a comma alone only parts phrases.
BREAKS = frozenset(";:()–—.!?")
_Phrases = Mapping[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]]


@dataclass(slots=True)
class Token:
    """A word, a phrase, a mark or a number (`number` is its index in its sentence, else -1)."""

    text: str
    tags: frozenset[str]
    start: int
    end: int
    sentence: Sentence
    number: int = -1
    year: int = 0

    @property
    def breaks(self) -> bool:
        """Whether a statement ends here."""
        return self.text in BREAKS


@cache
def phrases(language: Language) -> _Phrases:
    """The words of a language and what they say, by their first words; the longest first."""
    path = _FOLDER / f"{language.code}.words.toml"
    if not path.is_file():
        return {}
    said: dict[tuple[str, ...], set[str]] = {}
    for name, text in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for phrase in text.split(","):
            said.setdefault(tuple(phrase.split()), set()).add(name)
    by_first: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for words in sorted(said, key=len, reverse=True):
        by_first.setdefault(words[0], []).append((words, frozenset(said[words])))
    return {first: tuple(several) for first, several in by_first.items()}


def tokens(sentence: Sentence, language: Language) -> list[Token]:
    """The tokens of a sentence; a phrase of the language's list is one token."""
    known = phrases(language)
    hits = [(h.group(), *h.span()) for h in _TOKEN.finditer(sentence.marked)]
    words = [text.lower() for text, _, _ in hits]
    for index, word in enumerate(words):
        if word[-2:] in _POSSESSIVE:
            words[index] = word[:-2]
    found: list[Token] = []
    for index, (text, start, end) in enumerate(hits):
        if found and start < found[-1].end:
            continue  # within a phrase
        word = words[index]
        several = known.get(word)
        if several is None:
            number = int(text[1:-1]) if text[0] == "⟦" else -1
            year = int(text) if text[0].isdigit() and _YEAR.fullmatch(text) else 0
            found.append(Token(word, _NONE, start, end, sentence, number, year))
            continue
        for phrase, said in several:
            count = len(phrase)
            if count == 1:
                tags = _NONE if text[0].isupper() and _is_name(hits, index) else said
                found.append(Token(word, tags, start, end, sentence))
                break
            if tuple(words[index : index + count]) == phrase:
                more = _alone(known, phrase[-1]) if word in _OPENING else _NONE  # "the first"
                last = hits[index + count - 1][2]
                found.append(Token(" ".join(phrase), said | more, start, last, sentence))
                break
        else:
            found.append(Token(word, _NONE, start, end, sentence))
    return found


def _alone(known: _Phrases, word: str) -> frozenset[str]:
    return next((said for phrase, said in known.get(word, ()) if len(phrase) == 1), _NONE)


def _is_name(hits: list[tuple[str, int, int]], index: int) -> bool:
    """Whether a word is part of a name: `the Federal Recovery Programme`."""
    text = hits[index][0]
    if not text[0].isupper() or index == 0:
        return False
    before = hits[index - 1][0]
    return before[-1].isalnum() and (before[0].isupper() or before in {"the", "a", "an"})
