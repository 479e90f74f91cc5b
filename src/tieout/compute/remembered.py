"""Remembered: what each definition read when it was last run, so that a build can say why it runs again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from tieout.cache import write_whole


def read(path: Path) -> dict[str, dict[str, str]]:
    """What `write` wrote: the digests of what each definition read, by name; nothing where it is damaged."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(data, dict):
        return {}
    return {name: parts for name, parts in data.items() if isinstance(parts, dict)}


def write(path: Path, known: Mapping[str, Mapping[str, str]]) -> None:
    """Write it, if it changed; without it only the reasons given next time are poorer."""
    data = json.dumps(known, indent=1, sort_keys=True).encode()
    try:
        if path.is_file() and path.read_bytes() == data:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
    except OSError:
        return
