"""Canary: markers in confidential rows, columns and keys are in no byte that a command writes or says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from confidential.persons import leaks, persons
from projects import Report, files

pytestmark = pytest.mark.slow
NUMBERS = ("everybody", "women", "share_of_women", "mean_income", "paid", "told")
PRODUCED = ("_output", "report", "tieout.lock", "archive.zip")


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of persons, built in every format."""
    report = persons(tmp_path_factory.mktemp("persons") / "report")
    done = report.tieout("build")
    assert done.status == 0, done.said
    assert not [*leaks("build", done.said.encode())]
    return report.root


@pytest.fixture
def canary(built_once: Path, tmp_path: Path) -> Report:
    """The same in a folder of its own."""
    return Report(shutil.copytree(built_once, tmp_path / "report", symlinks=True))


def seen(report: Report) -> list[str]:
    """Every marker in what commands have made in the report's folder."""
    found: list[str] = []
    for name in PRODUCED:
        path = report / name
        made = (
            files(path) if path.is_dir() else [(name, path.read_bytes())] if path.is_file() else []
        )
        for each, data in made:
            found += leaks(f"{name}/{each}", data)
    return found


def test_the_markers_would_be_seen(canary: Report, tmp_path: Path) -> None:
    """The search finds what is there: the data themselves, and the same in what packs them."""
    data = (canary / "data/persons.csv").read_bytes()
    assert [*leaks("raw", data)]
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", canary / "data")
    assert any("persons.csv" in each for each in leaks("zip", Path(packed).read_bytes()))
    canary.change("report/index.qmd", "There are", "Kanari 7: there are")
    assert canary.tieout("build").status == 0
    kinds = {each.split(":")[0].split("/")[1].split(" ")[0] for each in seen(canary)}
    assert {"html", "report.pdf", "report.docx", "report.epub"} <= kinds


def test_no_output_holds_a_marker(canary: Report, inside) -> None:
    assert seen(canary) == []
    made = json.loads(canary.read("_output/ledger.json"))
    assert made["confidential"] == ["payments.code", "payments.secret", "persons"]
    by_name = {each["name"]: each for each in made["numbers"]}
    assert by_name["paid"]["inputs"], "an open column of a guarded dataset is still traced"
    assert by_name["told"]["inputs"] == by_name["everybody"]["inputs"] == []
    said = []
    for arguments in (
        ("audit",),
        ("lock",),
        ("archive",),
        ("compile",),
        *(("explain", name, "--format", "json") for name in NUMBERS),
        ("explain", "figure:regions"),
        ("explain", "table:by_region"),
        ("explain", "persons.kq07.income"),
        ("explain", "payments.p3.code"),
        ("trace", "data/persons.csv:4"),
        ("trace", "data/payments.csv:4"),
        ("trace", "data/payments.csv:4:code"),
        ("trace", "payments", "--format", "json"),
        ("numbers",),
        ("check",),
        *(("check", "--format", form) for form in ("json", "github", "sarif")),
        ("diff", "--what-if", "data/payments.csv:4:code=5"),
        ("diff", "--what-if", "data/persons.csv:4:income=5"),
    ):
        done = inside(canary, *arguments)
        assert done.status in {0, 1, 2}
        assert "Traceback" not in done.said
        said += [f"{' '.join(arguments)} said {each}" for each in leaks("", done.said.encode())]
    # What the author typed may be said back to them: it is no cell that tieout read.
    assert [each for each in said if not each.startswith("explain persons.kq07")] == []
    assert (canary / "archive.zip").is_file()
    assert seen(canary) == []


def test_an_editor_shows_none(canary: Report) -> None:
    from tieout.editor.completing import offers
    from tieout.editor.desk import Desk
    from tieout.editor.hovers import hover
    from tieout.editor.subject import subject_at

    world = Desk(canary.root).world()
    said = []
    for name in ("persons", "payments", *NUMBERS, "payments.p3.amount", "payments.p3.code"):
        text = f"{{{{< source {name} >}}}} {{{{< stat {name} >}}}}"
        for at in (12, len(text) - 8):
            subject = subject_at(text, at, "report/index.qmd")
            said.append(hover(world, (), subject) if subject is not None else "")
    for typed in ("", "persons.", "persons.k", "payments.", "payments.p3.", "payments.p3.c"):
        text = f"{{{{< stat {typed} >}}}}"
        said += map(str, offers(world, (), text, len(f"{{{{< stat {typed}")).names)
    assert any("payments.p3.amount" in each for each in said)
    assert [*leaks("editor", "\n".join(said).encode())] == []
    assert not any("payments.p3.code" in each for each in said)


ROW = "kq07zz,Kanari 7,south,m,27"


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("data/persons.csv", f"{ROW},354", f"{ROW},kanari", "TIE107"),
        ("data/persons.csv", ROW, "kq07zz,Kanari 7,kanari,m,27", "TIE108"),
        ("data/persons.csv", ROW, "kq08zz,Kanari 7,south,m,27", "TIE109"),
        ("data/persons.csv", ROW, ",Kanari 7,south,m,27", "TIE109"),
        ("data/persons.csv", ROW, f"{ROW},918273645", "TIE110"),
        ("data/persons.csv", f"{ROW},354,", f"{ROW},354,kanari", "TIE111"),
        ("data/persons.csv", f"{ROW},354,,office2020", f"{ROW},354,,kanari2020", "TIE112"),
        ("data/persons.csv", "id,name,region,sex,age,income,qualifier,source\n", "", "TIE106"),
        ("data/payments.csv", "918273603", "918273603x", "TIE107"),
        (
            "scripts/people.py",
            "return len(persons)",
            "print(persons); return {}[persons['name'].iloc[7]]",
            "TIE205",
        ),
        (
            "scripts/people.py",
            "return len(persons)",
            "return float('nan') * len(persons)",
            "TIE206",
        ),
        ("scripts/people.py", "women / everybody", "{}[chr(75) + 'anari' * women]", "TIE205"),
        (
            "scripts/people.py",
            "import pandas as pd\n",
            "import pandas as pd\nprint(1 / pd.read_csv('data/persons.csv').name)\n",
            "TIE201",
        ),
        ("scripts/people.py", 'str.contains("even")', "map(int)", "TIE205"),
        ("scripts/people.py", "return len(persons)", "return persons.income.max()", "TIE124"),
        ("scripts/people.py", 'groupby("region")', 'groupby("name")', "TIE128"),
        (
            "figures/regions.py",
            "    return drawn",
            "    axes.set_title(persons.name[7])\n    return drawn",
            "TIE128",
        ),
        (
            "figures/regions.py",
            "axes.bar(people.index, people.values)",
            "axes.scatter(persons.age, persons.income)",
            "TIE121",
        ),
        ("report/index.qmd", "{{< register >}}", "{{< stat payments.p3.code >}}", "TIE115"),
    ],
    ids=lambda value: None if "\n" in str(value) else str(value)[:24],
)
def test_a_failing_build_says_none(
    canary: Report, inside, file: str, old: str, new: str, code: str
) -> None:
    before = canary.outputs()
    canary.change(file, old, new)
    form = "json" if code in {"TIE107", "TIE205"} else "text"
    done = inside(canary, "build", "--format", form)
    assert done.status == 1
    assert code in done.said
    assert [*leaks(form, done.said.encode())] == []
    assert file in done.said
    assert canary.outputs() == before
    assert seen(canary) == []


def test_a_sum_that_does_not_add_up_says_none(canary: Report, inside) -> None:
    sums = [{"total": "code", "parts": ["amount", "code"]}]
    canary.describe(lambda resources, _: resources["payments"].update({"tieout:sums": sums}))
    done = inside(canary, "check")
    assert "TIE841" in done.said
    assert [*leaks("check", done.said.encode())] == []


def test_the_author_may_ask_to_see_it_on_the_error_stream(canary: Report) -> None:
    canary.change("scripts/people.py", "return len(persons)", "return {}[persons['name'].iloc[7]]")
    done = canary.tieout("build", "--show-confidential", "--format", "json")
    assert "Kanari 7" in done.err
    assert [*leaks("out", done.out.encode())] == []


def test_what_was_made_confidential_since_is_gone(canary: Report, inside) -> None:
    canary.field("payments", "code", confidential=None)
    canary.change("report/index.qmd", "{{< register >}}", "{{< stat payments.p3.code >}}")
    assert inside(canary, "build").status == 0
    assert inside(canary, "audit").status == 0
    assert seen(canary) != []
    canary.field("payments", "code", confidential=True)
    for name in ("paid", "payments.p3.code"):
        assert [*leaks("", inside(canary, "explain", name).out.encode())] == []
    canary.change("report/index.qmd", "{{< stat payments.p3.code >}}", "")
    assert inside(canary, "build", "--to", "html").status == 0
    assert seen(canary) == []
