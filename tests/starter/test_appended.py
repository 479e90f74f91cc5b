"""`tieout add statistic NAME --script FILE`: one more function; the rest of the script stays as it is."""

from __future__ import annotations

import pytest

from tieout.findings import TieoutError
from tieout.starter import pieces


@pytest.mark.slow
def test_a_statistic_at_the_end_of_a_script(report):
    before = report.read("scripts/payments.py")
    script = report.root / "scripts/payments.py"
    added = pieces.statistic(report.project, "payments_made", "payments", "count", script)
    assert added.files == ("scripts/payments.py",)
    after = report.read("scripts/payments.py")
    assert after.startswith(before.rstrip() + "\n\n\n@statistic(")
    assert report.ledger()["payments_made"]["value"] == 4


def test_a_script_that_is_not_there_yet_is_begun(report, inside):
    made = inside(
        report,
        "add",
        "statistic",
        "payments_made",
        "--takes",
        "payments",
        "--script",
        "scripts/new.py",
    )
    assert made.status == 0, made.said
    assert report.read("scripts/new.py").startswith('"""Payments made')
    assert "def payments_made(payments: pd.DataFrame)" in report.read("scripts/new.py")


@pytest.mark.parametrize(
    ("before", "head"),
    [
        (
            '"""S."""\n',
            '"""S."""\n\nimport pandas as pd\nfrom tieout import statistic\n\n\n@statistic(',
        ),
        (
            '"""S."""\nfrom __future__ import annotations\n\nimport pandas as pd\n\nA = 1\n',
            '"""S."""\nfrom __future__ import annotations\n\nimport pandas as pd\nfrom tieout import statistic\n\nA = 1\n\n\n@statistic(',
        ),
        (
            "import pandas\n",
            "import pandas\nimport pandas as pd\nfrom tieout import statistic\n\n\n@statistic(",
        ),
        (
            "A = 1\n",
            "import pandas as pd\nfrom tieout import statistic\n\n\nA = 1\n\n\n@statistic(",
        ),
        ("", "import pandas as pd\nfrom tieout import statistic\n\n\n@statistic("),
        (
            "import tieout\nimport pandas as pd\nfrom tieout import figure, statistic\n",
            "import tieout\nimport pandas as pd\nfrom tieout import figure, statistic\n\n\n@statistic(",
        ),
    ],
)
def test_what_it_needs_is_imported_once(report, before, head):
    path = report.write("scripts/s.py", before)
    path.chmod(0o640)
    pieces.statistic(report.project, "payments_made", "payments", "count", path)
    after = report.read("scripts/s.py")
    assert after.startswith(head)
    compile(after, "s.py", "exec")
    assert path.stat().st_mode & 0o777 == 0o640


def test_line_ends_stay_as_they_are(report):
    path = report.write("scripts/s.py", '"""S."""\r\nimport pandas as pd\r\n')
    pieces.statistic(report.project, "payments_made", "payments", "count", path)
    assert report.read("scripts/s.py").count("\n") == report.read("scripts/s.py").count("\r\n")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("scripts/s.py", "def (", "cannot be read as Python"),
        ("scripts/s.py", "from scipy import statistic\n", "'statistic' is something else"),
        ("scripts/s.py", "pd = 3\n", "'pd' is something else"),
        ("figures/s.py", "", "is no script of this project"),
        ("scripts/s.txt", "", "is no script of this project"),
    ],
)
def test_a_script_that_cannot_take_it_stays_as_it_is(report, name, text, said):
    path = report.write(name, text)
    with pytest.raises(TieoutError, match=said):
        pieces.statistic(report.project, "payments_made", "payments", "count", path)
    assert report.read(name) == text
