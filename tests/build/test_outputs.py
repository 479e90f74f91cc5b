"""The output folder is replaced whole, or not at all."""

from __future__ import annotations

import ctypes
import os

import pytest

from projects import files
from tieout import catalogue
from tieout.build import outputs
from tieout.findings import TieoutError


@pytest.fixture
def project(report):
    report.earlier_outputs()
    (report / ".tieout").mkdir()
    return report.project


def fill(folder, **contents):
    for name, text in contents.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_the_stage_takes_the_outputs_place(project):
    with outputs.staging(project) as stage:
        fill(stage, html__index="new", ledger="{}")
        (stage / "ledger").rename(stage / "ledger.json")
        made = outputs.replace(project, stage)
    assert dict(files(project.output)) == {"html/index": b"new", "ledger.json": b"{}"}
    assert made.new == ("html/index",)
    assert made.same == ("ledger.json",)
    assert set(made.gone) == {"html/index.html", "report.pdf"}
    assert [path.name for path in project.work.iterdir()] == [], "nothing is left behind"


def test_an_unchanged_file_keeps_its_old_self(project):
    path = project.output / "ledger.json"
    os.utime(path, (1, 1))
    before = path.stat()
    with outputs.staging(project) as stage:
        (stage / "ledger.json").write_text("{}")
        outputs.replace(project, stage)
    after = path.stat()
    assert (after.st_mtime, after.st_ino) == (before.st_mtime, before.st_ino)


def test_what_was_not_asked_for_is_carried_over(project):
    with outputs.staging(project) as stage:
        fill(stage, html__index="new")
        carried = outputs.left(project, stage, lambda name: name == "report.pdf")
        outputs.replace(project, stage, carried)
    assert (project.output / "report.pdf").read_bytes() == b"%PDF-earlier"
    assert not (project.output / "html/index.html").exists()


def test_the_first_build_makes_the_folder(report):
    (report / ".tieout").mkdir()
    project = report.project
    with outputs.staging(project) as stage:
        fill(stage, a="1")
        made = outputs.replace(project, stage)
    assert made.new == ("a",)
    assert (project.output / "a").read_text() == "1"


def stop_midway(project):
    with outputs.staging(project) as stage:
        fill(stage, html__index="half")
        raise ZeroDivisionError


def test_a_build_that_fails_leaves_everything(project, report):
    before = report.outputs()
    with pytest.raises(ZeroDivisionError):
        stop_midway(project)
    assert report.outputs() == before
    assert list(project.work.iterdir()) == []


def test_what_a_killed_build_left_is_cleared_away(project):
    fill(project.work / "stage-old", x="1")
    with outputs.staging(project) as stage:
        assert list(project.work.iterdir()) == [stage]


def test_a_full_disk_is_told(project, report):
    before = report.outputs()
    with pytest.raises(TieoutError) as raised, outputs.staging(project):
        raise OSError(28, "No space left on device", "x")
    (finding,) = raised.value.findings
    assert finding.rule == catalogue.CANNOT_WRITE
    assert "No space left" in finding.message
    assert report.outputs() == before


@pytest.mark.parametrize("exchange", [True, False])
def test_a_swap_that_fails_puts_the_old_folder_back(project, report, monkeypatch, exchange):
    before = report.outputs()
    if not exchange:
        monkeypatch.setattr(ctypes, "CDLL", lambda *_args, **_kwargs: object())
    with outputs.staging(project) as stage:
        fill(stage, a="1")
        real = type(stage).rename

        def rename(path, target):
            if path == stage:
                raise OSError(5, "Input/output error")
            return real(path, target)

        monkeypatch.setattr(type(stage), "rename", rename)
        if exchange:
            outputs.replace(project, stage)  # one step: nothing is renamed
        else:
            with pytest.raises(TieoutError):
                outputs.replace(project, stage)
    assert (report.outputs() == before) is not exchange


def test_a_folder_that_is_not_tieouts_is_not_replaced(report):
    """A mistyped `output =` must not cost anybody their files."""
    report.append("tieout.toml", 'output = "docs"\n')
    report.write("docs/thesis.odt", "ten years of work")
    (report / ".tieout").mkdir()
    project = report.project
    with outputs.staging(project) as stage:
        fill(stage, a="1")
        with pytest.raises(TieoutError) as raised:
            outputs.replace(project, stage)
    assert raised.value.findings[0].rule == catalogue.CANNOT_WRITE
    assert (report / "docs/thesis.odt").read_text() == "ten years of work"


def replaced(report, output):
    """What is said of a build into such a folder."""
    report.append("tieout.toml", f'output = "{output}"\n')
    (report / ".tieout").mkdir()
    project = report.project
    with outputs.staging(project) as stage:
        fill(stage, a="1")
        try:
            outputs.replace(project, stage)
        except TieoutError as error:
            return error.findings[0]
    return None


@pytest.mark.parametrize("output", ["notes", "NEWS.md"])
def test_a_file_is_not_replaced_by_the_outputs(report, output):
    report.write(output, "ten years of work")
    found = replaced(report, output)
    assert found.rule == catalogue.CANNOT_WRITE
    assert str(found.place) == output
    assert "a file" in found.message
    assert report.read(output) == "ten years of work"


def test_a_folder_with_somebodys_ledger_is_not_replaced(report):
    report.write("books/ledger.json", '{"accounts": []}')
    assert replaced(report, "books").rule == catalogue.CANNOT_WRITE
    assert report.read("books/ledger.json") == '{"accounts": []}'


def test_a_folder_that_a_build_made_is_replaced_whatever_became_of_its_ledger(report):
    report.write("made/ledger.json", '{\n"$schema": "urn:tieout:ledger:1",\n"version": "0.')
    assert replaced(report, "made") is None
    assert report.read("made/a") == "1"
