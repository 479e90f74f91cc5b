"""Versions: what is installed under the name a script imports."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

_LINE = re.compile(r"^Version: *(\S+)[ \t\r]*$", re.M)


@cache
def version_of(package: str) -> str:
    """The version of what a script imports by this name; empty where nothing is known of it."""
    from importlib import metadata  # most builds ask for no version

    try:
        found = metadata.distribution(package)
    except metadata.PackageNotFoundError:
        # A package may be imported by another name than it is installed by: PIL, sklearn, yaml.
        names = _distributions().get(package, [])
        return ", ".join(f"{name} {metadata.version(name)}" for name in sorted(set(names)))
    # The line itself: to parse all that is said of pandas takes as long as to load the whole of a small report.
    line = _LINE.search(found.read_text("METADATA") or "")
    return line[1] if line else found.version


@cache
def _distributions() -> Mapping[str, list[str]]:
    from importlib import metadata

    return metadata.packages_distributions()
