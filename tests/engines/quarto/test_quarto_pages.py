"""What Quarto passes over in silence in HTML."""

import pytest

from tieout.engines.quarto import pages
from tieout.engines.quarto.spots import Spots


@pytest.fixture
def found(make_job, tmp_path):
    """Findings of a book whose page of prisons has this in its main part."""

    def check(html, outside=""):
        folder = tmp_path / "pages"
        folder.mkdir()
        for name in ("index", "prisons", "references", "register"):
            text = html if name == "prisons" else "<p id='here'>text</p>"
            (folder / f"{name}.html").write_text(f"{outside}<main>{text}</main>{outside}")
        (folder / "own.svg").write_text("<svg/>")
        return pages.findings(folder, Spots.of(make_job(), tmp_path / "copy/report"))

    return check


@pytest.mark.parametrize(
    "html",
    [
        '<img src="own.svg"><img src="./own.svg#x"><img src="data:image/png;base64,AAAA">',
        '<a href="index.html#here">x</a><a href="./register.html">x</a><a href="#a" id="a">x</a>',
        '<a href="https://example.org/none.html">x</a><a href="mailto:a@b.c">x</a><a href="#">x</a>',
        "<strong>What now?</strong><code>{{&lt; figure x &gt;}}</code>",
        '<a href="//[broken">x</a>',
    ],
)
def test_nothing_to_find(found, html):
    assert found(html) == ()


@pytest.mark.parametrize(
    ("html", "code", "severity", "place"),
    [
        ('<img src="none.svg">', "TIE312", "error", "report/prisons.qmd"),
        ('<a href="./chapter.html">x</a>', "TIE313", "error", "report/prisons.qmd"),
        ('<a href="chapter.qmd">x</a>', "TIE313", "error", "report/prisons.qmd"),
        ('<a href="index.html#sec-growth">x</a>', "TIE313", "warning", "report/prisons.qmd:6:33"),
        ("<p>{{< figure x y=1 >}}</p>", "TIE302", "error", "report/prisons.qmd:8:1"),
        ("<strong>?var:rise</strong>", "TIE304", "error", "report/prisons.qmd:3:19"),
    ],
)
def test_faults(found, html, code, severity, place):
    (finding,) = found(html)
    assert (finding.code, str(finding.severity), str(finding.place)) == (code, severity, place)


def test_navigation_is_not_the_authors(found):
    assert found("text", outside='<nav><a href="none.html">x</a><img src="none.svg"></nav>') == ()


def test_a_chapter_without_a_page(make_job, tmp_path):
    findings = pages.findings(tmp_path, Spots.of(make_job(), tmp_path / "copy/report"))
    assert [finding.code for finding in findings] == ["TIE602"] * 4
    assert str(findings[0].place) == "report/_quarto.yml:8:7"
