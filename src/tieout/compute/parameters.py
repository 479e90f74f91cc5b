"""Parameters: what a function is handed of its edition, typed as its annotations ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from tieout import catalogue
from tieout.compute.definition import Definition, Parameter
from tieout.edition import Edition
from tieout.findings import Finding
from tieout.given import ANNOTATED, Given, type_of


def given(definition: Definition, edition: Edition | None) -> dict[str, Given]:
    """The values of the edition's parameters that a definition takes."""
    return {
        each.name: edition.value(each.name, type_of(each.annotation) or "")
        for each in definition.parameters
        if edition is not None and each.name in edition.parameters
    }


def key(name: str, definition: Definition, edition: Edition) -> tuple[str, str]:
    """A parameter as one of the things that a result depends on: a name that a person knows, and its value."""
    value = given(definition, edition)[name]
    return f"{name} in {edition.place.path}", f"{type(value).__name__} {value!r}"


def faults(
    definitions: Iterable[Definition], datasets: Collection[str], edition: Edition | None
) -> Iterator[Finding]:
    """A finding for each parameter that has the name of something else, or is not what a function takes."""
    if edition is None:
        return
    every = tuple(definitions)
    named: Mapping[str, str] = dict.fromkeys(datasets, "dataset") | {e.name: e.kind for e in every}
    for name in edition.parameters:
        if name in named:
            message = f"column '{name}' has the name of a {named[name]}"
            remedy = "Rename one: a function could not say which it takes."
            yield Finding(catalogue.DUPLICATE_NAME, edition.place, message, remedy)
    for definition in every:
        for each in definition.parameters:
            if each.name in edition.parameters and each.name not in named:
                yield from _typed_faults(definition, each, edition)


def _typed_faults(
    definition: Definition, parameter: Parameter, edition: Edition
) -> Iterator[Finding]:
    wanted = type_of(parameter.annotation)
    who = f"{definition.kind} '{definition.name}' takes '{parameter.name}'"
    if parameter.annotation and wanted is None:
        message = f"{who} as {parameter.annotation}; a parameter of an edition is none"
        remedy = f"Annotate it with one of {', '.join(ANNOTATED)}."
        yield Finding(catalogue.BAD_PARAMETER, definition.place, message, remedy)
        return
    try:
        edition.value(parameter.name, wanted or "")
    except ValueError:
        text = edition.parameters[parameter.name]
        message = f"{who} as {parameter.annotation}, but edition '{edition.name}' has '{text}'"
        remedy = f"Correct the cell in {edition.place}, or the annotation."
        yield Finding(catalogue.BAD_PARAMETER, definition.place, message, remedy)
