"""Choose: the engine a name stands for; `auto` takes quarto where it is on PATH."""

from __future__ import annotations

import shutil

from tieout.engines.engine import Engine


def engine(name: str) -> Engine:
    """The engine of that name, or the one `auto` finds."""
    if name == "quarto" or (name == "auto" and shutil.which("quarto")):
        from tieout.engines.quarto import QuartoEngine

        return QuartoEngine()
    from tieout.engines.pandoc import PandocEngine

    return PandocEngine()
