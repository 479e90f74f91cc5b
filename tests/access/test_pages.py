"""Every page and the PDF of the sample: no rule broken in any mode, everything reached by keyboard, data to read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from access import paper
from access.pages import Walk, chromium, every, served
from projects import Report

needs_browser = pytest.mark.skipif(not shutil.which("chromium"), reason="needs chromium on PATH")
# Both schemes and both widths; `python tests/access/pages.py` has each width in each scheme.
SHORT = ("1280 px", "1280 px, dark", "320 px", "200%", "forced colours, dark", "still")


@pytest.fixture(scope="module")
def output(computed_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as pages, dossier, page of changes, and a PDF for archives."""
    made = Report(shutil.copytree(computed_sample, tmp_path_factory.mktemp("access") / "report"))
    made.write("tieout.toml", made.read("tieout.toml") + "pdf_a = true\n")
    for arguments in (("build", "--to", "html,pdf", "--quiet"), ("audit",)):
        assert made.tieout(*arguments).status == 0
    changed = made.tieout(
        "diff", "--what-if", "data/prisoners.csv:2:prisoners=18000", "--format", "html"
    )
    assert "<html" in changed.out
    made.write("_output/changes.html", changed.out)
    return made.root / "_output"


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.browser
@needs_browser
def test_every_page_in_every_mode(output: Path) -> None:
    walk = Walk()
    with served(output) as root, chromium() as browser:
        walk.all(browser, root, every(output), SHORT)
        page = browser.new_page(java_script_enabled=False)
        page.goto(f"{root}/html/prisons.html")
        page.locator("details.tieout-figure-data summary").click()
        assert page.get_by_role("rowheader", name="2018-12").is_visible()
    assert walk.wrong == []
    assert len({look.page for look in walk.looks}) == 6
    assert len(walk.rules) > 50
    assert sum(look.stops for look in walk.looks) > 300
    assert sum(look.tables for look in walk.looks) == len(SHORT)


@pytest.mark.slow
@pytest.mark.browser
@needs_browser
def test_the_walk_sees_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(
        "<!doctype html><title>x</title><style>* { transition: color 1s } a:focus { outline: none }"
        "</style><main><img src=x><p style='width: 2000px; color: #ccc; background: #fff'>pale</p>"
        "<div class=float-box><figure id=f></figure><div class=figure-links><a href=x.csv>Data</a></div></div>"
        "<a class=footnote-ref href=#f>1</a><p class=note-preview hidden></p></main>"
    )
    walk = Walk()
    with served(tmp_path) as root, chromium() as browser:
        walk.all(browser, root, ["bad.html"], ("1280 px", "still"))
    said = "\n".join(walk.wrong)
    for fault in (
        *("html-has-lang", "image-alt", "color-contrast", "scrolls sideways", "moves: "),
        *("focus not to be seen", "figure without a table: f", "preview does not open"),
    ):
        assert fault in said, said


@pytest.mark.slow
def test_the_pdf_keeps_both_standards_it_names(output: Path) -> None:
    assert paper.standards(output / "report.pdf") == ("ua-1", "a-2a")
    held = list(paper.held(output / "report.pdf"))
    assert [(standard, broken) for standard, _, broken in held] == [("ua-1", []), ("a-2a", [])]
    assert sum(rules for _, rules, _ in held) > 250
