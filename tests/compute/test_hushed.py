"""What scripts print or say on the way, where it may be of confidential data; and when their drawing counts."""

from __future__ import annotations

import shutil

import pytest

from large import HEAD, report_of, statistic
from projects import Report, small, statistics
from tieout import catalogue

FIGURE = """from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from tieout import figure


def labelled(value, _place):
    {}
    return f"{{value:.0f}}"


@figure(caption="C.", alt="A.")
def drawn(cells):
    made = Figure()
    axes = made.subplots()
    axes.plot([1, 2], [3, 4])
    axes.yaxis.set_major_formatter(FuncFormatter(labelled))
    return made
"""


def sealed(report: Report) -> Report:
    report.describe(lambda resources, _: resources["cells"].update(confidential=True))
    return report


@pytest.mark.slow
@pytest.mark.parametrize("confidential", [True, False])
def test_what_a_formatter_prints_is_kept_back_as_well(tmp_path, capfd, confidential):
    report = small(tmp_path, FIGURE.format('print("kanari")'))
    if confidential:
        sealed(report)
    report.results()
    assert ("kanari" in capfd.readouterr().err) is not confidential


@pytest.mark.slow
def test_a_formatter_that_hangs_is_ended(tmp_path):
    report = small(tmp_path, FIGURE.format("while True: pass"))
    report.write("tieout.toml", 'engine = "pandoc"\ntimeout = 2\n')
    assert "2 s" in report.finding().message


@pytest.mark.slow
def test_what_a_module_prints_is_kept_back_when_its_definitions_are_known(tmp_path, capfd):
    report = sealed(small(tmp_path, "print('kanari')\n" + statistics(one__nothing="1")))
    assert report.results().values == {"one": 1}
    shutil.rmtree(report / ".tieout/cache/results")
    assert report.results().values == {"one": 1}
    assert "kanari" not in capfd.readouterr().err


@pytest.mark.slow
def test_what_importing_a_module_raises_is_withheld_whoever_read_the_data(tmp_path):
    report = sealed(small(tmp_path, "raise ValueError('kanari')\n"))
    found = report.finding()
    assert found.rule == catalogue.SCRIPT_ERROR
    assert "kanari" not in found.message
    report.write("scripts/numbers.py", "x = 1\ndef f(:\n")
    found = report.finding()
    assert (found.place.line, "SyntaxError" in found.message) == (2, True), "the script's own text"


@pytest.mark.slow
@pytest.mark.parametrize(
    "sly",
    [
        "from duckdb import connect\nN = connect().sql(QUERY).fetchall()[0][0]\n",
        "N = duckdb.sql(QUERY).fetchall()[0][0]\n",
        "duckdb.close()\nN = duckdb.sql(QUERY).fetchall()[0][0]\n",
        "from _duckdb import connect\nN = connect().sql(QUERY).fetchall()[0][0]\n",
    ],
)
def test_a_module_that_knows_duckdb_reads_no_file_by_it(tmp_path, sly):
    report = small(tmp_path)
    query = f"QUERY = \"SELECT count(*) FROM read_text('{report / 'data/cells.csv'}')\"\n"
    report.write("scripts/numbers.py", HEAD + query + sly + statistic("n", "N", ""))
    found = report.finding()
    assert found.rule == catalogue.SCRIPT_ERROR
    assert "Cannot access file" in found.message


@pytest.mark.slow
def test_a_function_with_a_connection_of_its_own_reads_no_file_by_it(tmp_path):
    query = "'SELECT count(*) FROM read_text(\\'data/cells.csv\\')'"
    body = f"connect().sql({query}).fetchall()[0][0]"
    report = report_of(tmp_path, "from duckdb import connect\n" + statistic("n", body))
    found = report.finding()
    assert found.rule == catalogue.STATISTIC_RAISED
    assert "Cannot access file" in found.message


@pytest.mark.slow
def test_a_function_that_goes_to_another_folder_begins_in_the_projects(tmp_path):
    body = "    assert os.path.exists('tieout.toml')\n    os.chdir('/')\n    return cells['value'].sum()"
    record = small(tmp_path, statistics(total=body)).ledger()["total"]
    assert {each["elasticity"] for each in record["inputs"]} != {None}


@pytest.mark.slow
def test_what_numpy_does_about_errors_is_put_back(tmp_path):
    script = statistics(
        one__nothing="    np.seterr(all='ignore')\n    return 1",
        two__one="len(np.geterr()['divide'])",
    ).replace("import numpy as np\n", "import numpy as np\n\nnp.seterr(divide='raise')\n")
    report = small(tmp_path, script)
    assert report.results().values == {"one": 1, "two": len("warn")}
    (found,) = (e for e in report.inputs().findings if e.rule == catalogue.CHANGED_SETTING)
    assert found.rule == catalogue.CHANGED_SETTING
    assert "NumPy" in found.message
