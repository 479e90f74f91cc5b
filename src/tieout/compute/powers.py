"""Powers: the labels of logarithmic axes in letters (10², 2×10³), as text is no mathematics in the house style."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from matplotlib.axes import Axes
from matplotlib.ticker import Formatter, LogFormatterMathtext, LogitFormatter

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_RAISED = str.maketrans("0123456789-.", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻·")
_WHOLE = re.compile(r"\$\\mathdefault\{(.*)\}\$", re.S)
_POWER = re.compile(r"\^\{([-0-9.]+)\}")
_OVERLINE = re.compile(r"\\overline\{(.*)\}")


def spell(figure: Figure) -> None:
    """Have all axes of a figure write their powers in letters, where the script left that to matplotlib."""
    for axes in figure.findobj(Axes):
        for axis in axes._axis_map.values():
            for of in (axis.major, axis.minor):
                if isinstance(of.formatter, LogFormatterMathtext | LogitFormatter):
                    of.formatter = _Spelled(of.formatter)


def spelled(label: str) -> str:
    r"""A label as matplotlib writes it for TeX, in letters: `$\mathdefault{2\times10^{3}}$` is 2×10³."""
    whole = _WHOLE.fullmatch(label)
    if whole is None:
        return label
    text = _POWER.sub(lambda hit: hit[1].translate(_RAISED), whole[1])
    text = _OVERLINE.sub(r"1−\1", text)
    for sign, letter in (
        (r"\times", "×"),
        (r"\cdot", "×"),
        (r"\frac{1}{2}", "½"),
        ("-", "−"),
    ):
        text = text.replace(sign, letter)
    return text


class _Spelled(Formatter):
    """What another formatter writes, in letters."""

    def __init__(self, given: Formatter) -> None:
        self._given = given
        self.axis = given.axis

    def set_axis(self, axis: Any) -> None:
        super().set_axis(axis)
        self._given.set_axis(axis)

    def set_locs(self, locs: Iterable[float]) -> None:
        super().set_locs(list(locs))
        self._given.set_locs(list(locs))

    def __call__(self, x: float, pos: int | None = None) -> str:
        return spelled(self._given(x, pos))
