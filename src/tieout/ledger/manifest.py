"""Manifest: what a build read, what it wrote and with what, by digest: `manifest.json` beside the ledger.

It names no machine, no person and no time but the report's own, so that two builds of one report have one manifest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError

FILE = "manifest.json"
VERSION = "1.0"
SCHEMA = "urn:tieout:manifest:1"
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class FileSum:
    """A file as a build read or wrote it.

    Attributes:
        path: of an input relative to the project, of an output relative to the output folder.
        size: in bytes.
        sha256: in hexadecimal; empty for confidential data, of which not even a digest is told.
        is_confidential: an input that is not to leave its keeper.
        is_earlier: an output that this build left as an earlier one had made it, perhaps of other inputs.
    """

    path: str
    size: int = 0
    sha256: str = ""
    is_confidential: bool = False
    is_earlier: bool = False

    def as_json(self) -> dict[str, Any]:
        """The file as JSON data."""
        if self.is_confidential:
            return {"path": self.path, "confidential": True}
        data: dict[str, Any] = {"path": self.path, "bytes": self.size, "sha256": self.sha256}
        return data | ({"earlier": True} if self.is_earlier else {})


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build read and wrote, and the versions of everything that had a part in it.

    Attributes:
        title: the report's.
        timestamp: seconds since 1970 that every date in the outputs comes from.
        engine: `pandoc` or `quarto`.
        made_with: versions by name.
        inputs: in order of their paths; so are the outputs.
    """

    title: str
    timestamp: int
    engine: str
    made_with: Mapping[str, str]
    inputs: tuple[FileSum, ...]
    outputs: tuple[FileSum, ...]
    formats: tuple[str, ...] = ()

    def as_json(self) -> str:
        """The manifest as its published schema describes it."""
        data = {
            "$schema": SCHEMA,
            "version": VERSION,
            "title": self.title,
            "timestamp": self.timestamp,
            "engine": self.engine,
            "formats": list(self.formats),
            "made_with": dict(sorted(self.made_with.items())),
            "inputs": [each.as_json() for each in sorted(self.inputs, key=lambda f: f.path)],
            "outputs": [each.as_json() for each in sorted(self.outputs, key=lambda f: f.path)],
        }
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"

    def same_making(self, other: Manifest) -> bool:
        """Whether both were made of the same inputs, with the same versions, as of the same time."""
        mine = (self.timestamp, self.engine, dict(self.made_with), self.inputs)
        return mine == (other.timestamp, other.engine, dict(other.made_with), other.inputs)


def parse(data: bytes, path: str = FILE) -> Manifest:
    """The manifest that `Manifest.as_json` wrote.

    Args:
        data: the file's bytes.
        path: what a finding calls the file.

    Raises:
        TieoutError: it is damaged, of another version, or something else.
    """
    try:
        read = json.loads(data)
        if str(read["version"]).partition(".")[0] != VERSION.partition(".")[0]:
            raise ValueError(f"it is of version {read['version']}, this tieout reads {VERSION}")
        return Manifest(
            title=_text(read["title"]),
            timestamp=_whole(read["timestamp"]),
            engine=_text(read["engine"]),
            made_with={_text(name): _text(item) for name, item in read["made_with"].items()},
            inputs=_files(read["inputs"]),
            outputs=_files(read["outputs"]),
            formats=tuple(_text(each) for each in read["formats"]),
        )
    except json.JSONDecodeError as error:
        raise _damaged(Place(path, error.lineno, error.colno), f"JSON: {error.msg}") from None
    except KeyError as error:
        raise _damaged(Place(path), f"it has no {error}") from None
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(Place(path), str(error)) from None


def _files(items: object) -> tuple[FileSum, ...]:
    if not isinstance(items, list):
        raise TypeError("a list of files was expected")
    files = tuple(_file(item) for item in items)
    paths = [each.path for each in files]
    if len(set(paths)) != len(paths):
        raise ValueError("it names a file twice")
    return files


def _file(item: Mapping[str, Any]) -> FileSum:
    path = _text(item["path"])
    parts = path.split("/")
    if not path or "\\" in path or "\0" in path or {"", ".", ".."} & set(parts) or ":" in parts[0]:
        raise ValueError(f"{path!r} is no path of a report's file")
    if item.get("confidential") is True:
        return FileSum(path, is_confidential=True)
    sha256 = _text(item["sha256"])
    if not _DIGEST.fullmatch(sha256):
        raise ValueError(f"the digest of {path} is none")
    return FileSum(path, _whole(item["bytes"]), sha256, is_earlier=item.get("earlier") is True)


def _text(item: object) -> str:
    if not isinstance(item, str):
        raise TypeError(f"text was expected, not {item!r:.40}")
    return item


def _whole(item: object) -> int:
    if isinstance(item, bool) or not isinstance(item, int) or item < 0:
        raise TypeError(f"a whole number was expected, not {item!r:.40}")
    return item


def by_path(files: Iterable[FileSum]) -> dict[str, FileSum]:
    """Files by their paths."""
    return {each.path: each for each in files}


def _damaged(place: Place, message: str) -> TieoutError:
    remedy = "Run 'tieout build', or get the file again from where it was published."
    finding = Finding(catalogue.BAD_MANIFEST, place, f"cannot be read: {message}", remedy)
    return TieoutError(finding, found=False)
