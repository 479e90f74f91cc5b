"""Claims: who computes a result when several builds need it at once: the others wait, and find it in the cache."""

from __future__ import annotations

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

_SHARED = (
    2  # results whose keys begin alike share a claim: few files, and hardly anybody waits in vain
)


@dataclass(frozen=True, slots=True)
class Claims:
    """A folder of files to hold locks on; None: nobody else is there."""

    folder: Path | None

    @contextmanager
    def held(self, keys: Iterable[str]) -> Iterator[None]:
        """Hold the claims to these results; the system frees them when the process ends, however it ends.

        They are taken in one order by everybody, so that no two wait for each other. Where locks cannot be had,
        a result may be computed twice, and is the same both times.
        """
        with ExitStack() as stack:
            if self.folder is not None:
                try:
                    self.folder.mkdir(parents=True, exist_ok=True)
                    for name in sorted({key[:_SHARED] for key in keys}):
                        file = stack.enter_context((self.folder / name).open("a"))
                        fcntl.flock(file, fcntl.LOCK_EX)
                except OSError:
                    pass
            yield
