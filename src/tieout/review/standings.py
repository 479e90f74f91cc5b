"""Standings: how every number, figure and table stands with its reviewers; and putting one's name to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError
from tieout.ledger import signoff
from tieout.ledger.record import Record, Shown
from tieout.ledger.signoff import SignOff, Standing, State, kind_of
from tieout.review.material import Material


@dataclass(frozen=True, slots=True)
class Stands:
    """One thing and how it stands."""

    thing: Record | Shown
    standing: Standing

    @property
    def name(self) -> str:
        """The name `tieout review` takes."""
        kind = kind_of(self.thing)
        return self.thing.name if kind == "number" else f"{kind}:{self.thing.name}"

    def as_json(self) -> dict[str, Any]:
        """The standing as JSON data."""
        return {
            "name": self.name,
            "title": self.thing.title,
            "state": str(self.standing.state),
            "by": [each.as_json() for each in self.standing.holds],
            "expired": [each.as_json() for each in self.standing.expired],
        }


@dataclass(frozen=True, slots=True)
class Standings:
    """How everything stands; `lost` are sign-offs of things that are no more."""

    all: tuple[Stands, ...]
    lost: tuple[SignOff, ...]

    def count(self, state: State) -> int:
        """How many things stand so."""
        return sum(each.standing.state is state for each in self.all)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many things stand in each state."""
        return {str(state): self.count(state) for state in State}

    def as_json(self) -> dict[str, Any]:
        """The standings as JSON data."""
        return {
            "counts": {"all": len(self.all), **self.counts},
            "things": [each.as_json() for each in self.all],
            "lost": [{"kind": each.kind, "name": each.name, "by": each.by} for each in self.lost],
        }


def standings(material: Material) -> Standings:
    """How every number, figure and table of the report stands."""
    things: list[Record | Shown] = [*material.records.values()]
    things += [material.ledger.shown[name] for name in sorted(material.ledger.shown)]
    known = {(kind_of(each), each.name) for each in things}
    return Standings(
        all=tuple(Stands(each, material.standing(each)) for each in things),
        lost=tuple(
            each
            for each in material.signed
            if (each.kind, each.name) not in known and not each.elsewhere
        ),
    )


def sign(material: Material, name: str, by: str, *, note: str = "", on: str = "") -> Stands:
    """Put a reviewer's name to a number, figure or table as the last build made it.

    Raises:
        TieoutError: the name is not known, nobody signs, or the file cannot be written.
    """
    thing = material.find(name)
    if not by.strip():
        place = Place("--by")
        finding = Finding(catalogue.BAD_ARGUMENT, place, "a sign-off needs a name", "Give yours.")
        raise TieoutError(finding, found=False)
    if thing.name not in material.records and thing.name not in material.ledger.shown:
        place = Place(thing.file, thing.line)
        message, remedy = f"no chapter uses '{name}'", "Sign off what the report says."
        raise TieoutError(Finding(catalogue.BAD_ARGUMENT, place, message, remedy), found=False)
    shown = thing.display if isinstance(thing, Record) else ""
    mine = SignOff(kind_of(thing), thing.name, by.strip(), thing.digest, on, shown, note.strip())
    signed = signoff.in_order((*signoff.read(material.project), mine))
    signoff.write(material.project, signed)
    return Stands(thing, signoff.standing(thing, signed))


def withdraw(material: Material, name: str, by: str) -> Stands:
    """Take a reviewer's name back from a number, figure or table.

    Raises:
        TieoutError: the name is not known, or this reviewer never signed it.
    """
    thing = material.find(name)
    mine = (kind_of(thing), thing.name, by.strip())
    signed = signoff.read(material.project)
    kept = tuple(
        each for each in signed if (each.kind, each.name, each.by) != mine or each.elsewhere
    )
    if kept == signed:
        message = f"'{by}' has not signed off '{name}'"
        finding = Finding(
            catalogue.BAD_ARGUMENT,
            Place(signoff.files(material.project)[-1]),
            message,
            "See 'tieout review --list'.",
        )
        raise TieoutError(finding, found=False)
    signoff.write(material.project, kept)
    return Stands(thing, signoff.standing(thing, kept))
