"""Page: docs/performance.md and its pictures, made from the results by tieout."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tieout.build import pipeline
from tieout.ledger import fragments
from tieout.project import Project
from tieout.prose.book import read_book
from tieout.prose.chapter import Chapter, read_chapter

HERE = Path(__file__).parent
DOCS = HERE.parent.parent / "docs"
_TIMING = ("median", "fastest", "slowest", "cpu", "memory", "runs")
_GROWTH = ("cold", "lineage", "nothing", "cell", "memory")
_ABOUT = "<!-- Made by `python benchmarks/run.py --page` from benchmarks/; do not edit. -->\n\n"


def write(results: Path) -> None:
    """Write the page and its pictures into docs/, and the data they are made of."""
    data = json.loads(results.read_text("utf-8"))
    for name, text in tables(data).items():
        (HERE / "data" / name).write_text(text, "utf-8")
    for name, text in made(data).items():
        (DOCS / name).write_text(text, "utf-8")


def made(data: dict[str, Any]) -> dict[str, str]:
    """The page and its pictures, by name; made in a copy, so that nothing here is touched."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "performance"
        kept = shutil.ignore_patterns(".tieout", "_output", "_tieout", "__pycache__", "page.py")
        shutil.copytree(HERE, root, ignore=kept)
        for name, text in tables(data).items():
            (root / "data" / name).write_text(text, "utf-8")
        project = Project.find(root)
        compiled, files = pipeline.compile_only(project, lambda _said: None)
        entry = read_book(project).entries[0]
        chapter = read_chapter(project, entry)
        found = {"performance.md": _ABOUT + _filled(chapter, compiled.fragments, _told(data))}
        for use in compiled.fragments.uses.values():
            if isinstance(use, fragments.Figure):
                found[_picture(use)] = files[use.image].read_text("utf-8")
        return found


def tables(data: dict[str, Any]) -> dict[str, str]:
    """The data package's tables, as the results have them."""
    timing = ["report", "case", "seconds", *_TIMING[1:3], "processor", "memory", "runs"]
    return {
        "timings.csv": _csv(timing, _timings(data)),
        "stages.csv": _csv(["report", "stage", "seconds"], _stages(data)),
        "growth.csv": _csv(["axis", "size", *_GROWTH], _growths(data)),
    }


def _timings(data: dict[str, Any]) -> Iterator[Sequence[object]]:
    yield "python", "bare", *(data["bare"][name] for name in _TIMING)
    reports = {name: data.get(name, {}) for name in ("synthetic", "own")}
    for report, cases in {**reports, **data.get("peers", {})}.items():
        for case, told in cases.items():
            if isinstance(told, dict) and "median" in told:
                yield report, case, *(told[name] for name in _TIMING)


def _stages(data: dict[str, Any]) -> Iterator[Sequence[object]]:
    for report in ("synthetic", "own"):
        for stage, seconds in data.get(report, {}).get("stages", {}).items():
            yield report, stage.replace(" ", "-"), seconds


def _growths(data: dict[str, Any]) -> Iterator[Sequence[object]]:
    for axis, told in data.get("growth", {}).items():
        for point in told["points"]:
            yield axis, point["size"], *(point[name] for name in _GROWTH)


def _csv(header: Sequence[str], rows: Iterator[Sequence[object]]) -> str:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return target.getvalue()


def _filled(chapter: Chapter, made_of: fragments.Fragments, told: dict[str, Any]) -> str:
    """The chapter as Markdown, its shortcodes replaced by what they stand for."""
    parts, position = [], 0
    for shortcode in chapter.shortcodes:
        parts += [chapter.text[position : shortcode.start]]
        if shortcode.name == "meta":
            parts.append(str(told[shortcode.arguments[0]]))
        else:
            parts.append(_shown(made_of.uses[shortcode.key], made_of))
        position = shortcode.end
    return "".join([*parts, chapter.text[position:]]).strip() + "\n"


def _told(data: dict[str, Any]) -> dict[str, Any]:
    """What the chapter says of the machine, and of the tools that are not on it."""
    peers = data.get("peers", {}).values()
    absent = [f"{peer['name']} ({peer['absent']})" for peer in peers if "absent" in peer]
    return {**data["machine"], "absent": f"Absent: {', '.join(absent)}." if absent else ""}


def _shown(use: fragments.Fragment, made_of: fragments.Fragments) -> str:
    if isinstance(use, fragments.Stat):
        return use.text
    if isinstance(use, fragments.Figure):
        return f"![{use.alt}]({_picture(use)})\n\n*{_caption(use.caption, made_of)}*"
    if isinstance(use, fragments.Table):
        aligned = ["---:" if each == "right" else "---" for each in use.align]
        rows = [use.header, aligned, *use.rows]
        lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
        return "\n".join([f"*{_caption(use.caption, made_of)}*", "", *lines])
    raise TypeError(type(use).__name__)


def _caption(marked: fragments.Marked, made_of: fragments.Fragments) -> str:
    text = marked.markdown
    for n, key in enumerate(marked.uses):
        mark = f"{fragments.OPEN}{n}{fragments.CLOSE}"
        text = text.replace(mark, _shown(made_of.uses[key], made_of))
    return text


def _picture(figure: fragments.Figure) -> str:
    return f"performance-{figure.id.removeprefix('fig-').replace('_', '-')}.svg"
