"""Templates: the files that tieout ships for new reports, with what an author said put in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable

_HOLE = re.compile(r"@@(?P<name>\w+)(?P<quoted>:quoted)?@@")
_DOT = "dot-"  # a file whose name begins with a dot would be passed over when tieout is packed


def report(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every file of a new report: its path and its text, in order of the paths."""
    for path, text in sorted(_files(resources.files(__package__) / "files", "")):
        yield path, filled(text, said)


def piece(name: str, said: Mapping[str, str]) -> str:
    """The text of a new statistic, figure or chapter."""
    return filled((resources.files(__package__) / "pieces" / name).read_text("utf-8"), said)


def filled(text: str, said: Mapping[str, str]) -> str:
    """The text with its holes filled; `:quoted` asks for a string as JSON, YAML and Python read it."""

    def fill(hit: re.Match[str]) -> str:
        value = " ".join(said[hit["name"]].split())
        return json.dumps(value, ensure_ascii=False) if hit["quoted"] else value

    return _HOLE.sub(fill, text)


def _files(folder: Traversable, above: str) -> Iterator[tuple[str, str]]:
    for item in folder.iterdir():
        name = item.name
        path = above + (f".{name.removeprefix(_DOT)}" if name.startswith(_DOT) else name)
        if item.is_dir():
            if name != "__pycache__":
                yield from _files(item, f"{path}/")
        elif not name.endswith(".pyc"):
            yield path, item.read_text("utf-8")
