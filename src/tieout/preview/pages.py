"""Pages: the folder of what the preview shows, brought up to date file by file; a reader never sees half a file."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from tieout.cache import write_whole


class Pages:
    """The folder, and what stands in it as far as we put it there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: dict[str, bytes] = {}

    def clear(self) -> None:
        """Begin with an empty folder: what a preview before left is nobody's."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self._held = {}

    def put(self, name: str, data: bytes) -> bool:
        """Write one file; whether it is another than before."""
        if self._held.get(name) == data:
            return False
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
        self._held[name] = data
        return True

    def replace(
        self, contents: Iterable[tuple[str, bytes | Path]], leave: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """Have the folder hold these files and no others; the names of those that changed.

        Args:
            contents: every file's name, and its bytes or the file to copy.
            leave: names not to be touched, because something newer stands there.
        """
        wanted: Mapping[str, bytes | Path] = dict(contents)
        left = set(leave)
        changed = [
            name
            for name, content in wanted.items()
            if name not in left and self.put(name, _bytes(content))
        ]
        for name in self._held.keys() - wanted.keys():
            (self.folder / name).unlink(missing_ok=True)
            del self._held[name]
            changed.append(name)
        return tuple(changed)


def _bytes(content: bytes | Path) -> bytes:
    return content.read_bytes() if isinstance(content, Path) else content
