"""Tree: a difference as an outline for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from tieout.diff.changes import ARROW, Diff, NumberChange, SentenceChange
from tieout.ledger.lockfile import Drift
from tieout.review.outline import Node, Tone

_TITLES = {
    Drift.MOVED: "moved",
    Drift.ADDED: "added",
    Drift.GONE: "gone",
    Drift.REWORKED: "same number, from other code or cells",
}
_MANY = 12  # so many names of reworked numbers are worth a line each


def of_diff(diff: Diff) -> Node:
    """The whole difference."""
    return Node(f"Since {diff.since}: {diff.headline}", tone=Tone.STRONG, below=tuple(_parts(diff)))


def _parts(diff: Diff) -> Iterator[Node]:
    for kind, title in _TITLES.items():
        changes = diff.of(kind)
        if kind is Drift.REWORKED and len(changes) > _MANY:
            names = ", ".join(each.name for each in changes)
            yield Node(f"{title}: {len(changes)}", below=(Node(names, tone=Tone.FAINT),))
        elif changes:
            yield Node(title, below=tuple(_number(each) for each in changes))
    if diff.sentences:
        yield Node("sentences", below=tuple(_sentence(each) for each in diff.sentences))
    if diff.words:
        below = tuple(
            Node(f"{f.place} {f.code} {f.message}", tone=Tone.DOUBTFUL, below=_remedy(f.remedy))
            for f in diff.words
        )
        yield Node("no longer true", below=below)
    if diff.shown:
        below = tuple(Node(f"{each.kind} {each.name}: {each}") for each in diff.shown)
        yield Node("figures and tables", below=below)
    if diff.expired:
        below = tuple(Node(str(each), tone=Tone.DOUBTFUL) for each in diff.expired)
        yield Node("sign-offs that expire", below=below)


def _number(each: NumberChange) -> Node:
    if each.kind is Drift.ADDED:
        return Node(f"{each.name} = {each.is_}", tone=Tone.GOOD)
    if each.kind is Drift.GONE:
        return Node(f"{each.name} = {each.was}", tone=Tone.DOUBTFUL)
    if each.kind is Drift.REWORKED:
        return Node(f"{each.name} = {each.is_}", tone=Tone.FAINT)
    size = f" ({each.size})" if each.size else ""
    return Node(f"{each.name} {each.was} {ARROW} {each.is_}{size}")


def _sentence(each: SentenceChange) -> Node:
    below = []
    if each.before:
        below.append(Node(f"- {each.before}", tone=Tone.DOUBTFUL))
    if each.after:
        below.append(Node(f"+ {each.after}", tone=Tone.GOOD))
    where = "" if each.where == "prose" else f" ({each.where})"
    return Node(f"{each.place}{where}", tone=Tone.PLACE, below=tuple(below))


def _remedy(remedy: str) -> tuple[Node, ...]:
    return (Node(f"help: {remedy}", tone=Tone.FAINT),) if remedy else ()
