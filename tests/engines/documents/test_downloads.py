"""Pages offer the report's other formats where the book asks for it and they were made in the same go."""

import pytest

from engines.pandoc.bench import Bench


def offer(bench: Bench, names: str) -> None:
    bench.write(index="# A\n", deep__b="# B\n")
    config = bench.root / "report" / "_quarto.yml"
    config.write_text(config.read_text().replace("  title:", f"  downloads: {names}\n  title:"))


def targets(bench: Bench, page: str) -> list[str]:
    return bench.page(page).xpath(
        "//nav[@class='contents contents-wide']/p[@class='downloads']/a/@href"
    )


@pytest.mark.slow
def test_those_made_are_offered_and_stand_beside_the_pages(bench: Bench):
    offer(bench, "[epub, docx, pdf]")
    bench.render(("html", "docx", "epub"))
    assert targets(bench, "index") == ["report.docx", "report.epub"]
    assert targets(bench, "deep/b") == ["../report.docx", "../report.epub"]
    for name in ("report.docx", "report.epub"):
        assert (bench.pages / name).read_bytes() == bench.pages.with_name(name).read_bytes()
    assert not (bench.pages / "report.pdf").exists()


@pytest.mark.slow
def test_one_name_is_enough(bench: Bench):
    offer(bench, "epub")
    bench.render(("html", "epub"))
    assert targets(bench, "index") == ["report.epub"]


def test_pages_alone_offer_nothing(bench: Bench):
    offer(bench, "[docx]")
    bench.render(("html",))
    assert targets(bench, "index") == []


@pytest.mark.slow
def test_a_document_alone_has_no_pages_to_stand_beside(bench: Bench):
    offer(bench, "[docx]")
    bench.render(("docx",))
    assert not bench.pages.exists()


@pytest.mark.slow
def test_nobody_is_offered_what_the_book_does_not_name(bench: Bench):
    bench.write(index="# A\n")
    bench.render(("html", "epub"))
    assert targets(bench, "index") == []
