"""Indexing: pagefind given the pages one by one, in the order of their names; run as a process of its own.

By itself pagefind reads a folder in the order in which the disk lists it, which is another on every disk: the
index would have other bytes. And it may end before all it wrote is written: so it hands the files to us. Its Python
package waits a tenth of a second at every answer, so a page, and cannot read an answer of more than 2 MiB.
`python -I -S indexing.py PROGRAM NAME` waits for a line with a folder, as JSON, and makes `FOLDER/NAME`.
"""

from __future__ import annotations

import base64
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


def begun(service: _Service) -> int:
    """The number of an index that has no pages yet."""
    number: int = service.ask("NewIndex", config={"keep_index_url": True})["index_id"]
    return number


def index(service: _Service, number: int, folder: Path, target: Path) -> None:
    """Index the pages of a folder into another one."""
    for page in sorted(folder.rglob("*.html"), key=lambda page: page.relative_to(folder).parts):
        path = page.relative_to(folder).as_posix()
        text = page.read_text(encoding="utf-8")
        service.ask("AddFile", index_id=number, file_path=path, file_contents=text, url=None)
    for made in service.ask("GetFiles", index_id=number)["files"]:
        file = target / made["path"]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(base64.b64decode(made["content"]))


def main(program: str, name: str) -> None:
    """Make the index of the folder that we are told, with a service that is ours alone."""
    with subprocess.Popen(
        [program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            if process.stdin is None or process.stdout is None:
                raise RuntimeError("it was started with pipes")
            service = _Service(process.stdin, process.stdout)
            number = begun(service)  # while the pages are made
            if told := sys.stdin.readline():
                folder = Path(json.loads(told))
                index(service, number, folder, folder / name)
        finally:
            process.kill()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
