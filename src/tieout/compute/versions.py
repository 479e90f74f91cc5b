"""Versions: what is installed under the name a script imports."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache


@cache
def version_of(package: str) -> str:
    """The version of what a script imports by this name; empty where nothing is known of it."""
    from importlib import metadata  # most builds ask for no version

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        # A package may be imported by another name than it is installed by: PIL, sklearn, yaml.
        names = _distributions().get(package, [])
        return ", ".join(f"{name} {metadata.version(name)}" for name in sorted(set(names)))


@cache
def _distributions() -> Mapping[str, list[str]]:
    from importlib import metadata

    return metadata.packages_distributions()
