"""Foreign: what books written for Quarto alone hold, rendered the way Quarto renders it."""

from __future__ import annotations

import re

import page as validator  # page-validation: 104 rules of PDF/UA-1
import pytest
from lxml import html as lxml_html

from engines.pandoc.bench import Bench


def inside(html: str, path: str) -> lxml_html.HtmlElement:
    found = lxml_html.fromstring(f"<div>{html}</div>").xpath(path)
    assert found, f"{path} in {html}"
    return found[0]


def words(html: str, path: str) -> str:
    return " ".join(inside(html, path).text_content().replace("\xa0", " ").split())


def test_a_theorem_has_its_name_its_number_and_its_label(bench: Bench) -> None:
    made = bench.one(
        "# C\n\n::: {#thm-line}\n\n## Straight *lines*\n\nTwo points, one line.\n:::\n\n"
        "::: {#def-x name='Apt'}\nA word.\n:::\n\n::: {#thm-next}\nMore.\n:::\n\n"
        "See @thm-line, [-@def-x], [Sätze @thm-next] and @Thm-next.\n"
    )
    assert words(made.html, "//div[@id='thm-line']") == (
        "Theorem 1.1 (Straight lines) Two points, one line."
    )
    assert words(made.html, "//div[@id='def-x']") == "Definition 1.1 (Apt) A word."
    assert words(made.html, "(//p)[last()]") == ("See Theorem 1.1, 1.1, Sätze 1.2 and Theorem 1.2.")
    assert '#theorem(style: "plain")[' in made.typst
    assert "] <thm-line>" in made.typst
    assert [heading.text for heading in made.headings] == ["C"], "a theorem's title is no section"


def test_a_proof_and_a_remark_have_a_name_and_no_number(bench: Bench) -> None:
    bench.extra = "lang: de\n"
    made = bench.one("# C\n\n::: {.proof}\nClear.\n:::\n\n::: {.remark}\n- a\n- b\n:::\n")
    assert words(made.html, "//div[@class='theorem theorem-remark'][1]") == "Beweis. Clear."
    assert words(made.html, "//div[@class='theorem theorem-remark'][2]/p") == "Bemerkung."


@pytest.mark.slow
def test_a_tabset_is_sections_one_after_another(bench: Bench) -> None:
    made = bench.one(
        "# C\n\n::: {.panel-tabset group='os'}\n\n## Linux\n\nFirst.\n\n### Inside\n\n## Mac {#mac}\n\nSecond.\n\n:::\n"
    )
    tabs = inside(made.html, "//div[@class='tabset'][@data-group='os']").findall("div")
    assert [tab.find("p").text_content() for tab in tabs] == ["Linux", "Mac"]
    assert [tab.get("id") for tab in tabs] == ["linux", "mac"]
    assert "#tab-title[Linux]" in made.typst
    assert [heading.text for heading in made.headings] == ["C", "Inside"]
    bench.render()
    assert "tabs.js" in (bench.pages / "c.html").read_text()


@pytest.mark.slow
def test_a_page_without_tabs_loads_no_script_for_them(bench: Bench) -> None:
    bench.write(c="# C\n\nText.\n").render()
    assert "tabs.js" not in (bench.pages / "c.html").read_text()


def test_a_grid_of_twelve_is_rows(bench: Bench) -> None:
    made = bench.one(
        "# C\n\n::: {.grid}\n::: {.g-col-4}\na\n:::\n::: {.g-col-8}\nb\n:::\n::: {.g-col-12}\nc\n:::\n:::\n"
    )
    assert re.findall(r"layout-cell w-(\d+)", made.html) == ["33", "67", "100"]
    assert "grid(columns: (33fr, 67fr,)" in made.typst


def test_a_callout_without_a_kind_has_no_word(bench: Bench) -> None:
    made = bench.one("# C\n\n::: {.callout}\nOnly this.\n:::\n")
    assert words(made.html, "//div[contains(@class, 'callout')]") == "Only this."
    assert '#callout(kind: "none", title: none, simple: false)[' in made.typst


def test_a_table_in_html_is_a_table_everywhere(bench: Bench) -> None:
    made = bench.one(
        "# C\n\n<table>\n<tr><th>Year</th><th>Rain</th></tr>\n<tr><td>2020</td><td>*much*</td></tr>\n</table>\n"
    )
    assert words(made.html, "//table") == "Year Rain 2020 much"
    assert "table(columns: 2" in made.typst


def test_pictures_breaks_and_players_in_html(bench: Bench) -> None:
    made = bench.one(
        '# C\n\nBefore <img src="own.svg" alt="A line"> after.<br>Next.\n\n'
        '<iframe src="https://example.org/player" title="A talk"></iframe>\n\n'
        "<script>alert(1)</script>\n"
    )
    assert 'alt="A line"' in made.html
    assert 'image("/own.svg", alt: "A line")' in made.typst
    assert words(made.html, "//a[@href='https://example.org/player']") == "A talk"
    assert "script" not in made.html
    assert "\\\n" in made.typst, "the line breaks in the PDF too"


def test_tex_around_a_formula_and_for_a_page_break(bench: Bench) -> None:
    made = bench.one(
        "# C\n\n\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}\n\n\\newpage\n\nText.\n"
    )
    assert made.html.count("<mtr>") == 2
    assert "#pagebreak(weak: true)" in made.typst
    assert bench.findings() == []


@pytest.mark.parametrize(
    ("shortcode", "html", "typst"),
    [
        ("{{< kbd Ctrl-C >}}", "<code>Ctrl</code>+<code>C</code>", '#raw("Ctrl");+#raw("C")'),
        (
            "{{< video https://www.youtube.com/embed/abc?x=1 title='A talk' >}}",
            '<a href="https://www.youtube.com/watch?v=abc">A talk</a>',
            '#link("https://www.youtube.com/watch?v=abc")[A talk]',
        ),
    ],
)
def test_quarto_s_small_shortcodes(bench: Bench, shortcode: str, html: str, typst: str) -> None:
    made = bench.one(f"# C\n\nSee {shortcode}.\n")
    assert html in made.html
    assert typst in made.typst


@pytest.mark.slow
def test_a_part_that_is_a_file_has_a_page_and_no_number(bench: Bench) -> None:
    bench.write(
        index="# Preface\n",
        p="# The *first* part {.x}\n\nWords.\n",
        a="# A\n\n@sec-b\n",
        b="# B {#sec-b}\n",
    )
    config = bench.root / "report" / "_quarto.yml"
    config.write_text(
        "project: {type: book}\nbook:\n  title: A book\n  chapters:\n    - index.qmd\n"
        '    - text: "---"\n    - part: p.qmd\n      chapters:\n        - a.qmd\n'
        "        - {text: Bee, file: b.qmd}\n"
    )
    made = bench.woven()
    assert [chapter.number for chapter in made.values()] == ["", "", "1", "2"]
    bench.render(("html", "pdf"))
    links = bench.page("a").xpath("//nav//p[@class='part']/a")
    assert [(a.get("href"), a.text_content()) for a in links[:1]] == [
        ("p.html", "The *first* part")
    ]


def test_a_profile_and_further_files_make_up_the_book(bench: Bench) -> None:
    bench.write(a="# A\n", b="# B\n")
    report = bench.root / "report"
    (report / "_quarto.yml").write_text(
        "project: {type: book}\nprofile:\n  group: [[web, print]]\nmetadata-files: [more.yml]\n"
        "book:\n  title: A book\n  date: 03/23/2025\n  author:\n    - name: {given: A., family: Writer}\n"
    )
    (report / "_quarto-web.yml").write_text("book:\n  chapters: [a.qmd]\n")
    (report / "_quarto-print.yml").write_text("book:\n  chapters: [b.qmd]\n")
    (report / "more.yml").write_text("lang: pt-BR\n")
    book = bench.job().book
    assert [entry.path for entry in book.entries] == ["a.qmd"]
    assert (book.lang, book.date, book.authors) == ("pt-BR", "2025-03-23", ("A. Writer",))


def test_words_of_a_language_come_from_its_file(bench: Bench) -> None:
    bench.extra = "lang: pt-BR\n"
    made = bench.one('# C\n\n![X](own.svg){#fig-x fig-alt="x"}\n\nNa @fig-x.\n')
    assert words(made.html, "//figcaption") == "Figura 1.1: X"


def test_a_link_to_a_label_of_another_chapter_finds_it(bench: Bench) -> None:
    made = bench.write(a="# A\n\n[there](#sec-b)\n", b="# B\n\n## There {#sec-b}\n").woven()
    assert 'href="b.html#sec-b"' in made["a"].html


def test_a_cell_that_is_only_shown_is_code(bench: Bench) -> None:
    made = bench.one("# C\n\n```{{python}}\n1 + 1\n```\n\n```{verbatim}\n*a*\n```\n")
    assert bench.findings() == []
    assert "```{python}\n1 + 1\n```" in inside(made.html, "//pre").text_content()


@pytest.mark.parametrize("words", ["1. Rain", "= Rain", "- Rain", "+ Rain", "/ Rain"])
def test_words_that_look_like_a_list_s_stay_words(bench: Bench, words: str) -> None:
    made = bench.one(f"# {words}\n\n| {words} |\n|---|\n| {words} |\n")
    escaped = words.replace("1.", "1\\.") if words[0] == "1" else f"\\{words}"
    assert made.typst.count(f"[{escaped}]") == 3


@pytest.mark.slow
def test_of_several_bibliographies_each_is_its_chapter_s(bench: Bench) -> None:
    refs = "\n::: {#refs}\n:::\n"
    made = bench.write(
        a=f"# A\n\nX [@licadho].\n{refs}", b=f"# B\n\nY [@amnesty].\n{refs}", c=f"# C\n{refs}"
    ).woven()
    listed = {name: sorted(re.findall(r'id="ref-(\w+)"', each.html)) for name, each in made.items()}
    assert listed == {"a": ["licadho"], "b": ["amnesty"], "c": ["amnesty", "licadho"]}


def test_figures_bear_the_chapter_s_number_where_headings_show_none(bench: Bench) -> None:
    bench.extra = "number-sections: false\n"
    made = bench.write(a="# A\n", b='# B\n\n![X](own.svg){#fig-x fig-alt="x"}\n\n@fig-x\n').woven()[
        "b"
    ]
    assert (made.number, words(made.html, "//h1")) == ("", "B")
    assert words(made.html, "//figcaption") == "Figure 2.1: X"
    assert words(made.html, "(//p)[last()]") == "Figure 2.1"


@pytest.mark.slow
def test_the_pdf_stays_accessible(bench: Bench) -> None:
    bench.write(
        index="# Preface\n\nWords.\n",
        p="# The part\n\nWords of the part.\n",
        a=(
            "# A\n\n::: {#thm-line}\n## Lines\nTwo points.\n:::\n\n::: {.proof}\nClear, by @thm-line.\n:::\n\n"
            "::: {.panel-tabset}\n## One\nx\n## Two\ny\n:::\n\n::: {.grid}\n::: {.g-col-6}\na\n:::\n"
            "::: {.g-col-6}\nb\n:::\n:::\n\n::: {.callout}\nz\n:::\n\n"
            "<table>\n<tr><th>Y</th></tr>\n<tr><td>1. Rain</td></tr>\n</table>\n\n{{< kbd Ctrl-C >}}\n"
        ),
    )
    config = bench.root / "report" / "_quarto.yml"
    config.write_text(
        "project: {type: book}\nbook:\n  title: A book\n  chapters:\n    - index.qmd\n"
        "    - part: p.qmd\n      chapters: [a.qmd]\n"
    )
    bench.render(("html", "pdf"))
    assert validator.is_pdf_compliant(bench.pages.with_name("report.pdf"), profile="ua1")


EVERYTHING = """\
---
title: All of it
abstract: What it is about.
execute: {echo: false}
---

| The first line
|   and the second

Term
: What it *is*

| a | b |
|---|---|
| x[^n] | 1. y |

: Caption {#tbl-x tbl-colwidths="[30,70]"}

[^n]: A note in a table.

+-----------+------------------+
| Grid      | - one            |
|           | - two            |
+===========+==================+
| $a < b$   | `code`           |
+-----------+------------------+

![In pixels](own.svg){#fig-p width=300px fig-alt="p"}

![In inches](own.svg){#fig-i width=2in fig-alt="i"}

::: {#fig-both layout-ncol=2}
![One](own.svg){#fig-one fig-alt="1"}

![Two](own.svg){#fig-two fig-alt="2"}

Both of them
:::

Text [aside]{.aside}.

::: {.column-margin}
In the margin.
:::

::: {.content-visible when-format="html"}
Only pages.
:::

::: {.content-hidden when-format="html"}
Only paper.
:::

{{< pagebreak >}}

$$
a^2 + b^2 = c^2
$$ {#eq-p}

## Aside {.unnumbered .unlisted}

## Refers {#sec-r}

@fig-p, [-@fig-i], @Fig-two, [see @tbl-x], @eq-p and @sec-r.

```{.python filename="run.py"}
print(1)
```

```{=html}
<hr class="own">
```

```{=latex}
\\clearpage
```
"""


@pytest.mark.slow
def test_what_prose_books_are_made_of_is_rendered_without_a_finding(bench: Bench) -> None:
    made = bench.one(EVERYTHING)
    said = words(made.html, "//h2[@id='sec-r']/following::p[1]")
    assert said == ("Figure 1.1, 1.2, Figure 1.3 (b), see 1.1, Equation 1.1 and Section 1.1.")
    assert [h.listed for h in made.headings] == [True, False, True]
    assert ("Only pages." in made.html, "Only paper." in made.html) == (True, False)
    assert ("Only pages." in made.typst, "Only paper." in made.typst) == (False, True)
    assert "width: 225pt" in made.typst
    assert "columns: (30fr, 70fr,)" in made.typst
    assert bench.render(("html", "pdf")).findings == ()
    assert validator.is_pdf_compliant(bench.pages.with_name("report.pdf"), profile="ua1")
