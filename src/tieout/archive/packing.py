"""Packing: files as one zip, the same bytes for the same files on every machine."""

from __future__ import annotations

import datetime
import hashlib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError

SUMS = "SHA256SUMS"
_FIRST, _LAST = 315532800, 4354819198  # what a zip can say of time: 1980 to 2107
_COMPRESSED = {".docx", ".epub", ".png", ".jpg", ".jpeg", ".gz", ".zip", ".parquet", ".woff2"}


@dataclass(frozen=True, slots=True)
class Sum:
    """Size and SHA-256 of a file."""

    size: int
    sha256: str


def pack(
    into: IO[bytes],
    files: Mapping[str, Path | bytes],
    sums: Mapping[str, Sum],
    first: str,
    timestamp: int,
) -> None:
    """Write files as a zip: in order of their names after the first, all of one time, with their digests.

    Args:
        into: where to.
        files: what each holds, or the file that does, by path in the archive.
        sums: the size and digest of each.
        first: the one that stands first, so that a reader finds it at once.
        timestamp: seconds since 1970.

    Raises:
        TieoutError: a file holds other bytes by now.
    """
    moment = datetime.datetime.fromtimestamp(min(max(timestamp, _FIRST), _LAST), datetime.UTC)
    everything = {**files, SUMS: written(sums)}
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
                if _copied(source, target) != sums[name].sha256:
                    raise TieoutError(_changed(name))


def written(sums: Mapping[str, Sum]) -> bytes:
    """The digest of every file, as `sha256sum --check` reads it."""
    return "".join(f"{each.sha256}  {name}\n" for name, each in sorted(sums.items())).encode()


def summed(content: Path | bytes) -> Sum:
    """The size and digest of a file or of bytes."""
    if isinstance(content, bytes):
        return Sum(len(content), hashlib.sha256(content).hexdigest())
    with content.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Sum(file.tell(), digest)


def _copied(source: IO[bytes], target: IO[bytes]) -> str:
    """Copy a file; the digest of what was copied."""
    digest = hashlib.sha256()
    while chunk := source.read(1 << 20):
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest()


def _changed(name: str) -> Finding:
    message = "changed while the report was being archived"
    remedy = "Archive again; the last archive is as it was."
    return Finding(catalogue.CHANGED_MEANWHILE, Place(name), message, remedy)
