"""Definition: what is known of a statistic, figure or table before it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tieout.compute.define import Kind
from tieout.findings import Place


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function: its name, and the name of its annotation."""

    name: str
    annotation: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A marked function: where it stands, what it takes, and what its decorator was told.

    Attributes:
        module: the module's name, such as `scripts.prisons`.
        path: its file, relative to the project.
        line: the line of its `def`.
        source: its text, decorator included.
    """

    kind: Kind
    name: str
    module: str
    path: str
    line: int
    parameters: tuple[Parameter, ...]
    doc: str
    source: str
    options: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def place(self) -> Place:
        """Where the function is defined."""
        return Place(self.path, self.line)

    @property
    def title(self) -> str:
        """Its title, else its docstring's first sentence, else its name as words."""
        given = self.options.get("title")
        if given:
            return str(given)
        first = self.doc.strip().split("\n\n")[0].replace("\n", " ").strip()
        return first.removesuffix(".") or self.name.replace("_", " ")

    def option(self, name: str) -> str:
        """A text its decorator was told, or the empty string."""
        value = self.options.get(name)
        return "" if value is None else str(value)
