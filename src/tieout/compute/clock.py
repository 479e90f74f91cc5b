"""Clock: the end of what takes too long, even where Python itself is kept waiting."""

from __future__ import annotations

import faulthandler
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """Ends the process when a run takes more than so many seconds; 0: a run may take any time.

    Where it was is left in the file `notes`. The clock runs outside Python: a function that is busy in a
    compiled library is ended as well. To set it takes as long as many a run: of runs that follow each other it is
    set anew a few times in the time that one may take, which is longer by as much.
    """

    def __init__(self, notes: int, seconds: int) -> None:
        self._notes = notes
        self._seconds = seconds
        self._spare = seconds / 8
        self._set = -math.inf

    def begin(self) -> None:
        """Count from here, until the next run begins or nothing runs."""
        now = time.monotonic()
        if self._seconds and now - self._set > self._spare:
            self._set = now
            seconds = self._seconds + self._spare
            faulthandler.dump_traceback_later(seconds, exit=True, file=self._notes)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count from here to the end of the block."""
        self.begin()
        try:
            yield
        finally:
            self.rest()

    def rest(self) -> None:
        """Count no more: nothing runs."""
        if self._set > -math.inf:
            self._set = -math.inf
            faulthandler.cancel_dump_traceback_later()
