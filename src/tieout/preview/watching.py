"""Watching: which files of the project changed, a moment after they did."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import awatch

from tieout.project import Project

_STEP = (
    10  # milliseconds of silence after which a change is a change: an editor writes a file in steps
)
_AT_MOST = 200  # milliseconds until a change is told though files go on changing
_LEFT_OUT = {"__pycache__", "_tieout", "_book", "_site", "_freeze", "node_modules", "venv", "env"}
_SUFFIXES = {".pyc", ".swp", ".swx", ".tmp", ".bak", ".orig"}


async def changes(project: Project, stop: asyncio.Event) -> AsyncIterator[frozenset[Path]]:
    """The files of the project that changed, together if they changed together.

    Folders at the project's top are watched with all that is in them, but for hidden and generated ones; of
    the top itself only its files, so that a virtual environment there costs nothing.
    """
    queue: asyncio.Queue[frozenset[Path]] = asyncio.Queue()

    async def watch(paths: list[Path], *, deep: bool, until: asyncio.Event) -> None:
        async for found in awatch(
            *paths,
            watch_filter=lambda _change, path: is_watched(project, Path(path)),
            step=_STEP,
            debounce=_AT_MOST,
            recursive=deep,
            stop_event=until,
            ignore_permission_denied=True,
        ):
            queue.put_nowait(frozenset(Path(path) for _kind, path in found))

    tasks = [
        asyncio.create_task(watch([project.root], deep=False, until=stop)),
        asyncio.create_task(watch(folders(project), deep=True, until=stop)),
    ]
    ended = asyncio.create_task(stop.wait())
    try:
        while not stop.is_set():
            coming = asyncio.create_task(queue.get())
            await asyncio.wait({coming, ended, *tasks}, return_when=asyncio.FIRST_COMPLETED)
            if not coming.done():
                coming.cancel()
                break
            yield coming.result()
    finally:
        stop.set()
        for task in (*tasks, ended):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def folders(project: Project) -> list[Path]:
    """The folders at the top of the project whose files count."""
    return sorted(
        path
        for path in project.root.iterdir()
        if path.is_dir() and is_watched(project, path) and not (path / "pyvenv.cfg").exists()
    )


def is_watched(project: Project, path: Path) -> bool:
    """Whether a change of the file may change the report: nothing hidden, generated, or left by an editor."""
    if path.is_relative_to(project.built) or not path.is_relative_to(project.root):
        return False
    inside = path.relative_to(project.root)
    if any(part.startswith(".") or part in _LEFT_OUT for part in inside.parts):
        return False
    if path.is_relative_to(project.extension):
        return False
    return not (
        path.suffix in _SUFFIXES
        or path.name.endswith("~")
        or path.name.startswith((".#", "#"))
        or path.name == "4913"  # Vim tries with it whether it may write here
    )
