"""Drawings as PNG: the same bytes each time, sharp, kept, and a finding for what cannot be drawn."""

import struct

import pytest
from small_book import SVG

from tieout.engines.documents import raster
from tieout.findings import Place, TieoutError

HERE = Place("report/x.svg")


def size(data: bytes) -> tuple[int, int]:
    return struct.unpack(">II", data[16:24])


def test_a_drawing_is_drawn_once_and_always_alike(project):
    path = project.report / "own.svg"
    made = raster.png(project, path, 605, HERE)
    first = made.read_bytes()
    assert size(first) == (1512, 850)  # 16 cm at 240 dots an inch
    made.unlink()
    assert raster.png(project, path, 605, HERE).read_bytes() == first


def test_a_cut_file_is_drawn_anew(project):
    path = project.report / "own.svg"
    made = raster.png(project, path, None, HERE)
    whole = made.read_bytes()
    made.write_bytes(whole[:100])
    assert raster.png(project, path, None, HERE).read_bytes() == whole


def test_a_changed_drawing_is_another(project):
    path = project.report / "own.svg"
    first = raster.png(project, path, None, HERE)
    path.write_text(SVG.replace("#000", "#f00"))
    assert raster.png(project, path, None, HERE) != first


def test_a_small_picture_stays_small(project):
    assert size(raster.png(project, project.report / "own.svg", 96, HERE).read_bytes())[0] == 240


def test_what_is_no_drawing_is_named(project):
    path = project.report / "own.svg"
    path.write_text("no drawing")
    with pytest.raises(TieoutError) as error:
        raster.png(project, path, None, HERE)
    (finding,) = error.value.findings
    assert "own.svg" in finding.message
    assert finding.place == HERE
