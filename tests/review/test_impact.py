"""What would move if a cell were wrong, held against the arithmetic of the sample's scripts."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from projects import Report
from tieout.findings import TieoutError
from tieout.ledger.record import Input
from tieout.review import impact_tree
from tieout.review.impact import Impact, impact
from tieout.review.material import Material
from tieout.review.outline import layout
from tieout.review.target import targets


def _trace(material: Material, text: str, here: Path | None = None) -> Impact:
    (target,) = targets(material, text, here or material.project.root)
    return impact(material, target)


def _text(found: Impact) -> str:
    return "\n".join(str(line) for line in layout(impact_tree.of_impact(found)))


def test_a_cell_names_the_numbers_it_moves_with_direction_and_size(material: Material) -> None:
    (cell,) = _trace(material, "data/prisoners.csv:2:prisoners").cells
    moved = {m.record.name: (m.role, m.direction, m.change) for m in cell.moved}
    assert moved["prison_rise"] == ("contributes", "down", "-1.9 points")
    assert moved["prisoners.2016-12.all.prisoners"] == ("is", "up", "+200")
    # (38,990 - 20,000) / 4: a thousand more at the start are 250 fewer a year.
    assert moved["prisoners_a_year"] == ("contributes", "down", "-50")


def test_the_sentences_that_would_be_wrong_are_shown(material: Material) -> None:
    text = _text(_trace(material, "data/prisoners.csv:6:prisoners"))
    assert "In March 2020 there were 38,990" in text
    assert "figure prisoners_by_month" in text


@pytest.mark.parametrize(
    "text",
    [
        "data/prisoners.csv:6:prisoners",
        "data/prisoners.csv:key=2020-03,all:prisoners",
        "prisoners:key=2020-03.all:prisoners",
        "prisoners:6:prisoners",
    ],
)
def test_a_row_is_named_by_line_or_key(material: Material, text: str) -> None:
    found = _trace(material, text)
    assert [each.name for each in found.cells] == ["prisoners.2020-03.all.prisoners"]


def test_a_line_inside_a_record_of_two_lines_is_its_row(material: Material) -> None:
    assert _trace(material, "prisoners:4").target.row == _trace(material, "prisoners:5").target.row


def test_a_path_is_relative_to_where_the_reader_stands(material: Material) -> None:
    here = material.project.root / "data"
    assert _trace(material, "prisoners.csv:2", here).cells


def test_a_row_shows_the_cells_on_which_nothing_depends(material: Material) -> None:
    found = _trace(material, "prisoners:3:prisoners")
    assert [each.moved for each in found.cells] == [()]
    assert "no number depends on it" in _text(found)


def test_a_cell_of_a_column_that_is_named_whole_is_not_said_to_move_nothing(
    material: Material,
) -> None:
    found = _trace(material, "prisoners:3:prisoners")
    of_column = Input("prisoners", "data/prisoners.csv", "prisoners", "contributes", rows=5)
    told = dataclasses.replace(found, wholes=((of_column, material.records["prison_rise"]),))
    assert "no number depends on it" not in _text(told)
    assert "what comes from its column stands below" in _text(told)


def test_a_file_counts_its_cells_with_and_without_numbers(material: Material) -> None:
    found = _trace(material, "data/prisoners.csv")
    # Five rows, two columns with a unit, one cell missing.
    assert found.declared == 9
    assert found.carrying + found.swaying + found.idle == found.declared
    carrying = {each.name for each in found.cells if each.carries}
    assert "prisoners.2016-12.all.prisoners" in carrying
    assert "prisoners.2018-12.all.prisoners" not in carrying
    assert found.carrying == 3


@pytest.mark.slow
def test_elasticity_agrees_with_doing_it(built: Report, material: Material) -> None:
    (cell,) = _trace(material, "prisoners:2:prisoners").cells
    said = {m.record.name: m.elasticity for m in cell.moved}
    before = {name: float(r.value) for name, r in material.records.items()}
    built.change("data/prisoners.csv", "2016-12,all,20000", "2016-12,all,20002")
    after = built.ledger()
    assert "prison_rise" in said
    for name, elasticity in said.items():
        moved = (after[name]["value"] / before[name] - 1) * 100
        assert moved == pytest.approx(elasticity * 0.01, rel=0.01)


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("data/prisonerz.csv", "no dataset", "data/prisoners.csv"),
        ("prisoners:2:prisonerz", "no column", "'prisoners'"),
        ("prisoners:99", "line 99", "Rows stand on lines 2 to 7"),
        ("prisoners:1", "line 1", "Rows stand on lines"),
        ("prisoners:key=2016-12,al", "no row", "2016-12,all"),
        ("prisoners:somewhere", "no row", "line of the file"),
    ],
)
def test_what_is_not_there_is_answered(
    material: Material, text: str, message: str, remedy: str
) -> None:
    with pytest.raises(TieoutError) as caught:
        _trace(material, text)
    (finding,) = caught.value.findings
    assert finding.code == "TIE855"
    assert message in finding.message
    assert remedy in finding.remedy


@pytest.mark.parametrize("text", ["data/zahlungen.csv:2", "payments"])
def test_rows_of_a_confidential_dataset_are_not_shown(built: Report, text: str) -> None:
    def hide(resources: dict[str, dict[str, object]], _package: object) -> None:
        resources["payments"]["confidential"] = True

    built.describe(hide)
    from tieout.ledger.load import load

    material = Material(built.project, load(built.project))
    with pytest.raises(TieoutError) as caught:
        _trace(material, text)
    assert caught.value.findings[0].code == "TIE856"


def test_json_says_what_the_text_says(material: Material) -> None:
    data = _trace(material, "prisoners:2:prisoners").as_json()
    (cell,) = data["cells"]
    assert cell["name"] == "prisoners.2016-12.all.prisoners"
    rise = next(each for each in cell["numbers"] if each["name"] == "prison_rise")
    assert rise["direction"] == "down"
    assert rise["percent_per_percent"] == pytest.approx(-2.0532, abs=1e-3)
    assert rise["uses"]
    assert data["shown"][0]["name"] == "prisoners_by_month"
