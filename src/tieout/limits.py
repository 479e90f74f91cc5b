"""Limits: how much must stand behind a number of confidential data; the `[disclosure]` table of `tieout.toml`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace

from tieout import catalogue
from tieout.findings import Finding, Place


@dataclass(frozen=True, slots=True)
class Limits:
    """The rules of disclosure; the defaults are those of ACRO, the tool of the SACRO project.

    Attributes:
        minimum: the fewest individuals a number may rest on, and by which two numbers may differ.
        dominance_n: the largest contributors that are looked at together,
        dominance_k: and the part of the whole that they may make.
        p_percent: what all but the two largest contributors must make at least, as a part of the largest.
        runs: the most runs of a function that may be spent on finding who stands behind it.
    """

    minimum: int = 10
    dominance_n: int = 2
    dominance_k: float = 0.9
    p_percent: float = 0.1
    runs: int = 50_000


ACRO = Limits()
_PARTS = ("dominance_k", "p_percent")
_LEAST = {"minimum": 3}  # with two, each of them knows the other


def parse(given: object) -> Limits:
    """The limits that a table gives; the usual ones where `faults` finds something wrong with it."""
    if not isinstance(given, Mapping) or any(_problem(key, each) for key, each in given.items()):
        return ACRO
    return replace(ACRO, **given)


def faults(given: object, place: Place, at: Callable[[str], Place]) -> Iterator[Finding]:
    """A finding for each thing that is wrong with a table; `at` says where a key stands."""
    if not isinstance(given, Mapping):
        message = "disclosure is no table"
        remedy = "Write [disclosure] and lines such as minimum = 10."
        yield Finding(catalogue.BAD_CONFIG_VALUE, place, message, remedy)
        return
    for key, value in given.items():
        problem = _problem(key, value)
        if problem:
            yield Finding(catalogue.BAD_CONFIG_VALUE, at(key), *problem)


def _problem(key: str, value: object) -> tuple[str, str] | None:
    known = [each.name for each in fields(Limits)]
    if key not in known:
        return f"unknown key '{key}' of [disclosure]", f"Known keys: {', '.join(known)}."
    if key in _PARTS:
        good = not isinstance(value, bool) and isinstance(value, int | float) and 0 < value <= 1
        return None if good else (f"{key} = {value!r} is no part of a whole", "Write 0.9 or so.")
    least = _LEAST.get(key, 1)
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        return f"{key} = {value!r} cannot be used", f"Give a whole number, at least {least}."
    return None
