"""Exceptions: numbers that the data package lets pass although they break a rule of disclosure, each with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tieout import catalogue
from tieout.data.dataset import Dataset
from tieout.findings import Finding, nearest
from tieout.ledger.record import Exempt

KINDS = ("statistic", "figure", "table")
_FORM = 'Write {"statistic": "NAME", "reason": "…"}, with "rule": "TIE121" for one rule alone.'


@dataclass(frozen=True, slots=True)
class Exemption:
    """A number, figure or table that may be published all the same; `rule` is one code, or empty for any."""

    dataset: str
    name: str
    reason: str
    rule: str = ""


def read(datasets: Iterable[Dataset]) -> tuple[Exemption, ...]:
    """Every exception that has all it needs."""
    return tuple(
        Exemption(dataset.name, _name(item), str(item["reason"]).strip(), str(item.get("rule", "")))
        for dataset in datasets
        for item in _items(dataset)
        if not _problem(item)
    )


def exempt(datasets: Iterable[Dataset]) -> tuple[Exempt, ...]:
    """The exceptions as the ledger tells a reviewer of them, in order of their names."""
    found = read(datasets)
    told = [Exempt(each.name, each.dataset, each.rule or "any", each.reason) for each in found]
    return tuple(sorted(told, key=lambda each: (each.name, each.dataset, each.rule)))


def faults(datasets: Iterable[Dataset], known: Mapping[str, str]) -> Iterator[Finding]:
    """A finding for each exception that cannot be used; `known` maps the names there are to their kinds."""
    for dataset in datasets:
        for item in _items(dataset):
            message, remedy = _problem(item), _FORM
            if not message and not dataset.guarded:
                message = "nothing of it is confidential"
                remedy = "Take the exception out."
            if not message and known.get(_name(item)) != _kind(item):
                message = f"it names no {_kind(item)}: '{_name(item)}'"
                remedy = nearest(_name(item), known) or f"Known: {', '.join(known) or 'none'}."
            if message:
                said = f"dataset '{dataset.name}', tieout:disclosure: {message}"
                yield Finding(catalogue.BAD_EXCEPTION, dataset.place, said, remedy)


def _items(dataset: Dataset) -> list[Any]:
    given = dataset.descriptor.get("tieout:disclosure") or []
    return given if isinstance(given, list) else [given]


def _problem(item: object) -> str:
    if not isinstance(item, Mapping) or sum(kind in item for kind in KINDS) != 1:
        return "an exception names one statistic, figure or table"
    unknown = [key for key in item if key not in (*KINDS, "reason", "rule")]
    if unknown:
        return f"unknown key '{unknown[0]}'"
    if not isinstance(item.get("reason"), str) or not item["reason"].strip():
        return f"the exception of '{_name(item)}' gives no reason"
    if item.get("rule", catalogue.FIXED[0]) not in catalogue.FIXED:
        return f"'{item['rule']}' is no rule of disclosure"
    return ""


def _kind(item: Mapping[str, Any]) -> str:
    return next(kind for kind in KINDS if kind in item)


def _name(item: Mapping[str, Any]) -> str:
    return str(item[_kind(item)])
