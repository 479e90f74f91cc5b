"""The dossier: complete, escaped, self-contained, the same bytes each time."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from lxml import html as lxml_html

from projects import Report
from tieout.ledger.load import load
from tieout.review.dossier import page
from tieout.review.dossier.contents import contents
from tieout.review.material import Material
from tieout.review.standings import sign

HOSTILE = "<script>alert(1)</script>\"'&"


def _page(material: Material) -> str:
    return page.html(contents(material))


def _tree(material: Material) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(_page(material))


def _text(element: lxml_html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def _tags(text: str) -> Iterator[tuple[str, dict[str, str | None]]]:
    parser = _Tags()
    parser.feed(text)
    yield from parser.tags


def test_every_number_figure_dataset_and_source_has_a_panel(material: Material) -> None:
    tree = _tree(material)
    ids = set(tree.xpath("//details/@id"))
    assert {page.anchor_of(name) for name in material.records} <= ids
    assert {"fig-prisoners_by_month", "tbl-payments_by_reference"} <= ids
    assert {"dataset-prisoners", "dataset-payments"} <= ids
    assert {f"source-{key}" for key in material.sources.entries} <= ids


def test_every_link_inside_the_dossier_leads_somewhere(material: Material) -> None:
    tree = _tree(material)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {each.removeprefix("#") for each in tree.xpath("//a/@href") if each.startswith("#")}
    assert targets <= set(ids)


def test_a_numbers_panel_says_all_that_is_known(material: Material) -> None:
    said = _text(_tree(material).get_element_by_id("n-prison_rise"))
    for part in (
        "1899/2000 = 0.9495",
        f"scripts/prisons.py:{material.records['prison_rise'].line}",
        "return Fraction(_held(prisoners, LAST), _held(prisoners, FIRST)) - 1",
        "prisoners.2016-12.all.prisoners",
        "data/prisoners.csv:6",
        "Ministry of Counting 2020, p. 6",
        "more than, because of",
        "95% in Müller 2021, par. 2: agrees after rounding",
        "The prison population grew by 95%",
        "never reviewed",
    ):
        assert part in said, part


def test_counts_stand_with_what_they_are_of(material: Material) -> None:
    made = contents(material)
    for heading, tallies in made.tallies:
        assert tallies, heading
        for each in tallies:
            assert 0 <= each.count <= each.of
    by_label = {each.label: each for _, tallies in made.tallies for each in tallies}
    every = len(material.records)
    assert by_label["computed by a script"].of == every
    assert by_label["computed by a script"].count + by_label["stated by a source"].count == every
    cells = ("carry a number", "could only sway one", "no number depends on")
    assert sum(by_label[name].count for name in cells) == by_label[cells[0]].of


def test_cells_name_the_numbers_that_depend_on_them(material: Material) -> None:
    tree = _tree(material)
    row = tree.get_element_by_id("c-prisoners.2016-12.all.prisoners")
    assert "prison_rise 95%" in _text(row)
    idle = tree.get_element_by_id("c-prisoners.2018-12.all.prisoners")
    assert _text(idle).endswith("none") or "could sway" in _text(idle)


def test_a_figure_stands_beside_its_script_and_data(material: Material) -> None:
    panel = _tree(material).get_element_by_id("fig-prisoners_by_month")
    (image,) = panel.xpath(".//img")
    assert image.get("src").startswith("data:image/svg+xml;base64,")
    assert image.get("alt").startswith("A line that rises by 95%")
    assert "axes.plot" in _text(panel)
    shown, offered = panel.xpath(".//tbody")
    assert "prisoners.2016-12.all.prisoners" in _text(shown)
    assert "World Prison" not in _text(shown)
    assert [_text(cell) for cell in offered.xpath("./tr[1]/td")] == ["2016-12", "20000.0"]


def test_a_source_names_what_rests_on_it(material: Material) -> None:
    said = _text(_tree(material).get_element_by_id("source-paper2021"))
    assert "95% (par. 2): prison_rise 95%, agrees after rounding" in said
    assert "https://example.org/doubled" in said


def test_sign_offs_are_shown(material: Material) -> None:
    sign(material, "prison_rise", "Ann Lee", note="read")
    fresh = Material(material.project, material.ledger)
    said = _text(_tree(fresh).get_element_by_id("n-prison_rise"))
    assert "reviewed Ann Lee: read" in said


def test_the_same_build_gives_the_same_bytes(material: Material) -> None:
    first = page.write(material).read_bytes()
    again = Material(material.project, load(material.project))
    assert page.write(again).read_bytes() == first


def test_it_is_one_file_that_asks_for_nothing(material: Material) -> None:
    text = _page(material)
    loaded = [
        value
        for tag, attributes in _tags(text)
        for name, value in attributes.items()
        if name in {"src", "srcset", "data", "poster"} or (tag == "link" and name == "href")
    ]
    assert all(str(each).startswith("data:") for each in loaded)
    assert "url(" not in text.partition("<body")[0]
    assert "@import" not in text


def test_the_policy_lets_only_its_own_style_and_script_through(material: Material) -> None:
    text = _page(material)
    tags = list(_tags(text))
    policy = next(a["content"] for t, a in tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.S)
        made = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{made}'" in policy
    for _, attributes in tags:
        assert not any(name.startswith("on") or name == "style" for name in attributes)


@pytest.mark.slow
def test_what_comes_from_data_is_never_markup(built: Report) -> None:
    built.change(
        "data/prisoners.csv",
        "Only the share is published",
        f'"{HOSTILE.replace(chr(34), chr(34) * 2)}"',
    )
    built.change("data/prisoners.csv", "2018-12,all,31005", f"2018<b>,all,31005")  # noqa: F541
    built.change("references.bib", "Prisons in Figures", "Prisons <img src=x onerror=alert(1)>")
    built.change("scripts/prisons.py", "Prisoners added in a year", "<script>alert(2)</script>")
    built.change("report/index.qmd", "The prison population", "The <b>prison</b> <i>pop</i>")
    built.change("report/_quarto.yml", "A small report", "A <small> report")
    built.write("_output/ledger.json", built.compiled().ledger.as_json())
    material = Material(built.project, load(built.project))
    sign(material, "prison_rise", f"<b>{HOSTILE}")
    tags = list(_tags(_page(Material(built.project, material.ledger))))
    assert sum(tag == "script" for tag, _ in tags) == 1
    assert not [tag for tag, _ in tags if tag in {"b", "i", "small"}]
    assert not [a for tag, a in tags if tag == "img" and a.get("src") == "x"]


def test_only_addresses_a_browser_may_follow_become_links(built: Report) -> None:
    built.change("references.bib", "https://example.org/doubled", "javascript:alert(1)")
    material = Material(built.project, load(built.project))
    assert not [h for h in _tree(material).xpath("//a/@href") if h.startswith("javascript")]


@pytest.mark.slow
def test_confidential_datasets_never_appear(built: Report) -> None:
    built.seal("payments")
    built.change("report/_costs.qmd", "{{< source paid >}}", "")
    built.change("report/_costs.qmd", "{{< stat payments.Z2.Preis format=bare >}}", "some")
    built.write("_output/ledger.json", built.compiled().ledger.as_json())
    material = Material(built.project, load(built.project))
    text = _page(material)
    assert "dataset-payments" not in text
    assert "zahlungen" not in text
    assert "1 confidential dataset is left out" in " ".join(text.split())
    for cell in ("1234500", "1.234,50", "Größe", "payments.Z2", "4.25"):
        assert cell not in text


def test_without_the_pictures_files_it_says_so(built: Report) -> None:
    for path in (built / ".tieout/assets").rglob("*.svg"):
        path.unlink()
    material = Material(built.project, load(built.project))
    assert "The picture is not on disk" in _page(material)


def test_a_large_dataset_lists_only_cells_that_matter(
    material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tieout.review.dossier.contents.MAX_CELLS", 5)
    panel = next(p for p in contents(material).datasets if p.table.dataset.name == "prisoners")
    assert panel.left_out
    assert all(each.moved for each in panel.cells)
