"""Side: the editions of a report side by side: a page, a CSV and a JSON file of their key numbers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tieout import catalogue, onepage
from tieout.build.options import LEDGER, TARGETS
from tieout.cache import Cache, digest, write_whole
from tieout.edition import FOLDER, NAME, Edition
from tieout.findings import Finding, Place, TieoutError
from tieout.project import Project
from tieout.text import in_language

FILES = ("index.html", "index.csv", "index.json")
_FORMAT = "2"
_FAILED = "failed"
_HERE = Path(__file__).parent
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "editions": "Editions", "edition": "Edition", "one": "1 edition", "many": "{} editions",
        "numbers": "Key numbers of each edition", "html": "Pages", "pdf": "PDF", "docx": "Word",
        "epub": "EPUB", "failed": "its last build failed; this is the one before",
        "changed": "changed since it was built",
        "missing": "not built yet", "data": "The same as data", "none": "none",
    },
    "de": {
        "editions": "Ausgaben", "edition": "Ausgabe", "one": "1 Ausgabe", "many": "{} Ausgaben",
        "numbers": "Kernzahlen jeder Ausgabe", "html": "Seiten", "pdf": "PDF", "docx": "Word",
        "epub": "EPUB", "failed": "zuletzt nicht gebaut; dies ist die Fassung davor",
        "changed": "seit dem Bau geändert",
        "missing": "noch nicht gebaut", "data": "Dasselbe als Daten", "none": "keine",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A key number of an edition."""

    title: str
    display: str
    exact: str
    unit: str


@dataclass(frozen=True, slots=True)
class Row:
    """An edition among the others.

    Attributes:
        state: `built`, `failed` (what stands there is from the build before), `changed` (its parameters are others now)
            or `missing`.
        parameters: those it was built with, as its numbers are; of one that is missing, those it will be built with.
        outputs: what a reader can open, by format, relative to the page.
    """

    edition: str
    title: str
    locale: str
    state: str
    parameters: Mapping[str, str]
    numbers: Mapping[str, Number]
    outputs: Mapping[str, str]


def mark(project: Project, *, failed: bool) -> None:
    """Remember whether an edition's last build failed."""
    path = project.own / _FAILED
    try:
        if failed:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        else:
            path.unlink(missing_ok=True)
    except OSError:
        return  # the page will not say so; the build did


def write(project: Project, editions: Sequence[Edition]) -> tuple[str, ...]:
    """Write the three files where they are not as they should be; their paths relative to the project.

    Raises:
        TieoutError: they cannot be written.
    """
    rows = [_row(project.of(edition)) for edition in editions]
    columns = tuple(dict.fromkeys(key for row in rows for key in row.numbers))
    folder = project.built / FOLDER
    texts = (page(rows, columns), _csv(rows, columns), _json(rows))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in zip(FILES, texts, strict=True):
            path = folder / name
            if not path.is_file() or path.read_bytes() != text.encode():
                write_whole(path, text.encode())
    except OSError as error:
        place = Place(project.relative(folder))
        finding = Finding(catalogue.CANNOT_WRITE, place, f"cannot write: {error.strerror}")
        raise TieoutError(finding, found=False) from None
    return tuple(project.relative(folder / name) for name in FILES)


def page(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """The page: one file that needs nothing else, escaped by the template engine."""
    environment = onepage.environment(_HERE)
    style = (_HERE / "side.css").read_text(encoding="utf-8").strip()
    locale = next((row.locale for row in rows if row.locale), "en")
    words = in_language(_WORDS, locale, _WORDS["en"])
    titles = {row.title for row in rows if row.title}
    template = environment.get_template("side.html.jinja")
    return (
        template.render(
            words=words,
            language="de" if words is _WORDS["de"] else "en",
            title=titles.pop() if len(titles) == 1 else "",
            count=words["one"] if len(rows) == 1 else words["many"].format(len(rows)),
            parameters=[key for key in rows[0].parameters if key != NAME] if rows else [],
            columns=[(key, _title(rows, key)) for key in columns],
            rows=rows,
            style=style,
            policy=onepage.policy(style),
        )
        + "\n"
    )


def _title(rows: Sequence[Row], name: str) -> str:
    return next(row.numbers[name].title for row in rows if name in row.numbers)


def _csv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    parameters = list(rows[0].parameters) if rows else []
    writer.writerow((*parameters, "state", *columns))
    for row in rows:
        numbers = [row.numbers[key].exact if key in row.numbers else "" for key in columns]
        writer.writerow((*row.parameters.values(), row.state, *numbers))
    return out.getvalue()


def _json(rows: Sequence[Row]) -> str:
    return (
        json.dumps({"editions": [asdict(row) for row in rows]}, ensure_ascii=False, indent=1) + "\n"
    )


def _row(project: Project) -> Row:
    edition = project.edition
    if edition is None:
        raise TypeError("a project without an edition")
    known = _ledger(project)
    title = edition.settings.get("title", "")
    made = known or {"title": title, "locale": "", "numbers": {}, "edition": edition.parameters}
    targets = {name: path for name, path in TARGETS.items() if (project.output / path).is_file()}
    return Row(
        edition=edition.name,
        title=made["title"],
        locale=made["locale"],
        state=_state(project, edition, known),
        parameters={name: made["edition"].get(name, "") for name in edition.parameters},
        numbers={name: Number(**each) for name, each in made["numbers"].items()},
        outputs={name: f"{edition.name}/{path}" for name, path in targets.items()},
    )


def _state(project: Project, edition: Edition, known: Mapping[str, Any] | None) -> str:
    if known is None:
        return "missing"
    if (project.own / _FAILED).is_file():
        return "failed"
    return "built" if known["edition"] == edition.parameters else "changed"


def _ledger(project: Project) -> dict[str, Any] | None:
    """What the page says of an edition's ledger; None where there is none. Kept, for a ledger takes long to read."""
    path = project.output / LEDGER
    try:
        status = path.stat()
    except OSError:
        return None
    signature = f"{path} {status.st_size} {status.st_mtime_ns} {status.st_ino}"
    cache = Cache(project.work / "cache" / "side")
    key = digest(_FORMAT, signature, *project.config.summary)
    kept = cache.get(key)
    if kept is None:
        try:
            kept = json.dumps(_told(path, project.config.summary)).encode()
        except (OSError, ValueError, KeyError, TypeError):  # not as a build left it
            return {"title": "", "locale": "", "numbers": {}, "edition": {}}
        cache.put(key, kept)
    told: dict[str, Any] = json.loads(kept)
    return told


def _told(path: Path, summary: Sequence[str]) -> dict[str, Any]:
    data = json.loads(path.read_bytes())
    numbers = {each["name"]: each for each in data["numbers"]}
    parts = ("title", "display", "exact", "unit")
    # What `summary` names may be newer than this ledger.
    there = [name for name in summary if name in numbers]
    chosen = {name: {part: numbers[name][part] for part in parts} for name in there}
    built_for = dict(data.get("edition", {}))
    return {
        "title": data["title"],
        "locale": data["locale"],
        "numbers": chosen,
        "edition": built_for,
    }
