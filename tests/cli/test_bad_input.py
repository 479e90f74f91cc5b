"""Every kind of bad input ends in one clear message with its place and a remedy, and harms no earlier output."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable

import pytest

from projects import Report, Run

Break = Callable[[Report], object]

CSV, PACKAGE, BIB = "data/prisoners.csv", "data/datapackage.json", "references.bib"
BOOK, INDEX, PRISONS = "report/_quarto.yml", "report/index.qmd", "report/prisons.qmd"
SCRIPT, PAYMENTS, FIGURE = (
    "scripts/prisons.py",
    "scripts/payments.py",
    "figures/prisoners_by_month.py",
)


def change(name: str, old: str, new: str) -> Break:
    return lambda report: report.change(name, old, new)


def first(name: str, old: str, new: str) -> Break:
    return lambda report: report.write(name, report.read(name).replace(old, new, 1))


def add(name: str, text: str) -> Break:
    return lambda report: report.append(name, text)


def write(name: str, data: str | bytes) -> Break:
    return lambda report: report.write(name, data)


def gone(name: str) -> Break:
    return lambda report: (report / name).unlink()


def statistic(body: str, head: str = "def extra(prisoners):") -> Break:
    return add(SCRIPT, f'\n\n@statistic(unit="count")\n{head}\n    """D."""\n    {body}\n')


# what is wrong, how, exit status, code, place, and words of the message
CASES: list[tuple[str, Break, int, str, str, str]] = [
    # the project
    ("unknown configuration key", add("tieout.toml", 'engin = "x"\n'), 1, "TIE003", "tieout.toml:3:1", "Did you mean 'engine'?"),
    ("configuration value of the wrong kind", add("tieout.toml", "formats = 3\n"), 1, "TIE004", "tieout.toml:3:1", "formats = 3"),
    ("broken configuration", add("tieout.toml", "x = [\n"), 2, "TIE002", "tieout.toml:", ""),
    ("no project", gone("tieout.toml"), 2, "TIE001", "", "no tieout.toml"),
    # data
    ("missing column", first(CSV, "prisoners,share", "share"), 1, "TIE106", f"{CSV}:1", "missing: prisoners"),
    ("wrong type", change(CSV, "all,20000", "all,twenty"), 1, "TIE107", f"{CSV}:2:13", "'twenty' in column 'prisoners'"),
    ("duplicate key", change(CSV, "2018-12,all", "2016-12,all"), 1, "TIE109", f"{CSV}:4", "as_of=2016-12, sex=all"),
    ("empty CSV", write(CSV, ""), 1, "TIE105", f"{CSV}:1", "empty"),
    ("heading only", write(CSV, "as_of,sex,prisoners,share,source,locator,qualifier,basis,note\n"), 1, "TIE105", f"{CSV}:1", "no rows"),
    ("non-UTF-8 CSV", lambda r: r.write(CSV, (r / CSV).read_bytes().replace(b"p. 5", b"p.\x965")), 1, "TIE104", f"{CSV}:4:36", "byte 0x96"),
    ("broken constraint", change(CSV, "all,20000", "all,-4"), 1, "TIE108", f"{CSV}:2:13", "minimum"),
    ("row too long", change(CSV, "all,20000,1,", "all,20000,1,2,"), 1, "TIE110", f"{CSV}:2", "extra"),
    ("missing data file", gone(CSV), 1, "TIE103", f"{PACKAGE}:6", "does not exist"),
    ("unknown qualifier", change(CSV, "more than", "over"), 1, "TIE111", f"{CSV}:6", "unknown qualifier 'over'"),
    ("unknown source of a row", change(CSV, ";survey2019", ";survey2018"), 1, "TIE112", f"{CSV}:6", "survey2018"),
    ("two minus signs", lambda r: r.write("data/zahlungen.csv", r.read("data/zahlungen.csv").replace("-3%", "\N{MINUS SIGN}3%")), 1, "TIE107", "data/zahlungen.csv:4:", "minus sign"),
    ("broken data package", change(PACKAGE, '"resources": [', '"resources": [,'), 1, "TIE101", f"{PACKAGE}:4:", "JSON"),
    ("unknown unit", change(PACKAGE, '"tieout:unit": "people"', '"tieout:unit": "heads"'), 1, "TIE102", f"{PACKAGE}:14:", "unknown unit 'heads'"),
    ("data outside the project", change(PACKAGE, '"path": "prisoners.csv"', '"path": "/etc/passwd"'), 1, "TIE113", f"{PACKAGE}:6", "leads out"),
    # references
    ("broken bib entry", add(BIB, "\n@book{x,\n  title = {X\n"), 1, "TIE401", f"{BIB}:24", "broken entry"),
    ("duplicate bib entry", add(BIB, "\n@book{paper2021,\n  title = {X}\n}\n"), 1, "TIE402", f"{BIB}:24", "paper2021"),
    ("bib entry without a title", add(BIB, "\n@book{x,\n  year = {2020}\n}\n"), 1, "TIE407", f"{BIB}:24", "has no title"),
    ("missing citation", add(INDEX, "\nAs [@ministry2021, p. 3] says.\n"), 1, "TIE403", f"{INDEX}:5", "ministry2021"),
    # chapters
    ("unknown statistic", add(INDEX, "\nOf {{< stat prison_rice >}}.\n"), 1, "TIE303", f"{INDEX}:5:4", "Did you mean 'prison_rise'?"),
    ("unknown datum", add(INDEX, "\n{{< stat prisoners.2021.all.prisoners >}}\n"), 1, "TIE303", f"{INDEX}:5:1", "unknown number"),
    ("unclosed shortcode", add(INDEX, "\n{{< stat prison_rise\n"), 1, "TIE301", f"{INDEX}:5:1", "never closed"),
    ("unknown shortcode", add(INDEX, "\n{{< statt prison_rise >}}\n"), 1, "TIE302", f"{INDEX}:5:1", "Did you mean 'stat'?"),
    ("wrong argument", add(INDEX, "\n{{< stat prison_rise decimals=many >}}\n"), 1, "TIE304", f"{INDEX}:5:1", "decimals='many'"),
    ("missing figure", add(INDEX, "\n{{< figure arrests >}}\n"), 1, "TIE305", f"{INDEX}:5:1", "unknown figure 'arrests'"),
    ("missing chapter file", gone("report/references.qmd"), 1, "TIE307", f"{BOOK}:13:7", "'references.qmd' does not exist"),
    ("missing include", change(PRISONS, "_costs.qmd", "_cost.qmd"), 1, "TIE308", f"{PRISONS}:13:1", "does not exist"),
    ("broken book", change(BOOK, "book:", "book: ["), 1, "TIE306", f"{BOOK}:", "YAML"),
    ("no book", gone(BOOK), 2, "TIE306", BOOK, "no _quarto.yml"),
    ("broken front matter", change(PRISONS, 'description: "', 'description: ["'), 1, "TIE306", f"{PRISONS}:", "YAML"),
    ("chapter that is no text", lambda r: r.write(INDEX, r.read(INDEX).encode() + b"\xff\n"), 1, "TIE316", f"{INDEX}:4:1", "byte 0xff"),
    ("private character", add(INDEX, "\nx\ue003\n"), 1, "TIE314", f"{INDEX}:5:2", "U+E003"),
    ("brackets without end", add(INDEX, "\n" + "[^a. " * 200 + "\n"), 1, "TIE324", f"{INDEX}:5:36", "write \\["),
    ("brackets without end in front matter", change(PRISONS, 'description: "', 'abstract: "' + "[a " * 30 + '"\ndescription: "'), 1, "TIE324", f"{PRISONS}:2:1", "write \\["),
    ("private character in front matter", change(PRISONS, 'description: "', 'description: "\ue003'), 1, "TIE314", f"{PRISONS}:2:1", "U+E003"),
    ("brackets without end in a caption", change(FIGURE, 'caption="', 'caption="' + "[a " * 30), 1, "TIE324", f"{FIGURE}:", "write \\["),
    ("private character in a caption", change(FIGURE, 'caption="', 'caption="\ue003'), 1, "TIE314", f"{FIGURE}:", "U+E003"),
    ("unknown language", change(BOOK, "lang: en-GB", "lang: english"), 1, "TIE306", f"{BOOK}:17:1", "unknown language"),
    ("a value that is a shortcode", add(INDEX, "\n{{< stat {{< stat x >}} >}}\n"), 1, "TIE301", f"{INDEX}:5:1", "never closed"),
    # scripts
    ("unknown dataset", statistic("return 1", "def extra(prisonrs):"), 1, "TIE202", f"{SCRIPT}:", "Did you mean 'prisoners'?"),
    ("cycle", add(SCRIPT, '\n\n@statistic(unit="count")\ndef a(b):\n    """A."""\n    return b\n\n\n@statistic(unit="count")\ndef b(a):\n    """B."""\n    return a\n'), 1, "TIE203", f"{SCRIPT}:", "'a' takes 'b' takes 'a'"),
    ("exception in a script", statistic("return prisoners['prisonres'].sum()"), 1, "TIE205", f"{SCRIPT}:", "KeyError: 'prisonres'"),
    ("division by zero", statistic("return 1 / 0"), 1, "TIE205", f"{SCRIPT}:", "ZeroDivisionError"),
    ("a script that will not import", add(SCRIPT, "\nimport nowhere_at_all\n"), 1, "TIE201", f"{SCRIPT}:", "No module named 'nowhere_at_all'"),
    ("a script that is no Python", add(SCRIPT, "\ndef f(:\n"), 1, "TIE201", f"{SCRIPT}:", "SyntaxError"),
    ("not a number", statistic("return float('nan')"), 1, "TIE206", f"{SCRIPT}:", "is nan"),
    ("a table for a number", statistic("return prisoners"), 1, "TIE207", f"{SCRIPT}:", "pandas.DataFrame"),
    ("two statistics of one name", statistic("return 1", "def paid(payments):"), 1, "TIE204", f"{SCRIPT}:", "already defined at scripts/payments.py"),
    ("wrong decorator", add(SCRIPT, '\n\n@statistic(unit="heads")\ndef x():\n    """X."""\n    return 1\n'), 1, "TIE208", f"{SCRIPT}:", "unknown unit 'heads'"),
    ("a process that dies", statistic("__import__('os')._exit(3)"), 1, "TIE209", f"{SCRIPT}:", "exit status 3"),
    ("a figure without alternative text", first(FIGURE, 'alt="A line that', 'alt="", title="A line that'), 1, "TIE501", f"{FIGURE}:15", "no alternative text"),
    ("a figure that is none", first(FIGURE, "return drawn, everybody", "return axes, everybody"), 1, "TIE207", f"{FIGURE}:15", "returned Axes"),
    ("a table that is none", first(PAYMENTS, 'return shown.set_axis(["Reference", "Amount", "Remark"], axis="columns")', "return 3"), 1, "TIE207", f"{PAYMENTS}:", "returned int"),
]  # fmt: skip


def check(report: Report, run: Run, status: int, code: str, place: str, words: str) -> None:
    assert run.status == status, run.said
    assert run.out == ""
    assert "Traceback" not in run.said
    assert "TIE999" not in run.said
    findings = re.findall(r"^(\S+) (error|warning|note) (TIE\d{3}) (.*)$", run.err, re.MULTILINE)
    assert [finding[1:3] for finding in findings] == [("error", code)], run.err
    assert findings[0][0].startswith(place or "/"), run.err
    assert words in run.err
    assert run.err.count("    help: ") == 1, run.err
    said = [line for line in run.err.splitlines() if line.strip()]
    assert len(said) == len(set(said)), "nothing is said twice"
    assert said[-1].startswith("1 finding.")


NAMES = ("spoil", "status", "code", "place", "words")
# Scripts are run, in a process that loads pandas, for these: two of them are enough to be quick.
RUN = {case[0] for case in CASES if case[4].startswith((f"{SCRIPT}:", f"{PAYMENTS}:", FIGURE))}
QUICK = {"unknown dataset", "division by zero"}


@pytest.mark.parametrize(
    NAMES,
    [
        pytest.param(
            *case[1:], id=case[0], marks=[pytest.mark.slow] if case[0] in RUN - QUICK else []
        )
        for case in CASES
    ],
)
def test_bad_input(computed, inside, spoil, status, code, place, words):
    if place.startswith((SCRIPT, PAYMENTS)):
        # Scripts that are imported anew need not import matplotlib too.
        (computed / FIGURE).unlink()
        computed.change(PRISONS, "{{< figure prisoners_by_month >}}", "")
        computed.change(PRISONS, "@fig-prisoners_by_month and ", "")
    spoil(computed)
    before = computed.earlier_outputs()
    check(computed, inside(computed, "build"), status, code, place, words)
    assert computed.outputs() == before


@pytest.mark.slow
@pytest.mark.parametrize(NAMES, [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_bad_input_before_anything_was_computed(report, inside, spoil, status, code, place, words):
    spoil(report)
    before = report.earlier_outputs()
    check(report, inside(report, "build"), status, code, place, words)
    assert report.outputs() == before


# One of each file that is read, and one of each way to end.
ALONE = {
    *("broken configuration", "no project", "wrong type", "broken data package"),
    *("broken bib entry", "unknown language", "unclosed shortcode", "missing citation"),
    *("exception in a script", "a process that dies", "a figure without alternative text"),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    NAMES, [pytest.param(*case[1:], id=case[0]) for case in CASES if case[0] in ALONE]
)
def test_bad_input_in_a_process_of_its_own(report, spoil, status, code, place, words):
    """As an author meets it: nothing computed yet, a new process, no terminal."""
    spoil(report)
    before = report.earlier_outputs()
    check(report, report.tieout("build"), status, code, place, words)
    assert report.outputs() == before


def test_the_cases_named_are_cases():
    assert {case[0] for case in CASES} >= ALONE | QUICK


def test_several_faults_are_told_together_in_order_and_counted(computed, inside):
    computed.change(CSV, "all,20000", "all,twenty")
    computed.append(BIB, "\n@book{x,\n  year = {2020}\n}\n")
    computed.append(INDEX, "\n{{< stat\n")
    run = inside(computed, "build")
    codes = re.findall(r"^(\S+?):.* (TIE\d{3})", run.err, re.MULTILINE)
    assert codes == [(CSV, "TIE107"), (BIB, "TIE407"), (INDEX, "TIE301")]
    assert run.err.rstrip().endswith("3 findings. The last outputs are as they were.")


def test_findings_for_a_program(computed, inside):
    import json

    computed.append(INDEX, "\n{{< stat prison_rice >}}\n")
    run = inside(computed, "build", "--format", "json")
    data = json.loads(run.out)
    assert run.status == 1
    assert run.err == ""
    assert data["result"] == "failed"
    assert data["findings"] == [
        {
            "code": "TIE303",
            "severity": "error",
            "path": INDEX,
            "line": 5,
            "column": 1,
            "message": "unknown number 'prison_rice'",
            "remedy": "Did you mean 'prison_rise'?",
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bild"], "no such command 'bild'. Did you mean 'build'?"),
        (["build", "--to", "odt"], "unknown format 'odt'"),
        (["build", "--to", ""], "unknown format ''"),
        (["build", "--engine", "latex"], "latex"),
        (["build", "--jobs", "0"], "0 is not in the range"),
        (["build", "--only", "prisns.qmd"], "Did you mean 'prisons.qmd'?"),
        (["build", "extra"], "unexpected extra argument"),
        (["build", "--qiet"], "--quiet"),
    ],
)
def test_arguments_that_cannot_be_used(computed, inside, arguments, said):
    before = computed.earlier_outputs()
    run = inside(computed, *arguments)
    assert run.status == 2
    assert said in run.err
    assert "Traceback" not in run.said
    assert computed.outputs() == before


def test_a_folder_that_cannot_be_written_is_told(computed, inside):
    shutil.rmtree(computed / ".tieout")
    computed.write(".tieout", "a file where the folder should be")
    check(computed, inside(computed, "build"), 2, "TIE902", ".tieout/lock", "cannot write")


@pytest.mark.slow
def test_a_build_from_a_folder_within_finds_the_project(computed):
    computed.append(INDEX, "\n{{< stat prison_rice >}}\n")
    run = Report(computed / "report").tieout("build")
    assert run.err.count(f"{INDEX}:5:1 error TIE303") == 1
