"""`tieout diff --what-if`: what a change of the data would do, tried on a copy."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from projects import files
from tieout.diff import cell
from tieout.diff.supposed import supposing
from tieout.findings import TieoutError

CSV, PAYMENTS = "data/prisoners.csv", "data/zahlungen.csv"


def suppose(report, *texts):
    return supposing(report.project, texts, report.root, lambda _line: None)[0]


def moved(diff):
    return {each.name: each.is_ for each in diff.numbers}


@pytest.mark.slow
def test_one_cell(computed):
    before = {p: d for p, d in files(computed.root) if not p.startswith(".tieout/")}
    diff = suppose(computed, f"{CSV}:2:prisoners=18000")
    assert moved(diff) == {
        "prison_rise": "117%",
        "prisoners_a_year": "5,248",
        "prisoners.2016-12.all.prisoners": "18,000",
    }
    assert any(
        each.after.startswith("The prison population grew by 117%") for each in diff.sentences
    )
    assert diff.shown[0].because == (CSV,)
    assert diff.since == f"the data as they are, if {CSV}:2:prisoners = 18000"
    assert before == {p: d for p, d in files(computed.root) if not p.startswith(".tieout/")}
    assert not list((computed / ".tieout").glob("what-if-*"))


@pytest.mark.slow
def test_it_is_kept_for_the_next_time(computed, monkeypatch):
    suppose(computed, f"{CSV}:2:prisoners=18000")
    from tieout.compute import process

    monkeypatch.setattr(process.ScriptProcess, "ask", lambda *_: pytest.fail("computed again"))
    assert moved(suppose(computed, f"{CSV}:2:prisoners=18000"))["prison_rise"] == "117%"


@pytest.mark.slow
def test_by_key_and_several_at_once(computed):
    diff = suppose(
        computed, f"{CSV}:key=2016-12,all:prisoners=18000", f"{CSV}:key=2020-03,all:prisoners=36000"
    )
    assert moved(diff)["prison_rise"] == "more than 100%" or moved(diff)["prison_rise"] == "100%"


@pytest.mark.slow
def test_as_the_file_writes_its_numbers(computed):
    diff = suppose(computed, f"{PAYMENTS}:2:Betrag=1.234,75", f"{PAYMENTS}:3:Preis=US$ 5")
    assert moved(diff) == {"payments.Z2.Preis": "US$5", "paid": "US$3,184,500"}


@pytest.mark.slow
def test_a_sign_off_would_expire(computed):
    from tieout.ledger import signoff

    record = computed.compiled().ledger.records["prison_rise"]
    signoff.write(
        computed.project, [signoff.SignOff("number", "prison_rise", "B. Late", record.digest)]
    )
    assert [str(e) for e in suppose(computed, f"{CSV}:2:prisoners=18000").expired] == [
        "prison_rise, signed off by B. Late"
    ]


def test_the_same_value_changes_nothing(computed):
    assert not suppose(computed, f"{CSV}:2:prisoners=20000")


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (f"{CSV}:2:prisoners=twenty", "TIE107", "twenty"),
        (f"{CSV}:2:prisners=5", "TIE855", "Did you mean 'prisoners'"),
        (f"{CSV}:99:prisoners=5", "TIE855", "line 99"),
        (f"{CSV}:2:prisoners", "TIE878", "names no cell and value"),
        ("prisoners=5", "TIE878", "names no cell and value"),
        ("data/prisners.csv:2:prisoners=5", "TIE855", "Did you mean"),
        (f"{CSV}:2:prisoners=5\n6", "TIE878", "cannot be supposed"),
    ],
)
def test_what_cannot_be_supposed(computed, text, code, said):
    with pytest.raises(TieoutError) as stopped:
        suppose(computed, text)
    assert stopped.value.findings[0].code == code
    assert said in str(stopped.value)
    assert not list((computed / ".tieout").glob("what-if-*"))


@pytest.mark.slow
def test_a_confidential_dataset(computed):
    computed.seal("prisoners")
    with pytest.raises(TieoutError, match="confidential"):
        suppose(computed, f"{CSV}:2:prisoners=5")


cells = some.text(some.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=6)
rows = some.lists(some.lists(cells, min_size=3, max_size=3), min_size=1, max_size=4)


@given(
    rows,
    some.data(),
    cells,
    some.sampled_from(",;\t"),
    some.sampled_from(["\n", "\r\n"]),
    some.booleans(),
)
def test_only_the_cell_changes(table, data, value, delimiter, ending, ends):
    assume(not any(cell_.startswith("\ufeff") for cell_ in table[0]))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=ending).writerows([["a", "b", "c"], *table])
    text = out.getvalue() if ends else out.getvalue().removesuffix(ending)
    row = data.draw(some.integers(0, len(table) - 1))
    column = data.draw(some.integers(0, 2))
    descriptor = {"path": "x.csv", "dialect": {"delimiter": delimiter}}
    made = cell.replaced(text, descriptor, row + 2, column + 1, value)
    assert made is not None
    read = list(csv.reader(io.StringIO(made, newline=""), delimiter=delimiter))
    expected = [["a", "b", "c"], *(list(each) for each in table)]
    expected[row + 1][column] = value
    assert read == expected
    assert made.endswith(ending) or not ends


def test_a_cell_of_several_lines():
    text = 'a,b\n1,"x\ny"\n2,z\n'
    assert cell.replaced(text, {"path": "x.csv"}, 2, 2, "w") == "a,b\n1,w\n2,z\n"
    assert cell.replaced(text, {"path": "x.csv"}, 4, 1, "3") == 'a,b\n1,"x\ny"\n3,z\n'
    assert cell.replaced(text, {"path": "x.csv"}, 3, 1, "3") is None  # no record begins there
    assert cell.replaced(text, {"path": "x.csv"}, 4, 3, "3") is None


@pytest.mark.slow
def test_from_the_shell(inside, computed):
    done = inside(computed, "diff", "--what-if", f"{CSV}:2:prisoners=18000")
    assert done.status == 0, done.said
    assert "prison_rise 95% → 117%" in done.out
