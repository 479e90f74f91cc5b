"""Indexing: pagefind given the pages one by one, in the order of their names; run as a process of its own.

By itself pagefind reads a folder in the order in which the disk lists it, which is another on every disk: the
index would have other bytes. And it may end before all it wrote is written: so it hands the files to us. Its Python
package waits a tenth of a second at every answer, so a page, and cannot read an answer of more than 2 MiB.
`python -I -S indexing.py PROGRAM NAME [BEFORE]` waits for a line with a folder, as JSON, and makes `FOLDER/NAME`;
meanwhile it reads the pages of the folder BEFORE, of which most are most likely the same.
"""

from __future__ import annotations

import base64
import contextlib
import json
import subprocess
import sys
from pathlib import Path
from typing import IO, Any


class _Service:
    """Pagefind as a service: a request and its answer at a time, each JSON in base64, ended by a comma."""

    def __init__(self, asking: IO[bytes], answering: IO[bytes]) -> None:
        self._asking = asking
        self._answering = answering
        self._last = 0

    def ask(self, kind: str, **payload: Any) -> dict[str, Any]:
        """The answer to a request.

        Raises:
            RuntimeError: pagefind answers with an error, or with nothing.
        """
        self._last += 1
        request = {"message_id": self._last, "payload": {"type": kind, **payload}}
        self._asking.write(base64.b64encode(json.dumps(request).encode()) + b",")
        self._asking.flush()
        said = b""
        while not said.endswith(b","):
            part = self._answering.read1(1 << 20)  # type: ignore[attr-defined]  # a buffered pipe
            if not part:
                raise RuntimeError("it ended without an answer")
            said += part
        answer: dict[str, Any] = json.loads(base64.b64decode(said[:-1]))["payload"]
        if answer["type"] == "Error":
            raise RuntimeError(answer["message"])
        return answer


class Index:
    """An index in the making; a page that is added again takes its former self's place."""

    def __init__(self, service: _Service) -> None:
        self._service = service
        self._begin()

    def _begin(self) -> None:
        said = self._service.ask("NewIndex", config={"keep_index_url": True})
        self._number: int = said["index_id"]
        self._pages: dict[str, str] = {}

    def read(self, folder: Path) -> None:
        """Have it hold the pages of a folder, and no others, in the order of their names."""
        pages = _pages(folder)
        held = list(self._pages)
        if held != list(pages)[: len(held)]:
            self._begin()  # no page is ever taken out, or put between others
        for path, text in pages.items():
            if self._pages.get(path) != text:
                self._add(path, text)

    def _add(self, path: str, text: str) -> None:
        asked = {"index_id": self._number, "file_path": path, "file_contents": text, "url": None}
        self._service.ask("AddFile", **asked)
        self._pages[path] = text

    def write(self, target: Path) -> None:
        """Write the index into a folder."""
        for made in self._service.ask("GetFiles", index_id=self._number)["files"]:
            file = target / made["path"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(base64.b64decode(made["content"]))


def _pages(folder: Path) -> dict[str, str]:
    """The text of each page by its path, in the order of their names."""
    files = sorted(folder.rglob("*.html"), key=lambda page: page.relative_to(folder).parts)
    return {page.relative_to(folder).as_posix(): page.read_text("utf-8") for page in files}


def main(program: str, name: str, before: str = "") -> None:
    """Make the index of the folder that we are told, with a service that is ours alone."""
    with subprocess.Popen(
        [program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            if process.stdin is None or process.stdout is None:
                raise RuntimeError("it was started with pipes")
            index = Index(_Service(process.stdin, process.stdout))
            if before:  # while the pages are made
                with contextlib.suppress(OSError, ValueError):  # whoever changed it
                    index.read(Path(before))
            if told := sys.stdin.readline():
                folder = Path(json.loads(told))
                index.read(folder)
                index.write(folder / name)
        finally:
            process.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
