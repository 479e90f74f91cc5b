"""Comparisons: "more than men", "higher than in the capital", "outnumber", against both numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.grammar import alike
from tieout.checks.language import Language
from tieout.checks.quantities import quantity
from tieout.checks.report import Report
from tieout.checks.text import Sentence
from tieout.findings import Finding

RULES = (catalogue.FALSE_COMPARISON,)

_WORD = r"\b(?:(?P<more>(?i:{comparison.more}))|(?P<less>(?i:{comparison.less})))\b"
_VERB = r"\b(?P<verb>{comparison.verbs})\b(?P<mid>)"
_CLOSE = r"[^⟦⟧;]{0,60}?"
_PART = (
    r"(?! (?:doubl|tripl|trebl|quadrupl|halv|half|twice|double"
    r"|an? (?:third|quarter|fifth|tenth)|one|two|three|\w+ times|\w+fold))"
)
_TO = (
    _PART
    + r"[^⟦⟧;:,()]{0,55}(?:, (?:which|where|whose|who|when|for which|in which) [^⟦⟧;:,()]{0,30}?)?"
    r"[,(:]? ?(?:(?:at|with|of|only|just|by|about|some|nearly|almost|around|most|least) )*"
)
_NEAR = r"[^⟦⟧;:,()]{0,45}"
_FAR = r"[^⟦⟧;:()]{0,80}"
# Before two numbers told in the order of the things compared: ": ", ", with ", ", the two coming in at ".
_OPENS = (
    r"(?:: | \(| [–—] |, (?=[^⟦⟧;:()]{0,40}⟦)"
    r"(?:(?:the (?:two|first|former)|at|with|by|it|there|these|which|being) )?)[^⟦⟧;:()]{0,30}?"
)
_AGAINST = (
    r"(?: [\w’'-]+){0,5}?,? (?P<link>(?:as )?against|as opposed to|and|while|to|versus|vs\.?"
    r"|(?:as )?compared (?:with|to)|in comparison (?:with|to)|rather than|but only|for)"
    r"(?: (?:only|just|the [\w’' -]{1,20}|some|about|at|a mere))? "
)
_SHARE = (
    r"(?:share|number|proportion|percentage|rate|figure|total|sum|part|fraction|count|amount|level)"
)
_VERY = r"(?:(?:a|an|the|much|far|even|slightly|somewhat|considerably) )*"
_PATTERNS = (
    rf"⟦(?P<a>\d+)⟧(?P<gap>{_CLOSE}){_WORD}(?P<mid>{_CLOSE}) than{_TO}⟦(?P<b>\d+)⟧",
    rf"{_WORD}(?P<mid>[^⟦⟧;]{{0,45}}?)⟦(?P<a>\d+)⟧(?P<gap>[^⟦⟧;]{{0,30}}?) than{_TO}⟦(?P<b>\d+)⟧",
    rf"{_WORD}(?P<mid>{_NEAR}?) than(?P<gap>{_PART}{_FAR}?){_OPENS}⟦(?P<a>\d+)⟧{_AGAINST}⟦(?P<b>\d+)⟧",
    rf"⟦(?P<a>\d+)⟧(?P<gap>{_CLOSE}){_VERB}{_TO}⟦(?P<b>\d+)⟧",
    # both numbers after a verb: "owners outnumber tenants, at ⟦0⟧ and ⟦1⟧ respectively"
    rf"{_VERB}(?P<gap>{_FAR}?){_OPENS}⟦(?P<a>\d+)⟧{_AGAINST}⟦(?P<b>\d+)⟧",
    # a clause for each: "cautions exceeded charges: ⟦0⟧ were given, while ⟦1⟧ people were charged"
    (
        rf"{_VERB}(?P<gap>{_FAR}?)[:;] (?:[\w’'-]+ ){{0,3}}⟦(?P<a>\d+)⟧[^⟦⟧;:]{{0,30}}?,? "
        r"(?:while|whereas|and|but|against) [^⟦⟧;:]{0,15}⟦(?P<b>\d+)⟧"
    ),
    # the second is the one called more: "⟦0⟧ of them but a smaller share, ⟦1⟧, of those"
    (
        rf"⟦(?P<b>\d+)⟧(?P<mid>[^⟦⟧;:]{{0,80}}?)(?P<gap>)\b(?:but|yet|and|while|whereas|though) {_VERY}"
        rf"{_WORD} {_SHARE}\b[^⟦⟧;:]{{0,60}}?(?:, |, at |\(| at | of )⟦(?P<a>\d+)⟧"
    ),
    # a clause for each: "⟦0⟧ in the north, while the south was lower, at ⟦1⟧"
    (
        rf"⟦(?P<b>\d+)⟧[^⟦⟧;:]{{0,60}}?(?:[,;]|\bwhile|\bwhereas|\bbut|\band)(?: while| whereas| but| and| with)?"
        rf" [^⟦⟧;:,]{{1,45}}?\b(?:is|are|was|were|being|had|came out|stood)(?P<gap>) {_VERY}{_WORD}"
        r"(?P<mid>(?! than)(?: [\w’'-]+){0,3}?),? (?:at|with|by contrast,? at|standing at) "
        r"(?:only |just |about )?⟦(?P<a>\d+)⟧"
    ),
    # said of the second afterwards: "whereas ⟦0⟧ of owners do, ⟦1⟧ of tenants do, a smaller share"
    (
        rf"(?:[Ww]hile|[Ww]hereas|[Aa]gainst|[Ww]here) [^⟦⟧;:]{{0,20}}⟦(?P<b>\d+)⟧[^⟦⟧;:]{{0,50}}(?P<gap>)"
        rf"⟦(?P<a>\d+)⟧(?P<mid>[^⟦⟧;:]{{0,40}}?), {_VERY}{_WORD} {_SHARE}\b"
    ),
)
# "⟦0⟧ of men did, but only ⟦1⟧ of women": the second is told as the smaller.
_ONLY = re.compile(
    r"⟦(?P<a>\d+)⟧[^⟦⟧;:]{0,60}?(?:, | )(?P<word>(?:(?:but|while|whereas|yet|compared (?:with|to)|(?:as )?against) )?"
    r"(?:[\w’'-]+ ){0,4}?(?:only|just|merely|a mere|barely)(?: about| around| some)?) ⟦(?P<b>\d+)⟧"
)
_CONTRAST = re.compile(r"\b(?:but|while|whereas|yet|compared|against)\b", re.I)
_BREAK = re.compile(r"\b(?:and|but|while|whereas|although|though|with)\b[^,]*$")
# "The 10 largest get more": the number counts those who do.
_COUNTS_THEM = re.compile(
    r"(?:^|[.:*-] |\b(?:the|these) \w+ )"
    r"(?:(?:the|these|those|top|about|some|only|all|its|their|our) ?)*$"
    r"|\b(?:in|by|of) (?:the )?top $",
    re.I,
)
_SOME = re.compile(
    r"[^⟦⟧;,.]{0,20}\b(?:in|for|at|among|during) (?:some|certain|parts|many|several|most|a few|times)\b"
)
_SUBJECT = re.compile(r", (?!(?:which|who|that|still|far|now|only|well)\b)[\w’'-]+ (?:[\w’'-]+ )*$")
_SPEED = re.compile(r"(?:faster|quicker|slower|more slowly|better|worse)\b", re.I)
_TIMES = re.compile(r"\b(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b")
_NOT = re.compile(r"\b(?:no|not|never|neither|hardly|n['’]t|at least as)\b[^⟦⟧]{0,15}$")
# "Outstripped in number by": the other one is more.
_PASSIVE = re.compile(r"(?: [\w’'-]+){1,4} by\b")
_EARLIER = re.compile(r" (?:it|they|there) (?:did|used to|once)\b")
_THING = re.compile(r" ([a-z]{4,})\b")
_GAP = re.compile(
    r"\b(?:gaps?|differences?|disparit\w+|divide|distance|spread|margin|lead)\b", re.I
)
_IS = re.compile(r"\b(?:is|are|was|were|be|been|much|far|still|even)\s*$")


def find(report: Report) -> Iterator[Finding]:
    """A finding for each comparison that the two numbers contradict."""
    language = report.language
    if language is None:
        return
    word = language.compiled(r"(?i:\b(?:{comparison.more}|{comparison.less}|{comparison.verbs})\b)")
    for sentence in report.claims:
        yield from _only(report, sentence)
        if len(sentence.numbers) < 2 or not word.search(sentence.marked):
            continue
        seen: set[tuple[str, str]] = set()
        for pattern in _PATTERNS:
            for hit in language.compiled(pattern).finditer(sentence.marked):
                if (hit["a"], hit["b"]) not in seen:
                    seen.add((hit["a"], hit["b"]))
                    yield from _one(report, sentence, hit, language)


def _only(report: Report, sentence: Sentence) -> Iterator[Finding]:
    """`20% of men, but only 35% of women`: what is told as little is the larger share."""
    if len(sentence.numbers) != 2:
        return
    for hit in _ONLY.finditer(sentence.marked):
        first, second = sentence.number(hit["a"]), sentence.number(hit["b"])
        told = quantity(first.record), quantity(second.record)
        contrast = _CONTRAST.search(sentence.marked[: hit.end("word")])
        if not contrast or told != ("share", "share") or not alike(first, second):
            continue
        if second.signed > first.signed:
            message = f"'{hit['word']}', but it is {second.display} against {first.display}"
            remedy = "Correct the word, or turn the two numbers round."
            start = hit.start("word")
            yield report.finding(catalogue.FALSE_COMPARISON, sentence, start, message, remedy)


def _is_told_elsewhere(
    sentence: Sentence, hit: re.Match[str], start: int, language: Language
) -> bool:
    """Whether the word compares something else: `the 10 largest get more than the other 107`, `to below 20%`."""
    head, tail = sentence.marked[:start], sentence.marked[sentence.span(int(hit["b"]))[1] :]
    owner = language.compiled(r"(?i:\b{comparison.owner} (?:\w+ly |far |much |many |even )*$)")
    counted = _COUNTS_THEM.search(sentence.marked[: sentence.span(int(hit["a"]))[0]])
    if hit.start("a") < start and (
        (counted and owner.search(head)) or re.search(r"\b(?:to|from|or) $", head)
    ):
        return True
    return bool(hit.groupdict().get("verb")) and _SOME.match(tail) is not None


def _of_several(sentence: Sentence, hit: re.Match[str]) -> bool:
    """Whether two numbers are not one thing's and the other's: `two were below it, at 40% and 50%`."""
    groups = hit.groupdict()
    if re.search(r"\b(?:between|from) $", sentence.marked[: sentence.span(int(hit["a"]))[0]]):
        return True
    if groups.get("link") != "and" or not groups.get("verb"):
        return False
    respectively = re.search(r"\brespectively\b", sentence.marked)
    return not respectively and not hit["verb"].startswith(("out", "over"))


def _is_of_others(sentence: Sentence, hit: re.Match[str], start: int) -> bool:
    """Whether an earlier time is compared, a gap of two numbers, or the numbers stand the other way round."""
    than = sentence.marked.find(" than", start)
    if than >= 0 and _EARLIER.match(sentence.marked, than + 5):
        return True  # "costs more than it did"
    thing = _THING.match(sentence.marked, sentence.span(int(hit["a"]))[1])
    if than >= 0 and thing and hit.start("a") > than:
        between = sentence.marked[than : sentence.span(int(hit["a"]))[0]].lower()
        if (
            re.search(rf"\b{thing[1].lower()}", between)
            and thing[1] not in sentence.marked[start:than]
        ):
            return True  # "more goats than sheep were lost: ⟦0⟧ sheep and ⟦1⟧ goats"
    # what is wider is the gap between two of them
    return len(sentence.numbers) > 3 and _GAP.search(sentence.marked[:start]) is not None


def _one(
    report: Report, sentence: Sentence, hit: re.Match[str], language: Language
) -> Iterator[Finding]:
    first, second = sentence.number(hit["a"]), sentence.number(hit["b"])
    if not alike(first, second) or _BREAK.search(hit["gap"]):
        return
    if hit.groupdict().get("verb") and _SUBJECT.search(hit["gap"]):
        return  # "above 30 days, vacancies exceed 46,000": another thing's number
    groups = hit.groupdict()
    word = groups.get("verb") or groups.get("more") or groups.get("less") or ""
    which = next(name for name in ("verb", "more", "less") if groups.get(name))
    start = hit.start(which)
    beside = sentence.marked[hit.start() : start].endswith("⟧ ")
    if beside and quantity(first.record) == "change":
        return  # "4% higher than": the number is the difference itself
    if word.lower().startswith(("more", "less", "fewer")) and hit.group().endswith(
        f"than ⟦{hit['b']}⟧"
    ):
        between = sentence.marked[sentence.marked.index(f"⟦{hit['a']}⟧") : start].partition("⟧")[2]
        if not hit["mid"].strip() and not _IS.search(between):
            return  # "… in May more than 40": a hedge
    if _is_told_elsewhere(sentence, hit, start, language):
        return
    if _NOT.search(sentence.marked[:start]) or _of_several(sentence, hit):
        return
    if _SPEED.match(word) and _TIMES.search(sentence.marked):
        return  # what is faster takes fewer days
    if _is_of_others(sentence, hit, start):
        return
    more = language.compiled(r"(?i:{comparison.more})").fullmatch(word) is not None
    if groups.get("verb") and word.endswith("ed") and _IS.search(sentence.marked[:start]):
        more = more and _PASSIVE.match(sentence.marked, hit.end("verb")) is None
    if first.signed > second.signed if more else first.signed < second.signed:
        return
    message = f"'{word}', but it is {first.display} against {second.display}"
    remedy = "Correct the word, or turn the two numbers round."
    yield report.finding(catalogue.FALSE_COMPARISON, sentence, start, message, remedy)
