"""What tests of Word and EPUB share: the small book, rendered once by the embedded engine."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def stage(tmp_path_factory) -> Path:
    """The small book as pages, Word document and e-book."""
    import small_book

    from tieout.engines.pandoc import PandocEngine

    project = small_book.write_project(tmp_path_factory.mktemp("documents") / "project")
    job = small_book.job_of(project, formats=("html", "docx", "epub"))
    PandocEngine().render(job)
    return job.stage


@pytest.fixture(scope="session")
def order(stage: Path) -> list[str]:
    """The pages in the order of the book."""
    return ["index.html", "prisons.html", "references.html", "register.html"]


@pytest.fixture
def bench(tmp_path: Path):
    """An empty bench in a folder of its own."""
    from engines.pandoc.bench import Bench

    return Bench(tmp_path / "book")


@pytest.fixture(scope="session")
def golden() -> str:
    """A chapter with every construct."""
    return (Path(__file__).parents[1] / "pandoc" / "golden" / "every_construct.qmd").read_text()
