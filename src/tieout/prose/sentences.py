"""Sentences: a text's sentences with their positions, split by the rules of its language."""

from __future__ import annotations

from collections.abc import Iterator


def spans(text: str, language: str = "en") -> Iterator[tuple[int, int]]:
    """Where each sentence of the text begins and ends, without the space around it.

    Abbreviations (`p. 4`, `Dr.`, `No. 5`) and decimal points end no sentence.
    """
    if not any(mark in text for mark in ".!?\N{HORIZONTAL ELLIPSIS}\n"):
        found = [(0, len(text))]  # a cell, a heading, a label
    else:
        from sentencex import get_sentence_boundaries

        found = [
            (int(each["start_index"]), int(each["end_index"]))
            for each in get_sentence_boundaries(language, text)
        ]
    for first, last in _joined(found, text):
        inside = text[first:last]
        start = first + len(inside) - len(inside.lstrip())
        end = last - (len(inside) - len(inside.rstrip()))
        if start < end:
            yield start, end


def _joined(found: list[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """The spans, with one that goes on in lower case after an abbreviation put back together."""
    start = end = -1
    for first, last in found:
        goes_on = text[first:last].lstrip()[:1].islower() and text[first - 1 : first] != "\n"
        if start >= 0 and goes_on:
            end = last
            continue
        if start >= 0:
            yield start, end
        start, end = first, last
    if start >= 0:
        yield start, end
