"""The sample report open in an editor."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.client import Editor
from projects import Report
from reviewed import built, reviewed_sample
from tieout.editor.checking import Checker
from tieout.editor.desk import Desk

__all__ = ["built", "reviewed_sample"]


@pytest.fixture(scope="module")
def editor(reviewed_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor with the sample report, built; what a test types stays on the screen only."""
    root = shutil.copytree(reviewed_sample, tmp_path_factory.mktemp("editor") / "report")
    with Editor(root) as made:
        yield made


@pytest.fixture
def desk(built: Report) -> Desk:
    """The sample report, built, without an editor around it."""
    return Desk(built.root)


@pytest.fixture
def checker(desk: Desk) -> Checker:
    """What finds the findings on that desk."""
    return Checker(desk)
