"""Language: the words and patterns of one language, as data; a file a language in `language/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "language"


@dataclass(frozen=True)
class Hedge:
    """Words beside a number that promise something of its true value."""

    says: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Language:
    """A language's words; each pattern is compiled when a check first asks for it."""

    code: str
    data: Mapping[str, Any]

    @cached_property
    def terms(self) -> Mapping[str, str]:
        """Named alternations that other patterns are made of."""
        made: dict[str, str] = {"words": self.number_words}
        for name, pattern in self.data["terms"].items():
            made[name] = _filled(pattern, made)
        return made

    @cached_property
    def number_words(self) -> str:
        """Any single word for a number."""
        number = self.data["number"]
        words = [*number["tens"], *number["units"], *number["scales"], *number["dozen"]]
        return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"

    @cached_property
    def passed(self) -> re.Pattern[str]:
        """Digits that are no statistic: dates, articles, identifiers, pages, ages."""
        return self._passing("pass")

    @cached_property
    def passed_words(self) -> re.Pattern[str]:
        """Number words that are no statistic."""
        return self._passing("pass_words")

    @cached_property
    def quoted(self) -> re.Pattern[str]:
        """What stands in quotation marks: somebody else's words."""
        return re.compile(self.data["typed"]["quoted"])

    @cached_property
    def hedges(self) -> tuple[Hedge, ...]:
        """Every hedge."""
        return tuple(
            Hedge(each["says"], tuple(each.get("before", ())), tuple(each.get("after", ())))
            for each in self.data["hedge"]
        )

    @cached_property
    def denominators(self) -> Mapping[str, int]:
        """The names of fractions' parts."""
        return dict(self.data["number"]["denominators"])

    @cached_property
    def multiples(self) -> tuple[tuple[re.Pattern[str], Fraction], ...]:
        """Words that say how many times."""
        words = self.data["multiple"]["words"].items()
        return tuple((re.compile(rf"\b(?:{w})\b", re.I), Fraction(str(v))) for w, v in words)

    def _passing(self, name: str) -> re.Pattern[str]:
        """Any of these patterns; none begins within a word, where most places of a text are."""
        either = "|".join(f"(?:{self.filled(each)})" for each in self.data["typed"][name])
        return re.compile(rf"(?!(?<=[^\W\d_])[^\W\d_])(?:{either})")

    def word(self, group: str, name: str) -> str:
        """A pattern of the file, its terms filled in."""
        return self.filled(self.data[group][name])

    def filled(self, pattern: str) -> str:
        """A pattern with the terms it names written out."""
        return _filled(pattern, self.terms)

    def compiled(self, pattern: str, flags: int = 0) -> re.Pattern[str]:
        """A rule's pattern: `<name>` is a term, `{group.name}` a pattern of the file."""
        return _compiled(self, pattern, flags)

    def __hash__(self) -> int:
        return hash(self.code)


@cache
def _compiled(language: Language, pattern: str, flags: int) -> re.Pattern[str]:
    named = re.sub(r"\{(\w+)\.(\w+)\}", lambda hit: language.word(hit[1], hit[2]), pattern)
    return re.compile(language.filled(named), flags)


def _filled(pattern: str, terms: Mapping[str, str]) -> str:
    return re.sub(
        r"(?<!\?P)(?<!\(\?)<([a-z]+)>", lambda hit: terms.get(hit[1], hit.group()), pattern
    )


@cache
def language(name: str) -> Language | None:
    """The words of a language such as `en-GB`, or None where nobody has written them yet."""
    code = re.split(r"[-_]", name.lower())[0]
    path = _FOLDER / f"{code}.toml"
    if not re.fullmatch(r"[a-z]{2,3}", code) or not path.is_file():
        return None
    return Language(code, tomllib.loads(path.read_text(encoding="utf-8")))
