"""`tieout add statistic|figure|chapter`: pieces that build at once."""

from __future__ import annotations

import pytest

from tieout.findings import TieoutError
from tieout.starter import pieces


@pytest.mark.slow
def test_a_statistic_that_builds(report):
    added = pieces.statistic(report.project, "payments_made", "payments", "count")
    assert added.files == ("scripts/payments_made.py",)
    assert report.ledger()["payments_made"]["value"] == 4


@pytest.mark.slow
def test_a_figure_that_builds(report):
    added = pieces.figure(report.project, "share_by_sex", "prisoners")
    assert added.files == ("figures/share_by_sex.py",)
    assert "share_by_sex" in report.results().drawings


@pytest.mark.slow
def test_a_chapter_that_builds(report):
    added = pieces.chapter(report.project, "what-it-means")
    assert added.files == ("report/what-it-means.qmd", "report/_quarto.yml")
    assert report.findings() == report_findings(report)
    entries = [entry.path for entry in report.inputs().book.entries]
    assert entries.index("what-it-means.qmd") == entries.index("references.qmd") - 1


def report_findings(report):
    return tuple(f for f in report.findings() if f.severity != "error")


@pytest.mark.parametrize("name", ["Prisons", "2020", "class", "a b", "a.b", "", "naïve", "../up"])
def test_a_name_that_python_cannot_say(report, name):
    with pytest.raises(TieoutError) as stopped:
        pieces.statistic(report.project, name, None, "count")
    (finding,) = stopped.value.findings
    assert finding.code == "TIE871"
    assert finding.remedy.startswith("Try '")


def test_the_name_that_is_tried_instead_can_be_used(report):
    with pytest.raises(TieoutError) as stopped:
        pieces.statistic(report.project, "2 New Names", None, "count")
    pieces.statistic(report.project, stopped.value.findings[0].remedy.split("'")[1], None, "count")


@pytest.mark.parametrize("name", ["prison_rise", "prisoners", "prisoners_by_month"])
def test_a_name_that_is_taken(report, name):
    with pytest.raises(TieoutError) as stopped:
        pieces.figure(report.project, name, None)
    (finding,) = stopped.value.findings
    assert finding.code == "TIE871"
    assert finding.place.line > 0


def test_a_file_that_exists(report):
    report.write("scripts/fresh.py", "# mine\n")
    with pytest.raises(TieoutError, match="TIE870"):
        pieces.statistic(report.project, "fresh", None, "count")
    assert report.read("scripts/fresh.py") == "# mine\n"


def test_an_unknown_dataset_names_the_nearest(report):
    with pytest.raises(TieoutError, match="Did you mean 'payments'"):
        pieces.statistic(report.project, "fresh", "payment", "count")


def test_an_unknown_unit(report):
    with pytest.raises(TieoutError, match="Did you mean 'percent'"):
        pieces.statistic(report.project, "fresh", None, "per cent")
    assert not (report / "scripts/fresh.py").exists()


def test_a_chapter_outside_the_report(report):
    for name in ("../x", "a/b", ".hidden", ""):
        with pytest.raises(TieoutError, match="TIE871"):
            pieces.chapter(report.project, name)


BOOK = "book:\n  title: T # mine\n  chapters:\n{}lang: en\n"


@pytest.mark.parametrize(
    ("chapters", "expected"),
    [
        ("    - a.qmd\n    - references.qmd\n", "    - a.qmd\n    - n.qmd\n    - references.qmd\n"),
        ("    - a.qmd # first\n", "    - a.qmd # first\n    - n.qmd\n"),
        ("  - a.qmd\n\n", "  - a.qmd\n  - n.qmd\n\n"),
        (
            "    - a.qmd\n    - part: P\n      chapters:\n        - b.qmd\n",
            "    - a.qmd\n    - part: P\n      chapters:\n        - b.qmd\n    - n.qmd\n",
        ),
    ],
)
def test_a_chapter_is_listed_and_the_rest_kept(chapters, expected):
    assert pieces.listed(BOOK.format(chapters), "n.qmd") == BOOK.format(expected)


@pytest.mark.parametrize(
    "text", ["book:\n  chapters: [a.qmd, b.qmd]\n", "book: {}\n", "nonsense: [\n"]
)
def test_a_list_that_cannot_be_changed_safely(text):
    assert pieces.listed(text, "n.qmd") is None


def test_a_book_that_cannot_be_changed_says_what_to_do(report):
    text = report.read("report/_quarto.yml")
    start, end = text.index("  chapters:"), text.index("  appendices:")
    report.write(
        "report/_quarto.yml", f"{text[:start]}  chapters: [index.qmd, prisons.qmd]\n{text[end:]}"
    )
    added = pieces.chapter(report.project, "more")
    assert added.files == ("report/more.qmd",)
    assert "- more.qmd" in added.hints[0]
