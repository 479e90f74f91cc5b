"""What Quarto writes to stderr, read into findings."""

import pytest

from tieout.engines.quarto import messages
from tieout.engines.quarto.spots import Spots
from tieout.findings import Severity


@pytest.fixture
def spots(make_job, tmp_path):
    return Spots.of(make_job(), tmp_path / "copy" / "report")


def read(stderr, spots, *, failed=False):
    return messages.findings(stderr, spots, failed=failed)


def test_progress_lines():
    assert messages.progress("\x1b[1m\x1b[34m[ 2/12] parts/prisons.qmd\x1b[39m\x1b[22m") == (
        "parts/prisons.qmd",
        2,
        12,
    )
    assert messages.progress("Output created: _book/index.html") is None


@pytest.mark.parametrize(
    ("line", "code", "place", "named"),
    [
        (
            "WARN: prisons.html: Unable to resolve crossref @tbl-years",
            "TIE309",
            "report/prisons.qmd:4:1",
            "@tbl-years",
        ),
        (
            "WARNING (/opt/quarto/share/filters/main.lua:21034) Unable to resolve crossref @sec-prisons",
            "TIE309",
            "report/prisons.qmd:4:15",
            "@sec-prisons",
        ),
        (
            "[WARNING] Citeproc: citation licadho not found",
            "TIE403",
            "report/prisons.qmd:20:33",
            "@licadho",
        ),
        (
            "WARNING (/opt/quarto/share/filters/main.lua:1) Shortcode 'figure' not found",
            "TIE302",
            "report/prisons.qmd:8:1",
            "'figure'",
        ),
        (
            "WARNING (/opt/quarto/share/filters/main.lua:1) Unknown var rise specified in a var shortcode.",
            "TIE304",
            "report/index.qmd:3:20",
            "'rise'",
        ),
        (
            "WARN: Unable to resolve link target: own.svg",
            "TIE313",
            "report/prisons.qmd:10:41",
            "own.svg",
        ),
        (
            "[WARNING] Could not fetch resource 'own.svg': replacing image with description",
            "TIE312",
            "report/prisons.qmd:10:41",
            "own.svg",
        ),
    ],
)
def test_failures_with_exit_status_0(spots, line, code, place, named):
    (finding,) = read(line + "\n", spots)
    assert (finding.code, str(finding.place)) == (code, place)
    assert finding.severity is Severity.ERROR
    assert named in finding.message
    assert finding.remedy


def test_the_same_thing_said_of_html_and_pdf_is_one_finding(spots):
    stderr = (
        "WARN: prisons.html: Unable to resolve crossref @fig-rise\n"
        "WARNING (/x/main.lua:1) Unable to resolve crossref @fig-rise\n"
    )
    assert len(read(stderr, spots)) == 1


def test_a_citation_that_no_chapter_writes_is_placed_at_the_chapter_under_way(spots):
    stderr = "\r[1/4] index.qmd\r[2/4] prisons.qmd\n[WARNING] Citeproc: citation other not found\n"
    (finding,) = read(stderr, spots)
    assert str(finding.place) == "report/prisons.qmd"


def test_what_our_extension_stops_at_keeps_its_code(spots):
    stderr = (
        "\x1b[34m\r[2/4] prisons.qmd\x1b[39m\n"
        "Error running filter /opt/quarto/share/filters/main.lua:\n"
        "tieout: TIE303 {{< stat hostile >}} names nothing known\n"
        "stack traceback:\n"
        "\t[C]: in function 'assert'\n"
        "\t/tmp/x/report/_extensions/tieout/shortcodes.lua:17: in upvalue 'fail'\n"
        "\t...are/filters/main.lua:10: in function <...are/filters/main.lua:2>\n"
        "WARN: Error encountered when rendering files\n"
    )
    (finding,) = read(stderr, spots, failed=True)
    assert finding.code == "TIE303"
    assert str(finding.place) == "report/prisons.qmd:4:46"
    assert finding.message == "{{< stat hostile >}} names nothing known"


def test_the_cause_is_found_above_the_last_line(spots):
    stderr = (
        "\r[2/4] prisons.qmd\n"
        "ERROR: \nThe file could not be read.\nIt is locked.\n\n"
        "Stack trace:\n    at a (file:///opt/quarto/bin/quarto.js:1:1)\n    at b (file:///x.js:2:2)\n"
        "WARN: Error encountered when rendering files\n"
    )
    (finding,) = read(stderr, spots, failed=True)
    assert finding.code == "TIE602"
    assert str(finding.place) == "report/prisons.qmd"
    assert finding.message == "Quarto: The file could not be read."
    assert finding.detail == ("It is locked.",)


def test_typst_errors(spots):
    stderr = (
        "[typst]: Compiling index.typ to report.pdf...ERROR: error: unknown variable: foo\n"
        "    ┌─ index.typ:120:3\n    │\n120 │ #foo\n    │  ^^^\n\n"
        "ERROR: Typst compilation failed\n"
    )
    (finding,) = read(stderr, spots, failed=True)
    assert finding.message == "Quarto: error: unknown variable: foo"
    assert "    ┌─ index.typ:120:3" in finding.detail


def test_yaml_errors_name_file_and_line(spots):
    stderr = "ERROR: In file _quarto.yml\n(line 12, column 3) expected a list.\n"
    (finding,) = read(stderr, spots, failed=True)
    assert str(finding.place) == "report/_quarto.yml:12:3"


def test_paths_of_the_copy_are_shown_as_the_author_knows_them(spots):
    stderr = f"ERROR: NotFound: No such file: readfile '{spots.copy}/prisons.qmd'\n"
    (finding,) = read(stderr, spots, failed=True)
    assert str(spots.copy) not in str(finding)
    assert str(finding.place) == "report/prisons.qmd"


def test_a_failing_cell(spots):
    stderr = (
        "\r[1/4] index.qmd\n"
        "An error occurred while executing the following cell:\n"
        "------------------\n1/0\n------------------\n\n"
        "ZeroDivisionError: division by zero\n"
    )
    (finding,) = read(stderr, spots, failed=True)
    assert str(finding.place) == "report/index.qmd"
    assert "ZeroDivisionError: division by zero" in finding.detail


@pytest.mark.parametrize("stderr", ["", "\r[1/4] index.qmd\r[2/4] prisons.qmd", "strange words\n"])
def test_a_failure_is_never_silent(spots, stderr):
    (finding,) = read(stderr, spots, failed=True)
    assert finding.severity is Severity.ERROR
    assert finding.code == "TIE602"


def test_an_ordinary_run_says_nothing(spots):
    stderr = (
        "\x1b[1m\r[1/4] index.qmd\x1b[22m\r[2/4] prisons.qmd\r[3/4] references.qmd\r[4/4] register.qmd\n\n"
        "[typst]: Compiling index.typ to report.pdf...DONE\n\nOutput created: _book/index.html\n"
    )
    assert read(stderr, spots) == ()
