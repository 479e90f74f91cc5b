"""Support: what the embedded engine does not render is said, with its line; what it does is let be."""

from __future__ import annotations

import pytest

from engines.pandoc.bench import Bench
from tieout.findings import Finding

WRONG = [
    ("::: {.panel-sidebar}\nx\n:::", ".panel-sidebar"),
    ("{{< lipsum 3 >}}", "lipsum 3"),
    ("{{< frobnicate >}}", "frobnicate"),
    ("{{< var gone >}}", "var gone"),
    ('::: {style="color: red"}\nx\n:::', "style="),
    ('[x]{style="color: red"}', "style="),
    ('::: {.content-visible when-profile="x"}\nx\n:::', "when-profile="),
    ("Text \\foo here.", "\\foo"),
    ("C:\\temp", "\\temp"),
    ("$\\notacommand x$", "formula"),
    ("# Second", "second heading"),
    ("#### Deep", "skips a level"),
    ("```python\nx = 1 # <1>\n```\n\n1. One", "code annotation"),
]
CELLS = [
    ("```{python}\n1\n```", "{python}"),
    ("```{r, echo=FALSE}\n1\n```", "{r}"),
    ("```{mermaid}\ngraph\n```", "{mermaid}"),
    ("~~~{dot}\ngraph\n~~~", "{dot}"),
    ("Two is `{python} 1 + 1`.", "`{python} 1 + 1`"),
]


@pytest.fixture(scope="module")
def wrong(tmp_path_factory) -> list[Finding]:
    """What is found in a book with a chapter of each."""
    bench = Bench(tmp_path_factory.mktemp("wrong") / "book")
    chapters = {f"c{n}": f"# C\n\n{text}\n" for n, (text, _) in enumerate([*WRONG, *CELLS])}
    return bench.write(**chapters).findings()


@pytest.mark.parametrize(("number", "text", "named"), [(n, *c) for n, c in enumerate(WRONG)])
def test_unsupported_syntax_is_an_error_with_its_line(wrong, number, text, named) -> None:
    found = [finding for finding in wrong if finding.place.path == f"report/c{number}.qmd"]
    assert [finding.code for finding in found] == ["TIE311"]
    assert found[0].place.line == 3 + ("# <1>" in text)
    assert named in found[0].message
    assert found[0].remedy


@pytest.mark.parametrize(
    ("number", "named"), [(n, named) for n, (_, named) in enumerate(CELLS, start=len(WRONG))]
)
def test_a_cell_is_an_error_of_its_own_with_its_line(wrong, number: int, named: str) -> None:
    (found,) = (each for each in wrong if each.place.path == f"report/c{number}.qmd")
    assert (found.code, found.place.line) == ("TIE320", 3)
    assert named in found.message


def test_a_picture_on_the_network_is_an_error_of_its_own(bench: Bench) -> None:
    bench.write(c="# C\n\n![x](https://example.org/a.png)\n")
    assert [(each.code, each.place.line) for each in bench.findings()] == [("TIE321", 3)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A[^1]\n\n[^1]: one\n\n[^1]: other", 7),
        ("A[^1]\n\n[^1]: one\n[^1]: other", 6),
        ("A[^1]\n\n[^1]: one\n\n[^1]: other\n\n[^1]: third", 7),
        ("A[^1]\n\n[^1]: one\n\n- item\n\n    [^1]: other", 9),
        (
            "A[^1]\n\n```\n[^1]: code\n```\n\n<!--\n[^1]: aside\n-->\n\n[^1]: one\n\n> [^1]: other",
            15,
        ),
    ],
)
def test_a_second_text_of_a_footnote_is_an_error_where_it_stands(
    bench: Bench, text: str, line: int
) -> None:
    """Pandoc takes the last for both, and says nothing."""
    found = bench.write(c=f"# C\n\n{text}\n").findings()
    assert [(each.code, each.place.line) for each in found] == [("TIE325", line)]
    assert "footnote '1'" in found[0].message
    assert "the first at report/c.qmd:" in found[0].message


def test_a_footnote_s_other_text_may_stand_in_an_included_file(bench: Bench) -> None:
    bench.write(
        c="# C\n\nSays[^1]\n\n[^1]: one\n\n{{< include _inc.qmd >}}\n",
        d="# D\n\n{{< include _inc.qmd >}}\n\n{{< include _inc.qmd >}}\n",
    )
    (bench.root / "report" / "_inc.qmd").write_text("Says too[^1]\n\n[^1]: other\n")
    found = bench.findings()
    assert [(each.code, str(each.place)) for each in found] == [("TIE325", "report/_inc.qmd:3:1")]
    assert "the first at report/c.qmd:5:1" in found[0].message


RENDERED = [
    "A[^1]\n\n[^1]: one\n\n```\n[^1]: other\n```",
    "A[^1]\n\n[^1]: one\n\nText\n\n    [^1]: indented code",
    "A[^1]\n\n[^1]: one\n\n<!--\n[^1]: other\n-->",
    "A[^a][^A]\n\n[^a]: one\n\n[^A]: other, and `[^a]: code`",
    "```python\nx = 1\n```",
    "```{.python}\nx\n```",
    "```{=html}\n<hr>\n```",
    "````\n```{python}\n```\n````",
    "`code {python}`",
    "a@b.org and \\@fig-x",
    "::: {.note-to-self}\nx\n:::",
    "::: {.callout-note}\nx\n:::",
    "A grid of cells, a proof.",
    "$a_1 < b$ and \\$5",
    "<!-- ```{python} -->",
    "{{{< video x >}}}",
]


@pytest.fixture(scope="module")
def rendered(tmp_path_factory) -> list[Finding]:
    """What is found in a book with a chapter of each."""
    bench = Bench(tmp_path_factory.mktemp("rendered") / "book")
    chapters = {f"c{n}": f"# C\n\n{text}\n" for n, text in enumerate(RENDERED)}
    return bench.write(**chapters).findings()


@pytest.mark.parametrize(("number", "text"), list(enumerate(RENDERED)))
def test_what_is_rendered_is_no_finding(rendered, number: int, text: str) -> None:
    assert [each for each in rendered if each.place.path == f"report/c{number}.qmd"] == [], text


@pytest.mark.parametrize("code", ["figure x", "register", "pagebreak"])
def test_blocks_must_stand_alone(bench: Bench, code: str) -> None:
    from tieout.ledger import fragments as look

    bench.uses["figure x"] = look.Figure(
        "fig-x", "_tieout/figures/rise.svg", "A", look.Marked("C"), (), 1, 1
    )
    bench.uses["register"] = look.Register(("N",), ())
    bench.write(c=f"# C\n\nText {{{{< {code} >}}}} more.\n")
    found = bench.findings()
    assert [(str(f.place), f.code) for f in found] == [("report/c.qmd:3:6", "TIE304")]
    assert "alone" in found[0].message


def test_a_source_has_no_place_in_an_attribute(bench: Bench) -> None:
    from tieout.ledger import fragments as look

    bench.uses["source x"] = look.Source((look.Citation("licadho"),))
    bench.write(c='# C\n\n![P](own.svg){fig-alt="x{{< source x >}}"}\n')
    assert [(str(f.place), f.code) for f in bench.findings()] == [("report/c.qmd:3:25", "TIE304")]


def test_a_picture_needs_alternative_text(bench: Bench) -> None:
    bench.write(c="# C\n\n![](own.svg)\n")
    assert [(str(f.place), f.code) for f in bench.findings()] == [("report/c.qmd:3:5", "TIE501")]


def test_a_shortcode_in_the_front_matter(bench: Bench) -> None:
    bench.write(c='---\ntitle: "By {{< stat x >}}"\n---\n')
    assert [(str(f.place), f.code) for f in bench.findings()] == [("report/c.qmd:2:1", "TIE311")]


def test_settings_without_effect_are_noted(bench: Bench) -> None:
    bench.extra = "format:\n  html:\n    css: own.css\nfilters: [tieout]\n"
    found = bench.write(c="# C\n").render().findings
    assert [(f.code, str(f.severity), "css" in f.message) for f in found] == [
        ("TIE317", "note", True)
    ]
