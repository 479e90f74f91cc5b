"""Text: a file's bytes as text, or a finding that names the byte that is none; and a text by language."""

from __future__ import annotations

import ast
import errno
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from tieout.findings import Finding, Place, Rule, TieoutError

EPOCH = "SOURCE_DATE_EPOCH"  # the variable that sets every date of what is made
Said = TypeVar("Said")
_LAST = 253_402_300_799
_LONG_KEY = re.compile(r"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){100}""")


def contents(path: Path) -> bytes:
    """The bytes of a file that has an end.

    Raises:
        OSError: it cannot be read, or is a pipe or a device: whoever read it might wait for ever.
    """
    if not path.is_file() and path.exists() and not path.is_dir():
        raise OSError(errno.EINVAL, "a pipe or a device, and no file with an end", str(path))
    return path.read_bytes()


def in_language(texts: object, language: str, otherwise: Said) -> Said:
    """What is said in a language such as `de`, `de_CH` or `de-CH`, or else something else."""
    code = language.partition("_")[0].partition("-")[0]
    return texts.get(code) or otherwise if isinstance(texts, Mapping) else otherwise


def moment(said: str) -> int | None:
    """The seconds since 1970 that a text of digits says, up to the year 9999; None where it says none."""
    good = said.isascii() and said.isdigit() and len(said) <= len(str(_LAST))
    return int(said) if good and int(said) <= _LAST else None


def toml(text: str) -> dict[str, Any]:
    """What a TOML text says.

    Raises:
        tomllib.TOMLDecodeError: it is none, is nested too deeply, or holds a number without end.
    """
    if _LONG_KEY.search(text):  # its reader would take memory without end
        raise tomllib.TOMLDecodeError("a key of too many parts")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise tomllib.TOMLDecodeError("nested too deeply") from None
    except ValueError:  # thousands of digits
        raise tomllib.TOMLDecodeError("a number without end") from None


def python(text: str | bytes) -> ast.Module:
    """The syntax tree of a Python text.

    Raises:
        SyntaxError: it is none, or is nested too deeply to be read.
    """
    try:
        return ast.parse(text)
    except (ValueError, RecursionError, MemoryError) as error:  # NUL; brackets in brackets
        raise SyntaxError(str(error) or "nested too deeply") from None


def utf8(data: bytes, path: str, rule: Rule, *, found: bool = True) -> str:
    """UTF-8 text without a byte order mark, its lines ending in a line feed only.

    Raises:
        TieoutError: a byte is not UTF-8; it is named with its line and column.
    """
    try:
        return data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        before = data[data.rfind(b"\n", 0, error.start) + 1 : error.start]
        place = Place(path, line, len(before.decode("utf-8").removeprefix("\ufeff")) + 1)
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        finding = Finding(rule, place, message, "Save the file as UTF-8.")
        raise TieoutError(finding, found=found) from None
