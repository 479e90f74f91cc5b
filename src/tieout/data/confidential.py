"""Confidential: which datasets, columns and files no output, log or archive may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tieout.data.dataset import Dataset
from tieout.data.package import Package


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is kept back of a data package.

    Attributes:
        datasets: names of the datasets that are confidential as a whole.
        columns: the confidential columns of the other datasets, by dataset.
        files: data files that hold anything confidential, relative to the project: they are left out whole.
    """

    datasets: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    files: tuple[str, ...]

    def holds(self, dataset: str, column: str = "") -> bool:
        """Whether a dataset, or one column of it, is kept back."""
        return dataset in self.datasets or column in self.columns.get(dataset, ())

    def has(self, datum: str) -> bool:
        """Whether a cell of that name, `dataset.key.column`, is kept back."""
        dataset, dot, rest = datum.partition(".")
        return bool(dot) and self.holds(dataset, rest.rpartition(".")[2])

    @property
    def names(self) -> tuple[str, ...]:
        """All of it by name: `persons`, `payments.recipient`."""
        columns = (f"{name}.{each}" for name, found in self.columns.items() for each in found)
        return tuple(sorted((*self.datasets, *columns)))


NOTHING = Withheld((), {}, ())


def withheld(package: Package) -> Withheld:
    """What is kept back of a data package."""
    datasets = [*package.datasets.values()]
    return Withheld(
        datasets=tuple(each.name for each in datasets if each.confidential),
        columns={e.name: e.secret for e in datasets if e.secret and not e.confidential},
        files=tuple(sorted({each.path for each in datasets if each.guarded})),
    )


def quotes(dataset: Dataset, column: str = "") -> bool:
    """Whether a message may quote a cell of the column; without a column, a row or its key."""
    return not (dataset.hides(column) if column else dataset.confidential)
