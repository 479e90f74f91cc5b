"""Compared: more, less or as many told of two things, against their two numbers in the order they are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from tieout import catalogue
from tieout.checks.clauses import limited
from tieout.checks.clauses.claims import becomes, denied
from tieout.checks.clauses.tokens import Token
from tieout.checks.clauses.told import told_of
from tieout.checks.clauses.window import Window, pair
from tieout.checks.report import Report
from tieout.findings import Finding

RULES = (catalogue.FALSE_COMPARISON,)
NEEDS = frozenset({"more", "less", "beats", "trails", "equal", "atmost", "atleast", "as"})
_SCALED = frozenset(
    {
        "twice",
        "times",
        "half",
        "third",
        "quarter",
        "thirds",
        "quarters",
        "double",
        "triple",
        "thrice",
        "fold",
        "gap",
        "difference",
        "differ",
        "tenth",
        "fifth",
        "sixth",
        "eighth",
        "tenths",
        "fifths",
        "sum",
        "total",
        "between",
    }
)
_KINDS = frozenset({"more", "less", "beats", "trails", "equal", "atmost", "atleast"})
_BEING = frozenset({"is", "are", "was", "were", "been", "being", "be", "get", "got"})
_COMES = frozenset({"came", "come", "comes", "amounted", "amounts", "ran", "runs"})
_FROM_TO = frozenset({"from", "to"})
_SPEED = frozenset({"faster", "quicker", "slower", "better", "worse", "more slowly"})
_EVEN = Fraction(5, 100)  # by which what is told as even may differ


def find(report: Report, window: Window) -> Iterator[Finding]:
    """The finding of a window, if it has one."""
    both = pair(window)
    if both is None or window.heading or window.listed or len(window.spots) != 2:
        return
    words = window.tokens
    if any(limited.role(window, each) for each in both):
        return
    if any(each.text in _SCALED for each in words):
        return
    told = [i for i, each in enumerate(words) if each.tags & _KINDS or as_as(window, i)]
    told = [i for i in told if not _is_hedge(window, i)]
    if any(_from_to(window, each.at) for each in both):
        return
    if len(told) != 1:
        return
    at = told[0]
    if words[at].text in _SPEED or becomes(window, at):
        return
    subject = told_of(window, at, both)
    if subject is None:
        return
    other = both[1] if subject is both[0] else both[0]
    token = _passive(window, at)
    no = denied(window, at) and not token.tags & {"atmost", "atleast"}
    one, two = subject.stated, other.stated
    if not _is_false(token, one.signed, two.signed, no=no, even=as_as(window, at)):
        return
    word = f"not {token.text}" if no else token.text
    message = f"'{word}', but it is {one.display} against {two.display}"
    remedy = "Correct the word, or turn the two numbers round."
    yield report.finding(catalogue.FALSE_COMPARISON, token.sentence, token.start, message, remedy)


def _from_to(window: Window, at: int) -> bool:
    """`From ⟦0⟧ to ⟦1⟧`; not `which came to ⟦1⟧`."""
    before = window.words(at - 2, at)
    if not before or before[-1].text not in _FROM_TO:
        return False
    return before[0].text not in _COMES


def _is_false(token: Token, one: Fraction, two: Fraction, *, no: bool, even: bool) -> bool:
    """Whether the word, denied or not, is untrue of the one value against the other."""
    if token.tags & {"atmost", "atleast"}:
        return one > two if "atmost" in token.tags else one < two
    if even or "equal" in token.tags:
        return one >= two if no else abs(one - two) > max(abs(one), abs(two)) * _EVEN
    if token.tags & {"more", "beats"}:
        return one > two if no else one <= two
    return one < two if no else one >= two


def _passive(window: Window, at: int) -> Token:
    """`Were outstripped in number by`: who is told first is less."""
    token = window.tokens[at]
    if "beats" not in token.tags or not token.text.endswith(("ed", "en")):
        return token
    follows = [each.text for each in window.words(at + 1, at + 5)]
    before = window.words(at - 3, at)
    if "by" in follows and any(each.text in _BEING for each in before):
        return replace(token, tags=token.tags - {"beats"} | {"trails"})
    return token


def as_as(window: Window, at: int) -> bool:
    """`As high as`, `as varied a diet as`, with anything between."""
    if window.tokens[at].text != "as":
        return False
    between = window.words(at + 1, at + 6)
    ends = [
        i for i, each in enumerate(between) if each.text == "as" or each.breaks or each.number >= 0
    ]
    return (
        bool(ends)
        and ends[0] > 0
        and between[ends[0]].text == "as"
        and between[0].text not in {"of", "in", "at", "well"}
    )


def _is_hedge(window: Window, at: int) -> bool:
    """`More than ⟦0⟧`, `above ⟦0⟧`: held against its own number by another rule; `more` of a list."""
    words = window.tokens
    token = words[at]
    follows = words[at + 1] if at + 1 < len(words) else None
    third = words[at + 2] if at + 2 < len(words) else None
    if follows is None:
        return False
    if follows.number >= 0 and token.tags & {"equal", "atmost", "atleast"} and " " in token.text:
        return True
    if follows.number >= 0 and not token.tags & {"beats", "trails", "equal"}:
        before = words[at - 1].text if at else ""
        return before not in {"is", "was", "are", "were", "at"} or token.text not in {
            "above",
            "below",
            "behind",
        }
    if "than" in follows.tags and third is not None and third.number >= 0:
        return True
    return (
        token.text == "more"
        and (at == 0 or words[at - 1].text in {"no", "the", "or", "and", "once", "one"})
        and "than" not in follows.tags
        and not any("than" in w.tags for w in window.words(at, at + 12))
    )
