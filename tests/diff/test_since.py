"""`tieout diff`: what changed since a commit, read through git and never checked out."""

from __future__ import annotations

import json

import pytest

from committed import CSV, fewer, git
from projects import files
from tieout.diff.changes import Diff
from tieout.findings import TieoutError
from tieout.ledger.lockfile import Drift

pytestmark = pytest.mark.slow  # each compares two states of a whole report

PRISONS, INDEX = "report/prisons.qmd", "report/index.qmd"


def by_name(diff: Diff):
    return {each.name: each for each in diff.numbers}


def sentences(diff: Diff):
    return {(each.place.path, each.where): (each.before, each.after) for each in diff.sentences}


def test_nothing_changed(past):
    diff = past.since()
    assert not diff
    assert diff.headline == "nothing changed"
    assert diff.since.startswith("HEAD (")


def test_numbers_that_moved(past):
    fewer(past)
    found = by_name(past.since())
    assert set(found) == {"prison_rise", "prisoners_a_year", "prisoners.2016-12.all.prisoners"}
    rise = found["prison_rise"]
    assert (rise.was, rise.is_, rise.absolute, rise.relative) == (
        "95%",
        "117%",
        "+22 points",
        "+22.8%",
    )
    held = found["prisoners.2016-12.all.prisoners"]
    assert (held.was, held.is_, held.absolute, held.relative) == (
        "20,000",
        "18,000",
        "-2,000",
        "-10%",
    )


def test_the_sentences_that_use_them(past):
    fewer(past)
    diff = past.since()
    told = sentences(diff)
    assert told[INDEX, "prose"] == (
        "The prison population grew by 95%, as sec-prisons shows.",
        "The prison population grew by 117%, as sec-prisons shows.",
    )
    captions = [key for key in told if key[0] == "figures/prisoners_by_month.py"]
    assert {where for _, where in captions} == {"caption", "alternative text"}
    # With a decimal where the chapter asks for one.
    (march,) = [s for s in diff.sentences if s.before.startswith("In March")]
    assert "that is 95.0% more" in march.before
    assert "that is 116.6% more" in march.after
    assert march.place.path == PRISONS
    assert march.names == ("prison_rise",)
    # A sentence whose numbers stayed is none of them.
    assert not any("Payments" in s.before for s in diff.sentences)


def test_a_sentence_rewritten_beside_its_number(past):
    fewer(past)
    past.report.change(
        INDEX, "The prison population grew by", "Since 2016 the prison population grew by"
    )
    (told,) = [s for s in past.since().sentences if s.place.path == INDEX]
    assert told.before.startswith("The prison population grew by 95%")
    assert told.after.startswith("Since 2016 the prison population grew by 117%")


def test_sentences_that_are_new_and_gone(past):
    fewer(past)
    past.report.change(
        PRISONS,
        "[^1]: Counted on one day,",
        "[^1]: Up {{< stat prison_rise >}}. Counted on one day,",
    )
    text = past.report.read(INDEX)
    past.report.write(INDEX, text.split("\n\n")[0] + "\n\nNothing is said here.\n")
    diff = past.since()
    told = sentences(diff)
    assert told[PRISONS, "footnote"] == ("", "Up 117%.")
    assert told[INDEX, "prose"] == ("The prison population grew by 95%, as sec-prisons shows.", "")


def test_a_typed_number_that_was_bound(past):
    past.report.append(INDEX, "\nAbout 31,005 people were held in prison in December 2018.\n")
    past.commit()
    past.report.change(INDEX, "31,005", "{{< stat prisoners.2018-12.all.prisoners >}}")
    diff = past.since()
    added = by_name(diff)["prisoners.2018-12.all.prisoners"]
    assert added.kind is Drift.ADDED
    assert added.is_ == "31,005"
    assert diff.sentences == ()  # it reads as it did


def test_a_number_that_is_gone(past):
    past.report.change(PRISONS, ", {{< stat prisoners.2016-12.women.share >}} of them women", "")
    diff = past.since()
    gone = by_name(diff)["prisoners.2016-12.women.share"]
    assert gone.kind is Drift.GONE
    assert gone.was == "8%"
    (told,) = diff.sentences
    assert (told.before, told.after) == (
        "Counted on one day, 8% of them women.",
        "Counted on one day.",
    )


def test_a_bound_that_changed(past):
    past.report.change(CSV, "p. 5,,counted", "p. 5,at least,counted")
    past.report.change(CSV, "p. 6;table 2,more than,", "p. 6;table 2,,")
    found = by_name(past.since())
    held = found["prisoners.2020-03.all.prisoners"]
    assert (held.was, held.is_) == ("more than 38,990", "38,990")
    assert held.absolute == held.relative == ""


def test_the_same_number_by_other_code(past):
    past.report.change("scripts/prisons.py", "FIRST)) - 1", "FIRST)) - 2 + 1")
    diff = past.since()
    assert {each.name: each.kind for each in diff.numbers}["prison_rise"] is Drift.REWORKED
    assert diff.of(Drift.MOVED) == ()
    assert diff.sentences == ()


def test_figures_whose_data_moved(past):
    fewer(past)
    (figure,) = past.since().shown
    assert (figure.kind, figure.name, figure.is_data) == ("figure", "prisoners_by_month", True)
    assert figure.because == (CSV,)
    assert str(figure) == f"its data moved: {CSV}"


def test_figures_drawn_by_other_code(past):
    past.report.change("figures/prisoners_by_month.py", 'marker="o"', 'marker="x"')
    (figure,) = past.since().shown
    assert not figure.is_data
    assert str(figure) == "it looks another way: figures/prisoners_by_month.py"


def test_figures_added_and_gone(past):
    past.report.change(PRISONS, "{{< figure prisoners_by_month >}}", "")
    past.report.change(PRISONS, "@fig-prisoners_by_month and ", "")
    (figure,) = past.since().shown
    assert str(figure) == "gone"


def test_sign_offs_that_expire(past):
    past.sign("prison_rise")
    past.sign("paid")
    past.sign("prisoners_by_month", "figure")
    past.commit()
    assert past.since().expired == ()
    fewer(past)
    said = [str(each) for each in past.since().expired]
    assert said == [
        "prison_rise, signed off by B. Late",
        "figure prisoners_by_month, signed off by B. Late",
    ]


def test_words_that_stopped_being_true(past):
    past.report.append(INDEX, "\nPrisoners rose by {{< stat prison_rise >}} in all.\n")
    past.renew(lock=True)
    past.commit()
    past.report.change(CSV, "2016-12,all,20000", "2016-12,all,50000")
    diff = past.since()
    places = {(finding.place.path, finding.place.line) for finding in diff.words}
    line = past.report.read(INDEX).count("\n")
    assert (INDEX, line) in places
    assert "no longer true" in diff.headline


def test_words_that_were_never_true_are_no_news(past):
    past.report.append(INDEX, "\nPrisoners fell by {{< stat prison_rise >}} in all.\n")
    past.renew(lock=True)
    past.commit()
    fewer(past)
    line = past.report.read(INDEX).count("\n")
    here = [f for f in past.since().words if (f.place.path, f.place.line) == (INDEX, line)]
    assert here == []


def test_an_earlier_commit(past):
    fewer(past)
    past.renew(lock=True)
    past.commit("two")
    assert not past.since()
    assert by_name(past.since("HEAD~1"))["prison_rise"].was == "95%"
    assert by_name(past.since("main~1", renew=False))["prison_rise"].is_ == "117%"


def test_a_report_in_a_folder_of_the_repository(past, tmp_path):
    outer = tmp_path / "outer"
    outer.mkdir()
    inner = past.report.root.rename(outer / "naïve report")
    (inner / ".git").rename(tmp_path / "old-git")
    git(outer, "init", "--quiet")
    git(outer, "add", "--all")
    git(outer, "commit", "--quiet", "--message", "all")
    moved = type(past)(type(past.report)(inner))
    fewer(moved)
    assert by_name(moved.since())["prison_rise"].is_ == "117%"
    (figure,) = moved.since().shown
    assert figure.because == (CSV,)


def test_nothing_is_checked_out(past):
    def everything():
        return {
            name: data for name, data in files(past.report.root) if not name.startswith(".tieout/")
        }

    fewer(past)
    past.report.write("report/notes.txt", "not yet committed")
    past.renew()
    before = everything()
    past.since(renew=False)
    assert everything() == before


def test_chapters_of_the_past_that_cannot_be_read(past):
    past.report.append(INDEX, "\n{{< stat prison_rise\n")
    past.commit()
    past.report.write(INDEX, past.report.read(INDEX).replace("\n{{< stat prison_rise\n", ""))
    fewer(past)
    diff = past.since()
    assert by_name(diff)["prison_rise"].is_ == "117%"
    assert diff.sentences == ()
    (note,) = diff.findings
    assert note.severity == "note"
    assert "chapters cannot be read" in note.message


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        ("nothing", "names no commit"),
        ("--help", "names no commit"),
        ("HEAD~5", "names no commit"),
        ("", ""),
    ],
)
def test_a_commit_that_is_not_there(past, revision, said):
    with pytest.raises(TieoutError) as stopped:
        past.since(revision, renew=False)
    (finding,) = stopped.value.findings
    assert finding.code == "TIE877"
    assert said in finding.message
    assert not stopped.value.found


def test_a_commit_without_a_lock(past):
    (past.report / "tieout.lock").unlink()
    past.commit()
    with pytest.raises(TieoutError, match="TIE874"):
        past.since(renew=False)


def test_a_commit_without_a_report(past):
    (past.report / "tieout.toml").rename(past.report / "other.toml")
    past.commit()
    (past.report / "other.toml").rename(past.report / "tieout.toml")
    with pytest.raises(TieoutError, match="TIE877"):
        past.since(renew=False)


def test_a_lock_in_conflict(past):
    text = past.report.read("tieout.lock")
    past.report.write("tieout.lock", f"<<<<<<< HEAD\n{text}")
    past.commit()
    with pytest.raises(TieoutError, match="TIE875") as stopped:
        past.since(renew=False)
    assert stopped.value.findings[0].place.path.endswith(":tieout.lock")


def test_no_repository(built):
    from tieout.diff import history

    with pytest.raises(TieoutError, match="no git repository"):
        history.commit(built.project, "HEAD")


def test_no_git(past, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(TieoutError, match="git is not installed"):
        past.since(renew=False)


def test_from_the_shell(inside, past):
    report = past.report
    assert inside(report, "diff").out.endswith("nothing changed\n")
    fewer(past)
    past.renew()
    done = inside(report, "diff", "--exit-code")
    assert done.status == 1
    assert "prison_rise 95% → 117% (+22 points, +22.8%)" in done.out
    assert all(len(line) <= 80 for line in done.out.splitlines())
    data = json.loads(inside(report, "diff", "HEAD", "--format", "json").out)
    assert data["changed"] is True
    assert inside(report, "diff", "--format", "html").out.startswith("<!DOCTYPE html>")
    assert "| `prison_rise` | 95% | 117% |" in inside(report, "diff", "--format", "md").out
    assert inside(report, "diff", "nowhere").status == 2
    assert inside(report, "diff", "HEAD", "--what-if", "x").status == 2
