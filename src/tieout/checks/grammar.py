"""Grammar: how words stand to the numbers of a sentence: beside them, in apposition, in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks.language import Language
from tieout.checks.quantities import quantity
from tieout.checks.text import Sentence, Stated
from tieout.number import UnitKind

NUMBER = r"⟦\d+⟧"
UP, DOWN, HEDGE = "▲", "▼", "~"
# Words before a number that change nothing of how it stands to the rest.
ASIDE = r"[~ ]*"
# Between two parts of one statement: no other number, no end of a clause.
GAP = r"[^⟦⟧;]"
_COUNTS = {UnitKind.PEOPLE, UnitKind.COUNT, UnitKind.PLAIN}


@dataclass(frozen=True, slots=True)
class Change:
    """Two numbers of which one became the other: `from 4,100 to 4,620`, `4,620, up from 4,100`.

    `start` is where it begins in the sentence; `word` the word that says up or down, if it holds one.
    """

    first: Stated
    last: Stated
    start: int
    end: int
    word: str = ""


def alike(one: Stated, other: Stated) -> bool:
    """Whether two numbers count in the same unit."""
    if one.kind in _COUNTS and other.kind in _COUNTS:
        return True
    return one.record.unit == other.record.unit


def before(sentence: Sentence, index: int) -> str:
    """The sentence up to a number."""
    return sentence.marked[: sentence.span(index)[0]]


def after(sentence: Sentence, index: int) -> str:
    """The sentence after a number."""
    return sentence.marked[sentence.span(index)[1] :]


def tagged(marked: str, language: Language) -> str:
    """A sentence with its words of direction and its hedges as signs, every offset kept."""

    def sign(hit: re.Match[str]) -> str:
        before = marked[max(0, hit.start() - 2) : hit.start()]
        if hit.group()[0].isupper() and before[-1:] == " " and before[:1].isalnum():
            return hit.group()  # part of a name: "the Federal Recovery Programme"
        up = bool(hit["up"])
        if hit["better"] or hit["worse"]:
            up = bool(hit["better"]) != bool(bad.search(marked))
        mark = HEDGE if hit["hedge"] else UP if up else DOWN
        return mark * len(hit.group().rstrip()) + " " * (
            len(hit.group()) - len(hit.group().rstrip())
        )

    pattern = (
        r"(?i:\b(?:(?P<hedge><hedge>)(?<= )(?=⟦)"
        r"|(?P<up>{direction.up}|{direction.noun_up})\b|(?P<down>{direction.down}|{direction.noun_down})\b"
        r"|(?P<better>{direction.better})\b|(?P<worse>{direction.worse})\b))"
    )
    bad = language.compiled(r"(?i:\b{direction.bad}\b)")
    return language.compiled(pattern).sub(sign, marked)


_A, _B = r"⟦(?P<a>\d+)⟧", r"⟦(?P<b>\d+)⟧"
_AFTER = (
    r"(?:compared (?:with|to)|as (?:against|opposed to)|against|versus|after|instead of"
    r"|having (?:been|stood at|numbered)|where (?:it|they|there) (?:had been|was|were))"
)
_ITS = (
    r"(?:(?:the|an?|its|their) )?(?:(?:usual|previous|earlier|former|initial|original|record|peak|high|low|level|total"
    r"|average|mere)(?: of)? )*"
)
_EARLIER = (
    r"(?:in (?:the (?:first|previous|preceding|prior)|(?:1[5-9]|20)\d\d)\b"
    r"|(?:the|an?|one|two|three|five|ten|some) (?:years?|months?|decades?|quarters?) "
    r"(?:before|earlier|ago|previously)\b"
    r"|last (?:year|month|quarter|season)\b|at (?:the|its) (?:start|outset|beginning)\b|before\b|previously\b)"
)
_PAIRS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b[Ff]rom {ASIDE}{_A}{GAP}{{0,80}}?\b(?:to|reaching|hitting|and (?:reached|hit)) {ASIDE}{_ITS}{_B}",
        rf"\bto {ASIDE}{_ITS}{_B}{GAP}{{0,60}}?\bfrom {ASIDE}{_ITS}{_A}",
        rf"{_B}{GAP}{{0,40}}?\b(?P<word>up|down) (?:from|on) {ASIDE}{_ITS}{_A}",
        rf"{_B}{GAP}{{0,120}}?, (?P<word>up|down) (?:from|on) {ASIDE}{_ITS}{_A}",
        (
            rf"{_B}{GAP}{{0,40}}?(?P<sign>[▲▼])(?: \w+)? from {ASIDE}{_ITS}{_A}"
            rf"(?!{GAP}{{0,80}}?\bto {ASIDE}(?:\w+ ){{0,4}}⟦)"
        ),
        rf"\bto {ASIDE}{_B}{GAP}{{0,40}}?\b{_AFTER} {GAP}{{0,30}}?{_A}",
        rf"{_B}{GAP}{{0,15}}? \(from {ASIDE}{_ITS}{_A}",
        rf"(?<!by ){_B}(?: [\w’'-]+){{0,3}},? (?:after|having been|instead of) {ASIDE}{_ITS}{_A}",
        # "at ⟦0⟧ compared with ⟦1⟧ in 2019": what it is against is an earlier time
        (
            rf"(?<!by ){_B}{GAP}{{0,45}}?\b(?:comparing|compared|as against|against|as opposed)(?: with| to)? "
            rf"{ASIDE}{_ITS}{_A}"
            rf"(?: [\w’'-]+){{0,2}}? {_EARLIER}"
        ),
        rf"(?<!by )(?<!/){_A}[^⟦⟧;()]{{1,80}}?(?P<sign>[▲▼])[▲▼]*{GAP}{{0,25}}?\bto {ASIDE}{_ITS}{_B}",
    )
)


def changes(sentence: Sentence) -> Iterator[Change]:
    """The changes a sentence states by both their ends."""
    seen: set[tuple[str, str]] = set()
    for pattern in _PAIRS:
        for hit in pattern.finditer(sentence.tagged):
            pair = hit["a"], hit["b"]
            first, last = sentence.number(hit["a"]), sentence.number(hit["b"])
            if pair in seen or pair[::-1] in seen or not alike(first, last):
                continue
            if _SPAN_OR_RANGE.search(_after_both(sentence, hit)):
                continue  # "from 6 months to 8 weeks", "to 10–15"
            if quantity(first.record) == "change" != quantity(last.record):
                continue  # "rose 4% to 44%"
            seen.add(pair)
            yield Change(first, last, hit.start(), hit.end(), _word_of(sentence, hit))


# Two spans of unlike length; a range.
_SPAN_OR_RANGE = re.compile(
    r"^ ?(?P<one>year|month|week|day|hour|minute)s?\b.*\|(?! ?(?P=one))"
    r" ?(?:year|month|week|day|hour|minute)|\| ?[–-] ?⟦"
)


def _after_both(sentence: Sentence, hit: re.Match[str]) -> str:
    one, other = (after(sentence, int(hit[name]))[:12] for name in "ab")
    return f"{one}|{other}"


def _word_of(sentence: Sentence, hit: re.Match[str]) -> str:
    """The word in a pair itself that says up or down; empty where it stands elsewhere."""
    groups = hit.groupdict()
    if groups.get("word"):
        return groups["word"] or ""
    if groups.get("sign"):
        return "up" if groups["sign"] == UP else "down"
    inside = re.search(r"\b(up|down),? from", hit.group())
    beside = re.search(r"\b(up|down) $", sentence.marked[: hit.start()])
    if inside:
        return inside[1]
    return (
        beside[1] if beside and hit.group().startswith("to ") else ""
    )  # "edged up to 4%, from 3%"


def denied(sentence: Sentence, start: int, language: Language) -> bool:
    """Whether what begins here is denied or only supposed: `did not rise`, `whether it fell`."""
    return _stands_before(sentence, start, language, "denied", 28)


def negated(sentence: Sentence, start: int, language: Language) -> bool:
    """Whether what begins here is denied outright: `did not rise`, `no increase`."""
    return _stands_before(sentence, start, language, "negated", 18)


def _stands_before(
    sentence: Sentence, start: int, language: Language, name: str, reach: int
) -> bool:
    near = sentence.marked[max(0, start - reach) : start]
    pattern = rf"(?i:\b(?:{{direction.{name}}})\b)(?![^.]*[,;:⟧])"
    return language.compiled(pattern).search(near) is not None


def is_phrasal(sentence: Sentence, start: int, language: Language) -> bool:
    """Whether the `up` or `down` that begins here only goes with its verb: `made up`, `broke down`."""
    near = sentence.marked[max(0, start - 24) : start]
    return language.compiled(r"(?i:\b{direction.phrasal}$)").search(near) is not None


_LOOSE = (
    r"(?:(?:or|at|that is|some|only|just|nearly|about|around|roughly|more than|over|at least|almost|up to|an? total of"
    r"|accounting for|making up|representing|comprising|with|to be (?:exact|precise),?|in all|all told|namely|put at"
    r"|(?:(?:which|who|it|that|whose|the|its|their|our|this)(?: [\w’'-]+){0,4} )?(?:is|are|was|were|being|stood at"
    r"|stands at|comes to|came to|gives|gave|says|said|shows|showed|make up|made up)) )*"
)
_FOLLOWING = re.compile(
    rf"[^⟦⟧;(]{{0,90}}?(?:\(|, |[:;] | [–—-] |— ?){_LOOSE}⟦(?P<n>\d+)⟧(?P<rest>[^⟦⟧]{{0,40}})"
)
_PRECEDING = re.compile(
    r"⟦(?P<n>\d+)⟧(?:\)|(?: [\w’'-]+){0,8}(?:, | \(| [–—-] )(?:or |that is,? (?:(?:in|of|to|for) )?|well |which is )?"
    r"|(?: [\w’'-]+){0,6},? (?:is|are|was|were|makes?|made|represents?|means?) )"
    rf"{_LOOSE}$"
)


def in_apposition(sentence: Sentence, start: int, end: int) -> Iterator[int]:
    """The numbers that say in figures what the words from `start` to `end` say: `half of them (48%)`."""
    marked = sentence.marked
    following = _FOLLOWING.match(marked, end)
    if following and _closes(following["rest"], following.group()):
        yield int(following["n"])
        return
    preceding = _PRECEDING.search(marked[:start])
    if preceding:
        yield int(preceding["n"])


def _closes(rest: str, whole: str) -> bool:
    """Whether a number stands alone between its marks, and begins no new statement: `, 20% said no`."""
    if re.match(r" ?(?:[),.;:!?–—]|$| [–—-] )", rest):
        return True
    if re.match(
        r" (?:to be (?:exact|precise)|in all|in total|all told|overall|exactly|precisely"
        r"|at the last count|in the (?:survey|sample|census)|(?:in|of|by) (?:19|20)\d\d"
        r"|(?:last|this) year|of them)\b ?(?:[),.;:]|$)"
        r"| of (?:those|all|the total)\b"
        r"| of (?:all |the |its |their )?[\w’-]+(?: in all| in total)?(?:[),.;:]|$)",
        rest,
    ):
        return True
    return "(" in whole or whole.rstrip().endswith(":")
