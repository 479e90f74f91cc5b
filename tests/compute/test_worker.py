"""What scripts return or raise becomes a value or one finding at the author's line."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from projects import Report, small, statistics
from tieout import catalogue
from tieout.findings import TieoutError


def line_of(report: Report, text: str, name: str = "scripts/numbers.py") -> int:
    lines = report.read(name).splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def by_name(report: Report):
    """Every finding by the name of the statistic it speaks of."""
    with pytest.raises(TieoutError) as raised:
        report.results()
    return {each.message.split("'")[1]: each for each in raised.value.findings}


def test_results_of_every_kind_of_number(tmp_path):
    report = small(
        tmp_path,
        statistics(
            whole="3",
            floating="0.1",
            decimal_="decimal.Decimal('1.10')",
            fraction="fractions.Fraction(1, 3)",
            numpy_int="np.int64(4)",
            numpy_float="np.float64(0.5)",
            pandas_sum="cells['value'].sum()",
            pandas_mean="cells['other'].mean()",
            pandas_cell="cells.set_index('key')['value']['c']",
            zero_d="np.array(7)",
            taking__whole__fraction="whole * fraction",
            nobody__nothing="1",
        ),
    )
    values = report.results().values
    assert values == {
        "whole": 3,
        "floating": 0.1,
        "decimal_": Decimal("1.10"),
        "fraction": Fraction(1, 3),
        "numpy_int": 4,
        "numpy_float": 0.5,
        "pandas_sum": 7,
        "pandas_mean": 1.0,
        "pandas_cell": 4,
        "zero_d": 7,
        "taking": 1,
        "nobody": 1,
    }
    kinds = {name: type(value).__name__ for name, value in values.items()}
    assert kinds["fraction"] == kinds["taking"] == "Fraction"
    assert kinds["numpy_int"] == kinds["pandas_sum"] == "int"
    assert report.results().values == values, "from the cache"


@pytest.mark.slow
def test_results_that_are_no_number(tmp_path):
    report = small(
        tmp_path,
        statistics(
            nan="float('nan')",
            infinite="math.inf",
            numpy_nan="cells['other'].iloc[1]",
            boolean="True",
            series="cells['value']",
            nothing="None",
            text="'3'",
            huge="10 ** 5000",
            fine="1",
            waiting__nan="nan + 1",
        ),
    )
    found = by_name(report)
    said = {name: (finding.rule, finding.message) for name, finding in found.items()}
    not_finite, wrong = catalogue.NOT_A_NUMBER, catalogue.WRONG_RESULT
    assert said == {
        "nan": (not_finite, "statistic 'nan' is nan, not a finite number"),
        "infinite": (not_finite, "statistic 'infinite' is inf, not a finite number"),
        "numpy_nan": (not_finite, "statistic 'numpy_nan' is nan, not a finite number"),
        "huge": (
            not_finite,
            "statistic 'huge' is too large to be written down, not a finite number",
        ),
        "boolean": (wrong, "statistic 'boolean' returned bool, not a number"),
        "series": (wrong, "statistic 'series' returned pandas.Series, not a number"),
        "nothing": (wrong, "statistic 'nothing' returned nothing, not a number"),
        "text": (wrong, "statistic 'text' returned str, not a number"),
    }
    for name, finding in found.items():
        assert finding.place.line == line_of(report, f"def {name}(")
        assert finding.remedy


@pytest.mark.slow
def test_exceptions_stand_at_the_authors_line_with_their_frames_only(tmp_path):
    report = small(
        tmp_path,
        {
            "scripts/numbers.py": statistics(
                division="1 / (cells['value'].min() * 0).item()",
                missing_column="cells['valeu'].sum()",
                through="    from scripts.helping import broken\n    return broken(cells)",
                leaving="    sys.exit('enough')",
                bare_exit="    raise SystemExit",
                asserting="    assert len(cells) > 9, 'too\\nfew'",
                endless="endless(cells)",
                odd="    class Odd(Exception):\n        def __str__(self):\n            raise ValueError\n    raise Odd",
            ),
            "scripts/helping.py": "def broken(cells):\n    return cells.loc['nobody']\n",
        },
    )
    found = by_name(report)
    assert {each.rule for each in found.values()} == {catalogue.STATISTIC_RAISED}
    for name, text in [
        ("division", "1 / (cells"),
        ("missing_column", "valeu"),
        ("leaving", "sys.exit"),
        ("bare_exit", "raise SystemExit"),
        ("asserting", "assert len"),
        ("endless", "return endless"),
    ]:
        assert found[name].place.path == "scripts/numbers.py"
        assert found[name].place.line == line_of(report, text), name
    assert "ZeroDivisionError" in found["division"].message
    assert "nothing to divide by" in found["division"].remedy
    assert "KeyError: 'valeu'" in found["missing_column"].message
    assert found["asserting"].message.endswith("raised AssertionError: too few")
    assert str(found["through"].place) == "scripts/helping.py:2"
    assert [line.partition(" in ")[0] for line in found["through"].detail] == [
        f"scripts/numbers.py:{line_of(report, 'return broken(cells)')}",
        "scripts/helping.py:2",
    ]
    assert len(found["endless"].detail) < 20
    everything = "\n".join(map(str, found.values()))
    assert "site-packages" not in everything
    assert "worker.py" not in everything


@pytest.mark.slow
def test_a_script_that_ends_its_process_is_told_and_hurts_no_other(tmp_path):
    report = small(tmp_path, statistics(gone="os._exit(3)", other="2"))
    finding = report.finding()
    assert finding.rule == catalogue.WORKER_DIED
    assert "exit status 3" in finding.message
    assert finding.place.line == line_of(report, "def gone(")
    report.write("scripts/numbers.py", statistics(gone="3", other="2"))
    assert [each.name for each in report.results().reruns] == ["gone"], "the other one is kept"


@pytest.mark.slow
def test_scripts_keep_docstrings_and_assertions_whatever_python_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONOPTIMIZE", "2")
    report = small(
        tmp_path, statistics(one__nothing="    assert __debug__\n    return 1 + __debug__")
    )
    assert report.results().values == {"one": 2}
    assert not [each for each in report.inputs().findings if each.rule == catalogue.NO_DOCSTRING]


@pytest.mark.slow
def test_a_crash_names_its_signal(tmp_path):
    report = small(tmp_path, statistics(gone="os.kill(os.getpid(), 11)"))
    assert "signal 11" in report.finding().message


@pytest.mark.slow
def test_what_a_function_does_to_its_table_stays_with_it(tmp_path):
    body = (
        "    cells['value'] = 0\n    cells.loc[0, 'other'] = 99\n    cells.drop(index=1, inplace=True)\n"
        "    cells.columns = list('wxyz')\n    cells.index.name = 'changed'\n    return len(cells)"
    )
    report = small(
        tmp_path,
        statistics(
            a_first=body,
            b_second="cells['value'].sum() + cells['other'].sum() + len(cells)",
            c_third="int(cells.index.name is None)",
        ),
    )
    assert report.results().values == {"a_first": 2, "b_second": 7 + 2 + 3, "c_third": 1}


@pytest.mark.slow
def test_what_scripts_print_never_reaches_standard_output(tmp_path, capfd):
    report = small(
        tmp_path, statistics(loud="    print('HELLO')\n    os.write(1, b'RAW')\n    return 1")
    )
    report.results()
    shown = capfd.readouterr()
    assert shown.out == ""
    assert "HELLO" in shown.err


@pytest.mark.slow
def test_what_scripts_warn_of_inputs_that_nobody_has_is_not_shown(tmp_path, capfd):
    body = "    value = cells['value']\n    return value.iloc[0] / value.sum()"
    small(tmp_path, statistics(share=body)).compiled()  # cleared cells divide nothing by nothing
    assert "Warning" not in capfd.readouterr().err


@pytest.mark.slow
def test_two_answers_to_the_same_inputs_are_told(tmp_path):
    report = small(tmp_path, statistics(dice="    import random\n    return random.random()"))
    finding = report.finding()
    assert finding.rule == catalogue.UNSTEADY
    assert finding.place.line == line_of(report, "def dice(")


@pytest.mark.slow
def test_a_file_that_is_read_past_tieout_is_told(tmp_path):
    report = small(
        tmp_path,
        statistics(
            by_pandas="int(pd.read_csv('data/other.csv')['n'].sum())",
            by_open="len(open('data/other.csv').read())",
            a_dataset="len(open('data/cells.csv').read())",
            by_path="    from pathlib import Path\n    return len(Path('data/other.csv').read_bytes())",
            by_system="    file = os.open('data/other.csv', os.O_RDONLY)\n    return len(os.read(file, 9))",
            writing="    open('notes.txt', 'w').close()\n    return 1",
        ),
    )
    report.write("data/other.csv", "n\n1\n")
    found = by_name(report)
    assert set(found) == {"by_pandas", "by_open", "a_dataset", "by_path", "by_system"}
    for name, finding in found.items():
        assert finding.rule == catalogue.UNDECLARED_READ
        assert finding.place.line == line_of(report, f"def {name}(")


@pytest.mark.slow
def test_a_file_that_is_read_when_the_script_is_imported_is_told(tmp_path):
    script = statistics(sly="OTHER['n'].sum()").replace(
        "\n\n\n", "\n\nOTHER = pd.read_csv('data/other.csv')\n\n\n", 1
    )
    report = small(tmp_path, script)
    report.write("data/other.csv", "n\n1\n")
    assert report.finding().rule == catalogue.UNDECLARED_READ


# One process reads all of them, each a script of its own.
BROKEN = [
    ("x = 1\ndef f(:\n", 2, "SyntaxError", "Mend the script."),
    ("import nowhere_to_be_found\n", 1, "No module named 'nowhere_to_be_found'", "Install 'nowhere_to_be_found'"),
    ("\nimport numbers_two\n", 2, "No module named 'numbers_two'", "from scripts import numbers_two"),
    ("x = 1\n1 / 0\n", 2, "ZeroDivisionError", "Mend the script."),
    ("import sys\nsys.exit(4)\n", 2, "SystemExit: 4", "Mend the script."),
    ("from tieout import statistic\n\n@statistic\ndef f():\n    return 1\n", 3, "TypeError", ""),
    ("from tieout import statistic\n\n@statistic()\ndef f():\n    return 1\n", 3, "unit", ""),
    ("from tieout import statistics\n", 1, "ImportError", ""),
    ("x = '\ud800'\n".encode("utf-8", "surrogatepass"), 1, "SyntaxError", ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """What is found of each of them."""
    scripts = {f"scripts/n{number}.py": case[0] for number, case in enumerate(BROKEN)}
    scripts["scripts/numbers_two.py"] = "X = 1\n"
    return small(tmp_path_factory.mktemp("broken"), scripts).findings()


@pytest.mark.parametrize(
    ("number", "line", "said", "remedy"), [(n, *c[1:]) for n, c in enumerate(BROKEN)]
)
def test_a_script_that_cannot_be_imported(broken, number, line, said, remedy):
    (finding,) = (each for each in broken if each.place.path == f"scripts/n{number}.py")
    assert finding.rule == catalogue.SCRIPT_ERROR
    assert finding.place.line == line
    assert said in finding.message
    assert remedy in finding.remedy
    assert "tieout/compute" not in str(finding)


@pytest.mark.slow
def test_all_scripts_that_cannot_be_imported_are_told_at_once(tmp_path):
    report = small(
        tmp_path,
        {"scripts/a.py": "1 / 0\n", "scripts/b.py": "import nowhere\n", "scripts/c.py": ""},
    )
    assert [each.place.path for each in report.findings()] == ["scripts/a.py", "scripts/b.py"]


@pytest.mark.slow
def test_a_fault_in_a_helper_is_told_in_the_helper(tmp_path):
    report = small(
        tmp_path, {"scripts/a.py": "from scripts import _b\n", "scripts/_b.py": "X = 1\nX.y\n"}
    )
    places = {str(each.place) for each in report.findings()}
    assert places == {"scripts/_b.py:2"}
