"""Fixes: only what has one right answer, written whole, and nothing else touched."""

from __future__ import annotations

import pytest

from checks.shorthand import n
from checks.suite import report
from tieout import catalogue
from tieout.checks import fixes, typed
from tieout.findings import Finding, Place
from tieout.project import Config, Project


def wanted(text: str, **numbers) -> list[tuple[str, str]]:
    made = report(text, numbers)
    return [(each.old, each.new) for each in fixes.fixes(made, tuple(typed.find(made)))]


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        ("It held 1,200 people.", {"a": n("1200")}, [("1,200", "{{< stat a >}}")]),
        ("It rose by 78%.", {"a": n("78%")}, [("78%", "{{< stat a >}}")]),
        ("It held 1,200 people.", {"a": n("1200"), "b": n("1200")}, []),  # which of them?
        ("It held 1,201 people.", {"a": n("1200")}, []),
        ("There were 28 of them.", {"a": n("28")}, []),  # a number so small may be another
        ("There were 28 prisons.", {"prisons": n("28")}, [("28", "{{< stat prisons >}}")]),
        ("It held 1**,200** people.", {"a": n("1200")}, []),
        (
            "In all two hundred and six people left.",
            {"a": n("206")},
            [("two hundred and six", "{{< stat a as=words >}}")],
        ),
        ("Two hundred and six people left.", {"a": n("206")}, []),  # it would lose its capital
        ("In all two hundred and six per cent left.", {"a": n("206")}, []),
        ("In all sixteen deaths.", {"a": n("16")}, []),
        (
            "In all sixteen deaths.",
            {"deaths": n("16")},
            [("sixteen", "{{< stat deaths as=words >}}")],
        ),
        ("In all two thirds of them left.", {"a": n("66.6667%")}, []),
    ],
)
def test_what_is_fixed(text, numbers, expected):
    assert wanted(text, **numbers) == expected


def test_a_waived_number_stays():
    made = report("It held 1,200 people.", {"a": n("1200")})
    assert fixes.fixes(made, ()) == ()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_nothing_else_is_touched(tmp_path, newline, mark):
    lines = ["It held 1,200 people, 1,200 of them  men.", "", "\tTwo: 1,200.", "end"]
    text = newline.join(lines)
    file = tmp_path / "report" / "chapter.qmd"
    file.parent.mkdir()
    file.write_bytes((mark + text).encode())
    file.chmod(0o640)
    made = report(text.replace("\r\n", "\n"), {"a": n("1200")})
    project = Project(tmp_path, Config())
    done = fixes.apply(project, fixes.fixes(made, tuple(typed.find(made))))
    assert len(done) == 3
    assert file.read_bytes().decode() == mark + text.replace("1,200", "{{< stat a >}}")
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path):
    made = report("It held 1,200 people.", {"a": n("1200")})
    file = tmp_path / "report" / "chapter.qmd"
    file.parent.mkdir()
    file.write_text("It holds 1,200 people.")
    wanted = fixes.fixes(made, tuple(typed.find(made)))
    assert fixes.apply(Project(tmp_path, Config()), wanted) == ()
    assert file.read_text() == "It holds 1,200 people."


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_needless_waiver_goes_with_its_line(tmp_path, newline):
    waiver = "<!-- tieout: allow TIE801 because the law says so -->"
    kept = f"It held many. {waiver}"
    two = "<!-- tieout: allow TIE801 TIE802 because of the law -->"
    file = tmp_path / "report" / "chapter.qmd"
    file.parent.mkdir()
    file.write_bytes(newline.join(["First.", "", waiver, kept, two, "\tlast  "]).encode())
    place = "report/chapter.qmd"
    unused = [
        Finding(catalogue.UNUSED_WAIVER, Place(place, line, column), "")
        for line, column in ((3, 1), (4, 15), (5, 1))  # of the last only one code is needless
    ]
    project = Project(tmp_path, Config())
    files = {place: file.read_bytes().decode()}
    made = fixes.apply(project, fixes.needless(files, unused))
    assert [each.place.line for each in made] == [3]
    assert file.read_bytes() == newline.join(["First.", "", kept, two, "\tlast  "]).encode()
