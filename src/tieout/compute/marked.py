"""Marked: what the decorators marked in an imported module, as definitions that can be sent and kept."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

from tieout.compute.define import mark_of
from tieout.compute.definition import Definition, Parameter
from tieout.compute.handed import annotation_text


def marked(module: ModuleType, path: str) -> Iterator[tuple[Definition, Callable[..., object]]]:
    """Each definition of the module's own, with its function; `path` is the file's in the project."""
    for name, thing in vars(module).items():
        mark = mark_of(thing)
        if mark is None or getattr(thing, "__module__", None) != module.__name__:
            continue
        function = inspect.unwrap(thing)
        try:
            lines, start = inspect.getsourcelines(function)
        except (OSError, TypeError):
            lines, start = [], 1  # made without a `def`; collect says that it has no docstring
        offset = next(
            (n for n, text in enumerate(lines) if text.lstrip().startswith(("def ", "async "))),
            0,
        )
        definition = Definition(
            kind=mark.kind,
            name=name,
            module=module.__name__,
            path=path,
            line=start + offset,
            parameters=_parameters(function),
            doc=inspect.getdoc(function) or "",
            source="".join(lines),
            options=_plain_options(mark.options),
        )
        yield definition, thing


def _parameters(function: Callable[..., object]) -> tuple[Parameter, ...]:
    made = []
    for parameter in inspect.signature(function).parameters.values():
        annotation = parameter.annotation
        text = annotation_text(annotation, getattr(function, "__globals__", {}))
        if parameter.kind in {parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD}:
            made.append(Parameter(f"*{parameter.name}"))
        elif parameter.default is parameter.empty:
            made.append(Parameter(parameter.name, "" if annotation is parameter.empty else text))
    return tuple(made)


def _plain_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """The decorator's arguments as plain data; anything else is kept as its text and found wrong later."""

    def plain(value: Any) -> Any:
        if isinstance(value, str | int | float | bool) or value is None:
            return value
        if isinstance(value, Mapping):
            return {str(key): plain(each) for key, each in value.items()}
        return repr(value)

    return {key: plain(value) for key, value in options.items()}
