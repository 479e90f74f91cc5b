"""Clock: the end of what takes too long, even where Python itself is kept waiting."""

from __future__ import annotations

import faulthandler
import math
import time
from collections.abc import Callable, Iterator
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

    @contextmanager
    def running_often(self) -> Iterator[Callable[[], None]]:
        """Count for each of many runs in the block; what is given is called as each begins.

        To set the clock takes as long as many a run: it is set anew a few times in the time a run may take, which
        is longer by as much.
        """
        if not self._seconds:
            yield lambda: None
            return
        spare, last = self._seconds / 8, -math.inf

        def begin() -> None:
            nonlocal last
            now = time.monotonic()
            if now - last > spare:
                last = now
                faulthandler.dump_traceback_later(
                    self._seconds + spare, exit=True, file=self._notes
                )

        try:
            yield begin
        finally:
            faulthandler.cancel_dump_traceback_later()
