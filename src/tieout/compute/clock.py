"""Clock: the end of what takes too long, even where Python itself is kept waiting."""

from __future__ import annotations

import faulthandler
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """Ends the process when a run takes more than so many seconds; 0: a run may take any time.

    Where it was is left in the file `notes`. The clock runs outside Python: a function that is busy in a
    compiled library is ended as well.
    """

    def __init__(self, notes: int, seconds: int) -> None:
        self._notes = notes
        self._seconds = seconds

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count from here to the end of the block."""
        if not self._seconds:
            yield
            return
        faulthandler.dump_traceback_later(self._seconds, exit=True, file=self._notes)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
