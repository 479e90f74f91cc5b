"""Remembered: what each definition read when it was last run, so that a build can say why it runs again."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tieout.cache import Cache

_READ = "read.json"


def read(memory: Cache) -> dict[str, dict[str, str]]:
    """The digests of what everything was made of the last time: only the reasons given are poorer without it."""
    kept = memory.get(_READ)
    known: dict[str, dict[str, str]] = {} if kept is None else json.loads(kept)
    return known


def write(memory: Cache, known: Mapping[str, Mapping[str, str]]) -> None:
    """Keep them, if they changed."""
    if known != read(memory):
        memory.put(_READ, json.dumps(known, indent=1, sort_keys=True).encode())
