"""Paper: a PDF held against the standards it says it keeps, by a checker that is not tieout's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

PROFILES = {"ua-1": "ua1", "a-2a": "2a"}
LENGTH = "STREAM-LENGTH-001"


def standards(pdf: Path) -> tuple[str, ...]:
    """What a PDF says of itself in its metadata (XMP)."""
    data = pdf.read_bytes().decode("latin-1")
    said = {
        name: re.search(rf"<{name}>([^<]+)</{name}>|{name}=\"([^\"]+)\"", data)
        for name in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")
    }
    values = {name: hit[1] or hit[2] for name, hit in said.items() if hit}
    found = [f"ua-{values['pdfuaid:part']}"] if "pdfuaid:part" in values else []
    if "pdfaid:part" in values:
        found.append(f"a-{values['pdfaid:part']}{values.get('pdfaid:conformance', '').lower()}")
    return tuple(found)


def held(pdf: Path) -> Iterator[tuple[str, int, list[str]]]:
    """Each standard a PDF names: how many rules there are, and which are broken."""
    import page  # page-validation

    for standard in standards(pdf):
        said = page.validate_pdf(pdf, profile=PROFILES[standard])
        broken = [
            f"{each.rule_id} {each.message}"
            for each in said.failures
            if not (each.rule_id.endswith(LENGTH) and _ends_as_it_says(pdf, each.object_id))
        ]
        yield standard, said.rules.total, broken


def _ends_as_it_says(pdf: Path, number: object) -> bool:
    """Whether a stream is as long as it says: the checker takes a last byte that is CR for the end of a line."""
    data = pdf.read_bytes()
    named = re.search(r"\d+", repr(number))  # PdfObjectId(12, 0)
    begun = re.search(rf"\n{named[0]} \d+ obj\b".encode(), data) if named else None
    if begun is None:
        return False
    head = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n").search(data, begun.end())
    if head is None:
        return False
    last = head.end() + int(head[1])
    return data[last - 1 : last] == b"\r" and data[last:].startswith(b"\nendstream")
