"""What a script may do to the process it runs in: it is told, and nothing else is harmed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from projects import Report, small, statistics
from tieout import catalogue
from tieout.findings import TieoutError

pytestmark = pytest.mark.slow


def line_of(report: Report, text: str) -> int:
    lines = report.read("scripts/numbers.py").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def light(**bodies: str) -> str:
    """A script that imports nothing that takes long."""
    parts = ["from tieout import statistic\n"]
    for name, body in bodies.items():
        parts.append(f'@statistic(unit="plain")\ndef {name}(cells):\n    """D."""\n{body}\n')
    return "\n\n".join(parts)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def ended(pid: int) -> bool:
    """Whether the process ends within a while."""
    until = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_alive(pid)


def values_and_findings(report: Report):
    """What was found wrong, by the name of the function it stands in, and what the others gave."""
    with pytest.raises(TieoutError) as raised:
        report.results()
    return raised.value.findings


@pytest.mark.parametrize(
    "body",
    [
        "    while True:\n        pass  # here",
        "    import re\n    return bool(re.match('(a+)+$', 'a' * 60 + 'b'))  # here",
    ],
    ids=["in Python", "where Python waits"],
)
def test_a_script_that_hangs_is_ended_and_its_line_is_told(tmp_path, body):
    report = small(tmp_path, light(stuck=body, well="    return 2"))
    report.append("tieout.toml", "timeout = 2\n")
    (finding,) = values_and_findings(report)
    assert finding.rule == catalogue.TOO_LONG
    # A loop's line is where the clock met it: one of its two.
    assert abs(finding.place.line - line_of(report, "# here")) <= 1
    assert finding.message == "did not come to an end within 2 seconds"
    assert "timeout" in finding.remedy
    report.write("scripts/numbers.py", light(stuck="    return 3", well="    return 2"))
    assert [each.name for each in report.results().reruns] == ["stuck"], "the other one is kept"


def test_a_script_that_hangs_on_changed_inputs_only_is_ended(tmp_path):
    body = "    while cells['value'].sum() != 7:\n        pass\n    return 7"
    report = small(tmp_path, light(stuck=body))
    report.append("tieout.toml", "timeout = 2\n")
    finding = report.finding()
    assert finding.rule == catalogue.TOO_LONG
    assert finding.place.path == "scripts/numbers.py"


def test_an_import_that_hangs_is_ended(tmp_path):
    report = small(tmp_path, "import time\n\ntime.sleep(1000)\n")
    report.append("tieout.toml", "timeout = 1\n")
    finding = report.finding()
    assert (finding.rule, finding.place.line) == (catalogue.TOO_LONG, 3)


def test_memory_has_a_limit_for_one_process_and_for_all_that_it_starts(tmp_path):
    many = (
        "    for _ in range(6):\n"
        "        if os.fork() == 0:\n"
        "            held = bytearray(os.urandom(1) * (300 << 20))\n"
        "            import time\n"
        "            time.sleep(100)\n"
        "    import time\n"
        "    time.sleep(100)"
    )
    report = small(tmp_path, statistics(huge="    return float(np.ones(10**9).sum())", many=many))
    report.append("tieout.toml", "memory = 1000\n")
    one, other = sorted(values_and_findings(report), key=lambda each: each.message)
    assert one.rule == other.rule == catalogue.TOO_LARGE
    assert one.message == "statistic 'huge' asks for more memory than it may hold"
    assert one.place.line == line_of(report, "np.ones")
    assert other.message == "the script and what it started held more than 1000 MB of memory"


def test_what_a_script_prints_is_bounded(tmp_path, capfd):
    """A hundred megabytes, by Python and by a program that it starts."""
    report = small(
        tmp_path,
        statistics(
            loud="    for _ in range(50):\n        print('x' * (1 << 20), flush=True)\n"
            "    return os.system('head -c 50000000 /dev/zero') + 1"
        ),
    )
    assert report.results().values == {"loud": 1}
    out, err = capfd.readouterr()
    assert out == ""
    assert 1 << 20 <= len(err) < (1 << 20) + 200
    assert err.endswith(
        "[the rest of what the scripts print is not shown: it is more than 1024 kB]\n"
    )


CHILDREN = (
    "    import subprocess, time\n"
    "    if not os.path.exists('/proc/self/pids'):\n"
    "        daemon = subprocess.Popen(['sleep', '1000'], start_new_session=True)\n"
    "        copy = os.fork()\n"
    "        if copy == 0:\n"
    "            time.sleep(1000)\n"
    "        with open('children.txt', 'w') as file:\n"
    "            file.write(f'{daemon.pid} {copy}')\n"
)


@pytest.mark.parametrize("end", ["return 1", "os._exit(0)", "sys.exit(3)"])
def test_what_a_script_starts_ends_with_it(tmp_path, end):
    """Also what left its group, also where the process that knew of it is gone."""
    report = small(tmp_path, statistics(parent=f"{CHILDREN}    {end}"))
    if end == "return 1":
        assert report.results().values == {"parent": 1}
    else:
        values_and_findings(report)
    pids = [int(pid) for pid in (report.root / "children.txt").read_text().split()]
    assert len(pids) == 2
    assert all(ended(pid) for pid in pids)


def test_a_copy_of_the_process_that_a_script_forgets_gives_no_second_answer(tmp_path):
    copied = "    return 1 if os.fork() else 2"
    report = small(tmp_path, statistics(copied=copied, next_="3", third="4"))
    assert report.results().values == {"copied": 1, "next_": 3, "third": 4}


ROGUE = """    import locale, random, warnings
    os.chdir('/')
    locale.setlocale(locale.LC_ALL, 'C')
    decimal.getcontext().prec = 3
    random.seed(1)
    np.random.seed(1)
    warnings.simplefilter('error')
    os.environ['ROGUE'] = '1'
    del os.environ['TZ']
    os.umask(0o777)
    pd.set_option('compute.use_numexpr', False)
    pd.options.display.precision = 1
    import matplotlib.pyplot as plt
    plt.rcParams['axes.facecolor'] = 'red'
    plt.figure()
    sys.setrecursionlimit(200)
    return 1"""

# What each of these says must not depend on whether the rogue ran before it in the same process.
SEEN = {
    "z_folder": "len(os.getcwd().split('/')) > 2 and 1 or 0",
    "z_decimal": "decimal.Decimal(1) / 7",
    "z_environment": "int('ROGUE' in os.environ or 'TZ' not in os.environ)",
    "z_warnings": "    import warnings\n    warnings.warn('x')\n    return 1",
    "z_pandas": "int(pd.get_option('compute.use_numexpr'))",
    "z_printed": "len(str(cells['value'] / 7))",
    "z_locale": "    import locale\n    return len(locale.setlocale(locale.LC_ALL))",
    "z_recursion": "sys.getrecursionlimit()",
    "z_umask": "    mask = os.umask(0)\n    os.umask(mask)\n    return mask",
    "z_figures": "    import matplotlib.pyplot as plt\n    return len(plt.get_fignums())",
    "z_style": "    import matplotlib.pyplot as plt\n    return len(plt.rcParams['axes.facecolor'])",
}


def test_a_script_that_changes_settings_changes_no_other_number(tmp_path):
    alone = small(tmp_path / "alone", statistics(**SEEN)).results().values
    beside = small(tmp_path / "beside", statistics(a_rogue=ROGUE, **SEEN)).results().values
    assert {**alone, "a_rogue": 1} == beside


def test_a_script_that_changes_settings_when_it_is_imported_is_told(tmp_path):
    text = statistics(seventh="decimal.Decimal(1) / 7")
    report = small(tmp_path / "one", {"scripts/numbers.py": text})
    plain = report.results().values
    rogue = "import decimal\nimport pandas as pd\n\ndecimal.getcontext().prec = 3\npd.options.compute.use_numexpr = False\n"
    report.write("scripts/a.py", rogue)
    found = [each for each in report.inputs().findings if each.rule == catalogue.CHANGED_SETTING]
    assert [each.place.path for each in found] == ["scripts/a.py", "scripts/a.py"]
    assert "the decimal context" in found[0].message
    assert report.results().values == plain
    again = [each for each in report.inputs().findings if each.rule == catalogue.CHANGED_SETTING]
    assert again == found, "told also when the scripts come out of the cache"


def test_numbers_by_chance_are_found_unsteady_whoever_seeded_before(tmp_path):
    report = small(
        tmp_path, statistics(a_seeds="    np.random.seed(1)\n    return 1", b="np.random.random()")
    )
    finding = report.finding()
    assert finding.rule == catalogue.UNSTEADY
    assert "'b'" in finding.message


def test_a_script_that_changes_while_it_runs_leaves_no_number_behind(tmp_path):
    """What ran and what would be filed under its digest are two editions."""
    rewriting = "    os.rename('next.py', 'scripts/numbers.py')\n    return 1"
    report = small(tmp_path, statistics(number=rewriting))
    report.write("next.py", statistics(number="2"))
    finding = report.finding()
    assert finding.rule == catalogue.CHANGED_MEANWHILE
    assert finding.place.path == "scripts/numbers.py"
    assert report.results().values == {"number": 2}
    report.write("scripts/numbers.py", statistics(number=rewriting))
    report.write("next.py", statistics(number="3"))
    assert report.finding().rule == catalogue.CHANGED_MEANWHILE, "the 1 was not kept either"


def test_a_table_that_changes_while_it_is_read_leaves_nothing_behind(tmp_path, monkeypatch):
    from tieout.data import read

    report = small(tmp_path, statistics(total="int(cells['value'].sum())"))
    columns = read._Reading.columns

    def changed(reading):
        report.change("data/cells.csv", "a,1,", "a,100,")
        return columns(reading)

    with monkeypatch.context() as patch:
        patch.setattr(read._Reading, "columns", changed)
        assert report.finding().rule == catalogue.CHANGED_MEANWHILE
    assert report.results().values == {"total": 106}
    report.change("data/cells.csv", "a,100,", "a,1,")
    assert report.results().values == {"total": 7}


def test_a_killed_build_takes_its_scripts_with_it(tmp_path):
    """Also one that is busy within a function, and what that started."""
    import subprocess
    import sys

    waiting = (
        "    import subprocess, time\n"
        "    child = subprocess.Popen(['sleep', '1000'], start_new_session=True)\n"
        "    print('RUNNING', os.getpid(), os.getppid(), child.pid, flush=True)\n"
        "    time.sleep(1000)"
    )
    report = small(tmp_path, statistics(patient=waiting))
    with subprocess.Popen(
        [sys.executable, "-m", "tieout", "build"],
        cwd=report.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        line = next(each for each in process.stderr if each.startswith("RUNNING"))
        process.kill()
    pids = [int(word) for word in line.split()[1:]]
    assert all(ended(pid) for pid in pids)
    assert os.getpid() not in pids
