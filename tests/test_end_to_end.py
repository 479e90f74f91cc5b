"""The whole way, with the real command and the embedded engine: what a reader gets, and when."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from lxml import html
from pypdf import PdfReader

import tieout
from projects import SAMPLE, Report, clean_environment, files, statistics

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    made = Report(shutil.copytree(SAMPLE, tmp_path_factory.mktemp("built") / "report"))
    run = made.tieout("build")
    assert run.status == 0, run.said
    return made


@pytest.fixture
def built(template, tmp_path):
    """The sample report, built."""
    copy = shutil.copytree(template.root, tmp_path / "report", copy_function=shutil.copy2)
    return Report(copy)


def page(report, name):
    return html.fromstring((report / f"_output/html/{name}.html").read_bytes())


def pdf_text(report):
    reader = PdfReader(report / "_output/report.pdf")
    return "\n".join(each.extract_text() for each in reader.pages)


def summary(report, *arguments):
    run = report.tieout("build", "--format", "json", *arguments)
    assert run.status == 0, run.said
    return json.loads(run.out)


def test_the_outputs_of_a_build(template):
    names = {name for name, _ in files(template / "_output")}
    assert {
        "html/index.html",
        "html/prisons.html",
        "html/register.html",
        "report.pdf",
        "ledger.json",
    } <= names
    schema = json.loads((Path(tieout.__file__).parent / "ledger/ledger.schema.json").read_text())
    jsonschema.validate(json.loads(template.read("_output/ledger.json")), schema)


def test_every_number_is_data_in_a_link_that_leads_to_its_row(template):
    seen = 0
    for name in ("index", "prisons"):
        for link in page(template, name).iter("a"):
            if link.get("class") != "tieout-number":
                continue
            seen += 1
            target, _, anchor = link.get("href").partition("#")
            register = page(template, target.removesuffix(".html"))
            assert register.get_element_by_id(anchor) is not None
            (data,) = link
            assert data.tag == "data"
            assert float(data.get("value")) is not None
    uses = json.loads(template.read("_output/ledger.json"))["numbers"]
    in_chapters = sum(u["file"].endswith(".qmd") for number in uses for u in number["uses"])
    assert seen >= in_chapters > 5


def test_numbers_stand_in_html_and_pdf_alike(template):
    text = " ".join(pdf_text(template).split())
    for shown in ("95%", "95.0%", "38,990", "20,000", "US$3,184,250", "4.25"):
        assert shown in text
        assert any(shown in page(template, name).text_content() for name in ("index", "prisons"))


def test_nothing_that_a_program_reads_names_the_machine(template):
    for name, data in files(template / "_output"):
        assert str(template.root).encode() not in data, name


def test_a_second_build_has_nothing_to_do_and_touches_nothing(built):
    before = {name: (built / "_output" / name).stat().st_mtime_ns for name in built.outputs()}
    run = built.tieout("build")
    assert run.status == 0
    assert run.out.startswith("Nothing changed")
    assert run.err == ""
    assert {
        name: (built / "_output" / name).stat().st_mtime_ns for name in built.outputs()
    } == before


def test_a_build_with_nothing_to_do_loads_nothing_heavy(built):
    code = (
        "import sys; sys.argv = ['tieout', 'build', '-q']\n"
        "from tieout.cli.main import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n"
        "    heavy = {'pandas', 'numpy', 'matplotlib', 'frictionless', 'babel', 'ruamel', 'rich', 'typst'}\n"
        "    print(end.code, sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=built.root,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "0 []"


def numbers_on(report, name):
    return [link.text_content() for link in page(report, name).find_class("tieout-number")]


def test_one_changed_cell_changes_just_the_numbers_that_depend_on_it(built):
    before = {name: numbers_on(built, name) for name in ("index", "prisons")}
    pages = {name: data for name, data in built.outputs().items() if name.endswith(".html")}
    built.change("data/zahlungen.csv", "US$ 4,25", "US$ 4,75")
    made = summary(built)
    assert {each["name"] for each in made["rebuilt"]} == {"paid", "payments_by_reference"}
    assert all(each["reason"] == "changed: data/zahlungen.csv" for each in made["rebuilt"])
    assert numbers_on(built, "index") == before["index"]
    changed = [
        (a, b)
        for a, b in zip(before["prisons"], numbers_on(built, "prisons"), strict=True)
        if a != b
    ]
    assert changed == [("4.25", "4.75")]
    now = built.outputs()
    assert {name for name in pages if now[name] != pages[name]} == {
        "html/prisons.html",
        "html/register.html",
    }
    assert "4.75" in pdf_text(built)
    assert "4.25" not in pdf_text(built)


def test_a_changed_chapter_computes_nothing_and_changes_its_page_only(built):
    pages = {name: data for name, data in built.outputs().items() if name.endswith(".html")}
    built.append("report/index.qmd", "\nOne more sentence.\n")
    assert summary(built)["rebuilt"] == []
    now = built.outputs()
    assert {name for name in pages if now[name] != pages[name]} == {"html/index.html"}


@pytest.mark.parametrize("kind", ["helper elsewhere", "included elsewhere"])
def test_what_is_read_from_elsewhere_in_the_project_is_watched(built, kind):
    if kind == "helper elsewhere":
        built.write("lib/halves.py", "def halved(x):\n    return x / 2\n")
        built.change(
            "scripts/payments.py",
            "return float(payments",
            "from lib.halves import halved\n\n    return halved(2 * payments",
        )
        name, old, new, shown = "lib/halves.py", "x / 2", "x / 4", "US$1,592,125"
    else:
        built.write("shared/words.qmd", "Shared words.\n")
        built.append("report/index.qmd", "\n{{< include ../shared/words.qmd >}}\n")
        name, old, new, shown = "shared/words.qmd", "Shared", "Other", "Other words."
    assert summary(built)["result"] == "built"
    assert summary(built)["result"] == "fresh"
    built.change(name, old, new)
    assert summary(built)["result"] == "built"
    assert shown in page(built, "prisons").text_content() + page(built, "index").text_content()


def test_the_same_inputs_give_the_same_bytes_on_another_day_in_another_place(template, tmp_path):
    place = tmp_path / "a place with spaces & ünïcode"
    other = Report(shutil.copytree(SAMPLE, place))
    run = other.tieout("build", TZ="Asia/Tokyo", LANG="de_DE.UTF-8", COLUMNS="200")
    assert run.status == 0, run.said
    first, second = template.outputs(), other.outputs()
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_deleting_the_cache_changes_no_byte(built):
    before = built.outputs()
    shutil.rmtree(built / ".tieout")
    assert summary(built)["written"] == {}
    assert built.outputs() == before


def test_a_deleted_output_is_made_again(built):
    before = built.outputs()
    (built / "_output/html/prisons.html").unlink()
    (built / "_output/report.pdf").write_bytes(b"edited")
    assert summary(built)["rebuilt"] == []
    assert built.outputs() == before


def test_one_format_leaves_the_other_as_it_was(built):
    before = built.outputs()
    built.append("report/index.qmd", "\nOne more sentence.\n")
    assert summary(built, "--to", "html")["outputs"] == [
        "_output/html/index.html",
        "_output/ledger.json",
    ]
    now = built.outputs()
    assert now["report.pdf"] == before["report.pdf"]
    assert now["html/index.html"] != before["html/index.html"]
    assert summary(built)["result"] == "built", "the PDF is still to be made"
    assert "One more sentence." in pdf_text(built)


def test_one_chapter_leaves_the_others_as_they_were(built):
    before = built.outputs()
    for name in ("index", "prisons"):
        built.append(f"report/{name}.qmd", "\nOne more sentence.\n")
    summary(built, "--only", "prisons")
    now = built.outputs()
    assert now["html/index.html"] == before["html/index.html"]
    assert "One more sentence." in page(built, "prisons").text_content()


@pytest.mark.parametrize(
    ("text", "code", "place", "words"),
    [
        ("See @fig-nobody.", "TIE309", "report/index.qmd:5", "fig-nobody"),
        ("See @tbl-nobody and @sec-nobody.", "TIE309", "report/index.qmd:5", "nobody"),
        ("As [@nobody2020] says.", "TIE403", "report/index.qmd:5", "nobody2020"),
        ("![A picture](nowhere.png)", "TIE312", "report/index.qmd:5", "nowhere.png"),
        ("See [there](nowhere.qmd).", "TIE313", "report/index.qmd:5", "nowhere.qmd"),
        ("A note.[^9]", "TIE315", "report/index.qmd:5", "9"),
        ("```{python}\n1 + 1\n```", "TIE320", "report/index.qmd:5", ""),
        ("## One {#sec-prisons}", "TIE310", "report/", "sec-prisons"),
    ],
)  # fmt: skip
def test_what_only_the_engine_can_find_is_told_and_harms_nothing(built, text, code, place, words):
    before = built.outputs()
    built.append("report/index.qmd", f"\n{text}\n")
    run = built.tieout("build")
    assert run.status == 1, run.said
    found = re.findall(r"^(\S+) error (TIE\d{3}) (.*)$", run.err, re.MULTILINE)
    assert {each[1] for each in found} == {code}, run.err
    assert found[0][0].startswith(place)
    assert words in run.err
    assert "Traceback" not in run.said
    assert "    help: " in run.err
    assert built.outputs() == before


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '#read("/etc/passwd")',
    '"); #panic("x")',
    "\\input{x}",
    "$x^2$ *bold* _it_ `code` [link](x) @cite",
    "{{< stat x >}}",
    "{{< include /etc/passwd >}}",
    "&lt;b&gt; 100% a_b~c",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_data_hold_is_shown_and_never_acted_on(built, text):
    quoted = '"' + text.replace('"', '""') + '"'
    built.change("data/zahlungen.csv", "Größe ≥ 3 m²", quoted)
    run = built.tieout("build")
    assert run.status == 0, run.said
    cells = [cell.text_content().strip() for cell in page(built, "prisons").iter("td")]
    assert text in cells
    made = page(built, "prisons")
    assert not [e for e in made.iter("script") if "alert" in (e.text or "")]
    assert not [e for e in made.iter() if isinstance(e.tag, str) and e.get("onerror")]
    squeezed = "".join(pdf_text(built).split())
    assert "".join(text.split()) in squeezed
    assert "root:" not in squeezed


def test_private_characters_in_data_reach_the_page_unharmed(built):
    """A table's text may come in an old font that uses private characters; they are no marks of ours."""
    text = "a \ue0000\ue001 b\ue003c"
    built.change("data/zahlungen.csv", "Größe ≥ 3 m²", text)
    run = built.tieout("build")
    if run.status == 1:
        assert "TIE314" in run.err
        assert "data/zahlungen.csv:6" in run.err
    else:
        assert text in [cell.text_content().strip() for cell in page(built, "prisons").iter("td")]


WAITING = statistics(
    patient="    import signal\n"
    "    if not hasattr(os, '_waited'):\n"
    "        os._waited = True\n"
    "        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})\n"
    "        print('RUNNING', os.getpid(), flush=True)\n"
    "        signal.sigwait({signal.SIGUSR1})\n"
    "    return len(prisoners)"
).replace("def patient(cells)", "def patient(prisoners)")


def started(report):
    """A build under way, waiting in a script; and the process id of that script."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tieout", "build", "--jobs", "1"],
        cwd=report.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(),
        start_new_session=True,
    )
    for line in process.stderr:
        if line.startswith("RUNNING"):
            return process, int(line.split()[1])
    raise AssertionError("the build never came to the script")


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_stopping_a_build_ends_all_of_it_and_harms_nothing(built, stop):
    before = built.outputs()
    built.write("scripts/waiting.py", WAITING)
    process, script = started(built)
    with process:
        process.send_signal(stop)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Stopped." in said
    assert "Traceback" not in said
    assert built.outputs() == before
    assert not is_alive(script)
    assert not list((built / ".tieout").glob("stage-*"))
    (built / "scripts/waiting.py").unlink()
    assert summary(built)["written"] == {}


def test_of_two_builds_at_once_the_second_waits_and_finds_nothing_to_do(built):
    built.write("scripts/waiting.py", WAITING)
    first, script = started(built)
    with (
        first,
        subprocess.Popen(
            [sys.executable, "-m", "tieout", "build"],
            cwd=built.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=clean_environment(),
        ) as second,
    ):
        assert "another build of this report is under way" in second.stderr.readline()
        os.kill(script, signal.SIGUSR1)
        first.communicate(timeout=120)
        out, _ = second.communicate(timeout=120)
    assert (first.returncode, second.returncode) == (0, 0)
    assert out.startswith("Nothing changed")


def test_a_killed_build_harms_nothing_and_the_next_one_is_whole(built):
    before = built.outputs()
    built.write("scripts/waiting.py", WAITING)
    process, script = started(built)
    with process:
        process.kill()
        process.stderr.close()
        process.stdout.close()
    assert built.outputs() == before
    until = time.monotonic() + 10
    while is_alive(script) and time.monotonic() < until:
        time.sleep(0.02)
    assert not is_alive(script)
    (built / "scripts/waiting.py").unlink()
    assert summary(built)["written"] == {}
