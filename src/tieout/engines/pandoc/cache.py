"""Cache: pandoc's output by the content of everything it was made from; may be deleted at any time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from tieout.cache import Cache
from tieout.engines.pandoc import programs
from tieout.engines.pandoc.result import Result, decode

VERSION = 3


@cache
def fingerprint() -> str:
    """What every result depends on: pandoc's version and our Lua."""
    digest = hashlib.sha256(programs.pandoc_version().encode())
    for path in sorted([programs.WORKER, programs.EXTENSION, *programs.MODULES.glob("*.lua")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def key_of(parts: Mapping[str, object]) -> str:
    """The name under which a result is kept."""
    text = json.dumps([VERSION, fingerprint(), parts], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read(folder: Path, key: str) -> Result | None:
    """The result kept under a key; None when there is none or its file is damaged."""
    kept = Cache(folder).get(f"{key}.json")
    return None if kept is None else _result(kept)


@lru_cache(maxsize=128)  # by content: a preview reads all chapters' after every change
def _result(kept: bytes) -> Result | None:
    try:
        return decode(json.loads(kept))
    except ValueError:
        return None  # written by another version


def write(folder: Path, key: str, data: Mapping[str, Any]) -> None:
    """Keep a worker's JSON; a reader sees it whole or not at all."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    Cache(folder).put(f"{key}.json", text.encode())


def forget(folder: Path, used: frozenset[str], most: int = 400) -> None:
    """Remove the oldest results that this build did not use, beyond `most` of them."""
    files = [path for path in folder.glob("*.json") if path.stem not in used]
    if len(files) > most:
        for path in sorted(files, key=lambda path: path.stat().st_mtime)[: len(files) - most]:
            path.unlink(missing_ok=True)
