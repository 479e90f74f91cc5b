"""One page: an HTML file that needs nothing else: its template engine, which escapes, and its security policy."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def environment(folder: Path) -> Environment:
    """The engine for a folder's templates.

    Whatever comes from data, chapters or sources is escaped, without anybody having to think of it.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def policy(style: str, script: str = "", *, pictures: bool = False) -> str:
    """What a page may do: use this style and, where there is one, this script, which stand in it, and nothing else.

    Args:
        style: the text of its style element.
        script: the text of its script element; empty: it runs none.
        pictures: whether pictures may stand in it as data.
    """
    parts = ["default-src 'none'", f"style-src '{_digest(style)}'"]
    parts += [f"script-src '{_digest(script)}'"] if script else []
    parts += ["img-src data:"] if pictures else []
    return "; ".join((*parts, "base-uri 'none'", "form-action 'none'"))


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
