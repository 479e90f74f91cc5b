"""The stamp knows whether a build would read and write just what the last one did."""

from __future__ import annotations

import os

import pytest

from tieout.build import stamp
from tieout.build.stamp import Stamp, still_true


@pytest.fixture
def stamped(report):
    """A report with outputs, and a stamp of both."""
    report.earlier_outputs()
    (report / ".tieout").mkdir()
    report.write("lib/helper.py", "X = 1\n")
    project = report.project
    made = Stamp(
        "all",
        stamp.environment(),
        stamp.inputs(project, ("lib/helper.py",)),
        stamp.outputs(project),
    )
    made.write(project)
    return report


def fresh(report, asked="all"):
    last = stamp.read(report.project)
    return last is not None and still_true(last, report.project, asked)


def test_it_is_true_while_nothing_changes(stamped):
    assert fresh(stamped)
    assert fresh(stamped)


@pytest.mark.parametrize(
    "name",
    [
        "tieout.toml", "references.bib", "data/prisoners.csv", "data/datapackage.json", "scripts/periods.py",
        "figures/prisoners_by_month.py", "report/_quarto.yml", "report/prisons.qmd", "report/_costs.qmd",
        "lib/helper.py", "_output/report.pdf", "_output/html/index.html", "_output/ledger.json",
    ],
)  # fmt: skip
def test_any_change_of_what_was_read_or_written_makes_it_untrue(stamped, name):
    path = stamped / name
    data = path.read_bytes()
    times = path.stat()
    path.write_bytes(data[:-1] + (b"#" if name == "tieout.toml" else b"?"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert not fresh(stamped), "the same size and time do not hide it"
    path.write_bytes(data)
    assert fresh(stamped)
    if name != "tieout.toml":  # without it there is no project
        path.unlink()
        assert not fresh(stamped)


@pytest.mark.parametrize(
    "name",
    [
        "data/new.csv",
        "scripts/new.py",
        "report/new.qmd",
        "report/images/new.png",
        "_output/html/new.html",
    ],
)
def test_a_new_file_makes_it_untrue(stamped, name):
    stamped.write(name, "new")
    assert not fresh(stamped)


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "data/.hidden",
        "scripts/__pycache__/a.pyc",
        "report/_tieout/x.json",
        "report/_extensions/tieout/x.lua",
        "report/.#a.qmd",
        ".tieout/x",
    ],
)
def test_what_no_build_reads_leaves_it_true(stamped, name):
    stamped.write(name, "new")
    assert fresh(stamped)


def test_another_wish_or_another_environment_makes_it_untrue(stamped, monkeypatch):
    assert not fresh(stamped, "only html")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert not fresh(stamped)


def test_a_package_installed_anew_is_another_environment(tmp_path, monkeypatch):
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    before = stamp.environment()
    (folder / "pandas-9.dist-info").mkdir()
    assert stamp.environment() != before


def test_a_folder_on_the_path_that_is_not_there_is_no_fault(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path / "gone" / "site-packages"))
    assert stamp.environment()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"asked": 1}',
        "\x00",
        '{"asked":"","environment":"","inputs":[],"outputs":3}',
    ],
)
def test_a_damaged_stamp_is_no_stamp(stamped, text):
    stamped.write(".tieout/stamp.json", text)
    assert not fresh(stamped)


def test_odd_files_are_no_fault(stamped):
    (stamped / "report/loop").symlink_to(stamped / "report")
    (stamped / "report/dangling.qmd").symlink_to(stamped / "nowhere")
    (stamped / "_output/dangling").symlink_to(stamped / "nowhere")
    os.mkfifo(stamped / "data/pipe")
    os.mkfifo(stamped / "_output/pipe")
    assert stamp.inputs(stamped.project)
    assert stamp.outputs(stamped.project)


def test_outputs_are_no_inputs_wherever_the_data_lie(stamped):
    stamped.write("datapackage.json", '{"resources": []}')
    stamped.append("tieout.toml", 'data = "datapackage.json"\n')
    assert not [
        name for name in stamp.inputs(stamped.project) if name.startswith(("_output", ".tieout"))
    ]


def test_large_files_are_known_without_reading_them(stamped, monkeypatch):
    monkeypatch.setattr(stamp, "_LARGE", 10)
    before = stamp.inputs(stamped.project)
    assert before["data/prisoners.csv"].count(":") == 3
    stamped.append("data/prisoners.csv", "x")
    assert stamp.inputs(stamped.project) != before
