"""YAML with positions: `_quarto.yml` and front matter read so that a finding can name the line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError

_MOST = 100_000  # values; no book has a hundredth of them
_DEEPEST = 200
_BRACKET = re.compile(r"[\[\]{}]")


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML mapping and where it stands; `first` is the file's line on which the YAML begins."""

    data: Mapping[str, Any]
    path: str
    first: int = 1

    def place(self, *keys: str | int) -> Place:
        """Where the value under these keys is written; the nearest outer one that has a position."""
        node: Any = self.data
        line, column = 0, 0
        for key in keys:
            try:
                line, column = node.lc.item(key) if isinstance(key, int) else node.lc.key(key)
                node = node[key]
            except (AttributeError, KeyError, IndexError, TypeError):
                break
        return Place(self.path, self.first + line, column + 1)

    def texts(self) -> Iterator[tuple[str, Place]]:
        """Every text among the values, and where it is written."""
        yield from self._texts(self.data)

    def _texts(self, node: object, *keys: str | int) -> Iterator[tuple[str, Place]]:
        if isinstance(node, str):
            yield node, self.place(*keys)
        elif isinstance(node, Mapping):
            for key, value in node.items():
                yield from self._texts(value, *keys, key)
        elif isinstance(node, Sequence):
            for index, value in enumerate(node):
                yield from self._texts(value, *keys, index)


def parse(text: str, path: str, first: int = 1) -> Document:
    """The mapping that the YAML text holds.

    Raises:
        TieoutError: it is no YAML, or no mapping.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    # Pure Python and round-trip: the loader that keeps positions; merges and aliases stay bounded.
    reader = YAML(typ="rt", pure=True)
    try:
        if _depth(text) > _DEEPEST:
            raise RecursionError("nested too deeply")
        data = reader.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(path, first + mark.line, mark.column + 1) if mark else Place(path, first)
        message = " ".join(str(error.problem or error.context or "cannot be read").split())
        raise TieoutError(
            Finding(catalogue.BAD_BOOK, place, f"YAML: {message}", "Mend the YAML.")
        ) from None
    except (YAMLError, ValueError, RecursionError) as error:
        message = f"YAML: {str(error).splitlines()[0] if str(error) else 'cannot be read'}"
        raise TieoutError(
            Finding(catalogue.BAD_BOOK, Place(path, first), message, "Mend the YAML.")
        ) from None
    if _written_out(data, {}) > _MOST:
        message = f"YAML: its aliases come to more than {_MOST:,} values, or to themselves"
        raise TieoutError(
            Finding(catalogue.BAD_BOOK, Place(path, first), message, "Write the values out.")
        )
    if data is None:
        data = {}
    if not isinstance(data, Mapping):
        raise TieoutError(
            Finding(
                catalogue.BAD_BOOK,
                Place(path, first),
                "YAML: expected keys with values",
                "Write one 'key: value' a line.",
            )
        )
    return Document(data, path, first)


def _depth(text: str) -> int:
    """How deep brackets stand in brackets, those of quoted texts counted along: the reader takes ever longer."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(text):
        depth = depth + 1 if bracket in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def _written_out(node: object, known: dict[int, float]) -> float:
    """How many values a node comes to once its aliases are followed; without end where it holds itself."""
    if isinstance(node, Mapping):
        inner: Iterable[object] = node.values()
    elif isinstance(node, Sequence) and not isinstance(node, str | bytes):
        inner = node
    else:
        return 1
    if id(node) not in known:
        known[id(node)] = math.inf  # until it is counted: whoever asks meanwhile stands within it
        known[id(node)] = 1 + sum(_written_out(each, known) for each in inner)
    return known[id(node)]


def strings(value: object) -> tuple[str, ...]:
    """A YAML value that may be one string or a list of them, as a tuple."""
    if value is None:
        return ()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(str(item) for item in value)
    return (str(value),)
