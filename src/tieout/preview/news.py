"""News: what happens at the desk, told to every page that listens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

_HEARTBEAT = 15.0  # seconds: a browser or proxy closes what stays silent


class News:
    """Tells listeners; who comes later is told how things stand. Belongs to one event loop."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[dict[str, Any] | None]] = set()
        self._standing: dict[str, dict[str, Any]] = {}
        self.edition = 0  # of the pages; each change makes another

    def tell(self, kind: str, *, standing: bool = False, **said: Any) -> None:
        """Tell all listeners; what is `standing` is told to later ones, too, until it is `dropped`."""
        message = {"kind": kind, "edition": self.edition, **said}
        if standing:
            self._standing[kind] = message
        for queue in self._listeners:
            queue.put_nowait(message)

    def changed(self, names: Sequence[str], **said: Any) -> None:
        """Tell all listeners that these files of the pages' folder are others now."""
        if names:
            self.edition += 1
        self.tell("pages", names=list(names), **said)

    def drop(self, kind: str) -> None:
        """What was told of that kind holds no more."""
        self._standing.pop(kind, None)

    def end(self) -> None:
        """Let all listeners go."""
        for queue in self._listeners:
            queue.put_nowait(None)

    async def stream(self) -> AsyncIterator[str]:
        """What one listener is sent, as server-sent events."""
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield _event({"kind": "hello", "edition": self.edition})
            for message in list(self._standing.values()):
                yield _event(message)
            while True:
                try:
                    told = await asyncio.wait_for(queue.get(), _HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if told is None:
                    return
                yield _event(told)
        finally:
            self._listeners.discard(queue)


def _event(message: dict[str, Any]) -> str:
    return f"data: {json.dumps(message, ensure_ascii=False)}\n\n"
