"""State: a report at one moment: its numbers, and every sentence a reader reads with the numbers in it."""

from __future__ import annotations

import ast
import dataclasses
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tieout import catalogue
from tieout.checks.defined import defined
from tieout.checks.gather import Gathered, gather
from tieout.checks.quantities import quantity
from tieout.checks.report import Report
from tieout.checks.text import Sentence
from tieout.data.confidential import Withheld
from tieout.diff import history
from tieout.diff.history import Commit
from tieout.findings import Finding, Place, Severity, TieoutError
from tieout.ledger import lockfile, locking
from tieout.ledger.lockfile import Held, Lock
from tieout.ledger.record import Ledger, Record, Shown
from tieout.project import CONFIG, Project
from tieout.prose.book import read_book
from tieout.prose.chapter import read_chapter
from tieout.text import python

_TEXT = (".qmd", ".md")
_REFERENCE = re.compile(r"-?@\{?([\w:.-]*\w)")
_ASIDE = ("_extensions", "_tieout")


@dataclass(frozen=True)
class Told:
    """A sentence with numbers in it.

    Attributes:
        skeleton: the sentence with names in the place of its numbers: the same before and after a number moved.
        names: the numbers it uses.
    """

    place: Place
    where: str
    text: str
    skeleton: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class State:
    """A report at one moment.

    Attributes:
        shown: its figures and tables; for the past only their digests are known, from the lock.
        findings: what could not be read.
    """

    lock: Lock
    report: Report
    shown: Mapping[str, Shown] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def sentences(self) -> Iterator[Told]:
        """Every sentence, in the order of the report."""
        for sentence in self.report.sentences:
            inside = [
                each
                for each in sentence.within.numbers
                if sentence.start <= each.start and each.end <= sentence.end
            ]
            parts: list[str] = []
            done = sentence.start
            for each in inside:
                parts += [sentence.within.text[done : each.start], f"\0{each.code.key}\0"]
                done = each.end
            parts.append(sentence.within.text[done : sentence.end])
            yield Told(
                place=sentence.within.place(sentence.start),
                where=str(sentence.within.passage.kind),
                text=" ".join(_as_written(sentence).split()),
                skeleton=" ".join("".join(parts).split()),
                names=tuple(dict.fromkeys(each.record.name for each in inside)),
            )


def present(project: Project, ledger: Ledger) -> State:
    """The report as it is now, with a ledger that was made of it.

    Raises:
        TieoutError: it cannot be read.
    """
    gathered: Gathered = gather(project, ledger, None)
    lock = locking.lock_of(project, ledger)
    return State(lock, gathered.report, ledger.shown, gathered.files, gathered.findings)


def past(commit: Commit, known: Mapping[str, Record], withheld: Withheld) -> State:
    """The report as a commit holds it: its lock, and its chapters and captions with the lock's numbers in them.

    Args:
        commit: the commit.
        known: the numbers of today; what the lock does not tell of a number is taken from them.
        withheld: what is confidential today; the lock may be of a time before.

    Raises:
        TieoutError: the commit holds no report, or no lock.
    """
    config = commit.read((CONFIG, commit.project.config.editions.file))
    if CONFIG not in config:
        message = f"there was no report here at {commit.short}: it has no {CONFIG}"
        finding = Finding(
            catalogue.NO_REVISION, Place(commit.short), message, "Choose a later commit."
        )
        raise TieoutError(finding, found=False)
    lock_file = lockfile.file_of(commit.project)
    locked = commit.read((lock_file,))
    if not locked:
        place = Place(f"{commit.short}:{lock_file}")
        message = f"the commit holds no {lock_file} to compare with"
        remedy = "Run 'tieout lock' and commit the file; from then on there is a past."
        raise TieoutError(Finding(catalogue.NO_LOCK, place, message, remedy), found=False)
    place_of = f"{commit.short}:{lock_file}"
    lock = lockfile.parse(locked[lock_file].decode("utf-8", "replace"), place_of)
    lock = lock.without(withheld)
    with tempfile.TemporaryDirectory(prefix="tieout-past-") as name:
        folder = Path(name).resolve()
        history.write(config, folder)
        then = Project.find(folder, commit.project.asked)
        wanted = [path for path in commit.files if _is_wanted(path, then)]
        history.write(commit.read(wanted), folder)
        return _read(then, lock, known, commit.short)


def _read(then: Project, lock: Lock, known: Mapping[str, Record], short: str) -> State:
    formulas = dict(_formulas(then))
    records = {
        name: _record(name, held, known.get(name), formulas.get(name))
        for name, held in lock.numbers.items()
    }
    try:
        book = read_book(then)
        chapters = tuple(read_chapter(then, entry) for entry in book.entries)
    except TieoutError as error:
        first = error.findings[0]
        place = Place(f"{short}:{first.place}")
        message = f"its chapters cannot be read: {first.message}"
        finding = Finding(first.rule, place, message, level=Severity.NOTE)
        return State(lock, Report((), records, lock.locale), findings=(finding,))
    report = Report(chapters, records, lock.locale, book, definitions=tuple(defined(then)))
    # Sentences are read while the files are there.
    _ = report.sentences
    return State(lock, report)


def with_numbers(report: Report, lock: Lock) -> Report:
    """The same report with the numbers a lock holds: the words of today around the numbers of then."""
    records = dict(report.records)
    for name, held in lock.numbers.items():
        known = records.get(name)
        if known is not None:
            was = _record(name, held, known, _declared(report, known))
            records[name] = dataclasses.replace(was, quantity=quantity(known))
    return dataclasses.replace(report, records=records)


def _declared(report: Report, record: Record) -> str:
    """Stands for a number's code where its value is not its code's: what it is was told by today's cells."""
    decimals = report.decimals(record)
    given = "" if decimals is None else f", decimals={decimals}"
    return f"@statistic(quantity=...{given})"


def _record(name: str, held: Held, known: Record | None, formula: str | None) -> Record:
    is_datum = "." in name
    return Record(
        name=name,
        kind="datum" if is_datum else "statistic",
        title=known.title if known else name,
        doc=known.doc if known else "",
        unit=held.unit,
        value=held.value,
        display=held.display,
        file=known.file if known else "",
        line=known.line if known else 0,
        formula=formula if formula is not None else known.formula if known else "",
        quantity=known.quantity if known else "",
        bound=held.bound,
        takes=known.takes if known else (),
        inputs=known.inputs if known else (),
        sources=known.sources if known else (),
        published=known.published if known else None,
        uses=known.uses if known else (),
        digest=held.digest,
    )


def _as_written(sentence: Sentence) -> str:
    """The sentence as read; what refers to a figure or chapter, or prints a parameter, says what instead of 'it'."""
    within, chapter = sentence.within, sentence.within.passage.chapter
    if chapter is None or ("@" not in chapter.text and not chapter.parameters):
        return sentence.text
    parts: list[str] = []
    last = -1
    for position in range(sentence.start, sentence.end):
        source, character = within.source[position], within.text[position]
        reference = _REFERENCE.match(chapter.text, source)
        named = reference[1] if reference is not None else chapter.parameter(source)
        if not named or character == chapter.text[source]:
            parts.append(character)
        elif source != last:
            parts.append(named)
        last = source
    return "".join(parts)


def _is_wanted(path: str, then: Project) -> bool:
    parts = path.split("/")
    if any(aside in parts for aside in _ASIDE):
        return False
    config = then.config
    if config.report == "." or path.startswith(f"{config.report}/"):
        return path.endswith((*_TEXT, ".yml", ".yaml"))
    if path.startswith((f"{config.scripts}/", f"{config.figures}/")):
        return path.endswith(".py")
    return path.endswith(_TEXT)


def _formulas(project: Project) -> Iterator[tuple[str, str]]:
    """The text of every function in the scripts, with its decorators: how many decimals it asks for."""
    for file in project.python_files():
        text = file.read_text(encoding="utf-8", errors="replace")
        try:
            tree = python(text)
        except SyntaxError:
            continue
        lines = text.splitlines()
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.decorator_list:
                first = min(each.lineno for each in node.decorator_list)
                yield node.name, "\n".join(lines[first - 1 : node.end_lineno])
