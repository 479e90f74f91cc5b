"""Chapters: what an author writes in Quarto's Markdown, as HTML and as a Typst body."""

from __future__ import annotations

import re

import pytest
from lxml import html as lxml_html

from engines.pandoc.bench import Bench
from tieout.ledger import fragments as look


def inside(html: str, path: str) -> lxml_html.HtmlElement:
    found = lxml_html.fromstring(f"<div>{html}</div>").xpath(path)
    assert found, f"{path} in {html}"
    return found[0]


def test_headings_have_numbers_and_labels(bench: Bench) -> None:
    made = bench.one("# One {#sec-one}\n\n## Two\n\n### Three {-}\n\n## Four {#sec-four}\n")
    assert [h.number for h in made.headings] == ["1", "1.1", "", "1.2"]
    assert [h.label for h in made.headings] == ["sec-one", "c:two", "c:three", "sec-four"]
    assert '<h2 id="two"><span class="number">1.1</span> Two</h2>' in made.html
    assert '#heading(level: 2, numbering: (..) => "1.1", outlined: true)[Two] <c:two>' in made.typst
    assert "#heading(level: 3, numbering: none, outlined: true)[Three] <c:three>" in made.typst


def test_chapters_appendices_and_what_has_no_number(bench: Bench) -> None:
    bench.appendices = ("x", "y")
    made = bench.write(
        index="# Preface\n", a="# A\n", b="# B {-}\n", d="# D\n", x="# X\n", y="# Y\n"
    ).woven()
    assert [chapter.number for chapter in made.values()] == ["", "1", "", "2", "A", "B"]
    assert '<span class="number">Appendix B</span> <span class="dash">—</span> Y' in made["y"].html
    assert '(..) => "B"' in made["y"].typst


def test_a_title_may_stand_in_the_front_matter(bench: Bench) -> None:
    made = bench.one(
        "---\ntitle: A *title*\nsubtitle: Sub\nabstract: |\n  Two\n  lines.\n---\n\nText.\n"
    )
    assert made.title_text == "A title"
    assert made.title_html == "A <em>title</em>"
    assert "#chapter-subtitle[Sub]" in made.typst
    assert "#chapter-abstract[Two" in made.typst


def test_numbering_can_be_switched_off(bench: Bench) -> None:
    bench.extra = "number-sections: false\n"
    made = bench.one("# One\n\n## Two\n")
    assert [heading.number for heading in made.headings] == ["", ""]


def test_figures(bench: Bench) -> None:
    made = bench.one(
        '# C\n\n![A *caption*](own.svg){#fig-own fig-alt="A line" width=50%}\n\nSee @fig-own.\n'
    )
    figure = inside(made.html, "//figure[@id='fig-own']")
    image = figure.find(".//img")
    assert dict(image.attrib) == {
        "src": "own.svg", "alt": "A line", "class": "w-50", "width": "605", "height": "340",
    }  # fmt: skip
    assert figure.find("figcaption").text_content() == "Figure\xa01.1: A caption"
    assert (
        '#figure(image("/own.svg", width: 50%, alt: "A line"), caption: [A #emph[caption];], kind: image, '
        'supplement: [#"Figure"], numbering: (..) => "1.1") <fig-own>' in made.typst
    )
    assert "See #link(<fig-own>)[Figure\xa01.1];." in made.typst
    assert made.images == ("own.svg",)
    assert [(f.kind, f.label, f.number) for f in made.floats] == [("fig", "fig-own", "1.1")]


def test_figures_of_scripts(bench: Bench) -> None:
    bench.stat("rise", "78%")
    bench.uses["source rise"] = look.Source((look.Citation("licadho", "p. 4"),))
    bench.uses["figure rise"] = look.Figure(
        "fig-rise",
        "_tieout/figures/rise.svg",
        "Up by 78%",
        look.Marked("Up by \ue0000\ue001.\ue0001\ue001", ("stat rise", "source rise")),
        (look.Link("Data (CSV)", "_tieout/data/rise.csv"),),
        16.0,
        9.0,
        "figures/rise.py",
    )
    made = bench.one("# C\n\n{{< figure rise >}}\n\n@fig-rise\n")
    figure = inside(made.html, "//figure[@id='fig-rise']")
    assert figure.find(".//img").get("src") == "_tieout/figures/rise.svg"
    assert figure.find("../div[@class='figure-links']/a").get("href") == "_tieout/data/rise.csv"
    assert figure.find("figcaption").text_content() == "Figure\xa01.1: Up by 78%.1"
    assert 'image("/_tieout/figures/rise.svg", width: 16cm, alt: "Up by 78%")' in made.typst
    named = "Script: figures/rise.py · Data (CSV): html/_tieout/data/rise.csv"
    assert f'#figure-links[#"{named}";]' in made.typst
    assert "#footnote[Licadho, #emph[Time for Bail]; (2020), 4.]" in made.typst
    assert made.images == ()


def test_subfigures(bench: Bench) -> None:
    made = bench.one(
        "# C\n\n::: {#fig-two layout-ncol=2}\n![A](own.svg){#fig-a}\n\n![B](own.svg){#fig-b}\n\nBoth\n:::\n\n"
        "@fig-b, @fig-two\n"
    )
    outer = inside(made.html, "//figure[@id='fig-two']")
    assert [f.findtext("figcaption/span") for f in outer.findall(".//figure")] == ["(a)", "(b)"]
    assert outer.find("figcaption").text_content() == "Figure\xa01.1: Both"
    assert "[Figure\xa01.1 (b)]; ,".replace(" ,", ",") in made.typst
    assert "<fig-b>" in made.typst
    assert 'kind: "subfigure"' in made.typst


def test_tables(bench: Bench) -> None:
    made = bench.one(
        '# C\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n: Cap[^n] {#tbl-x tbl-colwidths="[30,70]"}\n\n[^n]: Note.\n\n'
        "| bare |\n|---|\n| 3 |\n"
    )
    table = inside(made.html, "//figure[@id='tbl-x']")
    assert [th.get("scope") for th in table.findall(".//th")] == ["col", "col"]
    assert [td.get("class") for td in table.findall(".//td")] == [None, "align-right"]
    assert [col.get("class") for col in table.findall(".//col")] == ["w-30", "w-70"]
    assert (
        "table(columns: (30fr, 70fr,), align: (left, right,), table.header([a], [b], ), [1], [2], )"
        in made.typst
    )
    assert "caption: [Cap#footnote[Note.];], kind: table" in made.typst
    assert "#table(columns: 1, align: (left,), table.header([bare], ), [3], )" in made.typst


def test_tables_with_blocks_in_cells(bench: Bench) -> None:
    made = bench.one(
        "# C\n\n+-------+-------+\n| a     | b     |\n+=======+=======+\n| - x   | c     |\n| - y   |       |\n"
        "+-------+-------+\n\n: Grid {#tbl-g}\n"
    )
    assert len(inside(made.html, "//figure[@id='tbl-g']").findall(".//td//li")) == 2
    assert "- x" in made.typst


def test_tables_of_scripts_and_the_register(bench: Bench) -> None:
    bench.uses["table years"] = look.Table(
        "tbl-years", look.Marked("Years"), ("Year", "N"), ("left", "right"), (("2016", "*1*"),)
    )
    bench.uses["register"] = look.Register(("Name",), (look.RegisterRow("n-a.b", ("a.b",)),))
    made = bench.one("# C\n\n{{< table years >}}\n\n{{< register >}}\n")
    assert inside(made.html, "//figure[@id='tbl-years']//td[2]").text == "*1*"
    assert '[#"2016";], [#"*1*";]' in made.typst
    assert inside(made.html, "//div[@class='register']//span[@id='n-a.b']").text == "a.b"
    assert (
        '#register[#table(columns: 1, align: (left,), table.header([#"Name";], ), [#box[#"a.b";] <n-a.b>], )]'
        in made.typst
    )


def test_equations_have_alternative_text(bench: Bench) -> None:
    made = bench.one("# C\n\n$$\nx = \\frac{1}{2}\n$$ {#eq-x}\n\n@eq-x and $y_1$.\n")
    assert inside(made.html, "//span[@id='eq-x']/math") is not None
    assert inside(made.html, "//span[@class='equation-number']").text == "(1.1)"
    assert (
        '#math.equation(block: true, alt: "x = \\\\frac{1}{2}", numbering: (..) => "(1.1)", $ x = 1 / 2 $) <eq-x>'
        in made.typst
    )
    assert '#math.equation(block: false, alt: "y_1", $y_1$);' in made.typst
    assert "[Equation\xa01.1]" in made.typst


def test_callouts(bench: Bench) -> None:
    bench.stat("x", "78%")
    made = bench.one(
        '# C\n\n::: {.callout-note title="By {{< stat x >}}"}\nBody.\n:::\n\n'
        "::: {.callout-warning collapse=true}\n## Why[^n]\n\nBody.\n:::\n\n[^n]: So.\n\n"
        "::: {.callout-tip appearance=simple}\nBody.\n:::\n"
    )
    note, details, tip = lxml_html.fromstring(f"<div>{made.html}</div>").xpath(
        "//*[contains(@class,'callout ')]"
    )
    assert note.find("p").text_content() == "Note: By 78%"
    assert details.tag == "details"
    assert details.find("summary").text_content() == "Warning: Why"
    assert details.find("summary").find(".//a") is None
    assert len(details.findall(".//a[@role='doc-noteref']")) == 1
    assert "callout-simple" in tip.get("class")
    assert '#callout(kind: "note", title: [By #"78%";], simple: false)[' in made.typst
    assert '#callout(kind: "warning", title: [Why#footnote[So.];], simple: false)[' in made.typst
    assert '#callout(kind: "tip", title: [#"Tip";], simple: true)[' in made.typst
    assert [heading.text for heading in made.headings] == ["C"]


def test_conditional_content(bench: Bench) -> None:
    made = bench.one(
        '# C\n\n::: {.content-visible when-format="html"}\nOnline\n:::\n\n'
        '::: {.content-hidden when-format="html"}\nPrinted\n:::\n\n'
        '[web]{.content-visible unless-format="pdf"} [both]{.content-visible}\n'
    )
    assert "Online" in made.html
    assert "Printed" not in made.html
    assert "web" in made.html
    assert "Online" not in made.typst
    assert "Printed" in made.typst
    assert "web" not in made.typst
    assert "both" in made.html
    assert "both" in made.typst


def test_the_same_label_may_stand_in_both_formats_branches(bench: Bench) -> None:
    made = bench.one(
        '# C\n\n::: {.content-visible when-format="html"}\n![A](own.svg){#fig-x}\n:::\n\n'
        '::: {.content-visible when-format="typst"}\n![B](own.svg){#fig-x}\n:::\n\n![D](own.svg){#fig-y}\n'
    )
    assert made.html.count('id="fig-x"') == 1
    assert 'numbering: (..) => "1.2") <fig-y>' in made.typst


def test_columns_layouts_and_the_margin(bench: Bench) -> None:
    made = bench.one(
        '# C\n\n:::: {.columns}\n::: {.column width="40%"}\nL\n:::\n::: {.column width="60%"}\nR\n:::\n::::\n\n'
        '::: {layout="[[1,1],[1]]"}\na\n\nb\n\nc\n:::\n\n::: {.column-margin}\nAside\n:::\n\nText [in]{.aside}.\n'
    )
    assert "style=" not in made.html
    assert [
        d.get("class")
        for d in inside(made.html, "//div").findall(".//div[@class='layout-cell w-40']")
    ] != []
    assert "grid(columns: (40fr, 60fr,), column-gutter: 1em, [L], [R], )" in made.typst
    assert "#margin-note[" in made.typst
    assert inside(made.html, "//aside[@class='margin']").text_content().strip() == "Aside"


@pytest.mark.slow
def test_code_stays_as_it_is(bench: Bench) -> None:
    bench.stat("x", '"`#*')
    made = bench.one(
        '# C\n\n`a {{< stat x >}} b`\n\n```python\nx = {{< stat x >}}  # c\n```\n\n```{.r filename="a.R"}\ny\n```\n'
    )
    assert inside(made.html, "//p/code").text == 'a "`#* b'
    assert inside(made.html, "//pre").text_content() == 'x = "`#*  # c'
    assert '#raw("a \\"`#* b");' in made.typst
    assert '#raw(block: true, lang: "python", "x = \\"`#*  # c")' in made.typst
    assert '#code-name[#"a.R";]' in made.typst
    assert inside(made.html, "//p[@class='code-name']").text == "a.R"


def test_listings(bench: Bench) -> None:
    made = bench.one('# C\n\n```{#lst-a .python lst-cap="A *list*"}\nx\n```\n\n@lst-a\n')
    assert (
        inside(made.html, "//figure[@id='lst-a']/figcaption").text_content()
        == "Listing\xa01.1: A list"
    )
    assert "kind: raw" in made.typst
    assert "[Listing\xa01.1]" in made.typst


def test_lists_definitions_lines_and_breaks(bench: Bench) -> None:
    made = bench.one(
        "# C\n\n- [ ] a\n- [x] b\n\nTerm\n:   Def\n\n| one\n|   two\n\n{{< pagebreak >}}\n\n* * *\n\nEnd.\n"
    )
    assert "- #checkbox(done: false); a" in made.typst
    assert "- #checkbox(done: true); b" in made.typst
    assert "#pagebreak(weak: true)" in made.typst
    assert "#horizontal-rule" in made.typst
    assert made.html.count("disabled") == 2
    assert inside(made.html, "//dt").text == "Term"


def test_key_numbers(bench: Bench) -> None:
    bench.stat("x", "78%")
    made = bench.one("# C\n\n::: {.key-numbers}\n{{< stat x >}}\n:   growth\n\n1\n:   other\n:::\n")
    assert '#key-numbers(([#"78%";], [growth]), ([1], [other]), )' in made.typst
    assert len(lxml_html.fromstring(made.html).xpath("//dl[@class='key-numbers']/div/dt")) == 2


@pytest.mark.parametrize(
    ("lang", "quoted"),
    [("en-GB", "“a ‘b’ c”"), ("de", "„a ‚b‘ c“"), ("fr", "«\u202fa “b” c\u202f»")],
)
def test_quotation_marks_follow_the_language(bench: Bench, lang: str, quoted: str) -> None:
    bench.extra = f"lang: {lang}\n"
    made = bench.one("# C\n\n\"a 'b' c\"\n")
    assert quoted in made.html
    assert quoted in made.typst.replace("~", "\xa0")


def test_words_follow_the_language_and_the_book(bench: Bench) -> None:
    bench.extra = "lang: de\ncrossref:\n  fig-prefix: Abb.\n"
    made = bench.one("# C {#sec-c}\n\n![A](own.svg){#fig-x}\n\n@fig-x, @sec-c\n")
    assert [a.text for a in lxml_html.fromstring(made.html).xpath("//a[@class='xref']")] == [
        "Abb.\xa01.1", "Kapitel\xa01",
    ]  # fmt: skip
    assert "Abbildung&nbsp;1.1:" in made.html


def test_comments_vanish_and_raw_html_is_for_html_alone(bench: Bench) -> None:
    made = bench.one(
        "# C\n\na <b>bold</b> <!-- {{< stat gone >}} secret --> b\n\n"
        '```{=html}\n<hr class="x">\n```\n\n```{=latex}\n\\x\n```\n'
    )
    assert "secret" not in made.html
    assert "secret" not in made.typst
    assert "<b>bold</b>" in made.html
    assert '<hr class="x">' in made.html
    assert "<b>" not in made.typst
    assert "\\x" not in made.typst


def test_a_call_in_typst_ends_where_its_text_ends(bench: Bench) -> None:
    made = bench.one("# C\n\n*a*.b **c**(d) ~~e~~[f] x^2^.y [l](http://x.y).z\n")
    assert "#emph[a];.b" in made.typst
    assert re.search(r"#strong\[c\];\\?\(d\)", made.typst)
    assert "#super[2];.y" in made.typst


def test_anchors_of_a_chapter_are_its_own(bench: Bench) -> None:
    made = bench.write(
        a="# A\n\n## Same\n\n[here](#same) [x]{#spot}\n",
        b="# B\n\n## Same\n\n[there](a.qmd#same), [page](a.qmd), [s](a.qmd#spot)\n",
    ).woven()
    assert "#link(<a:same>)[here];" in made["a"].typst
    assert "#link(<a:same>)[there];" in made["b"].typst
    assert "#link(<a:spot>)[s];" in made["b"].typst
    assert "#metadata(none) <a:spot>" in made["a"].typst
    assert [a.get("href") for a in lxml_html.fromstring(made["b"].html).xpath("//p/a")] == [
        "a.html#same", "a.html", "a.html#spot",
    ]  # fmt: skip
