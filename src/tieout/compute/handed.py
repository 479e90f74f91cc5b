"""Handed: what a function is handed for each dataset, by its parameter's annotation."""

from __future__ import annotations

import dataclasses
import getpass
import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from tieout.compute.definition import Definition
from tieout.compute.trial import Answer
from tieout.compute.views import View
from tieout.data import duck
from tieout.number import Value

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

Held: TypeAlias = "pd.DataFrame | View"

SCHEDULER = "TIEOUT_SCHEDULER"  # the address of the cluster a script's process may use
PARTITION = 1_000_000  # rows; the same everywhere, or sums of floats would differ


class Form(StrEnum):
    """How a dataset is handed over; the value is the annotation that asks for it."""

    FRAME = "pandas.DataFrame"
    RELATION = "duckdb.DuckDBPyRelation"
    DASK = "dask.dataframe.DataFrame"


# Also as a script writes them that imports them for its annotations only.
_FORMS: dict[str, Form] = {
    Form.RELATION: Form.RELATION,
    Form.DASK: Form.DASK,
    "DuckDBPyRelation": Form.RELATION,
    "dd.DataFrame": Form.DASK,
}


def form_of(annotation: str) -> Form:
    """The form that a parameter's annotation asks for."""
    return _FORMS.get(annotation, Form.FRAME)


def annotation_text(annotation: Any, known: Mapping[str, Any]) -> str:
    """An annotation as text: the forms by their full names, whatever a script calls them."""
    if isinstance(annotation, str):
        first, *rest = annotation.strip("'\"").split(".")
        thing = known.get(first)
        for part in rest:
            thing = getattr(thing, part, None)
        if not isinstance(thing, type):
            return next((form for form in Form if annotation == form), annotation)
        text, annotation = annotation, thing
    else:
        text = getattr(annotation, "__name__", "")
    module = str(getattr(annotation, "__module__", ""))
    if module.startswith(("duckdb", "_duckdb")) and annotation.__name__ == "DuckDBPyRelation":
        return Form.RELATION
    if module.startswith("dask.dataframe") and annotation.__name__ == "DataFrame":
        return Form.DASK
    return text


def forms(definition: Definition) -> dict[str, Form]:
    """The form of each of a definition's parameters."""
    return {each.name: form_of(each.annotation) for each in definition.parameters}


class Handing(AbstractContextManager["Handing"]):
    """Turns tables and views into what a function asks for, for as long as one request is answered."""

    def __init__(self, definition: Definition, held: Mapping[str, Held], spill: Path) -> None:
        self._forms = forms(definition)
        self._files = sorted({each.file for each in held.values() if isinstance(each, View)})
        self._spill = spill
        self._database: duckdb.DuckDBPyConnection | None = None

    def __enter__(self) -> Handing:
        """Before a function that knows DuckDB runs: what it may read by itself is what it takes."""
        if "duckdb" in sys.modules:
            _ = self.database
        return self

    def __exit__(self, *_: object) -> None:
        if self._database is not None:
            import duckdb

            # For what a module asks when it is imported.
            duckdb.set_default_connection(duck.shut())
            self._database.close()

    @property
    def database(self) -> duckdb.DuckDBPyConnection:
        """A database that can read these datasets and nothing else; `duckdb.sql` in a script asks it too."""
        if self._database is None:
            import duckdb

            self._spill.mkdir(parents=True, exist_ok=True)
            self._database = duck.opened(self._files, self._spill)
            duckdb.set_default_connection(self._database)
        return self._database

    def before(self, function: Answer) -> Answer:
        """The function, taking tables and views as they are held."""

        def answer(held: Mapping[str, pd.DataFrame], values: Mapping[str, Value]) -> object:
            return function(self.given(held), values)

        return answer

    def given(self, held: Mapping[str, Held]) -> dict[str, Any]:
        """What the function takes, by parameter."""
        return {name: self._one(name, each) for name, each in held.items()}

    def _one(self, name: str, held: Held) -> Any:
        form = self._forms.get(name, Form.FRAME)
        if form is Form.DASK:
            return _dask(held)
        if form is Form.FRAME:
            return frame(self.database, held.sql()) if isinstance(held, View) else held
        if isinstance(held, View):
            self.database.execute(f"CREATE OR REPLACE TEMP VIEW {duck.name(name)} AS {held.sql()}")
        else:
            self.database.register(name, held)
        return self.database.sql(f"SELECT * FROM {duck.name(name)}")


def frame(database: duckdb.DuckDBPyConnection, query: str) -> pd.DataFrame:
    """A query's rows as a table of the types that every dataset's table has."""
    found = database.execute(query).df()
    for name, kind in found.dtypes.items():
        if kind.kind == "M":
            found[name] = found[name].astype("datetime64[us]")
    return found


def _dask(held: Held) -> Any:
    import dask
    import dask.dataframe

    # pandas' own text, and no cluster but one that was asked for.
    dask.config.set({"dataframe.convert-string": False})
    address = os.environ.get(SCHEDULER)
    if address:
        _connected(address)
    else:
        dask.config.set(scheduler="threads")
    if not isinstance(held, View):
        return dask.dataframe.from_pandas(held, npartitions=1)
    starts = range(0, held.rows, PARTITION)
    return dask.dataframe.from_map(
        _Part(held), list(starts), meta=_Part(held)(0, 0), enforce_metadata=False
    )


_CLIENTS: dict[str, Any] = {}


def _connected(address: str) -> None:
    """This process as a client of the cluster: what Dask computes is computed there."""
    import cloudpickle
    import distributed

    if address not in _CLIENTS:
        root = Path.cwd()
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            if file and name != "__main__" and Path(file).is_relative_to(root):
                cloudpickle.register_pickle_by_value(module)  # the workers have no such module
        _CLIENTS[address] = distributed.Client(address, set_as_default=True, timeout=10)


class _Part:
    """Reads one partition, in whichever thread or machine wants it."""

    def __init__(self, view: View) -> None:
        self.view = view

    def __call__(self, first: int, rows: int = PARTITION) -> pd.DataFrame:
        view = self.view
        if not view.file.is_file():  # on another machine of the cluster than the one that asks
            view = dataclasses.replace(view, file=copy_of(view.digest))
        with duck.opened([view.file]) as database:
            return frame(database, view.sql(first, min(first + rows, view.rows)))


def copy_of(digest: str) -> Path:
    """Where a worker of a cluster keeps a copy of a dataset's file: the same for all of a machine."""
    folder = Path(tempfile.gettempdir()) / f"tieout-cluster-{getpass.getuser()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{digest}.parquet"
