"""Packing: files as one zip, the same bytes for the same files on every machine."""

from __future__ import annotations

import datetime
import hashlib
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

SUMS = "SHA256SUMS"
_FIRST, _LAST = 315532800, 4354819198  # what a zip can say of time: 1980 to 2107
_COMPRESSED = {".docx", ".epub", ".png", ".jpg", ".jpeg", ".gz", ".zip", ".parquet", ".woff2"}


def pack(into: IO[bytes], files: Mapping[str, Path | bytes], first: str, timestamp: int) -> None:
    """Write files as a zip: in order of their names after the first, all of one time, with their digests.

    Args:
        into: where to.
        files: what each holds, or the file that does, by path in the archive.
        first: the one that stands first, so that a reader finds it at once.
        timestamp: seconds since 1970.
    """
    moment = datetime.datetime.fromtimestamp(min(max(timestamp, _FIRST), _LAST), datetime.UTC)
    sums = sums_of(files)
    everything = {**files, SUMS: sums}
    with zipfile.ZipFile(into, "w") as archive:
        for name in sorted(everything, key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # whichever system packs it
            small = Path(name).suffix.lower() in _COMPRESSED
            entry.compress_type = zipfile.ZIP_STORED if small else zipfile.ZIP_DEFLATED
            content = everything[name]
            if isinstance(content, bytes):
                archive.writestr(entry, content)
                continue
            entry.file_size = content.stat().st_size
            with content.open("rb") as source, archive.open(entry, "w") as target:
                shutil.copyfileobj(source, target)


def sums_of(files: Mapping[str, Path | bytes]) -> bytes:
    """The digest of every file, as `sha256sum --check` reads it."""
    lines = [f"{digest(content)}  {name}\n" for name, content in sorted(files.items())]
    return "".join(lines).encode()


def digest(content: Path | bytes) -> str:
    """The SHA-256 of a file or of bytes."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
