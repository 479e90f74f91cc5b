"""Printed: what a figure prints is told with the numbers in it, on the terminal, as JSON and in the dossier."""

from __future__ import annotations

import json

import pytest

PATH = "figures/prisoners_by_month.py"


@pytest.fixture
def drawn(built):
    script = built.read(PATH)
    script = script.replace(
        "    axes.set_ylim(0)\n",
        '    axes.set_ylabel("prisoners")\n'
        '    axes.annotate("31,005 <b>", (1, 31005))\n'
        '    axes.text(0, 20000, "twice 20,000")\n'
        '    axes.set_title(f"Up {float(prison_rise):.0%}")\n',
    )
    script = script.replace(
        "(prisoners: pd.DataFrame)", "(prisoners: pd.DataFrame, prison_rise: float)"
    )
    built.write(PATH, script)
    built.write("_output/ledger.json", built.compiled().ledger.as_json())
    return built


@pytest.mark.slow
def test_each_text_with_its_numbers(drawn, inside):
    said = json.loads(inside(drawn, "explain", "figure:prisoners_by_month", "--format", "json").out)
    assert said["picture"] == ""  # only compiled, not built
    numbers = {each["text"]: each.get("numbers", []) for each in said["texts"]}
    assert numbers == {
        "prisoners": [],
        "31,005 <b>": ["prisoners.2018-12.all.prisoners"],
        "twice 20,000": ["prisoners.2016-12.all.prisoners"],
        "Up 95%": ["prison_rise"],
    }
    text = inside(drawn, "explain", "figure:prisoners_by_month").out
    assert "prints     4 texts" in text
    assert "title: Up 95% = prison_rise" in text
    assert "'tieout build' draws it" in text
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.slow
def test_the_dossier_shows_them_beside_the_script(drawn, inside):
    made = inside(drawn, "audit")
    assert made.status == 0, made.said
    page = drawn.read("_output/audit/index.html")
    part = page[page.index('id="fig-prisoners_by_month"') :]
    part = part[part.index("What it prints") : part.index("Cells it shows")]
    assert "31,005 &lt;b&gt;" in part
    assert '<a href="#dataset-prisoners">prisoners.2018-12.all.prisoners</a>' in part
    assert ">prison_rise</a> 95%" in part
