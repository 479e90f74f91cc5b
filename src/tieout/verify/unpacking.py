"""Unpacking: a zip from a stranger put into a folder, and nowhere else, with a limit to its size."""

from __future__ import annotations

import re
import shutil
import stat
import zipfile
from pathlib import Path

from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError
from tieout.zips import BROKEN

MOST_FILES = 100_000
MOST_BYTES = 8 * 1024**3
# Deflate makes a file a thousand times smaller at best; no report is as regular as that.
MOST_SHRUNK, _SMALL = 300, 16 * 1024**2
_REMEDY = "Get the archive again from where it was published."
# What some file system reads as another place than the name says.
ODD = re.compile(r"[\x00-\x1f\\]|(^|/)\.{1,2}(/|$)|//|^/|^[A-Za-z]:")


def unpack(archive: Path, folder: Path) -> None:
    """Unpack an archive into an empty folder. Nothing is written where a name, a link or a size is not in order.

    Raises:
        TieoutError: it is no zip, is damaged, or holds what no report's archive holds.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            members = opened.infolist()
            _check(archive, members)
            for member in members:
                target = folder / member.filename
                if member.is_dir():
                    target.mkdir(parents=True, exist_ok=True)
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                with opened.open(member) as source, target.open("xb") as written:
                    shutil.copyfileobj(source, written)
    except OSError as error:
        raise _bad(archive, error.strerror or str(error)) from None
    except BROKEN as error:
        raise _bad(archive, str(error) or "it is damaged") from None


def _check(archive: Path, members: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive before anything of it is written."""
    if len(members) > MOST_FILES:
        raise _bad(archive, f"it holds {len(members):,} files, more than {MOST_FILES:,}")
    if sum(each.file_size for each in members) > MOST_BYTES:
        raise _bad(archive, f"it unpacks to more than {MOST_BYTES // 1024**3} GiB")
    seen: set[str] = set()
    for each in members:
        name = each.filename
        if ODD.search(name.removesuffix("/")) or not name.strip("/"):
            raise _bad(archive, f"it holds a file that would lie elsewhere: {name!r}")
        if stat.S_ISLNK(each.external_attr >> 16):
            raise _bad(archive, f"it holds a link: {name!r}")
        if each.flag_bits & 1:
            raise _bad(archive, f"it holds an encrypted file: {name!r}")
        if name.casefold() in seen:
            raise _bad(archive, f"it holds a file twice: {name!r}")
        seen.add(name.casefold())
        if each.file_size > max(_SMALL, each.compress_size * MOST_SHRUNK):
            raise _bad(
                archive, f"{name!r} unpacks to {each.file_size:,} bytes, too many to be true"
            )


def _bad(archive: Path, message: str) -> TieoutError:
    finding = Finding(catalogue.BAD_ARCHIVE, Place(archive.name), message, _REMEDY)
    return TieoutError(finding, found=False)
