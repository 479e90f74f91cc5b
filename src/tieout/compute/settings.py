"""Settings: what is one for a whole process; every function begins with them as they were at the start.

So a number does not depend on which functions ran before it in the same process.
"""

from __future__ import annotations

import contextvars
import copy
import decimal
import locale
import os
import random
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Settings:
    """The settings as they were when this was made, in the folder `root`; `restore` puts them back."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._environment = dict(os.environ)
        self._raw_environment = dict(_raw_environment())
        self._decimal = decimal.getcontext().copy()
        self._locale = locale.setlocale(locale.LC_ALL)
        self._umask = os.umask(0o022)
        os.umask(self._umask)
        self._recursion = sys.getrecursionlimit()
        self._warnings = list(warnings.filters)
        self._pandas: dict[str, Any] | None = None
        self._pandas_good: dict[str, Any] | None = None  # all of it, as it stood when it was right

    def restore(self) -> tuple[str, ...]:
        """Put them back; the names of those that were another and that change numbers."""
        changed = []
        if not _same(decimal.getcontext(), self._decimal):
            changed.append("the decimal context")
            decimal.setcontext(self._decimal.copy())
        decimal.getcontext().clear_flags()
        if locale.setlocale(locale.LC_ALL) != self._locale:
            changed.append("the locale")
            locale.setlocale(locale.LC_ALL, self._locale)
        changed += [*_restore_numpy(), *self._restore_pandas()]
        # The same question asked of bytes takes a fiftieth of the time, and it is asked at every run.
        if _raw_environment() != self._raw_environment:
            os.environ.clear()
            os.environ.update(self._environment)
        os.chdir(self._root)
        os.umask(self._umask)
        sys.setrecursionlimit(self._recursion)
        if warnings.filters != self._warnings:
            warnings.filters[:] = self._warnings  # type: ignore[index]  # a list, whatever its stub says
        return tuple(changed)

    def _restore_pandas(self) -> list[str]:
        if "pandas" not in sys.modules:
            return []
        import pandas as pd

        options: Any = pd.options.d
        if options == self._pandas_good:
            return []
        now = dict(_flat(options))
        if self._pandas is None:
            self._pandas = _defaults(pd, now)
        changed = [key for key, value in self._pandas.items() if now.get(key, value) != value]
        for key in changed:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                pd.set_option(key, self._pandas[key])
        self._pandas_good = copy.deepcopy(options)
        return [f"pandas' option {key}" for key in changed if not key.startswith("display.")]


def _restore_numpy() -> list[str]:
    if "numpy" not in sys.modules:
        return []
    import numpy as np

    # In a context of its own nothing was set by anybody.
    good = contextvars.Context().run(np.geterr)
    if np.geterr() == good:
        return []
    np.seterr(**good)
    return ["what NumPy does about a division by zero and the like"]


def _raw_environment() -> Mapping[Any, Any]:
    """The environment as Python keeps it: bytes, where it has such."""
    raw: Mapping[Any, Any] = getattr(os.environ, "_data", os.environ)
    return raw


def _same(one: decimal.Context, other: decimal.Context) -> bool:
    """Whether two contexts compute alike; flags say only what was computed."""
    names = ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "traps")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _defaults(pd: Any, now: Mapping[str, Any]) -> dict[str, Any]:
    """The settings pandas has by itself: what a script that is imported first may have changed already."""
    registered = pd._config.config._registered_options
    return {key: registered[key].defval if key in registered else now[key] for key in now}


def _flat(options: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    found = []
    for key, value in options.items():
        name = f"{prefix}{key}"
        found += _flat(value, f"{name}.") if isinstance(value, dict) else [(name, value)]
    return found


def unseed() -> None:
    """A function that takes chance numbers without a seed of its own must not find another's."""
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def undraw() -> None:
    """A function that draws must not find another's open pictures, nor how that one's were to look."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is not None and (styled := _styled(matplotlib)):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of settings that will not be there for ever
            matplotlib.rcParams.update(styled)


def _styled(matplotlib: Any) -> dict[str, Any]:
    """The settings that are others than usual, as they usually are; `rcdefaults` leaves some out."""
    now, usual = matplotlib.rcParams, matplotlib.rcParamsDefault
    return {
        key: value
        # What is stored, without the questions it asks of each name: this is done before every run.
        for key, value in dict.items(usual)
        if (set_to := dict.__getitem__(now, key)) is not value
        and set_to != value
        and "backend" not in key
    }
