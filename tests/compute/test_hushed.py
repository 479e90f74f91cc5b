"""What scripts print or say on the way, where it may be of confidential data; and when their drawing counts."""

from __future__ import annotations

import re
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


# What a function does with a cell so that others than it say it, and later.
LATE = {
    "thread": "threading.Thread(target=later, args=(cell,)).start()",
    "pool": "ThreadPoolExecutor(1).submit(later, cell)",
    "raising": "threading.Thread(target=fail, args=(cell,)).start()",
}
HELP = """import logging, threading, time
from concurrent.futures import ThreadPoolExecutor


def later(cell):
    for _ in range(40):
        time.sleep(0.05)
        print(cell, flush=True)
        logging.warning(cell)


def fail(cell):
    time.sleep(0.3)
    raise ValueError(cell)


"""


@pytest.mark.slow
@pytest.mark.parametrize("confidential", [True, False])
@pytest.mark.parametrize("late", LATE.values(), ids=LATE)
def test_a_thread_that_outlives_its_function_prints_nothing(tmp_path, capfd, late, confidential):
    body = f"    cell = 'kanari' + cells['key'].iloc[0]\n    {late}\n    return 1"
    script = HELP + statistics(a=body, b__a="    time.sleep(0.5)\n    return a", c__nothing="2")
    report = small(tmp_path, script)
    if confidential:
        sealed(report)
    assert report.results().values == {"a": 1, "b": 1, "c": 2}
    assert ("kanaria" in capfd.readouterr().err) is not confidential


@pytest.mark.slow
@pytest.mark.parametrize("confidential", [True, False])
def test_an_interrupt_that_a_script_raises_is_its_own_exception(tmp_path, capfd, confidential):
    script = statistics(
        raised="    raise KeyboardInterrupt('kanari' + cells['key'].iloc[0])",
        sent__nothing="    os.kill(os.getpid(), 2)\n    return 1",
    )
    report = small(tmp_path, script)
    if confidential:
        sealed(report)
    (found,) = report.findings()
    assert found.rule == catalogue.STATISTIC_RAISED
    assert "KeyboardInterrupt" in found.message
    assert ("kanaria" in str(found)) is not confidential
    assert capfd.readouterr().err == ""
    report.write("scripts/numbers.py", "raise KeyboardInterrupt('kan' + 'ari')\n")
    found = report.finding()
    assert found.rule == catalogue.SCRIPT_ERROR
    assert ("kanari" in str(found)) is not confidential
    assert capfd.readouterr().err == ""


@pytest.mark.slow
def test_an_interrupt_over_changed_inputs_is_an_outcome(tmp_path):
    body = (
        "    if cells['value'].sum() != 7:\n        raise KeyboardInterrupt\n"
        "    return cells['value'].sum()"
    )
    report = small(tmp_path, statistics(total=body))
    assert report.ledger()["total"]["inputs"]


@pytest.mark.slow
@pytest.mark.parametrize("confidential", [True, False])
def test_the_name_of_a_file_that_is_read_is_withheld(tmp_path, capfd, confidential):
    opened = "len(open('data/kanari' + cells['key'].iloc[0]).read())"
    report = small(tmp_path, statistics(read=opened))
    report.write("data/kanaria", "text")
    if confidential:
        sealed(report)
    found = report.finding()
    assert found.rule == catalogue.UNDECLARED_READ
    assert ("data/kanaria" in str(found)) is not confidential
    report.write("scripts/numbers.py", "open('data/kanaria').close()\n")
    assert ("data/kanaria" in str(report.finding())) is not confidential


KIND = "type('kanari' + cells['key'].iloc[0], ({},), {{'__module__': 'pandas'}})"
TELLING = {
    "raised": (f"    raise {KIND.format('Exception')}", "an exception of a type of its own"),
    "returned": (f"{KIND.format('object')}()", "a type of its own"),
    "digits": ("decimal.Decimal('NaN918273' + str(len(cells)))", "is something, not"),
    "item": ("Item(cells['key'].iloc[0])", "a type of its own"),
    "library": ("cells", "pandas.DataFrame"),
    "builtin": ("    {}[cells['key'].iloc[0]]", "KeyError"),
}
ITEM = """class Item:
    def __init__(self, cell):
        self.cell = cell

    def item(self):
        raise TypeError('kanari' + self.cell)


"""


@pytest.mark.slow
def test_the_name_of_a_type_is_withheld_that_a_script_may_have_made_of_a_cell(tmp_path):
    bodies = {name: body for name, (body, _) in TELLING.items()}
    report = sealed(small(tmp_path, ITEM + statistics(**bodies)))
    found = {each.message.split("'")[1]: str(each) for each in report.findings()}
    for name, (_, said) in TELLING.items():
        assert said in found[name]
    assert not [each for each in found.values() if re.search("kanaria|9182733|'a'", each)]


TABLE = """import decimal

import pandas as pd

from tieout import table


@table(caption="C.")
def shown(cells):
    return pd.DataFrame({{"a": [{}]}})
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "cell", ["decimal.Decimal('NaN918273' + str(len(cells)))", KIND.format("object") + "()"]
)
def test_a_tables_cell_that_is_none_is_not_quoted(tmp_path, cell):
    found = sealed(small(tmp_path, TABLE.format(cell))).finding()
    assert found.rule == catalogue.WRONG_RESULT
    assert "a cell" in found.message
    assert "kanari" not in str(found)
    assert "918273" not in str(found)


@pytest.mark.slow
@pytest.mark.parametrize("confidential", [True, False])
def test_a_type_error_of_a_formatter_is_the_scripts_own(tmp_path, confidential):
    report = small(tmp_path, FIGURE.format("raise TypeError('kan' + 'ari')"))
    if confidential:
        sealed(report)
    found = report.finding()
    assert found.rule == catalogue.STATISTIC_RAISED
    assert ("kanari" in found.message) is not confidential


@pytest.mark.slow
def test_a_script_that_closes_its_output_hurts_no_other(tmp_path):
    report = sealed(small(tmp_path, statistics(a="    sys.stdout.close()\n    return 1", b="2")))
    assert report.results().values == {"a": 1, "b": 2}


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
