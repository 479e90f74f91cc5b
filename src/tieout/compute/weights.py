"""Weights: how many rows of confidential data stand behind each part of an outcome, and how much each weighs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

FORMAT = "1"  # of what is kept: another one makes everything be weighed anew


@dataclass(frozen=True, slots=True)
class Secret:
    """What of a parameter's table is confidential.

    Attributes:
        columns: the confidential columns; empty: all of it.
        measures: the columns that hold values.
        individual: the column that says whom a row is about; empty: each row is about one of its own.
    """

    columns: tuple[str, ...]
    measures: tuple[str, ...]
    individual: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One part of an outcome: a statistic, a cell of a table, a mark of a figure.

    Attributes:
        where: which part; of a table its line, the number of its column and its heading, with NUL between.
        kind: `number`, `text` or `mark`.
        flat: `zero` or `one` where it is just that and nobody moves it: nothing at all, or all of a whole.
        same: whether it is just what each of the cells behind it holds.
        rows: by dataset, the individuals whose being there, or whose values, move it.
        lower: by dataset, those without whom it is less, where all who count move it by one of two amounts,
            one up and one down, as they do a share; empty otherwise.
        upper: likewise those without whom it is more.
        portions: by column of values, what each individual contributes to it, largest first, in any unit.
    """

    where: str = ""
    kind: str = "number"
    flat: str = ""
    same: bool = False
    rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    lower: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    upper: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    portions: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weights:
    """What weighing one function's outcome showed.

    Attributes:
        depends: whether anything confidential moves the outcome at all.
        whole: whether every row was weighed; false where there are too many of them.
        breaks: how many individuals change, by being left out, what parts there are: a line of a table or a
            point of a figure rests on one of them alone.
        parts: the parts that confidential data can move.
    """

    depends: bool
    whole: bool = True
    breaks: int = 0
    parts: tuple[Weighed, ...] = ()


def dump(weights: Weights) -> bytes:
    """Weights as bytes for the cache."""
    return json.dumps(dataclasses.asdict(weights)).encode()


def load(data: bytes) -> Weights | None:
    """The weights that `dump` wrote, or None where another version wrote them."""
    try:
        read = json.loads(data)
        parts = tuple(_weighed(**each) for each in read.pop("parts"))
        return Weights(**read, parts=parts)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _weighed(
    where: str, kind: str, flat: str, *, same: bool, **more: Mapping[str, list[int]]
) -> Weighed:
    said = {
        name: {key: tuple(each) for key, each in values.items()} for name, values in more.items()
    }
    return Weighed(where, kind, flat, same, **said)
