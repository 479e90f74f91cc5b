"""Only what reads something that changed is computed again, and the reason is named."""

from __future__ import annotations

import json
import shutil

import pytest

from projects import Report, small, statistics
from tieout.cache import Cache
from tieout.compute import run

SCRIPT = statistics(
    total="int(cells['value'].sum())",
    half__total="total / 2",
    helped="    from lib.halves import halved\n    return halved(int(cells['value'].max()))",
    alone__nothing="7",
)
HELPER = "def halved(x):\n    return x / 2\n\n\ndef unused(x):\n    return x\n"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    report = small(folder, {"scripts/numbers.py": SCRIPT, "lib/halves.py": HELPER})
    assert reruns(report) == dict.fromkeys(["total", "half", "helped", "alone"], "first run")
    return folder


@pytest.fixture
def made(template, tmp_path):
    """A report that was computed once."""
    return Report(shutil.copytree(template, tmp_path / "made"))


def reruns(report):
    return {each.name: str(each) for each in report.results().reruns}


def test_nothing_is_computed_again_when_nothing_changed(made):
    assert reruns(made) == {}


@pytest.mark.slow
def test_a_changed_cell_computes_what_reads_it_and_what_that_moves(made):
    made.change("data/cells.csv", "b,2", "b,3")
    assert reruns(made) == {
        "total": "changed: data/cells.csv",
        "half": "changed: total",
        "helped": "changed: data/cells.csv",
    }
    assert made.results().values["half"] == 4


@pytest.mark.slow
def test_a_change_that_leaves_a_number_alone_goes_no_further(made):
    made.change("data/cells.csv", "b,2", "b,3")
    made.change("data/cells.csv", "a,1", "a,0")
    assert set(reruns(made)) == {"total", "helped"}


@pytest.mark.slow
def test_a_changed_helper_module_anywhere_in_the_project_counts(made):
    made.change("lib/halves.py", "x / 2", "x / 4")
    assert reruns(made) == {"helped": "changed: scripts/numbers.py"}
    assert made.results().values["helped"] == 1


@pytest.mark.slow
def test_a_changed_function_counts_and_its_words_do_not(made):
    made.change("scripts/numbers.py", "total / 2", "total / 3")
    assert reruns(made) == {"half": "changed: scripts/numbers.py"}
    made.change("lib/halves.py", "def unused(x):\n    return x", "def unused(x):\n    return -x")
    made.write(
        "scripts/numbers.py", made.read("scripts/numbers.py").replace('"""D."""', '"""E."""  # e')
    )
    assert reruns(made) == {}
    assert made.inputs().definitions["total"].doc == "E."


@pytest.mark.slow
def test_a_changed_description_of_the_data_counts(made):
    made.field("cells", "value", multiplier=10)
    assert reruns(made)["total"] == "changed: data/cells.csv"
    assert made.results().values["total"] == 70


@pytest.mark.slow
def test_two_datasets_may_read_one_file(made):
    def twice(resources, package):
        package["resources"].append({**resources["cells"], "name": "again"})

    made.describe(twice)
    made.append(
        "scripts/numbers.py",
        statistics(both__cells__again="int((cells['value'] + again['value']).sum())"),
    )
    assert made.results().values["both"] == 14
    made.field("cells", "value", multiplier=10)
    assert reruns(made)["both"] == "changed: data/cells.csv (cells)"
    assert made.results().values["both"] == 77
    made.field("again", "value", multiplier=10)
    assert reruns(made)["both"] == "changed: data/cells.csv (again)"


@pytest.mark.slow
def test_another_version_of_a_library_counts(made, monkeypatch):
    known = run.version_of
    monkeypatch.setattr(run, "version_of", lambda name: "99" if name == "pandas" else known(name))
    assert set(reruns(made).values()) == {"changed: pandas's version"}


def test_a_package_is_known_by_the_name_it_is_imported_by():
    assert (
        run.version_of("PIL") == run.version_of("pillow").replace("", "")
        or "pillow" in run.version_of("PIL").lower()
    )
    assert run.version_of("no_such_package") == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lost", "reason"), [(".tieout", "first run"), (".tieout/cache/results", "missing")]
)
def test_the_cache_may_be_deleted_at_any_time(made, lost, reason):
    before = made.results().values
    shutil.rmtree(made / lost)
    assert set(reruns(made).values()) == {reason}
    assert made.results().values == before


@pytest.mark.slow
def test_damaged_entries_are_made_again(made):
    before = made.results().values
    for number, entry in enumerate(sorted((made / ".tieout/cache/results").iterdir())):
        data = entry.read_bytes()
        entry.write_bytes([b"", data[:-1], data[:64], data + b" "][number % 4])
    assert set(reruns(made).values()) == {"missing"}
    assert made.results().values == before
    assert reruns(made) == {}


@pytest.mark.slow
def test_a_damaged_memory_costs_reasons_only(made):
    (memory,) = [path for path in (made / ".tieout/cache").iterdir() if path.is_file()]
    for text in ("", "[]", '{"total": 3}', '{"total": {"x": []}}', "\x00"):
        memory.write_text(text)
        assert reruns(made) == {}
    memory.write_text('{"total": [], "helped": {"x": []}}')
    made.change("data/cells.csv", "b,2", "b,3")
    assert set(reruns(made)) == {"total", "half", "helped"}


@pytest.mark.slow
def test_what_fails_is_tried_again_and_the_rest_is_kept(made):
    made.change("scripts/numbers.py", "total / 2", "total / 0")
    (finding,) = made.findings()
    assert "'half' raised ZeroDivisionError" in finding.message
    assert made.findings() == (finding,), "not an old value the second time"
    made.change("scripts/numbers.py", "total / 0", "total / 5")
    assert set(reruns(made)) == {"half"}


@pytest.mark.slow
def test_a_statistic_that_is_taken_out_leaves_nothing_behind(made):
    text = made.read("scripts/numbers.py")
    made.write("scripts/numbers.py", text[: text.index('\n\n@statistic(unit="plain")\ndef alone')])
    assert reruns(made) == {}
    assert "alone" not in made.results().values
    memory = Cache(made / ".tieout/cache").get("read.json")
    assert "alone" not in json.loads(memory)


@pytest.mark.slow
def test_going_back_to_an_earlier_state_computes_nothing(made):
    made.change("data/cells.csv", "b,2", "b,3")
    made.results()
    made.change("data/cells.csv", "b,3", "b,2")
    assert reruns(made) == {}
    assert made.results().values["total"] == 7
