"""Compare: two states of a report, and everything that is not the same in them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from tieout.checks import runner, waivers
from tieout.diff.changes import (
    COMPARABLE,
    Diff,
    Expired,
    NumberChange,
    SentenceChange,
    ShownChange,
    absolute,
    relative,
)
from tieout.diff.state import State, Told, with_numbers
from tieout.findings import Finding
from tieout.ledger import lockfile
from tieout.ledger.lockfile import Drift, Lock
from tieout.ledger.signoff import SignOff

_WORDS = re.compile(r"\0[^\0]*\0|\w+")  # a number's name is one word
_ALIKE = 0.6  # how much of a sentence must be the same for it to be the same sentence, rewritten


def compare(
    since: str,
    before: State,
    after: State,
    *,
    changed: Collection[str],
    signed: Iterable[SignOff],
    severities: Mapping[str, str],
) -> Diff:
    """Everything that changed.

    Args:
        since: what `before` is, in words.
        before: the one state.
        after: the other; its figures and tables are known.
        changed: the project's files that differ.
        signed: the sign-offs there are.
        severities: the project's own severities of findings, by code.
    """
    numbers = tuple(_numbers(before, after))
    touched = {each.name for each in numbers if each.kind is not Drift.REWORKED}
    return Diff(
        since=since,
        numbers=numbers,
        sentences=tuple(_sentences(before, after, touched)) if before.report.chapters else (),
        words=_words(before.lock, after, severities),
        shown=tuple(_shown(before.lock, after, changed, touched)),
        expired=tuple(_expired(before.lock, after.lock, signed)),
        findings=(*before.findings, *after.findings),
    )


def _numbers(before: State, after: State) -> Iterator[NumberChange]:
    order = list(Drift)
    found = lockfile.drift(before.lock, after.lock)
    for each in sorted(found, key=lambda each: (order.index(each.kind), each.name)):
        was, is_ = each.said
        known = after.report.records.get(each.name) or before.report.records.get(each.name)
        sizes = ("", "")
        if each.old is not None and each.new is not None and each.kind is Drift.MOVED:
            locale = after.lock.locale
            sizes = absolute(each.old, each.new, locale), relative(each.old, each.new)
        title = known.title if known is not None else ""
        yield NumberChange(each.name, title, each.kind, each.old, each.new, was, is_, *sizes)


def _sentences(before: State, after: State, touched: set[str]) -> Iterator[SentenceChange]:
    """Each sentence that uses a touched number, beside what it was; in the order of the report."""
    old, new = list(before.sentences()), list(after.sentences())
    pairs = _paired(old, new, touched)
    for told in new:
        was = pairs.get(id(told))
        if was is None and not touched & set(told.names):
            continue
        if was is not None and was.text == told.text:
            continue
        names = tuple(
            n for n in dict.fromkeys((*told.names, *(was.names if was else ()))) if n in touched
        )
        if names:
            yield SentenceChange(told.place, told.where, was.text if was else "", told.text, names)
    found = {id(was) for was in pairs.values()}
    for was in old:
        names = tuple(name for name in was.names if name in touched)
        if names and id(was) not in found:
            yield SentenceChange(was.place, was.where, was.text, "", names)


def _paired(old: list[Told], new: list[Told], touched: set[str]) -> dict[int, Told]:
    """What each sentence was: the same words first, then the most alike in the same file."""
    waiting: dict[tuple[str, str], list[Told]] = {}
    for told in old:
        waiting.setdefault((told.place.path, told.skeleton), []).append(told)
    pairs: dict[int, Told] = {}
    for told in new:
        same = waiting.get((told.place.path, told.skeleton))
        if same:
            pairs[id(told)] = same.pop(0)
    taken = {id(was) for was in pairs.values()}
    left = [was for was in old if id(was) not in taken]
    for told in new:
        if id(told) in pairs:
            continue
        # A sentence that has a touched number now, or had one.
        near = [
            was
            for was in left
            if was.place.path == told.place.path and touched & {*told.names, *was.names}
        ]
        best = max(near, key=lambda was: _likeness(was, told), default=None)
        if best is not None and _likeness(best, told) >= _ALIKE:
            pairs[id(told)] = best
            left = [was for was in left if was is not best]
    return pairs


def _likeness(one: Told, other: Told) -> float:
    first, second = _WORDS.findall(one.skeleton), _WORDS.findall(other.skeleton)
    if len(first) * len(second) > COMPARABLE:
        return float(first == second)
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def _words(before: Lock, after: State, severities: Mapping[str, str]) -> tuple[Finding, ...]:
    """What is said of a number that was true of the number it was: today's words, held against both."""
    if not lockfile.drift(before, after.lock):
        return ()
    was = {(f.code, f.place) for f in runner.found(with_numbers(after.report, before))}
    found = runner.found(after.report)
    fresh = {(f.code, f.place) for f in found} - was
    if not fresh:
        return ()
    allowed = waivers.read(after.files, runner.CODES)
    standing = runner.judged(found, allowed, severities)
    return tuple(each for each in standing if (each.code, each.place) in fresh)


def _shown(
    before: Lock, after: State, changed: Collection[str], touched: set[str]
) -> Iterator[ShownChange]:
    for key in sorted({*before.shown, *after.lock.shown}):
        kind, _, name = key.partition(":")
        was, is_ = before.shown.get(key), after.lock.shown.get(key)
        now = after.shown.get(name)
        title = now.title if now is not None else ""
        if is_ is None:
            yield ShownChange(kind, name, title, Drift.GONE)
        elif was is None:
            yield ShownChange(kind, name, title, Drift.ADDED)
        elif was != is_ and now is not None:
            files = [
                after.report.tables[n].dataset.path for n in now.takes if n in after.report.tables
            ]
            data = [path for path in dict.fromkeys(files) if path in changed]
            data += [name for name in now.takes if name in touched]
            because = [*data, *([now.file] if now.file in changed else [])]
            yield ShownChange(kind, name, title, Drift.MOVED, tuple(because), bool(data))


def _expired(before: Lock, after: Lock, signed: Iterable[SignOff]) -> Iterator[Expired]:
    for each in signed:
        was, is_ = _digest(before, each), _digest(after, each)
        if each.digest == was and each.digest != is_:
            yield Expired(each)


def _digest(lock: Lock, signed: SignOff) -> str:
    if signed.kind == "number":
        held = lock.numbers.get(signed.name)
        return held.digest if held is not None else ""
    return lock.shown.get(f"{signed.kind}:{signed.name}", "")
