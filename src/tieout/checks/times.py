"""Times: the times a sentence gives its numbers, so that they can be put in order: `5% in 2014 and 9% in 2023`."""

from __future__ import annotations

import re

from tieout.checks.grammar import after, alike, before
from tieout.checks.language import Language
from tieout.checks.text import Sentence, Stated

_EARLIER, _LAST, _NOW, _NEXT = 0, 9997, 9998, 9999
_OTHER = re.compile(r"\b(?:while|whereas|although|though|but)\b")
_TOLD_BY = re.compile(r"\bby (?:\w+ ){0,2}$")


def in_order(sentence: Sentence, language: Language) -> tuple[Stated, ...]:
    """The sentence's numbers from the earliest to the latest; none where a time is missing or told twice."""
    numbers = sentence.numbers
    if not 2 <= len(numbers) <= 4 or not all(alike(each, numbers[0]) for each in numbers):
        return ()
    first, last = sentence.span(0)[0], sentence.span(len(numbers) - 1)[1]
    if _OTHER.search(sentence.marked, first, last):
        return ()  # two things, each with a number
    if any(_TOLD_BY.search(before(sentence, index)) for index in range(len(numbers))):
        return ()
    times: dict[int, Stated] = {}
    for index, number in enumerate(numbers):
        time = _time(sentence, index, language)
        if time is None or time in times:
            return ()
        times[time] = number
    return tuple(times[time] for time in sorted(times))


def _time(sentence: Sentence, index: int, language: Language) -> int | None:
    """A year, or a rank before or after all years; None where nothing near the number tells."""
    told = (
        r"(?:(?P<year><year>)|(?P<next>{time.next})|(?P<now>{time.now})|(?P<last>{time.last})"
        r"|(?P<then>{time.then}))"
    )
    near = language.compiled(rf"(?i)^[^⟦⟧;,:()]{{0,45}}?\b{told}\b")
    ahead = language.compiled(rf"(?i)\b{told}[,:]?(?: \(|[^⟦⟧;,:()]{{0,25}})$")
    hit = near.match(after(sentence, index)) or ahead.search(before(sentence, index))
    if hit is None:
        return None
    if hit["year"]:
        return int(hit["year"])
    if hit["next"]:
        return _NEXT
    return _NOW if hit["now"] else _LAST if hit["last"] else _EARLIER
