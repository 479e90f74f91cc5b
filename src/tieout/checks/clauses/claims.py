"""Claims: words of direction and comparison in a window, whether denied, supposed, or said of a number beside them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tieout.checks.clauses.tokens import Token, phrases
from tieout.checks.clauses.window import Window, stems
from tieout.checks.language import Language

_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "it"})
_AFTER_PARTICIPLE = frozenset(
    {
        "in",
        "to",
        "from",
        "by",
        "at",
        "on",
        "of",
        "and",
        "or",
        "for",
        "since",
        "over",
        "after",
        "during",
        "as",
        "with",
        "sharply",
        "slightly",
        "again",
        "back",
        "out",
        "further",
        "off",
    }
)
_SPANS = frozenset(
    [
        "second",
        "seconds",
        "minute",
        "minutes",
        "hour",
        "hours",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "milliseconds",
        "wait",
        "waits",
        "waiting",
        "duration",
        "latency",
        "delay",
        "delays",
    ]
)
_QUALITIES = ("able", "ible", "ful", "ous", "ive", "ent", "ant", "ic", "less", "cure", "fair", "ly")
_IT_WAS = [[it, was] for it in ("it", "they", "there") for was in ("did", "was", "were", "had")]
_OLD = frozenset({"old", "original", "former", "initial"})
_DETERMINERS = frozenset(
    {"the", "this", "that", "a", "an", "such", "its", "their", "no", "these", "those", "which"}
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A word that says up (or more), or down (or less), at a token of its window."""

    token: Token
    at: int
    up: bool
    noun: bool = False

    @property
    def word(self) -> str:
        """The word as a finding quotes it."""
        return self.token.text


def directions(window: Window) -> list[Claim]:
    """Every rise and fall that a window asserts; one denied says the other way."""
    found: list[Claim] = []
    for at, token in enumerate(window.tokens):
        tags = token.tags
        if not tags and token.text not in {"up", "down"}:
            continue
        up: bool | None = None
        noun = False
        if tags & {"up", "up_noun"}:
            up, noun = True, "up_noun" in tags
        elif tags & {"down", "down_noun"}:
            up, noun = False, "down_noun" in tags
        elif tags & {"better", "worse"}:
            good = "better" in tags
            up = good != is_bad(window)
            noun = True
        elif tags & {"more", "less"} and becomes(window, at) and not _of_quality(window, at):
            up = "more" in tags
        elif tags & {"closes", "opens"} and window.has("gapped"):
            up = "opens" in tags
        elif token.text in {"up", "down"} and _bare(window, at):
            up = token.text == "up"
        if up is None or _supposed(window, at) or _attributive(window, at):
            continue
        if denied(window, at):
            up = not up
        found.append(Claim(token, at, up, noun))
    return found


def is_bad(window: Window, but: str = "") -> bool:
    """Whether what the window is about is something of which less is better; words of a class left aside."""
    if any(each.tags & {"bad", "contrary"} and but not in each.tags for each in window.tokens):
        return True
    if any("neg" in each.tags for spot in window.spots for each in window.words(*spot.after)):
        return True  # "⟦0⟧ of conscripts could not read"
    return any(
        "bad" in tags_of(word, window.language)
        for spot in window.spots
        for word in spot.title.lower().split()
    )


def takes_time(window: Window) -> bool:
    """Whether what the window counts are spans of time: what is slower has more of them."""
    if any(each.text in _SPANS for each in window.tokens):
        return True
    return any(each in _SPANS for spot in window.spots for each in spot.title.lower().split())


@cache
def tags_of(word: str, language: Language) -> frozenset[str]:
    """What a single word of a title says."""
    several = phrases(language).get(word.strip(",;.():"), ())
    return next((tags for words, tags in several if len(words) == 1), frozenset())


def becomes(window: Window, at: int) -> bool:
    """`Became rarer`, `got ever longer`; in a heading `Fewer fires`; `worse than the year before`."""
    if window.heading and window.tokens[at].sentence is window.sentences[0]:
        return True
    if any("become" in each.tags for each in window.words(at - 3, at)):
        return True
    if any("nowadays" in each.tags for each in window.words(at - 5, at)):
        return True  # "it now takes less time"
    follows = window.words(at + 1, at + 8)
    than = next((i for i, each in enumerate(follows) if "than" in each.tags), None)
    if than is not None and [each.text for each in follows[than + 1 : than + 3]] in _IT_WAS:
        return True  # "costs more than it did"
    return than is not None and any(
        (each.tags & {"then", "lately"} and each.text not in _OLD) or each.year
        for each in follows[than + 1 : than + 4]
    )


def _of_quality(window: Window, at: int) -> bool:
    """`Less reliable`, `more painful`: whether that is more or less of what is counted nobody can tell."""
    follows = window.tokens[at + 1] if at + 1 < len(window.tokens) else None
    return (
        window.tokens[at].text in {"more", "less"}
        and follows is not None
        and follows.text.endswith(_QUALITIES)
        and follows.text[:5] not in stems(" ".join(each.title for each in window.spots))
    )


def _bare(window: Window, at: int) -> bool:
    """Whether a lone `up` or `down` says a direction: `is down to`, `, up from`."""
    before = window.tokens[at - 1] if at else None
    follows = window.tokens[at + 1] if at + 1 < len(window.tokens) else None
    if follows is None or not (
        follows.text in {"to", "from", "on", "by", "at", ",", ".", ":", "sharply"}
        or follows.number >= 0
    ):
        return False
    return (
        before is None
        or before.text in _BE
        or before.text in {",", ":", "(", "–", "and"}
        or before.text.endswith("ly")
    )


def denied(window: Window, at: int) -> bool:
    """Whether what stands here is denied: a no or not within its clause, close before it."""
    for each in reversed(window.words(at - 5, at)):
        if each.breaks or each.number >= 0 or "but" in each.tags:
            return False
        if each.text == "," and window.tokens[at].sentence is each.sentence:
            return False
        if "neg" in each.tags:
            return True
    return False


def _supposed(window: Window, at: int) -> bool:
    """Whether it is only feared, hoped or asked; or told of something else in a clause of its own."""
    token = window.tokens[at]
    first, _ = window.clause(at)
    for index in range(at - 1, max(first, at - 7) - 1, -1):
        each = window.tokens[index]
        if each.number >= 0:
            break
        if "unsure" in each.tags:
            return True
        if (
            each.text == "to"
            and index == at - 1
            and token.tags & {"up", "down"}
            and not token.text.endswith(("ed", "ing"))
        ):
            wished = window.tokens[index - 1] if index else None
            return not (
                wished
                and wished.text
                in {"continued", "began", "year", "years", "months", "us", "only", "it"}
            )
    return False


def _attributive(window: Window, at: int) -> bool:
    """`Rising costs`, `reduced prices`: a participle before its noun claims nothing of a number."""
    token = window.tokens[at]
    if not (token.tags & {"up", "down"}) or not token.text.endswith(("ing", "ed", "en")):
        return False
    follows = window.tokens[at + 1] if at + 1 < len(window.tokens) else None
    before = window.tokens[at - 1].text if at else ""
    if follows is None or follows.number >= 0 or not follows.text[0].isalpha():
        return False
    if before in _BE or (before in _DETERMINERS and not token.text.endswith("ing")):
        return before in _DETERMINERS and follows.text not in _AFTER_PARTICIPLE
    return (
        token.text.endswith("ing")
        and follows.text not in _AFTER_PARTICIPLE
        and not before.endswith("ly")
        and before not in {",", ":"}
    )


def owned(window: Window, claim: Claim) -> int | None:
    """The number that a direction is told with, right after it: `rose by ⟦1⟧`, `a fall of ⟦1⟧`."""
    for index in range(claim.at + 1, min(claim.at + 7, len(window.tokens))):
        each = window.tokens[index]
        if each.number >= 0:
            return index
        if (
            each.breaks
            or each.text in {",", "from", "to", "on", "over", "against", "than"}
            or "base" in each.tags
        ):
            return None
    return None


def about(window: Window, claim: Claim) -> set[str]:
    """What the words right after a claim are about."""
    _, last = window.clause(claim.at)
    return stems(
        " ".join(each.text for each in window.words(claim.at + 1, min(claim.at + 4, last)))
    )
