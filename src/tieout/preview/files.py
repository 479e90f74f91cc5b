"""Files: which file of the pages' folder an address asks for; nothing outside it, by whatever way."""

from __future__ import annotations

import posixpath
from pathlib import Path


def found(folder: Path, address: str) -> Path | None:
    """The file behind an address's path (`/prisons.html`), or None where there is none to be served.

    `address` is unquoted already. Links are not followed: neither a file nor a folder on the way may be one.
    """
    if not address.startswith("/") or "\0" in address or "\\" in address:
        return None
    parts = address.split("/")[1:]
    if parts[-1] == "":
        parts[-1] = "index.html"
    if any(part in {"", ".", ".."} or part.startswith(".") for part in parts):
        return None
    if posixpath.normpath(address.rstrip("/") or "/") != (address.rstrip("/") or "/"):
        return None
    here = folder
    try:
        for part in parts:
            here = here / part
            if here.is_symlink():
                return None
        return here if here.is_file() else None
    except (OSError, ValueError):  # a name too long, or one that no file can have
        return None
