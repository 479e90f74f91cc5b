"""Version: which Quarto is on PATH, and whether it can do what is asked of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable

from tieout import catalogue
from tieout.engines.quarto import process
from tieout.findings import Finding, Place, Rule, TieoutError

PROGRAM = "quarto"
# 1.6 runs shortcodes in attributes and callout titles and tells a shortcode where it stands; before it, a number
# in a picture's alternative text came out as its source.
MINIMUM = (1, 6)
# 1.9 brought books in Typst.
MINIMUM_OF_FORMAT = {"pdf": (1, 9)}
_PATIENCE = 30.0
_INSTALL = "Install Quarto from quarto.org, or choose the embedded engine with '--engine pandoc'."


def installed() -> str:
    """The version of the Quarto on PATH, as it gives it.

    Raises:
        TieoutError: there is none, it does not answer, or it is too old.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise _cannot(catalogue.NO_ENGINE, f"there is no '{PROGRAM}' on PATH", _INSTALL)
    try:
        outcome = process.run([program, "--version"], timeout=_PATIENCE)
    except process.TimedOutError:
        message = f"'{PROGRAM} --version' gave no answer within {_PATIENCE:.0f} seconds"
        raise _cannot(catalogue.NO_ENGINE, message, _INSTALL) from None
    except OSError as error:
        message = f"'{program}' cannot be started: {error.strerror}"
        raise _cannot(catalogue.NO_ENGINE, message, _INSTALL) from None
    words = (outcome.stdout.split() or [""])[0]
    if outcome.status != 0 or not _numbers(words):
        message = f"'{program} --version' does not give a version"
        raise _cannot(catalogue.NO_ENGINE, message, _INSTALL)
    if _numbers(words) < MINIMUM:
        raise _too_old(words, MINIMUM, "tieout")
    return words


def require(version: str, formats: Iterable[str]) -> None:
    """Check that a version can make the formats.

    Raises:
        TieoutError: it is too old for one of them.
    """
    for name in formats:
        wanted = MINIMUM_OF_FORMAT.get(name, MINIMUM)
        if _numbers(version) < wanted:
            raise _too_old(version, wanted, f"the {name.upper()} of a book")


def _numbers(version: str) -> tuple[int, ...]:
    found = re.match(r"(\d+)\.(\d+)(?:\.(\d+))?", version)
    return tuple(int(part) for part in found.groups(default="0")) if found else ()


def _too_old(version: str, wanted: tuple[int, int], what: str) -> TieoutError:
    message = f"Quarto {version} is too old: {what} needs {wanted[0]}.{wanted[1]} or later"
    return _cannot(catalogue.ENGINE_TOO_OLD, message, _INSTALL)


def _cannot(rule: Rule, message: str, remedy: str) -> TieoutError:
    return TieoutError(Finding(rule, Place(PROGRAM), message, remedy), found=False)
