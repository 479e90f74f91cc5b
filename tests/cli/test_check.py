"""`tieout check` on a real report: exit codes, formats, fixes, and what it never does."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from projects import Report, Run


def test_without_a_ledger_it_says_what_to_run(report: Report, inside: Callable[..., Run]):
    done = inside(report, "check")
    assert done.status == 2
    assert "TIE851" in done.said
    assert "tieout build" in done.said


def test_a_clean_report(built: Report, inside: Callable[..., Run]):
    done = inside(built, "check", "--quiet")
    assert (done.status, done.out) == (0, ""), done.said


def test_a_report_in_a_language_without_words_is_not_passed_in_silence(
    built: Report, inside: Callable[..., Run]
):
    path = built.root / "report/_quarto.yml"
    path.write_text(path.read_text().replace("lang: en-GB", "lang: de"))
    built.append("report/prisons.qmd", "\nEs waren 12,345 Menschen.\n")
    done = inside(built, "check", "--quiet")
    assert "TIE801" not in done.said
    assert "were not read: tieout does not know the words of 'de' yet." in done.said


def test_a_typed_number_is_found_at_its_place(built: Report, inside: Callable[..., Run]):
    line = built.append("report/prisons.qmd", "\nThe prisons held 12,345 people.\n") + 1
    done = inside(built, "check", "--quiet")
    assert done.status == 1
    assert done.out.startswith(f"report/prisons.qmd:{line}:18 error TIE801 ")


def test_formats(built: Report, inside: Callable[..., Run]):
    built.append("report/prisons.qmd", "\nThe prisons held 12,345 people.\n")
    data = json.loads(inside(built, "check", "--format", "json").out)
    assert data["result"] == "found"
    assert [each["code"] for each in data["findings"] if each["severity"] == "error"] == ["TIE801"]
    log = json.loads(inside(built, "check", "--quiet", "--format", "sarif").out)
    (result,) = log["runs"][0]["results"]
    assert result["ruleId"] == "TIE801"
    where = result["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "report/prisons.qmd"
    told = inside(built, "check", "--quiet", "--format", "github").out
    assert told.startswith("::error file=report/prisons.qmd,line=")


def test_a_fix_is_written_and_the_rest_stays(built: Report, inside: Callable[..., Run]):
    known = json.loads(built.read("_output/ledger.json"))["numbers"]
    shown = next(each["display"] for each in known if each["name"] == "prison_rise")
    before = built.read("report/prisons.qmd")
    built.append("report/prisons.qmd", f"\nThe prisons grew by {shown}.\n")
    done = inside(built, "check", "--quiet", "--fix")
    assert done.status == 0, done.said
    after = before + "\nThe prisons grew by {{< stat prison_rise >}}.\n"
    assert built.read("report/prisons.qmd") == after


def test_waivers_and_severities(built: Report, inside: Callable[..., Run]):
    text = "\n<!-- tieout: allow TIE801 because the law sets it -->\nAt most 12,345 may stay.\n"
    built.append("report/prisons.qmd", text)
    assert inside(built, "check", "--quiet").status == 0
    built.append("report/prisons.qmd", "\n\nAnd 12,346 may not.\n")
    assert inside(built, "check", "--quiet").status == 1
    built.append("tieout.toml", '\n[severity]\nTIE801 = "note"\n')
    assert inside(built, "check", "--quiet").status == 0
    built.change("tieout.toml", "TIE801", "TIE899")
    wrong = inside(built, "check")
    assert wrong.status == 1
    assert "TIE003" in wrong.said


def test_only_the_files_asked_for(built: Report, inside: Callable[..., Run]):
    built.append("report/prisons.qmd", "\nThe prisons held 12,345 people.\n")
    assert inside(built, "check", "--quiet", str(built / "report/index.qmd")).status == 0
    assert inside(built, "check", "--quiet", str(built / "report/prisons.qmd")).status == 1


def test_a_broken_chapter_is_a_finding_among_others(built: Report, inside: Callable[..., Run]):
    built.append("report/index.qmd", "\nIt held 12,345 people.\n")
    built.append("report/prisons.qmd", "\n{{< stat\n\n")
    done = inside(built, "check", "--quiet")
    assert done.status == 1
    assert "TIE301" in done.out
    assert "TIE801" in done.out


def test_no_script_is_run(built: Report, inside: Callable[..., Run]):
    built.append("scripts/prisons.py", '\nraise SystemExit("a script ran")\n')
    done = inside(built, "check", "--quiet")
    assert "a script ran" not in done.said
    assert done.status in {0, 1}


def test_what_was_found_is_kept_until_something_changes(
    built: Report, inside: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
):
    built.append("report/prisons.qmd", "\nThe prisons held 12,345 people.\n")
    first = inside(built, "check")
    with monkeypatch.context() as patch:
        patch.setattr("tieout.checks.runner.found", lambda *_: pytest.fail("checked again"))
        assert inside(built, "check").out == first.out
    built.change("report/prisons.qmd", "12,345", "12,346")
    assert "12,346" in inside(built, "check").out
    built.append("tieout.toml", '\n[severity]\nTIE801 = "off"\n')
    assert "TIE801" not in inside(built, "check").out


def test_a_sign_off_that_expired(built: Report, inside: Callable[..., Run]):
    text = '[[number]]\nname = "prison_rise"\nby = "Ann"\ndigest = "old"\n'
    built.write("reviews.toml", text)
    done = inside(built, "check", "--quiet")
    assert done.status == 1
    assert "TIE846 'prison_rise' changed since Ann signed it off" in done.out
