"""Citations: the bibliography as pandoc's data, which entries each chapter cites, which are missing."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tieout import catalogue
from tieout.cache import Cache
from tieout.engines.pandoc import cache, programs
from tieout.engines.pandoc.tokens import Tokenised, shielded
from tieout.findings import Finding, Place, TieoutError, nearest, raise_errors
from tieout.ledger.fragments import Fragments, Source
from tieout.processes import group
from tieout.project import Project
from tieout.prose import yaml
from tieout.prose.chapter import Chapter, front_matter
from tieout.prose.refused import crowded
from tieout.prose.remembered import remembered

TIMEOUT = 120
Entries = Mapping[str, Mapping[str, Any]]

_KEY = re.compile(r"(?<![\w\\])@\{?([\w][\w:.#$%&+?<>~/-]*)")
_BOUNDARY = re.compile(r"\b")
_FORMATS = {".json": "csljson", ".yaml": "markdown", ".yml": "markdown", ".ris": "ris"}
_BIBLIOGRAPHY = re.compile(r"^:{3,}[ \t]*\{[^}\n]*#refs[ \t}]", re.M)


def read_bibliography(project: Project) -> Entries:
    """The entries of the bibliographies as CSL-JSON, by key; pandoc runs when a file has changed.

    Raises:
        TieoutError: pandoc cannot read one.
    """
    read: dict[str, Mapping[str, Any]] = {}
    for path in project.bibliographies:
        read |= {str(entry["id"]): entry for entry in _entries(project, path)}
    return read


def _entries(project: Project, path: Path) -> list[dict[str, Any]]:
    try:
        data = path.read_bytes()
    except OSError:
        return []
    name = hashlib.sha256(f"{cache.fingerprint()}\0{path.suffix}\0".encode() + data).hexdigest()
    folder = Cache(project.work / "cache" / "bibliography")
    kept = folder.get(f"{name}.json")
    if kept is not None:
        known: list[dict[str, Any]] = json.loads(kept)
        return known
    entries = _convert(project, path)
    text = json.dumps(entries, ensure_ascii=False, sort_keys=True)
    folder.put(f"{name}.json", text.encode())
    return entries


def _convert(project: Project, path: Path) -> list[dict[str, Any]]:
    form = _FORMATS.get(path.suffix, "biblatex")
    command = programs.command("--from", form, "--to", "csljson")
    data = path.read_bytes()
    if form == "markdown":
        raise_errors(_crowded(project.relative(path), data))
        if not data.startswith(b"---"):  # as pandoc has it where it is asked for a bibliography
            data = b"---\n" + data + b"\n---\n"
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, check=False, timeout=TIMEOUT
        )
    except subprocess.TimeoutExpired:
        message = f"pandoc {group.late(TIMEOUT)}"
        remedy = "Take out the entries that were added last."
        place = Place(project.relative(path))
        raise TieoutError(Finding(catalogue.BAD_BIBLIOGRAPHY, place, message, remedy)) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace")
        told = said.strip().splitlines() or ["cannot be read"]
        line = re.search(r"line (\d+),\s*column (\d+)", said)
        place = Place(project.relative(path), *(int(line[1]), int(line[2])) if line else (0, 0))
        raise TieoutError(
            Finding(
                catalogue.BAD_BIBLIOGRAPHY,
                place,
                f"pandoc: {told[-1].strip()}",
                "Mend the entry.",
                tuple(told[:-1]),
            )
        )
    entries: list[dict[str, Any]] = json.loads(shielded(done.stdout.decode()))
    return entries


def _crowded(name: str, data: bytes) -> list[Finding]:
    """Pandoc reads each text of a YAML bibliography as Markdown; where that would take it ever longer."""
    try:
        text = data.decode()
        begun = text.startswith("---")
        document = front_matter(text, name)[0] if begun else yaml.parse(text, name)
    except (UnicodeDecodeError, TieoutError):
        return []  # pandoc tells of it, too
    return [found for text, place in document.texts() for found in crowded(text, place)]


def cited_entries(tokenised: Tokenised, entries: Entries) -> list[Mapping[str, Any]]:
    """The entries that a chapter may cite, in order of their keys; one too many does no harm."""
    text = tokenised.text + json.dumps(tokenised.uses, ensure_ascii=False)
    keys = set(tokenised.sources)
    lengths = {len(key) for key in entries}
    for found in set(_KEY.findall(text)):
        # Signs after a key may be the sentence's, and a word after these another's.
        ends = {len(found), *(hit.start() for hit in _BOUNDARY.finditer(found))}
        keys |= {found[:end] for end in ends & lengths}
    return [entries[key] for key in sorted(keys & entries.keys())]


@remembered
def holds_bibliography(chapter: Chapter) -> bool:
    """Whether the chapter has the place where the bibliography goes: `::: {#refs}`."""
    return _BIBLIOGRAPHY.search(chapter.prose) is not None


def nocite(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Keys to be listed without being cited, as front matter or `_quarto.yml` gives them."""
    value = data.get("nocite")
    return tuple(_KEY.findall(value)) if isinstance(value, str) else ()


def missing(
    chapter: Chapter, cited: Iterable[str], entries: Entries, fragments: Fragments
) -> list[Finding]:
    """A finding for each place that cites what the bibliography lacks."""
    found = []
    for key in cited:
        if key in entries:
            continue
        remedy = nearest(key, entries) or "Add the entry to the bibliography, or mend the key."
        message = f"the bibliography has no entry '{key}'"
        found += [
            Finding(catalogue.MISSING_CITATION, place, message, remedy)
            for place in _places(chapter, key, fragments)
        ]
    return found


def _places(chapter: Chapter, key: str, fragments: Fragments) -> list[Place]:
    pattern = re.compile(rf"@\{{?{re.escape(key)}(?![\w-])")
    offsets = [hit.start() for hit in pattern.finditer(chapter.prose)]
    for code in chapter.shortcodes:
        fragment = fragments.uses.get(code.key)
        if isinstance(fragment, Source) and any(c.id == key for c in fragment.citations):
            offsets.append(code.start)
    return [chapter.place(offset) for offset in offsets] or [Place(chapter.path)]
