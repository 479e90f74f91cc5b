"""Versions: what is installed under the name a script imports."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import metadata


@cache
def version_of(package: str) -> str:
    """The version of what a script imports by this name; empty where nothing is known of it."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        # A package may be imported by another name than it is installed by: PIL, sklearn, yaml.
        names = _distributions().get(package, [])
        return ", ".join(f"{name} {metadata.version(name)}" for name in sorted(set(names)))


@cache
def _distributions() -> Mapping[str, list[str]]:
    return metadata.packages_distributions()
