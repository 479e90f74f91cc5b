"""Pooled: who builds editions: this process, or others that end when it asks them to, and when it is gone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


def begin() -> None:
    """Begin a process that builds for another."""
    # Ctrl-C goes to all processes of a terminal; whoever began this one ends it. (To ignore it would be passed on
    # to every program that is run from here.)
    signal.signal(signal.SIGINT, lambda *_: None)
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the end of whoever began us: it had no time to say so. What we began ends with us."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class Here(Executor):
    """Builds one edition after the other in this process: each has the whole cluster, and all one connection to it."""

    def submit(
        self, fn: Callable[_Given, _Made], /, *args: _Given.args, **kwargs: _Given.kwargs
    ) -> Future[_Made]:
        """Do it now."""
        future: Future[_Made] = Future()
        future.set_result(fn(*args, **kwargs))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the scripts' processes."""
        from tieout.build import desk

        desk.close()
        super().shutdown(wait, cancel_futures=cancel_futures)
