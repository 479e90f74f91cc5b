"""The extension and its files in a report's folder."""

import json
from functools import partial
from pathlib import Path

import pytest

import tieout.engines.extension as shipped
from tieout import catalogue
from tieout.engines.extension import install, write_fragments
from tieout.findings import TieoutError
from tieout.ledger.fragments import Fragments

SHIPPED = Path(shipped.__file__).parent / "tieout"


def copies(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_installed_once_and_equal_to_what_is_shipped(project):
    assert install(project)
    folder = project.report / "_extensions" / "tieout"
    assert copies(folder) == copies(SHIPPED)
    assert set(copies(folder)) == {"_extension.yml", "shortcodes.lua", "tieout.lua"}
    assert not install(project)


def test_an_old_or_damaged_copy_is_replaced_whole(project):
    folder = project.report / "_extensions" / "tieout"
    folder.mkdir(parents=True)
    (folder / "tieout.lua").write_text("-- old")
    (folder / "gone.lua").write_text("-- of an earlier version")
    (project.report / "_extensions" / "other").mkdir()
    assert install(project)
    assert copies(folder) == copies(SHIPPED)
    assert sorted(p.name for p in (project.report / "_extensions").iterdir()) == ["other", "tieout"]
    assert not [p for p in project.report.iterdir() if p.name.startswith(".")]


def test_a_link_in_its_place_is_not_followed(project, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (project.report / "_extensions").mkdir()
    (project.report / "_extensions" / "tieout").symlink_to(tmp_path / "elsewhere")
    assert install(project)
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert not (project.report / "_extensions" / "tieout").is_symlink()


def test_fragments_style_and_assets(project, make_job):
    job = make_job()
    assert write_fragments(project, job.fragments, job.assets)
    folder = project.report / "_tieout"
    assert json.loads((folder / "fragments.json").read_text())["version"] == 1
    assert (folder / "style.csl").is_file()
    assert (folder / "figures/rise.svg").read_bytes() == job.assets[
        "_tieout/figures/rise.svg"
    ].read_bytes()
    times = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    assert not write_fragments(project, job.fragments, job.assets)
    assert {path: path.stat().st_mtime_ns for path in times} == times


def test_what_nothing_names_any_more_goes(project, make_job):
    job = make_job()
    write_fragments(project, job.fragments, job.assets)
    assert write_fragments(project, Fragments(), {})
    left = {
        p.relative_to(project.report).as_posix() for p in (project.report / "_tieout").rglob("*")
    }
    panel = {f"_tieout/{name}" for name in ("numbers.js", "panel.css", "panel.js")}
    assert left == {"_tieout/fragments.json", "_tieout/style.csl", *panel}


@pytest.mark.parametrize(
    "path", ["figures/a.svg", "_tieout/../a.svg", "/etc/a", "_tieout", "_tieout//a"]
)
def test_assets_stay_in_their_folder(project, tmp_path, path):
    (tmp_path / "a").write_text("")
    with pytest.raises(ValueError, match="does not stand below"):
        write_fragments(project, Fragments(), {path: tmp_path / "a"})


@pytest.mark.parametrize("name", ["_tieout", "_extensions"])
def test_a_file_in_the_place_of_what_is_generated_is_told(report, name):
    report.write(f"report/{name}", "mine")
    work = (
        install
        if name == "_extensions"
        else partial(write_fragments, fragments=Fragments(), assets={})
    )
    with pytest.raises(TieoutError) as raised:
        work(report.project)
    (found,) = raised.value.findings
    assert (found.rule, str(found.place)) == (catalogue.CANNOT_WRITE, f"report/{name}")
    assert report.read(f"report/{name}") == "mine"
