"""Lock: the packages of a requirements lock, with versions, hashes and who wants them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
_PINNED = re.compile(
    r"^(?P<name>[a-z0-9-]+)(?:\[[^]]*\])?==(?P<version>[^ ;\\]+)(?: ; (?P<on>[^\\]+))?"
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA = re.compile(r"^    #(?: via)?\s+(?!via$)(?P<name>[a-z0-9-]+)(?P<own> \(pyproject\.toml\))?$")


@dataclass(frozen=True, slots=True)
class Locked:
    """A package as locked: `on` says where it is needed, `via` which packages want it."""

    name: str
    version: str
    on: str
    hashes: tuple[str, ...]
    via: tuple[str, ...]


def read(path: Path = LOCK) -> tuple[Locked, ...]:
    """Every package of the lock, in order of names."""
    return tuple(sorted(_read(path.read_text("utf-8")), key=lambda each: each.name))


def _read(text: str) -> Iterator[Locked]:
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)
    for block in blocks:
        pinned = _PINNED.match(block)
        if pinned:
            via = (_VIA.match(line) for line in block.splitlines())
            yield Locked(
                pinned["name"],
                pinned["version"],
                (pinned["on"] or "").strip(),
                tuple(sorted(_HASH.findall(block))),
                tuple(sorted({hit["name"] for hit in via if hit})),
            )
