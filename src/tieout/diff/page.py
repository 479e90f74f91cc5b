"""Page: a difference as one HTML file that needs nothing else; escaped by the template engine."""

from __future__ import annotations

from pathlib import Path

from tieout import onepage
from tieout.diff.changes import Diff
from tieout.ledger.lockfile import Drift

_HERE = Path(__file__).parent


def html(diff: Diff, title: str, language: str = "en") -> str:
    """The difference as a page."""
    style = (_HERE / "page.css").read_text(encoding="utf-8").strip()
    page = onepage.environment(_HERE).get_template("page.html.jinja")
    return (
        page.render(
            diff=diff,
            title=title,
            language=language,
            style=style,
            policy=onepage.policy(style),
            moved=[each for each in diff.numbers if each.kind is not Drift.REWORKED],
            reworked=diff.of(Drift.REWORKED),
        )
        + "\n"
    )
