"""Versions: what is read off the names of installers' notes is what the packages themselves say."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import pytest

from tieout.compute import versions
from tieout.compute.versions import version_of


@pytest.fixture(autouse=True)
def anew():
    for asked in (versions.version_of, versions._noted, versions._distributions):
        asked.cache_clear()
    yield
    for asked in (versions.version_of, versions._noted, versions._distributions):
        asked.cache_clear()


def test_every_package_has_the_version_that_it_says_itself():
    names = {dist.metadata["Name"] for dist in metadata.distributions()}
    assert len(names) > 20
    assert {name: version_of(name) for name in names} == {n: metadata.version(n) for n in names}


def test_a_package_noted_twice_is_asked_itself(tmp_path: Path, monkeypatch):
    for number, folder in enumerate((tmp_path / "first", tmp_path / "second"), start=1):
        noted = folder / f"odd_one-{number}.0.dist-info"
        noted.mkdir(parents=True)
        (noted / "METADATA").write_text(f"Name: odd-one\nVersion: {number}.0\n")
        monkeypatch.setattr(sys, "path", [*sys.path, str(folder)])
    assert version_of("odd_one") == metadata.version("odd_one") == "1.0"


def test_a_version_of_an_odd_shape_is_asked_for(tmp_path: Path, monkeypatch):
    noted = tmp_path / "local-1.0+mine_2.dist-info"
    noted.mkdir()
    (noted / "METADATA").write_text("Name: local\nVersion: 1.0+mine-2\n")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    assert version_of("local") == "1.0+mine-2"


def test_a_name_of_an_import_is_that_of_its_package():
    assert version_of("PIL") == f"pillow {metadata.version('pillow')}"
    assert version_of("no_such_package") == ""
