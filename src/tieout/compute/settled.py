"""Settled: what is loaded stays loaded, so that a collection need not look through pandas at every hundredth run."""

from __future__ import annotations

import gc
import sys


class Settled:
    """Modules that the collector passes over."""

    def __init__(self) -> None:
        self._modules = 0  # that were loaded when we last looked
        gc.set_threshold(20_000)  # a figure leaves thousands of objects at once, and many are drawn

    def freeze(self) -> None:
        """Pass over all that is loaded now, if there is more of it than there was."""
        if len(sys.modules) != self._modules:
            self._modules = len(sys.modules)
            gc.collect()  # what is frozen with the rest would stay
            gc.freeze()
