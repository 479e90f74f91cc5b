"""Cache: results kept by the digest of everything they were made from; may be deleted at any time."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_SUM = 64  # length of a SHA-256 in hexadecimal, written before every entry


def digest(*parts: str | bytes) -> str:
    """The SHA-256 of the parts; their boundaries count, so ("ab", "c") and ("a", "bc") differ."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(str(len(data)).encode() + b":" + data)
    return whole.hexdigest()


def digest_json(data: object) -> str:
    """The digest of JSON data, whatever the order of its keys."""
    return digest(json.dumps(data, sort_keys=True, ensure_ascii=False, default=str))


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of entries by digest. A damaged or truncated entry counts as absent."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """The entry, or None where there is none that is whole."""
        try:
            data = (self.folder / key).read_bytes()
        except OSError:
            return None
        body = data[_SUM:]
        return body if data[:_SUM] == _sum(key, body) else None

    def put(self, key: str, body: bytes) -> None:
        """Keep an entry. A cache that cannot be written costs time, never a build."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(self.folder / key, _sum(key, body) + body)
        except OSError:
            return

    def text(self, key: str, make: Callable[[], str]) -> str:
        """The entry as text, made and kept where it is absent."""
        found = self.get(key)
        if found is not None:
            return found.decode()
        made = make()
        self.put(key, made.encode())
        return made


def _sum(key: str, body: bytes) -> bytes:
    """What stands before an entry; an entry under another's name is damaged, too."""
    return hashlib.sha256(key.encode() + b"\0" + body).hexdigest().encode()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old bytes or the new ones, never a part.

    A file that was there keeps its permissions.

    Raises:
        OSError: it cannot be written; what was there is untouched.
    """
    made = write_beside(path, data)
    try:
        made.chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644)
        made.replace(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise


def write_new(path: Path, data: bytes) -> None:
    """Write a file where none is, whole or not at all.

    Raises:
        FileExistsError: one is there, and as it was.
        OSError: it cannot be written; none is there.
    """
    made = write_beside(path, data)
    try:
        made.chmod(0o644)
        try:
            os.link(made, path)
        except FileExistsError:
            raise
        except OSError:
            # A disk that knows no links: there may be a moment in which the file is empty.
            path.touch(exist_ok=False)
            made.replace(path)
    finally:
        made.unlink(missing_ok=True)


def write_beside(path: Path, data: bytes) -> Path:
    """A file of another name in the same folder, to be given the right one later; its path.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    import tempfile  # a build that has nothing to do writes nothing

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
