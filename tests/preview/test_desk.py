"""The desk brings pages up to date; what it does in a hurry is what it does in peace."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects import Report
from tieout.compute.processes import ScriptProcesses
from tieout.findings import TieoutError
from tieout.preview.desk import Desk
from tieout.preview.state import Change


@pytest.fixture
def desk(computed: Report) -> Iterator[Desk]:
    made = Desk(computed.project, computed.root / ".tieout" / "preview", engine="pandoc")
    made.begin()
    made.bring()
    yield made
    made.close()


def page(desk: Desk, name: str = "prisons.html") -> str:
    return (desk.pages.folder / name).read_text(encoding="utf-8")


def bring(desk: Desk, *files: Path) -> Change:
    desk.forget(files)
    return desk.bring()


def test_the_pages_are_those_of_a_build(desk, computed):
    assert computed.tieout("build", "--to", "html", "--quiet").status == 0
    built = computed.root / "_output" / "html"
    for path in built.rglob("*"):
        name = path.relative_to(built)
        if path.is_file() and name.parts[0] != "pagefind":
            assert (desk.pages.folder / name).read_bytes() == path.read_bytes(), name


@pytest.mark.slow
def test_who_sees_a_new_page_gets_its_pdf(desk, computed, monkeypatch):
    """Asked for at the very moment the pages are replaced."""
    made: list[object] = []
    monkeypatch.setattr(desk._engine, "paper", lambda book, _target: made.append(book))
    asking = threading.Thread(target=desk.paper)
    replace = desk.pages.replace

    def replaced(*given):
        names = replace(*given)
        asking.start()
        asking.join(0.2)
        return names

    monkeypatch.setattr(desk.pages, "replace", replaced)
    computed.change("report/prisons.qmd", "2016 there were", "2016 there used to be")
    bring(desk, computed / "report/prisons.qmd")
    asking.join(20)
    assert made == [desk.state.book]


@pytest.mark.slow
def test_no_output_of_a_build_is_touched(computed):
    before = computed.earlier_outputs()
    desk = Desk(computed.project, computed.root / ".tieout" / "preview", engine="pandoc")
    desk.begin()
    desk.bring()
    desk.close()
    assert computed.outputs() == before


@pytest.mark.slow
def test_other_words_are_on_the_page_at_once_and_right(desk, computed):
    path = computed / "report/prisons.qmd"
    computed.change("report/prisons.qmd", "2016 there were", "2016 there used to be *many*,")
    change = desk.reword(path)
    assert change is not None
    assert change.names == ("prisons.html",)
    hurried = page(desk)
    assert "there used to be <em>many</em>," in hurried
    assert bring(desk, path).names == ()
    assert page(desk) == hurried


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# Prisons {#sec-prisons}", "# Prison {#sec-prisons}"),
        ("[@ministry2020, p. 6]", "[@ministry2020, p. 7]"),
        ("[^1]: Counted", "[^2]: Counted"),
        ("See @fig-prisoners_by_month", "Look at @tbl-payments_by_reference"),
        ("description: ", "subtitle: "),
        ("In March 2020", "\n\nIn March 2020"),
        ("In March 2020", "In {{< stat nobody_knows >}} 2020"),
    ],
)
def test_what_is_more_than_words_has_to_wait(desk, computed, old, new):
    computed.change("report/prisons.qmd", old, new)
    before = page(desk)
    assert desk.reword(computed / "report/prisons.qmd") is None
    assert page(desk) == before


@pytest.mark.slow
def test_a_number_may_come_and_go_with_the_words(desk, computed):
    path = computed / "report/prisons.qmd"
    computed.change(
        "report/prisons.qmd",
        "that is {{< stat prison_rise decimals=1 >}}",
        "that is {{< stat prison_rise >}}",
    )
    known = desk.reword(path)
    if known is None:  # the report used it nowhere in this way
        assert bring(desk, path).names
    hurried = page(desk)
    bring(desk, path)
    assert page(desk) == hurried


@pytest.mark.slow
def test_a_changed_cell_is_on_the_page_before_lineage_is_observed(desk, computed):
    computed.change("data/prisoners.csv", "2020-03,all,38990", "2020-03,all,39500")
    change = bring(desk, computed / "data/prisoners.csv")
    assert "prisons.html" in change.names
    assert "39,500" in page(desk)
    assert {"prison_rise", "prisoners_by_month"} <= set(change.waiting)
    with ScriptProcesses(computed.project) as processes:
        desk.catch_up(processes)
    settled = bring(desk)
    assert settled.waiting == ()
    assert "_tieout/figures/prisoners_by_month.svg" in settled.names
    assert computed.tieout("build", "--to", "html", "--quiet").status == 0
    built = computed.root / "_output" / "html"
    for name in ("prisons.html", "_tieout/numbers.js", "_tieout/figures/prisoners_by_month.svg"):
        assert (desk.pages.folder / name).read_bytes() == (built / name).read_bytes()


@pytest.mark.slow
def test_a_cell_that_does_not_fit_is_refused_and_the_page_stays(desk, computed):
    before = page(desk)
    computed.change("data/prisoners.csv", "2020-03,all,38990", "2020-03,all,many")
    with pytest.raises(TieoutError) as error:
        bring(desk, computed / "data/prisoners.csv")
    (finding,) = error.value.findings
    assert finding.code == "TIE107"
    assert finding.place.path == "data/prisoners.csv"
    assert page(desk) == before
    # What stands on the page is not what the files say: words alone must not make it look mended.
    computed.change("report/prisons.qmd", "2016 there were", "2016 there used to be")
    assert desk.reword(computed / "report/prisons.qmd") is None
    computed.change("data/prisoners.csv", "2020-03,all,many", "2020-03,all,38990")
    assert bring(desk, computed / "data/prisoners.csv", computed / "report/prisons.qmd").names == (
        "prisons.html",
    )


@pytest.mark.slow
def test_a_changed_script_is_imported_anew(desk, computed):
    computed.change("scripts/prisons.py", ") - 1", ") - 1 + 1")
    change = bring(desk, computed / "scripts/prisons.py")
    assert "prisons.html" in change.names
    assert "prison_rise" in change.waiting
    computed.change("scripts/prisons.py", ") - 1 + 1", ") - 1 +")
    with pytest.raises(TieoutError) as error:
        bring(desk, computed / "scripts/prisons.py")
    assert error.value.findings[0].place.path == "scripts/prisons.py"


@pytest.mark.slow
def test_a_new_chapter_and_one_taken_out(desk, computed):
    computed.write("report/new.qmd", "# New\n\nWords.\n")
    computed.change(
        "report/_quarto.yml", "    - prisons.qmd\n", "    - prisons.qmd\n    - new.qmd\n"
    )
    change = bring(desk, computed / "report/_quarto.yml", computed / "report/new.qmd")
    assert "new.html" in change.names
    computed.change("report/_quarto.yml", "    - new.qmd\n", "")
    assert "new.html" in bring(desk, computed / "report/_quarto.yml").names
    assert not (desk.pages.folder / "new.html").exists()


@pytest.mark.slow
def test_the_configuration_is_read_anew(desk, computed):
    computed.write("tieout.toml", 'locale = "de"\n')
    change = bring(desk, computed / "tieout.toml")
    assert "prisons.html" in change.names
    assert "20.000" in page(desk)
    computed.write("tieout.toml", "nonsense = 1\n")
    with pytest.raises(TieoutError):
        bring(desk, computed / "tieout.toml")
    computed.write("tieout.toml", "")
    bring(desk, computed / "tieout.toml")
    assert "20,000" in page(desk)


@pytest.mark.slow
def test_a_page_with_newer_words_is_not_taken_back(desk, computed, monkeypatch):
    path = computed / "report/prisons.qmd"
    computed.change("report/prisons.qmd", "2016 there were", "2016 there used to be")
    engine = desk._engine
    render = engine.render

    def slow(job):
        made = render(job)
        computed.change("report/prisons.qmd", "there used to be", "there had been")
        assert desk.reword(path) is not None
        return made

    monkeypatch.setattr(engine, "render", slow)
    desk.forget([path])
    desk.bring()
    assert "there had been" in page(desk)
    monkeypatch.setattr(engine, "render", render)
    assert bring(desk, path).names == ()
    assert "there had been" in page(desk)


@pytest.mark.slow
def test_words_and_then_more_than_words(desk, computed):
    path = computed / "report/prisons.qmd"
    computed.change("report/prisons.qmd", "2016 there were", "2016 there used to be")
    assert desk.reword(path) is not None
    computed.change("report/prisons.qmd", "# Prisons {", "# Other prisons {")
    assert desk.reword(path) is None
    assert "prisons.html" in bring(desk, path).names
    assert "Other prisons" in page(desk)


@pytest.mark.slow
def test_the_pdf_is_made_of_the_report_as_it_is(desk, computed):
    made = desk.paper()
    first = made.read_bytes()
    assert first.startswith(b"%PDF")
    assert made.parent == desk.folder
    computed.change("report/prisons.qmd", "2016 there were", "2016 there used to be")
    bring(desk, computed / "report/prisons.qmd")
    second = desk.paper().read_bytes()
    assert second != first
    assert computed.tieout("build", "--to", "pdf", "--quiet").status == 0
    assert (computed.root / "_output" / "report.pdf").read_bytes() == second


@pytest.mark.slow
def test_every_edit_of_a_word_is_the_same_in_a_hurry_and_in_peace(desk, computed):
    text = computed.read("report/prisons.qmd")
    body = text.index("# Prisons")
    tried = made = 0
    for hit in re.finditer(r"(?<=[a-z] )[a-z]{2,}(?=[ ,.])", text[body:]):
        tried += 1
        start, end = body + hit.start(), body + hit.end()
        computed.write("report/prisons.qmd", f"{text[:start]}blue “{hit[0]}”{text[end:]}")
        if desk.reword(computed / "report/prisons.qmd") is not None:
            made += 1
            hurried = page(desk)
            bring(desk, computed / "report/prisons.qmd")
            assert page(desk) == hurried, hit
    assert made >= tried // 2
