"""Strict: an author's own HTML brings nothing onto a page that runs, loads or leads where no link may."""

from __future__ import annotations

import pytest

from engines.pandoc.bench import Bench
from fuzz import markup
from tieout.engines.pandoc.strict import strict

TAKEN_OUT = {
    "<script>alert(1)</script>a": "a",
    "<SCRIPT src=//x></SCRIPT>a": "a",
    "<b onclick=x() ONLOAD='y' id=k>a</b>": '<b id="k">a</b>',
    "<img/onerror=x src=a.png>": '<img src="a.png">',
    "<img src=https://example.org/a.png alt=x>": '<img alt="x">',
    "<a href='java\tscript:x'>a</a>": "<a>a</a>",
    "<a href='&#106;avascript:x'>a</a>": "<a>a</a>",
    "<a href=data:text/html,x>a</a>": "<a>a</a>",
    "<svg><use xlink:href=data:x><a xlink:href=javascript:x>a</a></svg>": "<svg><a>a</a></svg>",
    "<math><annotation-xml><b>x</b></annotation-xml><mi>a</mi></math>": "<math><mi>a</mi></math>",
    "<meta http-equiv=refresh content='0;url=x'><base href=//x>a": "a",
    "<form action=//x><input name=y><button formaction=z>a</button></form>": "a",
    "<iframe srcdoc='<script>'></iframe><p style='color: red'>a</p>": "<p>a</p>",
    "<!-- <b> --><noscript><p title='</noscript><img src=x onerror=y>'></noscript>a": "a",
    "<a href=a href=javascript:x>a</a>": '<a href="a">a</a>',
    "<b title='<img src=x onerror=y>'>a</b>": '<b title="&lt;img src=x onerror=y&gt;">a</b>',
}
KEPT = (
    '<details class="a"><summary>b</summary><kbd>c</kbd> &amp; &lt;d&gt;</details>',
    '<a href="https://example.org/?a=b&amp;c#d">e</a><a href="mailto:a@example.org">f</a><a href="#g">h</a>',
    '<img src="\ue002i0\ue001" alt="a"\ue002d0\ue001 />',
    "<a\ue002l3\ue001>b</a>",
    '<svg viewBox="0 0 1 1"><path d="M0 0" fill="red"></path></svg>',
    '<input type="checkbox" disabled />',
    '<td colspan="2" class="align-right">\ue0000\ue001<br />i</td>',
)


@pytest.mark.parametrize("given", TAKEN_OUT)
def test_what_runs_or_loads_is_taken_out(given: str) -> None:
    assert strict(given) == TAKEN_OUT[given]
    assert markup.strange(strict(given)) == ""


@pytest.mark.parametrize("given", KEPT)
def test_all_else_stays(given: str) -> None:
    assert strict(given) == given


def test_no_piece_of_a_chapter_comes_past_it(bench: Bench) -> None:
    made = bench.one(
        "# C\n\n`<b `{=html}onclick=y`>`{=html}w and <b onclick='x'>bold</b>.\n\n"
        "::: {.callout-note title='<i onload=z>T</i>'}\nText.\n:::\n\n<svg onload=x><path/></svg>\n"
    )
    assert markup.strange(made.html) == ""
    assert "<b>bold</b>" in made.html


def test_a_link_leads_to_pages_and_mail_only(bench: Bench) -> None:
    text = (
        "# C\n\n[a](javascript:alert) [b](file:///etc/passwd) <https://example.org> [c](tel:+1)\n"
    )
    assert [found.message for found in bench.write(c=text).findings()] == [
        "link to 'javascript:alert': the embedded engine does not render this",
        "link to 'file:///etc/passwd': the embedded engine does not render this",
    ]


def test_what_is_left_out_is_said_where_it_stands(bench: Bench) -> None:
    bench.write(
        c="# C\n\nText <IFRAME src=x></IFRAME>.\n\n```{=html}\n<form>\n<b>x</b></form>\n```\n"
    )
    rendered = bench.render()
    told = [each for each in rendered.findings if each.code == "TIE323"]
    assert [(each.place.line, each.message) for each in told] == [
        (3, "'<iframe>' is left out of the pages"),
        (6, "'<form>' is left out of the pages"),
    ]
    assert bench.render().findings == rendered.findings  # also of what is kept
