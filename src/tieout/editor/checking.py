"""Checking: what `tieout check` finds in the chapters as they stand on the screen; only what changed is read anew."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from tieout.build import stamp
from tieout.checks import drawn, published, runner, signed, sums, waivers
from tieout.checks.report import Report
from tieout.editor.desk import Desk, Draft, World
from tieout.editor.pieces import Pieces, state_of
from tieout.findings import Finding, in_order
from tieout.ledger.load import FILE

# These read numbers, data and sign-offs, and no chapter: typing changes nothing of what they find.
_SETTLED = (published, sums, drawn, signed)


@dataclass(frozen=True)
class Checked:
    """A project checked: the report as the rules read it, and the findings that stand, by file."""

    world: World
    report: Report
    parts: tuple[Report, ...]
    findings: Mapping[str, tuple[Finding, ...]]


@dataclass
class Checker:
    """Checks one project again and again; remembers each chapter's findings until it changes."""

    desk: Desk
    _pieces: Pieces = field(default_factory=Pieces)

    def check(self) -> Checked:
        """What is found as things stand.

        Raises:
            TieoutError: the project's configuration is wrong.
        """
        world = self.desk.world()
        drafts = self._pieces.same("drafts", self.desk.drafts(world))
        changed = self._changed(world)
        inputs = self._pieces.same("inputs", (world, drafts, changed))
        return self._pieces.get("checked", id(inputs), lambda: self._check(world, drafts, changed))

    def steps(self, first: Collection[str] = ()) -> Iterator[None]:
        """Look at one chapter after the other, those named first before the others.

        `check` is over at once afterwards; between two steps others may be served.
        """
        world = self.desk.world()
        drafts = self._pieces.same("drafts", self.desk.drafts(world))
        if not world.built:
            return
        parts = [self._part(part, world) for part in self._report(world, drafts, None).parts()]
        wanted = {c.path for part in parts for c in part.chapters if set(c.files) & set(first)}
        parts.sort(key=lambda part: not any(c.path in wanted for c in part.chapters))
        for part in parts:
            yield
            self._found(part)

    def _check(
        self, world: World, drafts: tuple[Draft, ...], changed: Mapping[str, str] | None
    ) -> Checked:
        report = self._report(world, drafts, changed)
        parts = tuple(self._part(part, world) for part in report.parts())
        found = [*world.faults, *(fault for each in drafts for fault in each.faults)]
        if world.built:
            for part in parts:
                found += self._found(part)
            found += self._settled(report, world)
            moving = (module for module in runner.WHOLE if module not in _SETTLED)
            found += [each for module in moving for each in module.find(report)]
        names = {name for chapter in report.chapters for name in chapter.files}
        names |= {each.place.path for each in world.definitions}
        allowed = waivers.read({name: self.desk.text(name) for name in sorted(names)}, runner.CODES)
        severities = dict(world.project.config.severity)
        standing = runner.judged(in_order(found), allowed, severities) if world.built else found
        # A chapter that could not be read is known as it was: its lines may have moved since.
        stale = {path for each in drafts if not each.whole for path in _files(each)}
        unread = {fault for each in drafts for fault in each.faults}
        by_file: dict[str, list[Finding]] = {}
        for each in standing:
            if each.place.path not in stale or each in unread:
                by_file.setdefault(each.place.path, []).append(each)
        return Checked(world, report, parts, {path: tuple(f) for path, f in by_file.items()})

    def _report(
        self, world: World, drafts: tuple[Draft, ...], changed: Mapping[str, str] | None
    ) -> Report:
        report = Report(
            chapters=tuple(each.chapter for each in drafts if each.chapter is not None),
            records=world.ledger.records,
            locale=world.ledger.locale,
            book=world.book,
            shown=world.ledger.shown,
            tables=world.tables,
            sources=world.sources,
            definitions=world.definitions,
            changed=changed,
            signed=world.signed,
        )
        # What every number looks like is the same whatever is typed.
        report.__dict__["data"] = world.numbers
        looks = self._pieces.get("displays", id(world), lambda: report.displays)
        report.__dict__["displays"] = looks
        return report

    def _part(self, part: Report, world: World) -> Report:
        """The part as it was read last, where neither it nor what it is held against changed."""
        name = ("part", part.chapters[0].entry.path if part.chapters else "")
        inputs = self._pieces.same(name, (world, part.chapters[0] if part.chapters else None))
        return self._pieces.get(name, id(inputs), lambda: part)

    def _found(self, part: Report) -> tuple[Finding, ...]:
        """What the rules that read sentences find in it."""
        name = ("found", part.chapters[0].entry.path if part.chapters else "")

        def make() -> tuple[Finding, ...]:
            return tuple(each for module in runner.SENTENCES for each in module.find(part))

        return self._pieces.get(name, id(part), make)

    def _settled(self, report: Report, world: World) -> tuple[Finding, ...]:
        """What the rules that read no chapter find."""

        def make() -> tuple[Finding, ...]:
            return tuple(each for module in _SETTLED for each in module.find(report))

        return self._pieces.get("settled", id(world), make)

    def _changed(self, world: World) -> Mapping[str, str] | None:
        """The data and scripts that changed since the last build."""
        project = world.project
        ledger = project.output / FILE
        data = [project.root / each.path for each in world.package.datasets.values()]
        files = (ledger, project.own / stamp.STAMP, project.data, *data, *project.python_files())

        def make() -> Mapping[str, str] | None:
            last = stamp.read(project)
            if not world.built or last is None:
                return None
            now = stamp.inputs(project, last.inputs)
            now[project.relative(ledger)] = hashlib.sha256(ledger.read_bytes()).hexdigest()
            return stamp.changed_since(project, last, now)

        return self._pieces.get("changed", state_of(*files), make)


def _files(each: Draft) -> tuple[str, ...]:
    return each.chapter.files if each.chapter is not None else ()
