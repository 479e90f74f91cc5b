"""Comment: a difference as Markdown, for a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tieout.diff.changes import Diff, SentenceChange, Words
from tieout.ledger.lockfile import Drift
from tieout.review.markdown import code, escaped, row

_LIMIT = 60_000  # characters: code hosts refuse a longer comment


def markdown(diff: Diff) -> str:
    """The difference as Markdown; where it grows too long for a comment, the rest is counted."""
    lines = [f"**Numbers since {escaped(diff.since)}:** {escaped(diff.headline)}", ""]
    length = sum(map(len, lines))
    blocks = list(_blocks(diff))
    for number, block in enumerate(blocks):
        length += len(block) + 1
        if length > _LIMIT:
            lines.append(f"… and {len(blocks) - number} more lines. `tieout diff` shows them all.")
            break
        lines.append(block)
    return "\n".join(lines).rstrip("\n") + "\n"


def _blocks(diff: Diff) -> Iterator[str]:
    shown = [each for each in diff.numbers if each.kind is not Drift.REWORKED]
    if shown:
        yield row("number", "was", "is", "change")
        yield row("---", "---:", "---:", "---")
        for each in shown:
            size = each.size or str(each.kind)
            yield row(code(each.name), escaped(each.was), escaped(each.is_), escaped(size))
        yield ""
    reworked = diff.of(Drift.REWORKED)
    if reworked:
        names = ", ".join(code(each.name) for each in reworked)
        yield f"The same numbers, from other code or cells: {names}\n"
    if diff.sentences:
        yield "### Sentences\n"
        for sentence in diff.sentences:
            yield from _sentence(sentence)
    yield from _listed(
        "No longer true", (f"{code(str(f.place))}: {escaped(f.message)}" for f in diff.words)
    )
    yield from _listed(
        "Figures and tables",
        (f"{each.kind} {code(each.name)}: {escaped(str(each))}" for each in diff.shown),
    )
    yield from _listed("Sign-offs that expire", (escaped(str(each)) for each in diff.expired))


def _sentence(each: SentenceChange) -> Iterator[str]:
    where = "" if each.where == "prose" else f" ({escaped(each.where)})"
    yield f"{code(str(each.place))}{where}\n"
    old, new = each.words
    if each.before:
        yield f"> − {_marked(old, 'del', whole=not each.after)}"  # a minus sign
    if each.before and each.after:
        yield ">"
    if each.after:
        yield f"> + {_marked(new, 'ins', whole=not each.before)}"
    yield ""


def _marked(words: Words, tag: str, *, whole: bool) -> str:
    """A sentence with the words that changed marked; one that is all new or gone needs no mark."""
    parts = []
    for text, changed in words:
        # The space around a run stays outside its mark.
        inner = text.strip()
        if not changed or whole or not inner:
            parts.append(_spaced(text))
        else:
            before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            parts.append(f"{before}<{tag}>{escaped(inner)}</{tag}>{after}")
    return "".join(parts)


def _spaced(text: str) -> str:
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{escaped(text)}{after}" if text.strip() else text


def _listed(title: str, items: Iterable[str]) -> Iterator[str]:
    lines = [f"- {item}" for item in items]
    if lines:
        yield f"### {title}\n"
        yield from lines
        yield ""
