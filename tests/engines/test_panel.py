"""The files that let a page's numbers open."""

from __future__ import annotations

from tieout.engines import panel
from tieout.ledger.fragments import Fragments, Panel

HOSTILE = '</script><img src=x onerror="alert(1)">'
ONE = Panel(
    "n", HOSTILE, (HOSTILE,), (("Exact value", HOSTILE),), ((HOSTILE, "1", ""),), 0, ("", "")
)


def test_a_page_gets_script_style_and_data() -> None:
    made = panel.files(Fragments({}, {"n-n": ONE}))
    assert sorted(made) == ["_tieout/numbers.js", "_tieout/panel.css", "_tieout/panel.js"]
    assert b'"n-n"' in made["_tieout/numbers.js"]
    assert made == panel.files(Fragments({}, {"n-n": ONE}))


def test_text_never_becomes_markup() -> None:
    text = panel.files(Fragments())["_tieout/panel.js"].decode()
    for way in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "fetch(",
    ):
        assert way not in text


def test_panels_stay_out_of_what_the_extension_reads() -> None:
    assert "panels" not in Fragments({}, {"n-n": ONE}).as_json()
