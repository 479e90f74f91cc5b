"""Panel: what opens when a reader follows a number on a page, the same for both engines."""

from __future__ import annotations

from importlib import resources

from tieout.ledger.fragments import Fragments
from tieout.ledger.panels import script

_SHIPPED = ("panel.js", "panel.css")


def files(fragments: Fragments) -> dict[str, bytes]:
    """The files a page needs so that its numbers open, by path relative to the pages' top folder."""
    here = resources.files(__name__)
    made = {f"_tieout/{name}": here.joinpath(name).read_bytes() for name in _SHIPPED}
    return {**made, "_tieout/numbers.js": script(fragments.panels).encode()}
