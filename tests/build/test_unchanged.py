"""A build with nothing to do looks at each file once, and asks for a lock before it reads one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from populations import populations
from tieout.build import stamp
from tieout.build.options import Options
from tieout.build.stamp import Files, Stamp
from tieout.build.unchanged import unchanged
from tieout.data import package
from tieout.findings import TieoutError
from tieout.ledger import load, lockfile, locking


@pytest.fixture
def done(computed):
    """The sample report as a build leaves it, and its ledger."""
    ledger = computed.compiled().ledger
    computed.write("_output/ledger.json", ledger.as_json())
    return computed, ledger


def stamped(project):
    options = Options()
    made = stamp.environment(), stamp.inputs(project), stamp.outputs(project)
    Stamp(options.text(project), *made).write(project)
    return options


def counted(monkeypatch, module, name):
    """How often a function is called with each first argument."""
    calls: Counter[object] = Counter()
    real = getattr(module, name)

    def wrapper(first, *given, **named):
        calls[first] += 1
        return real(first, *given, **named)

    monkeypatch.setattr(module, name, wrapper)
    return calls


def test_something_to_do(done):
    report, _ = done
    assert unchanged(report.project, Options()) is None
    options = stamped(report.project)
    made = unchanged(report.project, options)
    assert made is not None
    assert (made.fresh, made.findings) == (True, ())
    report.append("report/index.qmd", "\nMore.\n")
    assert unchanged(report.project, options) is None


def test_without_a_lock_neither_the_ledger_nor_the_data_package_is_read(done, monkeypatch):
    report, _ = done
    options = stamped(report.project)
    calls = counted(monkeypatch, load, "read_package")
    read = counted(monkeypatch, load, "read")
    assert unchanged(report.project, options)
    assert not calls
    assert not read
    with pytest.raises(TieoutError, match="TIE874"):
        unchanged(report.project, Options(locked=True))


@pytest.mark.parametrize("locked", [False, True])
def test_with_a_lock_the_data_package_and_the_lock_are_read_once(done, monkeypatch, locked):
    report, ledger = done
    project = report.project
    lockfile.write(project, locking.lock_of(project, ledger))
    stamped(project)
    calls = counted(monkeypatch, package, "read_package")
    monkeypatch.setattr(load, "read_package", package.read_package)
    parsed = counted(monkeypatch, lockfile, "parse")
    assert unchanged(project, Options(locked=locked))
    assert list(calls.values()) == [1]
    assert list(parsed.values()) == [1]


def test_a_lock_that_moved_is_told_of(done):
    report, ledger = done
    lockfile.write(report.project, locking.lock_of(report.project, ledger))
    report.change("tieout.lock", '"1899/2000"', '"1899/2001"')
    options = stamped(report.project)
    made = unchanged(report.project, options)
    assert made is not None
    assert [each.code for each in made.findings] == ["TIE876"]


def test_what_several_editions_read_is_hashed_once(tmp_path, monkeypatch):
    report = populations(tmp_path, countries=2, years=2)
    project = report.project
    editions = [project.of(each) for each in project.editions()]
    for each in editions:
        stamped(each)
    calls = counted(monkeypatch, stamp, "_digest")
    files = Files()
    assert all(unchanged(each, Options(), files=files) for each in editions)
    read = {
        file: times
        for file, times in calls.items()
        if Path(file).is_relative_to(project.data.parent)
    }
    assert read
    assert set(calls.values()) == {1}
    assert all(unchanged(each, Options()) for each in editions)
    assert all(calls[file] == 1 + len(editions) for file in read), "else they are read each time"


def test_an_edition_s_lock_is_its_own(tmp_path):
    project = populations(tmp_path, countries=2, years=1).project
    one = project.of(project.editions()[0])
    assert project.relative(one.lock) == "locks/c00-2001.lock" == lockfile.file_of(one)
