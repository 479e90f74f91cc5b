"""Define: the decorators an author marks functions with; they change nothing about the function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

MARK = "__tieout__"


class Kind(StrEnum):
    """What a marked function makes."""

    STATISTIC = "statistic"
    FIGURE = "figure"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a decorator was told; checked when the scripts are collected, so that faults name a line."""

    kind: Kind
    options: Mapping[str, Any] = field(default_factory=dict)


def statistic(  # noqa: PLR0913 - each option is one thing to say of a number
    *,
    unit: str,
    decimals: int | None = None,
    title: str | None = None,
    published: str | None = None,
    published_in: str | None = None,
    published_at: str | None = None,
    note: str | None = None,
    quantity: str | None = None,
    base: str | None = None,
    adds: Mapping[str, str] | None = None,
    excludes: Mapping[str, str] | None = None,
) -> Callable[[Function], Function]:
    """Mark a function as a statistic: a number named by the function.

    The function's parameters are filled by name, each with a dataset (a pandas DataFrame) or another
    statistic (its value). It returns an int, float, Decimal, Fraction or a NumPy or pandas scalar. Its
    docstring says what the number is and how it is computed; readers see it.

    Args:
        unit: `percent` (return a fraction: 0.78 is 78%), `points`, `count`, `people`, `ratio`,
            `multiple`, `year`, `plain`, or a currency's ISO code such as `USD`.
        decimals: digits after the point; None leaves it to the unit.
        title: a short name for readers; by default the docstring's first sentence.
        published: what an earlier publication printed for the same number, as printed.
        published_in: that publication's key in the bibliography.
        published_at: where in it, such as `p. 8`.
        note: why the published value differs, where it does.
        quantity: `level`, `share`, `change` or `ratio`.
        base: for a change, the name of the number it starts from.
        adds: cells that the number rests on though changing them does not move it, by name
            (`dataset.key.column`, or `dataset.column` for all of a column), each with the reason.
        excludes: cells that move the number though it does not rest on them, each with the reason.
    """
    options = {key: value for key, value in locals().items() if value is not None}
    return _marker(Kind.STATISTIC, options)


def figure(
    *,
    caption: str,
    alt: str,
    title: str | None = None,
    source: str | None = None,
    adds: Mapping[str, str] | None = None,
    excludes: Mapping[str, str] | None = None,
) -> Callable[[Function], Function]:
    """Mark a function as a figure. It returns a matplotlib Figure, or a Figure and a DataFrame.

    The DataFrame is what readers can download as CSV; without it they get the rows of the figure's
    datasets.

    Args:
        caption: Markdown; may hold `{{< stat … >}}` and `{{< source … >}}`.
        alt: what a reader who cannot see the figure needs to know; may hold `{{< stat … >}}`.
        title: a short name for lists; by default the docstring's first sentence.
        source: a line under the figure that says where its data come from, Markdown.
        adds: cells it rests on though changing them does not move it, by name, each with the reason.
        excludes: cells that move it though it does not rest on them, each with the reason.
    """
    options = {key: value for key, value in locals().items() if value is not None}
    return _marker(Kind.FIGURE, options)


def table(
    *,
    caption: str,
    units: Mapping[str, str] | None = None,
    decimals: Mapping[str, int] | None = None,
    title: str | None = None,
    adds: Mapping[str, str] | None = None,
    excludes: Mapping[str, str] | None = None,
) -> Callable[[Function], Function]:
    """Mark a function as a table. It returns a DataFrame; its column names are the headings.

    Args:
        caption: Markdown; may hold `{{< stat … >}}` and `{{< source … >}}`.
        units: the unit of each column of numbers; a column without one is text, or plain numbers.
        decimals: digits after the point, by column.
        title: a short name for lists; by default the docstring's first sentence.
        adds: cells it rests on though changing them does not move it, by name, each with the reason.
        excludes: cells that move it though it does not rest on them, each with the reason.
    """
    options = {key: value for key, value in locals().items() if value is not None}
    return _marker(Kind.TABLE, options)


def mark_of(thing: object) -> Mark | None:
    """The mark a decorator left on a function, or None."""
    mark = getattr(thing, MARK, None)
    return mark if isinstance(mark, Mark) else None


def _marker(kind: Kind, options: Mapping[str, Any]) -> Callable[[Function], Function]:
    def mark(function: Function) -> Function:
        setattr(function, MARK, Mark(kind, dict(options)))
        return function

    return mark
