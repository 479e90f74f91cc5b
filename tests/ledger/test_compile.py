"""Shortcodes become fragments; a name nobody made is a finding at its place."""

from __future__ import annotations

import re

import pytest

from tieout import catalogue
from tieout.findings import Severity
from tieout.ledger.fragments import CLOSE, OPEN, Figure, Register, Source, Stat, Table

CHAPTER = "report/index.qmd"


def with_text(report, text):
    """The report with one more paragraph, and the line it stands on."""
    return report.append(CHAPTER, f"\n{text}\n") + 1


def uses(report):
    return report.compiled().fragments.uses


def test_every_shortcode_has_its_fragment(computed):
    made = uses(computed)
    assert {key: type(each) for key, each in made.items()} == {
        "stat prison_rise": Stat,
        "source prison_rise": Source,
        "stat prisoners.2016-12.all.prisoners": Stat,
        "stat prisoners.2020-03.all.prisoners": Stat,
        "stat prison_rise decimals=1": Stat,
        "stat prisoners.2016-12.women.share": Stat,
        "stat paid": Stat,
        "stat payments.Z2.Preis format=bare": Stat,
        "source paid": Source,
        "table payments_by_reference": Table,
        "figure prisoners_by_month": Figure,
        "register": Register,
    }
    assert made["stat prison_rise decimals=1"].text == "95.0%"
    assert 'value="0.9495"' in made["stat prison_rise"].html
    assert "register.html#n-prison_rise" in made["stat prison_rise"].html


def test_a_source_cites_the_sources_of_the_cells(computed):
    cited = uses(computed)["source prison_rise"].citations
    assert {(each.id, each.locator) for each in cited} == {
        ("ministry2020", "p. 4"), ("ministry2020", "p. 6"), ("survey2019", "table 2"),
    }  # fmt: skip


def test_a_figures_words_hold_its_numbers(computed):
    made = uses(computed)["figure prisoners_by_month"]
    assert made.alt == "A line that rises by 95% from 2016 to 2020."
    assert made.caption.markdown == f"Prisoners by month, up {OPEN}0{CLOSE}.{OPEN}1{CLOSE}"
    assert made.caption.uses == ("stat prison_rise", "source prison_rise")
    assert [link.text for link in made.links] == ["Data (CSV)", "Script"]


def test_a_tables_cells_are_written_once_by_their_units(computed):
    made = uses(computed)["table payments_by_reference"]
    assert made.header == ("Reference", "Amount", "Remark")
    assert made.align == ("left", "right", "left")
    assert made.rows[0] == ("Z1", "US$1,234,500", "erste; Rate")
    assert made.rows[2][1] == "–"
    assert made.rows[3][1] == "-US$50,250"


def test_the_register_lists_the_numbers_the_report_uses_in_order(computed):
    rows = uses(computed)["register"].rows
    anchors = [row.anchor for row in rows]
    assert anchors[0] == "n-prison_rise"
    assert len(anchors) == len(set(anchors)) == 6
    assert "n-prisoners_a_year" not in anchors


def test_without_a_register_numbers_lead_nowhere(computed):
    computed.write("report/register.qmd", "# Nothing\n")
    assert "<a" not in uses(computed)["stat prison_rise"].html


@pytest.mark.parametrize(
    ("text", "column", "rule", "said", "remedy"),
    [
        ("{{< stat prison_rice >}}", 1, catalogue.UNKNOWN_NUMBER, "unknown number 'prison_rice'", "Did you mean 'prison_rise'?"),
        ("a {{< stat prisoners.2020-04.all.prisoners >}}", 3, catalogue.UNKNOWN_NUMBER, "unknown number", "Did you mean 'prisoners.2020-03.all.prisoners'?"),
        ("{{< stat prisoners.2020-03.women.prisoners >}}", 1, catalogue.UNKNOWN_NUMBER, "unknown number", "Did you mean"),
        ("{{< stat prisoners.x >}}", 1, catalogue.UNKNOWN_NUMBER, "unknown number", "prisoners.as_of.sex.column, with column one of prisoners, share"),
        ("{{< stat zzz >}}", 1, catalogue.UNKNOWN_NUMBER, "unknown number 'zzz'", "Name a statistic, or a cell"),
        ("{{< stat prisoners_by_month >}}", 1, catalogue.UNKNOWN_NUMBER, "unknown number", ""),
        ("{{< stat >}}", 1, catalogue.BAD_SHORTCODE_ARGUMENT, "takes one name, not 0", "{{< stat NAME >}}"),
        ("{{< stat paid prison_rise >}}", 1, catalogue.BAD_SHORTCODE_ARGUMENT, "takes one name, not 2", ""),
        ("{{< stat paid decimals=x >}}", 1, catalogue.BAD_SHORTCODE_ARGUMENT, "decimals='x'", ""),
        ("{{< stat paid style=x >}}", 1, catalogue.BAD_SHORTCODE_ARGUMENT, "unknown argument 'style'", ""),
        ("{{< stat prison_rise decimals=2 as=ordinal >}}", 1, catalogue.BAD_SHORTCODE_ARGUMENT, "has no ordinal", ""),
        ("{{< source >}}", 1, catalogue.BAD_SHORTCODE_ARGUMENT, "'source' takes the names", ""),
        ("{{< source paid x=1 >}}", 1, catalogue.BAD_SHORTCODE_ARGUMENT, "'source' takes the names", ""),
        ("{{< source paid nobody >}}", 1, catalogue.UNKNOWN_NUMBER, "unknown number 'nobody'", ""),
        ("{{< figure prisoners_by_mont >}}", 1, catalogue.UNKNOWN_FIGURE, "unknown figure", "Did you mean 'prisoners_by_month'?"),
        ("{{< figure payments_by_reference >}}", 1, catalogue.UNKNOWN_FIGURE, "unknown figure", ""),
        ("{{< table prisoners_by_month >}}", 1, catalogue.UNKNOWN_FIGURE, "unknown table", ""),
        ("{{< figure prisoners_by_month width=50% >}}", 1, catalogue.BAD_SHORTCODE_ARGUMENT, "takes one name, and nothing else", ""),
        ("{{< figure >}}", 1, catalogue.BAD_SHORTCODE_ARGUMENT, "takes one name", ""),
        ("{{< register x >}}", 1, catalogue.BAD_SHORTCODE_ARGUMENT, "'register' takes nothing", ""),
        ("{{< sate paid >}}", 1, catalogue.UNKNOWN_SHORTCODE, "unknown shortcode 'sate'", "Did you mean 'stat'?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(computed, text, column, rule, said, remedy):
    line = with_text(computed, text)
    found = computed.finding()
    assert (found.rule, str(found.place)) == (rule, f"{CHAPTER}:{line}:{column}"), found
    assert said in found.message
    assert remedy in found.remedy
    assert found.remedy


def test_everything_wrong_in_all_chapters_is_told_at_once(computed):
    with_text(computed, "{{< stat a1 >}} {{< stat b2 >}}")
    computed.append("report/_costs.qmd", "\n{{< stat c3 >}}\n")
    assert [each.message for each in computed.findings()] == [
        "unknown number 'c3'", "unknown number 'a1'", "unknown number 'b2'",
    ]  # fmt: skip


def test_the_register_stands_once(computed):
    with_text(computed, "{{< register >}}")
    assert computed.finding().rule == catalogue.DUPLICATE_LABEL


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("report/_quarto.yml", "lang: en-GB", "lang: xx-YY", "report/_quarto.yml:17:1"),
        ("tieout.toml", 'engine = "pandoc"', 'engine = "pandoc"\nlocale = "xx"', "tieout.toml"),
    ],
)
def test_a_language_nobody_speaks_is_told(computed, file, old, new, place):
    computed.change(file, old, new)
    found = computed.finding()
    assert "unknown language" in found.message
    assert str(found.place).startswith(place)


@pytest.mark.parametrize(
    ("words", "text", "rule", "said"),
    [
        ("alt", "Up {{< stat prison_rice >}}", catalogue.UNKNOWN_NUMBER, "prison_rice"),
        ("alt", "Up.{{< source prison_rise >}}", catalogue.BAD_SHORTCODE_ARGUMENT, "'source' cannot stand here"),
        ("alt", "Up {{< stat prison_rise", catalogue.BAD_SHORTCODE, "never closed"),
        ("caption", "Up {{< figure x >}}", catalogue.BAD_SHORTCODE_ARGUMENT, "'figure' cannot stand here"),
        ("caption", "Up \ue000 there", catalogue.PRIVATE_CHARACTER, "U+E000"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_caption_is_named_at_its_function(computed, words, text, rule, said):
    (found,) = computed.told("prisoners_by_month", **{words: text})
    assert (found.rule, str(found.place)) == (rule, "figures/prisoners_by_month.py:15")
    assert said in found.message


@pytest.mark.slow
def test_a_number_without_a_source_cannot_be_cited(computed):
    computed.append(
        "scripts/prisons.py",
        '\n\n@statistic(unit="count")\ndef seven() -> int:\n    """Seven."""\n    return 7\n',
    )
    line = with_text(computed, "{{< stat seven >}}{{< source seven >}}")
    found = computed.finding()
    assert (found.rule, found.place.line) == (catalogue.NO_SOURCE, line)


def test_a_table_told_of_a_column_it_lacks(computed):
    (found,) = computed.told("payments_by_reference", units={"Amonut": "USD"})
    assert (found.rule, found.remedy) == (catalogue.BAD_DEFINITION, "Did you mean 'Amount'?")


def test_published_values_that_differ_without_a_word_are_warnings(computed):
    (found,) = computed.told("prison_rise", published="78%")
    assert (found.rule, found.severity) == (catalogue.PUBLISHED_DIFFERS, Severity.WARNING)
    assert "'prison_rise' is 95%, but 78% was published" in found.message
    assert computed.told("prison_rise", published="78%", note="They erred.") == ()


def test_a_published_value_without_a_number_is_a_warning(computed):
    (found,) = computed.told("prison_rise", published="nearly all")
    assert (found.rule, found.severity) == (catalogue.PUBLISHED_UNREADABLE, Severity.WARNING)


def test_a_published_source_nobody_knows_is_an_error(computed):
    found = computed.told("prison_rise", published_in="paper2020")
    assert [(each.rule, each.remedy) for each in found if each.severity is Severity.ERROR] == [
        (catalogue.MISSING_CITATION, "Did you mean 'paper2021'?")
    ]


def test_sources_nothing_cites_are_warnings(computed):
    computed.append("references.bib", "\n@misc{spare,\n  title = {Spare}\n}\n")
    (found,) = computed.compiled().findings
    assert (found.rule, str(found.place)) == (catalogue.UNUSED_SOURCE, "references.bib:24")
    with_text(computed, "As @spare says.")
    assert computed.compiled().findings == ()


def test_quartos_own_shortcodes_are_left_to_the_engine(computed):
    with_text(computed, "{{< pagebreak >}} {{< meta title >}} {{< var x >}} {{{< stat nobody >}}}")
    assert "pagebreak" not in uses(computed)


def close(computed, dataset):
    """Make a dataset confidential, and take its single cells out of the chapters: they may not leave it."""
    computed.seal(dataset)
    for path in (computed.root / "report").glob("*.qmd"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(rf"\{{\{{< stat {dataset}\.[^>]*>}}}}", "some", text), "utf-8")


def test_a_single_cell_of_a_confidential_dataset_may_not_leave_it(computed):
    computed.seal("payments")
    with_text(computed, "{{< stat payments.Z2.Preis >}}")
    assert "TIE115" in {finding.code for finding in computed.findings()}


@pytest.mark.slow
def test_confidential_rows_stay_out(computed):
    close(computed, "payments")
    computed.change("report/_costs.qmd", "{{< source paid >}}", "")
    compiled = computed.compiled()
    assert compiled.ledger.records["paid"].inputs == ()
    close(computed, "prisoners")
    for name in ("report/index.qmd", "report/prisons.qmd", "figures/prisoners_by_month.py"):
        computed.change(name, "{{< source prison_rise >}}", "")
    made = uses(computed)["figure prisoners_by_month"]
    assert [link.text for link in made.links] == ["Script"]


@pytest.mark.slow
def test_the_source_of_confidential_rows_can_be_cited(computed):
    close(computed, "prisoners")
    assert uses(computed)["source prison_rise"].citations
