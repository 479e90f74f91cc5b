"""Book: references across chapters, citations, the bibliography, and what is wrong with them, by line and column."""

from __future__ import annotations

import pytest
from lxml import html as lxml_html

from engines.pandoc.bench import Bench
from tieout.ledger import fragments as look


def notes_of(html: str) -> list[str]:
    found = lxml_html.fromstring(f"<div>{html}</div>").xpath("//section[@id='footnotes']//li")
    return [item.text_content().strip().removesuffix("↩︎") for item in found]


def told(bench: Bench) -> list[tuple[str, str]]:
    return [(str(finding.place), finding.code) for finding in bench.findings()]


def test_references_reach_other_chapters_and_folders(bench: Bench) -> None:
    bench.appendices = ("x",)
    made = bench.write(
        index="# Preface {#sec-pre}\n\n@sec-b, @sec-deep, [-@fig-b], [see @fig-b], "
        "[@fig-b; @tbl-b], @Fig-b, @sec-pre, @sec-x\n",
        a="# A\n",
        part__b="# B {#sec-b}\n\n## Deep {#sec-deep}\n\n![C](../own.svg){#fig-b}\n\n"
        "| a |\n|---|\n| 1 |\n\n: T {#tbl-b}\n\n@sec-b\n",
        x="# X {#sec-x}\n",
    ).woven()
    links = lxml_html.fromstring(made["index"].html).xpath("//a[@class='xref']")
    assert [(a.get("href"), a.text_content().replace("\xa0", " ")) for a in links] == [
        ("part/b.html#sec-b", "Chapter 2"),
        ("part/b.html#sec-deep", "Section 2.1"),
        ("part/b.html#fig-b", "2.1"),
        ("part/b.html#fig-b", "see 2.1"),
        ("part/b.html#fig-b", "Figure 2.1"),
        ("part/b.html#tbl-b", "Table 2.1"),
        ("part/b.html#fig-b", "Figure 2.1"),
        ("#sec-pre", "Preface"),
        ("x.html#sec-x", "Appendix A"),
    ]
    image = lxml_html.fromstring(made["part/b"].html).xpath("//img")[0]
    assert image.get("src") == "../own.svg"
    assert 'image("/own.svg"' in made["part/b"].typst


@pytest.mark.slow
def test_a_new_chapter_moves_the_numbers_of_others_without_pandoc(bench: Bench) -> None:
    bench.write(a="# A\n", b="# B\n\n![C](own.svg){#fig-b}\n\n@fig-b\n").render()
    done = bench.write(
        new="# New\n", a="# A\n", b="# B\n\n![C](own.svg){#fig-b}\n\n@fig-b\n"
    ).render()
    assert done.rebuilt == {"new.qmd": "first run"}
    assert "3.1" in bench.page("b").xpath("//a[@class='xref']")[0].text


def test_figures_of_an_unnumbered_chapter_have_no_chapter_number(bench: Bench) -> None:
    made = bench.one("# C {-}\n\n![A](own.svg){#fig-x}\n\n@fig-x\n")
    assert "Figure&nbsp;1:" in made.html


def test_unresolved_references_are_found_where_they_stand(bench: Bench) -> None:
    bench.write(
        a="# A\n\nText @fig-gone and `@fig-code`.\n", b="---\ntitle: B\n---\n\n[@tbl-none]\n"
    )
    assert told(bench) == [("report/a.qmd:3:6", "TIE309"), ("report/b.qmd:5:2", "TIE309")]


def test_the_nearest_label_is_named(bench: Bench) -> None:
    bench.write(a="# A {#sec-prisons}\n\n@sec-prison\n")
    assert bench.findings()[0].remedy == "Did you mean 'sec-prisons'?"


def test_labels_given_twice(bench: Bench) -> None:
    bench.write(a="# A {#sec-x}\n", b="# B\n\n## C {#sec-x}\n\n## D {#same}\n\n## E {#same}\n")
    assert told(bench) == [("report/b.qmd:3:7", "TIE310"), ("report/b.qmd:7:7", "TIE310")]


def test_broken_links_and_missing_pictures(bench: Bench) -> None:
    bench.write(
        a="# A\n\n[x](gone.qmd) [y](#gone) [z](b.qmd#gone) [f](gone.csv)\n\n![P](gone.png){fig-alt=x}\n",
        b="# B\n",
    )
    assert told(bench) == [
        ("report/a.qmd:3:5", "TIE313"),
        ("report/a.qmd:3:19", "TIE313"),
        ("report/a.qmd:3:30", "TIE313"),
        ("report/a.qmd:3:46", "TIE313"),
        ("report/a.qmd:5:6", "TIE312"),
    ]


@pytest.mark.slow
def test_linked_files_stand_beside_the_pages(bench: Bench) -> None:
    bench.write(part__a="# A\n\n[Data](../data.csv)\n")
    (bench.root / "report" / "data.csv").write_text("a\n")
    bench.render()
    assert (bench.pages / "data.csv").read_text() == "a\n"
    assert bench.page("part/a").xpath("//p/a/@href") == ["../data.csv"]


def test_a_link_does_not_lead_out_of_the_report(bench: Bench) -> None:
    bench.write(a="# A\n\n[x](../../secret.txt)\n")
    (bench.root.parent / "secret.txt").write_text("secret")
    assert told(bench) == [("report/a.qmd:3:5", "TIE313")]


@pytest.mark.slow
def test_the_first_note_of_each_chapter_is_full(bench: Bench) -> None:
    made = bench.write(
        a="# A\n\nOne.[@licadho, p. 4] Two.[@licadho] Three.[see @licadho, p. 5; @amnesty]\n",
        b="# B\n\nOne.[@licadho]\n",
    ).woven()
    assert notes_of(made["a"].html) == [
        "Licadho, Time for Bail (2020), 4.",
        "Licadho, Time for Bail.",
        "See Licadho, Time for Bail, 5; Amnesty International, Substance Abuses (2020).",
    ]
    assert notes_of(made["b"].html) == ["Licadho, Time for Bail (2020)."]
    assert made["a"].notes == 3
    assert "One.#footnote[Licadho, #emph[Time for Bail]; (2020), 4.]; Two." in made["a"].typst


@pytest.mark.slow
def test_sources_are_notes_and_stand_in_the_line_inside_a_note(bench: Bench) -> None:
    bench.uses["source x"] = look.Source(
        (look.Citation("licadho", "p. 4"), look.Citation("amnesty"))
    )
    made = bench.one("# C\n\nText.{{< source x >}} More.^[Inside.{{< source x >}}]\n")
    assert notes_of(made.html) == [
        "Licadho, Time for Bail (2020), 4; Amnesty International, Substance Abuses (2020).",
        "Inside. (Licadho, Time for Bail, 4; Amnesty International, Substance Abuses)",
    ]


@pytest.mark.slow
def test_notes_in_headings_and_captions(bench: Bench) -> None:
    made = bench.one("# C[@licadho]\n\n## D^[A note.]\n\n![P[@amnesty]](own.svg){#fig-x}\n")
    assert len(notes_of(made.html)) == 3
    assert [heading.html for heading in made.headings] == ["C", "D"]
    assert "[D#footnote[A note.];] <c:d>" in made.typst


@pytest.mark.slow
def test_the_bibliography_lists_what_all_chapters_cite(bench: Bench) -> None:
    made = bench.write(a="# A\n\nx[@licadho]\n", r="# R {-}\n\n::: {#refs}\n:::\n").woven()
    entries = lxml_html.fromstring(f"<div>{made['r'].html}</div>").xpath("//div[@id='refs']/div")
    assert [entry.get("id") for entry in entries] == ["ref-licadho"]
    assert (
        "#bibliography-list[\n#block[Licadho. #emph[Time for Bail];. 2020.] <ref-licadho>"
        in made["r"].typst
    )
    assert "references" not in made["a"].html


@pytest.mark.slow
def test_nocite_lists_what_nobody_cites(bench: Bench) -> None:
    bench.extra = "nocite: |\n  @amnesty\n"
    made = bench.write(a="# A\n", r="# R {-}\n\n::: {#refs}\n:::\n").woven()
    assert "ref-amnesty" in made["r"].html


def test_missing_entries_are_found_where_they_are_cited(bench: Bench) -> None:
    bench.uses["source x"] = look.Source((look.Citation("none2"),))
    bench.write(a="# A\n\nOne.[@none1, p. 4] Two.{{< source x >}} a@b.c `@code`\n")
    assert told(bench) == [("report/a.qmd:3:6", "TIE403"), ("report/a.qmd:3:24", "TIE403")]


def test_a_bibliography_pandoc_cannot_read(bench: Bench) -> None:
    bench.write(a="# A\n")
    (bench.root / "references.bib").write_text("@book{x, title = {never closed\n")
    with pytest.raises(Exception, match="TIE401"):
        bench.woven()


@pytest.mark.slow
@pytest.mark.parametrize("key", ["a:b", "a_b", "a/b", "a.b"])
def test_keys_with_signs_in_them(bench: Bench, key: str) -> None:
    bench.write(a=f"# A\n\nx[@{key}].\n")
    (bench.root / "references.bib").write_text(
        f"@book{{{key}, title = {{T}}, author = {{A}}, year = 2020}}"
    )
    assert notes_of(bench.woven()["a"].html) == ["A, T (2020)."]


def test_undefined_footnotes(bench: Bench) -> None:
    bench.write(a="# A\n\nx[^a] y[^b] `[^c]`\n\n[^b]: There.\n")
    assert told(bench) == [("report/a.qmd:3:2", "TIE315")]


def test_findings_of_all_chapters_come_together(bench: Bench) -> None:
    bench.write(a="# A\n\n@fig-x\n", b="# B\n\n[^x]\n\n```{python}\n1\n```\n")
    assert [code for _, code in told(bench)] == ["TIE309", "TIE315", "TIE320"]


def test_a_finding_in_an_included_file_names_that_file(bench: Bench) -> None:
    bench.write(a="# A\n\n{{< include _part.qmd >}}\n")
    (bench.root / "report" / "_part.qmd").write_text("Fine.\n\nBad @fig-x.\n")
    assert told(bench) == [("report/_part.qmd:3:5", "TIE309")]
