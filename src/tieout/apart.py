"""Apart: whether the output folder, which every build replaces whole, holds nothing that somebody wrote."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def shared(output: str, folders: Iterable[str], files: Iterable[str], data: str) -> str:
    """Something that the output folder holds, or that holds it; empty when it stands apart.

    Args:
        output: the folder of everything built.
        folders: the folders that people, or tieout itself, write in.
        files: the files that people write.
        data: the data package, beside which the data stand.
    """
    folder, authored = Path(output), tuple(folders)
    for name in (*authored, data, *files):
        path = Path(name)
        around = path.parts and name in authored and folder.is_relative_to(path)
        if path.is_relative_to(folder) or around:
            return name
    beside = Path(data).parent
    return str(beside) if beside.parts and folder.is_relative_to(beside) else ""
