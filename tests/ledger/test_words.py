"""Words that follow a number, and fractions in words, as a chapter and a caption use them."""

from __future__ import annotations

import pytest

from projects import Report
from tieout.ledger.fragments import Stat


def made(report: Report, text: str) -> list[str]:
    report.append("report/prisons.qmd", f"\n{text}\n")
    compiled = report.compiled()
    assert not [each for each in compiled.findings if each.severity == "error"]
    keys = [key for key in compiled.fragments.uses if key.startswith("word ") or "as=" in key]
    fragments = [compiled.fragments.uses[key] for key in keys]
    return [each.text for each in fragments if isinstance(each, Stat)]


def test_a_word_follows_the_sign(computed: Report):
    assert made(computed, 'It {{< word prison_rise rose "fell, we <regret>" >}}.') == ["rose"]


def test_a_word_is_plain_text_in_every_format(computed: Report):
    computed.append("report/prisons.qmd", '\nIt {{< word prison_rise "rose <b> & $" fell >}}.\n')
    uses = computed.compiled().fragments.uses
    (word,) = [each for key, each in uses.items() if key.startswith("word ")]
    assert isinstance(word, Stat)
    assert word.text == "rose <b> & $"
    assert word.html == "rose &lt;b&gt; &amp; $"
    assert "\\$" in word.latex
    assert "href" not in word.html


def test_a_word_is_a_use_of_the_number(computed: Report):
    line = computed.append("report/prisons.qmd", "\nIt {{< word prison_rise rose fell >}}.\n") + 1
    uses = computed.ledger()["prison_rise"]["uses"]
    assert {"file": "report/prisons.qmd", "line": line, "column": 4, "display": "rose"} in uses


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("{{< word prison_rise rose >}}", "TIE304"),
        ("{{< word prison_rise a b c d >}}", "TIE304"),
        ("{{< word prison_ris rose fell >}}", "TIE303"),
        ("{{< word >}}", "TIE304"),
        ("{{< stat prisoners.2016-12.all.prisoners as=fraction >}}", "TIE304"),
    ],
)
def test_what_cannot_be_used_is_told(computed: Report, code, wrong):
    computed.append("report/prisons.qmd", f"\nIt {code}.\n")
    assert computed.finding().code == wrong


def test_a_share_as_a_fraction(computed: Report):
    (text,) = made(computed, "{{< stat prisoners.2016-12.women.share as=fraction >}} of them.")
    assert text.split()[0] in {"nearly", "just", "less", "more", "about", "a", "one"}
