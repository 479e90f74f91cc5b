"""Page: a difference as one HTML file that needs nothing else; escaped by the template engine."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from tieout.diff.changes import Diff
from tieout.ledger.lockfile import Drift

_HERE = Path(__file__).parent


def html(diff: Diff, title: str, language: str = "en") -> str:
    """The difference as a page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (_HERE / "page.css").read_text(encoding="utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    page = environment.get_template("page.html.jinja")
    return (
        page.render(
            diff=diff,
            title=title,
            language=language,
            style=style,
            policy=policy,
            moved=[each for each in diff.numbers if each.kind is not Drift.REWORKED],
            reworked=diff.of(Drift.REWORKED),
        )
        + "\n"
    )
