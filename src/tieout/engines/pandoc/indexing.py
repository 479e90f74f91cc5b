"""Indexing: pagefind given the pages one by one, in the order of their names; run as a process of its own.

By itself pagefind reads a folder in the order in which the disk lists it, which is another on every disk: the
index would have other bytes. `python -P -m tieout.engines.pandoc.indexing FOLDER NAME` makes `FOLDER/NAME`.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path


async def index(folder: Path, name: str) -> None:
    """Index the pages of a folder into a folder of that name in it."""
    from pagefind.index import IndexConfig, PagefindIndex

    config = IndexConfig(keep_index_url=True, output_path=str(folder / name))
    async with PagefindIndex(config=config) as made:
        for page in sorted(folder.rglob("*.html"), key=lambda page: page.relative_to(folder).parts):
            path = page.relative_to(folder).as_posix()
            text = await asyncio.to_thread(page.read_text, encoding="utf-8")
            await made.add_html_file(content=text, source_path=path)


if __name__ == "__main__":
    asyncio.run(index(Path(sys.argv[1]), sys.argv[2]))
