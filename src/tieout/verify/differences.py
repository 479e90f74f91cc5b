"""Differences: where two files first differ, as a person would look for it: line, part of a document, page."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

_ZIPS = {".docx", ".epub", ".zip"}
_AROUND = 32  # characters shown on each side
_MOST = 128 * 1024 * 1024  # a file larger than this is compared by its digest alone


def first(published: Path, rebuilt: Path) -> tuple[str, tuple[str, ...]]:
    """Where two files that differ begin to, and what stands there in each."""
    if max(published.stat().st_size, rebuilt.stat().st_size) > _MOST:
        return "they differ", ()
    return between(published.name, published.read_bytes(), rebuilt.read_bytes())


def between(name: str, old: bytes, new: bytes) -> tuple[str, tuple[str, ...]]:
    """The same of two files' bytes; `name` says what they are."""
    suffix = Path(name).suffix.lower()
    if suffix in _ZIPS:
        found = _in_zip(old, new)
    elif suffix == ".pdf":
        found = _in_pdf(old, new)
    else:
        found = _in_text(old, new)
    return found or _in_bytes(old, new)


def _in_text(old: bytes, new: bytes) -> tuple[str, tuple[str, ...]] | None:
    try:
        before, after = old.decode(), new.decode()
    except UnicodeDecodeError:
        return None
    if "\0" in before or "\0" in after:
        return None
    at = _position(before, after)
    line = before.count("\n", 0, at) + 1
    column = at - (before.rfind("\n", 0, at) + 1) + 1
    shown = (f"published: {_around(before, at)}", f"rebuilt:   {_around(after, at)}")
    return f"first in line {line}, column {column}", shown


def _in_bytes(old: bytes, new: bytes) -> tuple[str, tuple[str, ...]]:
    sizes = f"{len(old):,} and {len(new):,} bytes"
    return f"first at byte {_position(old, new) + 1:,} ({sizes})", ()


def _in_zip(old: bytes, new: bytes) -> tuple[str, tuple[str, ...]] | None:
    """The first part of a document that differs, and where in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(old)) as one, zipfile.ZipFile(io.BytesIO(new)) as other:
            before = {each.filename: each for each in one.infolist()}
            after = {each.filename: each for each in other.infolist()}
            for name, part in before.items():
                if name not in after:
                    return f"the rebuilt one has no {name}", ()
                if max(part.file_size, after[name].file_size) > _MOST:
                    continue
                parts = one.read(name), other.read(name)
                if parts[0] != parts[1]:
                    where, shown = between(name, *parts)
                    return f"in {name}: {where}", shown
            extra = next((name for name in after if name not in before), None)
            if extra is not None:
                return f"the published one has no {extra}", ()
            return "its parts are the same, packed another way", ()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError):
        return None


def _in_pdf(old: bytes, new: bytes) -> tuple[str, tuple[str, ...]] | None:
    """The first page that differs. Typst writes its objects plainly; of another PDF this says nothing."""
    before, after = list(_pages(old)), list(_pages(new))
    if not before or not after:
        return None
    for number, (one, other) in enumerate(zip(before, after, strict=False), start=1):
        if one != other:
            return f"first on page {number} of {len(before)}", ()
    if len(before) != len(after):
        return f"{len(before)} pages published, {len(after)} rebuilt", ()
    return "its pages' contents are the same; what is around them differs", ()


def _pages(data: bytes) -> Iterator[bytes]:
    """What each page of a PDF draws, in order."""
    objects = {int(hit[1]): hit.end() for hit in re.finditer(rb"(?<!\d)(\d+) 0 obj\b", data)}
    for hit in re.finditer(
        rb"/Type\s*/Page\b(?!s)(?:(?!endobj).)*?/Contents (\d+) 0 R", data, re.S
    ):
        start = objects.get(int(hit[1]), -1)
        begin = data.find(b"stream", start) + len(b"stream") if start >= 0 else 0
        end = data.find(b"endstream", begin)
        if begin and end > 0:
            stream = data[begin:end].removeprefix(b"\r").removeprefix(b"\n")
            try:
                yield zlib.decompressobj().decompress(stream, _MOST)
            except zlib.error:
                yield stream


def _position(old: str | bytes, new: str | bytes) -> int:
    """The index at which two texts begin to differ."""
    low, high = 0, min(len(old), len(new))
    while low < high:  # slices are compared much faster than characters one by one
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _around(text: str, at: int) -> str:
    begin = max(text.rfind("\n", 0, at) + 1, at - _AROUND)
    end = text.find("\n", at)
    end = min(end if end >= 0 else len(text), at + _AROUND)
    return text[begin:end].strip() or "(nothing)"
