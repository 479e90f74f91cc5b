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
_LOCAL = frozenset({"neg"})  # classes told within a word: didn't
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
    hits = [(h.group(), h.start(), h.end()) for h in _TOKEN.finditer(sentence.marked)]
    words = [text.lower().removesuffix("'s").removesuffix("’s") for text, _, _ in hits]
    found: list[Token] = []
    index = 0
    while index < len(hits):
        text, start, end = hits[index]
        if text[0] == "⟦":
            found.append(Token(text, _NONE, start, end, sentence, number=int(text[1:-1])))
            index += 1
            continue
        tags, count = _NONE, 1
        for phrase, said in known.get(words[index], ()):
            if len(phrase) == 1 or tuple(words[index : index + len(phrase)]) == phrase:
                tags, count = said, len(phrase)
                if count > 1 and words[index] in {"the", "at"}:  # "the first" is also "first"
                    tags |= _alone(known, words[index + count - 1])
                break
        if count == 1 and tags and _is_name(hits, index):
            tags = _NONE
        last = index + count - 1
        year = int(text) if _YEAR.fullmatch(text) else 0
        found.append(
            Token(
                " ".join(words[index : last + 1]), tags, start, hits[last][2], sentence, year=year
            )
        )
        index += count
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
