"""Versions: what packages a script was computed with; another version may give another number."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import metadata


@cache
def version(package: str) -> str:
    """The version of a package by the name it is imported by; empty where it has none."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        # A package may be imported by another name than it is installed by: PIL, sklearn, yaml.
        names = _distributions().get(package, [])
        return ", ".join(f"{name} {metadata.version(name)}" for name in sorted(set(names)))


@cache
def _distributions() -> Mapping[str, list[str]]:
    return metadata.packages_distributions()
