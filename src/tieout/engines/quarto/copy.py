"""Copy: the report as Quarto is given it: a copy in a temporary folder, so that a failed render touches nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tieout import catalogue
from tieout.engines.documents.finish import finished
from tieout.engines.engine import Job
from tieout.engines.extension import GENERATED, STYLE, place_extension, place_fragments
from tieout.engines.quarto import word
from tieout.findings import Finding, Place
from tieout.project import Project
from tieout.prose.book import BOOK_FILE
from tieout.prose.bookfile import set_edition
from tieout.prose.conditional import resolved

OUTPUT = "_book"
STEM = "report"
# What a format of ours is called in Quarto.
QUARTO_FORMATS = {"html": "html", "pdf": "typst", "docx": "docx", "epub": "epub"}
# What Quarto and others leave in a report's folder; none of it is the author's.
_LEFT_BEHIND = (
    ".quarto", ".git", ".jupyter_cache", ".venv", "__pycache__", "_book", "_site", GENERATED,
)  # fmt: skip
# What of the project's folder the copy does not need beside it.
_NOT_BESIDE = (".git", ".tieout", ".venv")


@dataclass(frozen=True, slots=True)
class Copy:
    """A report laid out for Quarto: its folder, what to ask for with `--to`, and what was set aside."""

    report: Path
    to: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def output(self) -> Path:
        """Where Quarto puts what it makes."""
        return self.report / OUTPUT


@contextmanager
def laid_out(job: Job) -> Iterator[Copy]:
    """The job's report, copied; gone afterwards.

    The copy stands in the system's temporary folder: below a folder whose name begins with a dot, as tieout's
    own does, Quarto finds no files. Everything else of the project stands beside it as links, so that
    `../references.bib` means what it means in the report.
    """
    with tempfile.TemporaryDirectory(prefix="tieout-", ignore_cleanup_errors=True) as name:
        root = Path(name).resolve()
        report = root / job.project.config.report
        _link_beside(job.project, root)
        _copy_report(job.project, report)
        place_extension(report)
        place_fragments(job.project, report, job.fragments, {**job.assets, **word.pictures(job)})
        to, findings = _configure(job, report / BOOK_FILE)
        yield Copy(report, to, findings)


def renew(job: Job, laid: Copy) -> frozenset[str] | None:
    """Bring a copy that stayed up to date with the job.

    Returns:
        The chapters whose file or whose fragments changed; None where anything else of the report did, so that
        only a whole render on a new copy is sure to be right.
    """
    here, there = job.project.report, laid.report
    texts = {chapter.entry.path for chapter in job.chapters}
    outputs = {job.project.built.resolve(), job.project.work.resolve()}
    wanted = {
        path.relative_to(here).as_posix()
        for path in _files(job.project, here, outputs)
        if path.name != BOOK_FILE
    }
    changed = set()
    for name in sorted(wanted):
        data = _of_edition(job.project, here / name)
        if not (there / name).is_file():
            return None
        if (there / name).read_bytes() != data:
            if name not in texts:
                return None
            (there / name).write_bytes(data)
            changed.add(name)
    place_fragments(job.project, there, job.fragments, job.assets)
    return frozenset(changed)


def _files(project: Project, folder: Path, outputs: set[Path]) -> Iterator[Path]:
    for path in folder.iterdir():
        if _belongs(project, path, outputs):
            if path.is_dir():
                yield from _files(project, path, outputs)
            else:
                yield path


def _copy_report(project: Project, report: Path) -> None:
    outputs = {project.built.resolve(), project.work.resolve()}

    def left_out(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if not _belongs(project, Path(folder) / name, outputs)}

    def copied(source: str, target: str) -> None:
        shutil.copy2(source, target)
        if (data := _of_edition(project, Path(source))) != Path(source).read_bytes():
            Path(target).write_bytes(data)

    shutil.copytree(
        project.report,
        report,
        ignore=left_out,
        copy_function=copied,
        ignore_dangling_symlinks=True,
        dirs_exist_ok=True,
    )


def _of_edition(project: Project, path: Path) -> bytes:
    """A file of the report as the project's edition has it."""
    data = path.read_bytes()
    if project.edition is None or path.suffix not in {".qmd", ".md"} or b"-meta" not in data:
        return data
    text = data.decode("utf-8", "surrogateescape")
    return resolved(text, project.edition).encode("utf-8", "surrogateescape")


def _belongs(project: Project, path: Path, outputs: set[Path]) -> bool:
    if path.name in _LEFT_BEHIND or path.resolve() in outputs:
        return False
    if path == project.extension:
        return False
    if path.is_symlink():
        # A link out of the project is not followed; one to a folder around the report would never end.
        inside = path.resolve().is_relative_to(project.root)
        return inside and not project.report.resolve().is_relative_to(path.resolve())
    return path.is_dir() or path.is_file()


def _link_beside(project: Project, root: Path) -> None:
    here, there = project.root, root
    for part in Path(project.config.report).parts:
        for item in here.iterdir():
            if item.name not in {part, *_NOT_BESIDE} and item != project.built:
                (there / item.name).symlink_to(item)
        here, there = here / part, there / part
        if here != project.report:
            there.mkdir()


def _configure(job: Job, path: Path) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Rewrite the copy's `_quarto.yml` for this job; what to ask for, and what of the author's is not done."""
    from ruamel.yaml import YAML

    # Round-trip, so that the lines Quarto's messages name are the author's.
    yaml = YAML(typ="rt", pure=True)
    yaml.width = 100_000
    yaml.preserve_quotes = True
    config = yaml.load(path.read_text(encoding="utf-8"))
    findings = _set_aside(job, config)
    if job.project.edition is not None:
        set_edition(config, job.project.edition)
    config["project"]["output-dir"] = OUTPUT
    config["book"]["output-file"] = STEM
    chosen = _formats(config.get("format"), job.formats)
    if "docx" in chosen:
        chosen["docx"] = word.settings(job, path.parent, chosen["docx"])
    config["format"] = chosen
    config["citeproc"] = True
    config["csl"] = f"{GENERATED}/{STYLE}"
    if "bibliography" not in config and job.project.references.is_file():
        config["bibliography"] = os.path.relpath(job.project.references, job.project.report)
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(config, file)
    return tuple(chosen), findings


def _set_aside(job: Job, config: dict[str, Any]) -> tuple[Finding, ...]:
    """Take the commands around a render out: the fragments are there, and an engine runs nobody's code."""
    project = config.get("project")
    if not isinstance(project, dict):
        config["project"] = {"type": "book"}
        return ()
    findings = []
    for key in ("pre-render", "post-render"):
        commands = project.pop(key, None)
        listed = commands if isinstance(commands, list) else [commands]
        if any(command and not str(command).startswith("tieout ") for command in listed):
            findings.append(
                Finding(
                    catalogue.IGNORED_SETTING,
                    job.book.config.place("project", key),
                    f"'project: {key}:' does not run in a tieout build",
                    "Run it before or after 'tieout build', or use 'quarto render'.",
                )
            )
    return tuple(findings)


def _formats(written: object, wanted: tuple[str, ...]) -> dict[str, Any]:
    """The formats of `_quarto.yml` that make what is wanted, with their settings; `default` where it has none."""
    if isinstance(written, str):
        settings: dict[str, Any] = {written: "default"}
    else:
        settings = dict(written) if isinstance(written, dict) else {}
    chosen: dict[str, Any] = {}
    for name in wanted:
        base = QUARTO_FORMATS[name]
        # `orange-book-typst` is a format of an extension, made of `typst`.
        keys = [key for key in settings if key == base or key.endswith(f"-{base}")] or [base]
        for key in keys[:1]:
            chosen[key] = _without_style(settings.get(key) or "default")
    return chosen


def _without_style(settings: Any) -> Any:
    if isinstance(settings, dict):
        for key in (
            "csl",
            "citeproc",
            "cite-method",
            "citation-style",
            "output-file",
            "output-ext",
        ):
            settings.pop(key, None)
    return settings


def take(copy: Copy, job: Job, place: Place) -> tuple[Finding, ...]:
    """Move what Quarto made to the job's stage; what is missing of it."""
    missing = []
    downloads = job.book.config.data["book"].get("downloads") or ()
    for name, what in (("pdf", "PDF"), ("docx", "Word document"), ("epub", "EPUB")):
        if name not in job.formats:
            continue
        made = _file(copy.output, name)
        if made is None:
            missing.append(_nothing(place, what))
            continue
        if name == "docx":
            made.write_bytes(finished(made.read_bytes()))
        move = shutil.copyfile if name in downloads else shutil.move
        move(made, job.stage / f"report.{name}")
    if "html" in job.formats:
        if (copy.output / "index.html").is_file():
            _take_pages(copy, job, job.stage / "html")
        else:
            missing.append(_nothing(place, "pages"))
    return tuple(missing)


def pages(copy: Copy, job: Job) -> dict[str, Path]:
    """The files of the pages that Quarto made, by name, each where it stands now."""
    generated = {f"{GENERATED}/{STYLE}", f"{GENERATED}/fragments.json"}
    made = {
        path.relative_to(copy.output).as_posix(): path
        for path in sorted(copy.output.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
    return {
        **job.assets,
        **{name: path for name, path in made.items() if name not in generated},
    }


def _take_pages(copy: Copy, job: Job, pages: Path) -> None:
    shutil.move(copy.output, pages)
    for name in (f"{GENERATED}/{STYLE}", f"{GENERATED}/fragments.json"):
        (pages / name).unlink(missing_ok=True)
    # Quarto copies what it sees a link to; the rest of what stands beside the pages is put there.
    copies: Callable[[Path, Path], object] = shutil.copyfile
    for name, file in job.assets.items():
        if not (pages / name).is_file():
            (pages / name).parent.mkdir(parents=True, exist_ok=True)
            copies(file, pages / name)


def _file(folder: Path, suffix: str) -> Path | None:
    expected = folder / f"{STEM}.{suffix}"
    if expected.is_file():
        return expected
    found = sorted(folder.glob(f"*.{suffix}"))
    return found[0] if len(found) == 1 else None


def _nothing(place: Place, what: str) -> Finding:
    message = f"Quarto ended without complaint and made no {what}"
    remedy = "Run 'quarto render' in the report's folder and look at what it says."
    return Finding(catalogue.ENGINE_FAILED, place, message, remedy)
