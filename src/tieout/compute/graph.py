"""Graph: who takes whom, read from the parameters; cycles and unknown names are findings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from graphlib import CycleError, TopologicalSorter

from tieout import catalogue
from tieout.compute.define import Kind
from tieout.compute.definition import Definition
from tieout.findings import Finding, nearest, raise_errors


def order(
    definitions: Mapping[str, Definition],
    datasets: Mapping[str, object],
    parameters: Collection[str] = (),
) -> tuple[str, ...]:
    """The definitions' names, each after everything it takes; names that are free to swap, by name.

    Args:
        definitions: by name.
        datasets: by name.
        parameters: names of the edition's parameters.

    Raises:
        TieoutError: a parameter names nothing known, or statistics depend on each other in a circle.
    """
    raise_errors(_unknown(definitions, {*datasets, *parameters}))
    sorter = TopologicalSorter(
        {name: [p for p in taken(each) if p in definitions] for name, each in definitions.items()}
    )
    try:
        sorter.prepare()
    except CycleError as error:
        circle = error.args[1]
        raise_errors(_cycle(circle, definitions))
    ordered: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        ordered += ready
        sorter.done(*ready)
    return tuple(ordered)


def taken(definition: Definition) -> tuple[str, ...]:
    """The names of what a definition takes, in the order of its parameters."""
    return tuple(parameter.name for parameter in definition.parameters)


def groups(
    names: Sequence[str], definitions: Mapping[str, Definition], *, wide: bool
) -> Iterator[list[str]]:
    """Names in order, one by one; or, where many can run at once, all that wait for none of the others."""
    if not wide:
        yield from ([name] for name in names)
        return
    depths: dict[str, int] = {}
    for name in names:
        depths[name] = 1 + max(
            (depths.get(each, 0) for each in taken(definitions[name])), default=0
        )
    levels: dict[int, list[str]] = {}
    for name, depth in depths.items():
        levels.setdefault(depth, []).append(name)
    yield from (levels[depth] for depth in sorted(levels))


def _unknown(definitions: Mapping[str, Definition], datasets: Collection[str]) -> Iterator[Finding]:
    statistics = [name for name, each in definitions.items() if each.kind is Kind.STATISTIC]
    for definition in definitions.values():
        for name in taken(definition):
            if name in datasets or name in statistics:
                continue
            message = f"{definition.kind} '{definition.name}' takes '{name}', which is no dataset or statistic"
            if name in definitions:
                message = f"{definition.kind} '{definition.name}' takes '{name}', which is a {definitions[name].kind}"
            remedy = nearest(name, [*datasets, *statistics]) or "Name a dataset or a statistic."
            yield Finding(catalogue.UNKNOWN_PARAMETER, definition.place, message, remedy)


def _cycle(circle: list[str], definitions: Mapping[str, Definition]) -> Iterator[Finding]:
    # graphlib lists the circle against the direction of taking; start at the first name for stable output.
    names = list(reversed(circle))[:-1]
    start = names.index(min(names))
    names = names[start:] + names[:start]
    way = " takes ".join(f"'{name}'" for name in (*names, names[0]))
    place = definitions[names[0]].place
    remedy = "Let one of them read data instead."
    yield Finding(catalogue.CYCLE, place, f"a circle: {way}", remedy)


def reaches(
    definition: Definition, definitions: Mapping[str, Definition], datasets: Set[str]
) -> bool:
    """Whether a definition takes one of these datasets, by itself or through what it takes."""
    return any(
        name in datasets
        or (name in definitions and reaches(definitions[name], definitions, datasets))
        for name in taken(definition)
    )
