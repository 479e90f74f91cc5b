"""Versions: what is installed under the name a script imports."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache

# As an installer names what it noted of a package, `name-version.dist-info`, where name and version are plain.
_NOTED = re.compile(
    r"(?P<name>\w+)-(?P<version>\d[\d.]*(?:(?:a|b|rc|\.post|\.dev)\d+)?)\.dist-info"
)


@cache
def version_of(package: str) -> str:
    """The version of what a script imports by this name; empty where nothing is known of it."""
    noted = _noted().get(package.lower(), "")
    if noted:
        return noted
    from importlib import metadata  # thirty milliseconds

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        # A package may be imported by another name than it is installed by: PIL, sklearn, yaml.
        names = _distributions().get(package, [])
        return ", ".join(f"{name} {metadata.version(name)}" for name in sorted(set(names)))


@cache
def _noted() -> Mapping[str, str]:
    """The versions of packages that are noted once, by their names."""
    found: dict[str, list[str]] = {}
    for folder in sys.path:
        with suppress(OSError):  # a folder of Python's path need not exist
            for entry in os.listdir(folder):  # noqa: PTH208  # a Path a file costs milliseconds
                if told := _NOTED.fullmatch(entry):
                    found.setdefault(told["name"].lower(), []).append(told["version"])
    return {name: versions[0] for name, versions in found.items() if len(versions) == 1}


@cache
def _distributions() -> Mapping[str, list[str]]:
    from importlib import metadata

    return metadata.packages_distributions()
