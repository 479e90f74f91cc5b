"""What tests of both engines share: the small book."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import small_book as book  # found only now

from tieout.engines.engine import Job
from tieout.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The small book's project."""
    return book.write_project(tmp_path / "project")


@pytest.fixture
def make_job(project: Project) -> Callable[..., Job]:
    """A job for the project as it is on disk when called."""
    return lambda **more: book.job_of(project, **more)


@pytest.fixture
def small_book(tmp_path: Path) -> Callable[[str], Job]:
    """A job for the small book in a folder of that name."""
    return lambda name: book.job_of(book.write_project(tmp_path / name))


@pytest.fixture
def hostile() -> str:
    """A value with markup of every format in it."""
    return book.HOSTILE
