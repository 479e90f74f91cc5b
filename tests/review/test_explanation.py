"""An explanation holds everything a reviewer asks of a number."""

from __future__ import annotations

import json

import pytest

from projects import Report
from tieout.findings import TieoutError
from tieout.ledger.load import load
from tieout.review import tree
from tieout.review.explanation import (
    NumberExplained,
    ShownExplained,
    exactly,
    explain,
    numbered,
    percent,
)
from tieout.review.material import Material
from tieout.review.outline import layout


def _number(material: Material, name: str) -> NumberExplained:
    made = explain(material, name)
    assert isinstance(made, NumberExplained)
    return made


def _text(made: NumberExplained | ShownExplained, width: int = 80) -> str:
    node = tree.of_number(made) if isinstance(made, NumberExplained) else tree.of_shown(made)
    return "\n".join(str(line) for line in layout(node, width))


def test_cells_stand_with_file_line_effect_and_source(material: Material) -> None:
    made = _number(material, "prison_rise")
    assert [(c.place, c.cell.value, c.cell.role) for c in made.cells] == [
        ("data/prisoners.csv:2", "20000", "contributes"),
        ("data/prisoners.csv:6", "38990", "contributes"),
    ]
    assert [c.effect for c in made.cells] == ["-2.05% per 1%", "+2.05% per 1%"]
    assert [str(s) for s in made.cells[1].sources] == [
        "Ministry of Counting 2020 [ministry2020], p. 6",
        "Nguyen and others 2019 [survey2019], table 2",
    ]


def test_formula_is_the_functions_text_with_its_line_numbers(
    material: Material, built: Report
) -> None:
    made = _number(material, "prison_rise")
    lines = built.read("scripts/prisons.py").split("\n")
    assert made.formula
    for number, text in made.formula:
        assert lines[number - 1] == text


def test_uses_are_told_with_their_sentences_in_the_order_of_the_report(material: Material) -> None:
    made = _number(material, "prison_rise")
    said = [(str(u.place), u.where, u.sentence) for u in made.uses]
    assert (
        "report/index.qmd:3:31",
        "text",
        "The prison population grew by 95%, as sec-prisons shows.",
    ) in said
    assert any(u.sentence == "Prisoners by month, up 95%." for u in made.uses)
    assert any("alternative text of figure" in u.where for u in made.uses)


def test_the_sentence_of_one_use_shows_the_other_numbers_too(material: Material) -> None:
    made = _number(material, "prisoners.2020-03.all.prisoners")
    (use,) = made.uses
    assert use.sentence.startswith("In March 2020 there were 38,990, that is 95.0% more")
    assert use.display == "38,990"
    assert use.before == "In March 2020 there were "


def test_a_footnote_is_a_use(material: Material) -> None:
    made = _number(material, "prisoners.2016-12.women.share")
    (use,) = made.uses
    assert use.where == "text"
    assert "of them women" in use.sentence


def test_bound_names_the_cells_it_comes_from(material: Material) -> None:
    made = _number(material, "prison_rise")
    assert made.record.bound == "more than"
    assert [c.place for c in made.bounded_by] == ["data/prisoners.csv:6"]


def test_published_value_names_its_source(material: Material) -> None:
    made = _number(material, "prison_rise")
    assert str(made.published_in) == "Müller 2021 [paper2021], par. 2"
    assert "95%: agrees after rounding" in _text(made)


def test_what_takes_a_number_is_named(material: Material) -> None:
    assert _number(material, "prison_rise").used_by == ("prisoners_a_year",)
    assert [r.name for r in _number(material, "prisoners_a_year").statistics] == ["prison_rise"]


def test_a_cell_that_no_chapter_uses_is_explained_too(material: Material) -> None:
    made = _number(material, "prisoners.2020-03.women.share")
    assert [(c.effect, c.cell.qualifier, c.note) for c in made.cells] == [
        ("is the number", "about", "Only the share is published")
    ]
    assert made.uses == ()


def test_no_line_of_the_tree_is_longer_than_the_terminal(material: Material) -> None:
    for name in (*material.records, "figure:prisoners_by_month", "table:payments_by_reference"):
        for width in (40, 80):
            for line in _text(explain(material, name), width).split("\n"):
                assert len(line) <= width or " " not in line.strip("│├└─ ").strip(), line


def test_figure_and_table_are_explained(material: Material) -> None:
    figure = explain(material, "figure:prisoners_by_month")
    assert isinstance(figure, ShownExplained)
    assert figure.datasets == (("prisoners", "data/prisoners.csv"),)
    assert [each.name for each in figure.cells if each.cell.role == "contributes"] == [
        "prisoners.2016-12.all.prisoners",
        "prisoners.2018-12.all.prisoners",
        "prisoners.2020-03.all.prisoners",
    ]
    assert [str(s).partition("[")[2] for s in figure.sources] == [
        "ministry2020], p. 4",
        "ministry2020], p. 5",
        "ministry2020], p. 6",
        "survey2019], table 2",
    ]
    assert "3 cells contributing" in _text(figure)
    assert "caption    Prisoners by month, up 95%." in _text(figure)
    assert isinstance(explain(material, "table:payments_by_reference"), ShownExplained)
    assert isinstance(explain(material, "prisoners_by_month"), ShownExplained)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("prison_rize", "'prison_rise'"),
        ("prisoners.2020-03.al.prisoners", "'prisoners.2020-03.all.prisoners'"),
        ("figure:prisoners_by_mnth", "'prisoners_by_month'"),
        ("table:nothing_like_it", "payments_by_reference"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_nearest(
    material: Material, name: str, hint: str
) -> None:
    with pytest.raises(TieoutError) as caught:
        explain(material, name)
    assert hint in caught.value.findings[0].remedy


def test_json_is_the_ledgers_record_with_names_notes_and_sentences(material: Material) -> None:
    data = json.loads(json.dumps(explain(material, "prison_rise").as_json()))
    assert data["exact"] == "1899/2000"
    assert data["inputs"][1]["sources"][0]["label"] == "Ministry of Counting 2020"
    assert data["uses"][0]["sentence"].startswith("The prison population grew by 95%")
    assert data["review"] == {"state": "never", "by": []}


def test_exact_values_are_shown_without_loss(material: Material) -> None:
    assert exactly(material.records["prison_rise"]) == "1899/2000 = 0.9495"


@pytest.mark.slow
def test_cells_of_confidential_datasets_are_not_shown(built: Report) -> None:
    built.seal("payments")
    built.change("report/_costs.qmd", "{{< source paid >}}", "")
    built.change("report/_costs.qmd", "{{< stat payments.Z2.Preis format=bare >}}", "some")
    built.write("_output/ledger.json", built.compiled().ledger.as_json())
    material = Material(built.project, load(built.project))
    assert _number(material, "paid").cells == ()
    assert "confidential" in _text(_number(material, "paid"))
    with pytest.raises(TieoutError):
        explain(material, "payments.Z2.Preis")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old"),
    [
        ("data/prisoners.csv", "2016-12,all,20000,1,ministry2020,p. 4"),
        ("scripts/prisons.py", '"""Growth of'),
    ],
)
def test_text_of_data_cannot_steer_a_terminal(built: Report, file: str, old: str) -> None:
    text = built.read(file)
    built.write(file, text.replace(old, f"{old}\x1b[31mnowhere else\x1b[0m"))
    built.write("_output/ledger.json", built.compiled().ledger.as_json())
    material = Material(built.project, load(built.project))
    said = "\n".join(_text(explain(material, name)) for name in material.records)
    assert "nowhere else" in said
    assert "\x1b" not in said


@pytest.mark.parametrize(
    ("size", "text"),
    [(1.0, "+1%"), (-2.2814, "-2.28%"), (0.00426, "+0.00426%"), (1234567.0, "+1,230,000%")],
)
def test_sizes_have_three_digits(size: float, text: str) -> None:
    assert percent(size) == text


def test_line_numbers_count_from_the_first_decorator() -> None:
    text = "@statistic(\n    unit='count',\n)\ndef many(x):\n    return 1\n"
    assert [number for number, _ in numbered(text, 13)] == [10, 11, 12, 13, 14]
    assert numbered("", 3) == ()
