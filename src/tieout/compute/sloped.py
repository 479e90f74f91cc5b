"""Sloped: columns of slopes, which pandas computes with as with any other column of numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray, ExtensionDtype, take

from tieout.compute.slope import Slope


class SlopeDtype(ExtensionDtype):
    """The type of a column of slopes."""

    name = "slope"
    type = Slope
    kind = "O"
    na_value = np.nan
    _is_numeric = True

    @classmethod
    def construct_array_type(cls) -> Any:
        """The array of this type."""
        return SlopeArray


class SlopeArray(ExtensionArray, pd.api.extensions.ExtensionScalarOpsMixin):  # type: ignore[name-defined,misc]  # not in its stubs
    """Slopes and, where a cell is missing, NaN."""

    def __init__(self, members: Iterable[Any]) -> None:
        listed = list(members)
        self._members = np.empty(len(listed), dtype=object)
        self._members[:] = listed

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: object = None, copy: bool = False) -> Self:  # noqa: ARG003  # pandas' own signature
        return cls(scalars)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Self]) -> Self:
        return cls(np.concatenate([each._members for each in to_concat]))

    @property
    def dtype(self) -> SlopeDtype:
        """The type of its members."""
        return SlopeDtype()

    @property
    def nbytes(self) -> int:
        """The bytes of its references."""
        return int(self._members.nbytes)

    def __len__(self) -> int:
        return len(self._members)

    def __getitem__(self, item: Any) -> Any:
        chosen = self._members[pd.api.indexers.check_array_indexer(self, item)]
        return type(self)(chosen) if isinstance(chosen, np.ndarray) else chosen

    def __setitem__(self, key: Any, value: Any) -> None:
        self._members[pd.api.indexers.check_array_indexer(self, key)] = value

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        return np.array(self._members, dtype=dtype, copy=copy is not False)

    def isna(self) -> Any:
        """Which cells are missing."""
        return np.array(
            [not isinstance(each, Slope) and math.isnan(each) for each in self._members]
        )

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> Self:
        """The members at these places."""
        fill = np.nan if fill_value is None else fill_value
        return type(self)(take(self._members, indices, fill_value=fill, allow_fill=allow_fill))

    def copy(self) -> Self:
        """The same members in an array of its own."""
        return type(self)(self._members)

    def _values_for_argsort(self) -> Any:
        return np.array([float(each.value) if isinstance(each, Slope) else each for each in self])

    def _reduce(
        self, name: str, *, skipna: bool = True, keepdims: bool = False, **options: Any
    ) -> Any:
        if options.get("min_count", 0) > 0:
            raise TypeError(name)
        found = _reduced(name, self._members, skipna=skipna)
        return type(self)([found]) if keepdims else found

    def _groupby_op(self, *, how: str, ngroups: int, ids: Any, **_options: Any) -> Any:
        groups = [self._members[ids == number] for number in range(ngroups)]
        return type(self)([_reduced(how, each, skipna=True) for each in groups])


SlopeArray._add_arithmetic_ops()
SlopeArray._add_comparison_ops()


def _reduced(name: str, members: Any, *, skipna: bool) -> Any:
    """One number of many, as pandas makes it.

    Raises:
        TypeError: nobody has said how.
    """
    there = [each for each in members if isinstance(each, Slope)]
    if len(there) < len(members) and not skipna:
        return np.nan
    if name == "sum":
        return Slope.sum(there)
    how: Callable[[list[Slope]], Any] | None = _REDUCTIONS.get(name)
    if how is None:
        raise TypeError(name)
    return how(there) if there else np.nan


def _median(members: list[Slope]) -> Any:
    ordered = sorted(members)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else Slope.sum(ordered[half - 1 : half + 1], 0.5)


_REDUCTIONS: dict[str, Callable[[list[Slope]], Any]] = {
    "mean": lambda members: Slope.sum(members, 1 / len(members)),
    "min": min,
    "max": max,
    "median": _median,
}
