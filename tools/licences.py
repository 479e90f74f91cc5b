"""Writes docs/licences.md: the licence of every package that tieout brings along.

    python tools/licences.py

Licences are read from the packages installed here; of one that this system does not need, the line is kept
that another system wrote.
"""

from __future__ import annotations

import re
from importlib import metadata

import lock

PAGE = lock.ROOT / "docs" / "licences.md"
_HEAD = """# Licences

What `pip install tieout` brings along, and under which licence each package says it stands. Made by `make licences`
from `requirements.lock`; a test holds the two together. `make sbom` writes the same as a CycloneDX bill of materials
with the sums of all files and who needs what; `make audit-deps` asks the package registry for known weaknesses.

Two packages carry something with a licence of its own: `pypandoc-binary` brings pandoc (GPL-2.0-or-later), which
tieout runs as a separate program, and `matplotlib` brings the DejaVu fonts (Bitstream Vera).

| package | version | licence |
| --- | --- | --- |
"""
_ROW = re.compile(
    r"^\| (?P<name>[a-z0-9-]+) \| (?P<version>\d\S*) \| (?P<licence>.+) \|$", re.MULTILINE
)
_UNSAID = "not said by the package"
# What classifiers and free texts mean, in the words of SPDX.
_SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-2.1-or-later",
}

# Classifiers do not say whether they hold together or one for the other: what the package's own file says.
_READ = {"text-unidecode": "Artistic-1.0-Perl OR GPL-1.0-or-later"}


def of(name: str) -> str:
    """The licence that an installed package says it stands under; empty: it says none, or is not installed."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    if name in _READ:
        return _READ[name]
    if expression := about.get("License-Expression"):
        return str(expression)
    classes = [
        each.rpartition(" :: ")[2]
        for each in about.get_all("Classifier") or []
        if each.startswith("License :: ") and not each.endswith("OSI Approved")
    ]
    if classes:
        return " AND ".join(sorted(_SPDX.get(each, each) for each in classes))
    said = str(about.get("License") or "").strip()
    first = said.splitlines()[0].strip() if said else ""
    return _SPDX.get(first, first) if len(first) < 60 else ""


def rows(text: str) -> dict[str, tuple[str, str]]:
    """The version and the licence of every package listed on the page."""
    return {hit["name"]: (hit["version"], hit["licence"]) for hit in _ROW.finditer(text)}


def page(packages: tuple[lock.Locked, ...], before: str) -> str:
    """The page anew; `before` is the page as it was."""
    known = rows(before)
    lines = []
    for each in packages:
        kept = known.get(each.name, ("", ""))[1] if each.on else ""
        licence = of(each.name) or kept or _UNSAID
        lines.append(f"| {each.name} | {each.version} | {licence} |")
    return _HEAD + "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    packages = lock.read()
    before = PAGE.read_text("utf-8") if PAGE.is_file() else ""
    PAGE.write_text(page(packages, before), "utf-8")
    unsaid = [
        name for name, (_, licence) in rows(PAGE.read_text("utf-8")).items() if licence == _UNSAID
    ]
    print(f"{PAGE}: {len(packages)} packages; without a licence: {', '.join(unsaid) or 'none'}")


if __name__ == "__main__":
    main()
