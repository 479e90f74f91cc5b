"""The engine as a whole, against a stand-in for quarto."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tieout.engines.quarto import QuartoEngine
from tieout.findings import Severity, TieoutError

pytestmark = pytest.mark.slow  # each starts what stands for Quarto


def tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def codes(error: pytest.ExceptionInfo) -> list[str]:
    return [finding.code for finding in error.value.findings]


def test_pages_and_pdf_come_to_the_stage(quarto, make_job):
    said = []
    job = make_job(say=said.append)
    rendered = QuartoEngine().render(job)
    made = set(tree(job.stage))
    assert {"report.pdf", "html/index.html", "html/prisons.html", "html/register.html"} <= made
    assert {"html/_tieout/figures/rise.svg", "html/_tieout/data/rise.csv"} <= made
    assert not {"html/_tieout/fragments.json", "html/_tieout/style.csl", "html/report.pdf"} & made
    assert '<data value="0.78">78%</data>' in (job.stage / "html/index.html").read_text()
    assert rendered.findings == ()
    assert set(rendered.rebuilt) == {"index.qmd", "prisons.qmd", "references.qmd", "register.qmd"}
    assert "Quarto: prisons.qmd (2 of 4)" in said


@pytest.mark.parametrize(("formats", "made"), [(("html",), "html"), (("pdf",), "report.pdf")])
def test_one_format_alone(quarto, make_job, formats, made):
    job = make_job(formats=formats)
    QuartoEngine().render(job)
    assert [path.name for path in job.stage.iterdir()] == [made]


def test_a_pdf_that_is_not_for_archives_is_told_where_one_is_asked_for(quarto, project, make_job):
    job = make_job(formats=("pdf",))
    config = replace(job.project.config, pdf_a=True)
    job = replace(job, project=replace(job.project, config=config))
    with pytest.raises(TieoutError) as error:
        QuartoEngine().render(job)
    assert codes(error) == ["TIE605"]
    assert "pdf-standard: [ua-1, a-2a]" in error.value.findings[0].remedy


def test_nothing_outside_the_stage_changes(quarto, project, make_job, tmp_path):
    before = tree(project.root)
    quarto(copy=str(tmp_path / "seen"))
    QuartoEngine().render(make_job())
    assert tree(project.root) == before


def test_the_environment_is_plain_and_dated(quarto, make_job, tmp_path, monkeypatch):
    monkeypatch.setenv("QUARTO_PROJECT_RENDER_ALL", "1")
    quarto(environment=str(tmp_path / "environment"))
    QuartoEngine().render(make_job())
    given = json.loads((tmp_path / "environment").read_text())
    assert given["NO_COLOR"] == "1"
    assert given["TERM"] == "dumb"
    assert given["TIEOUT_BUILDING"] == "1"
    assert given["SOURCE_DATE_EPOCH"] == "1600000000"
    assert "QUARTO_PROJECT_RENDER_ALL" not in given


def test_the_copy_is_gone_whatever_happens(quarto, make_job, tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    QuartoEngine().render(make_job())
    quarto(status=1, stderr="ERROR: no\n")
    with pytest.raises(TieoutError):
        QuartoEngine().render(make_job())
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_pdf_named_after_the_title_is_found(quarto, make_job):
    quarto(pdf="A-small-book.pdf")
    job = make_job()
    QuartoEngine().render(job)
    assert (job.stage / "report.pdf").is_file()


def test_a_pdf_that_pages_link_to_stays_with_them(quarto, make_job, project):
    path = project.report / "_quarto.yml"
    path.write_text(path.read_text().replace("  author:", "  downloads: [pdf]\n  author:"))
    job = make_job()
    QuartoEngine().render(job)
    assert {"report.pdf", "html/report.pdf"} <= set(tree(job.stage))


@pytest.mark.parametrize("missing", ["html", "pdf"])
def test_success_without_an_output_is_a_failure(quarto, make_job, missing):
    quarto(skip=[missing])
    with pytest.raises(TieoutError) as error:
        QuartoEngine().render(make_job())
    assert codes(error) == ["TIE602"]


def test_a_failure_names_chapter_and_cause(quarto, make_job):
    quarto(
        status=1,
        stderr="ERROR: In file prisons.qmd\n(line 3, columns 5--9) Field 'toc' is wrong.\n\nStack trace:\n"
        "    at render (file:///opt/quarto/bin/quarto.js:1:2)\nWARN: Error encountered when rendering files\n",
    )
    with pytest.raises(TieoutError) as error:
        QuartoEngine().render(make_job())
    (finding,) = error.value.findings
    assert str(finding.place) == "report/prisons.qmd:3:5"
    assert "Field 'toc' is wrong" in finding.message
    assert "quarto.js" not in str(finding)
    assert error.value.found


def test_exit_status_0_is_not_believed(quarto, make_job):
    quarto(stderr="WARN: prisons.html: Unable to resolve crossref @fig-rise\n")
    with pytest.raises(TieoutError) as error:
        QuartoEngine().render(make_job())
    (finding,) = error.value.findings
    assert finding.code == "TIE309"
    assert str(finding.place) == "report/prisons.qmd:3:94"


def test_a_picture_missing_in_silence_is_found(quarto, make_job):
    quarto(pages={"prisons.html": '<img src="own.png"><img src="_tieout/figures/rise.svg">'})
    with pytest.raises(TieoutError) as error:
        QuartoEngine().render(make_job())
    assert codes(error) == ["TIE312"]


def test_warnings_do_not_stop_a_build(quarto, make_job):
    quarto(stderr="WARN: a font is missing\n")
    rendered = QuartoEngine().render(make_job())
    (finding,) = rendered.findings
    assert finding.code == "TIE603"
    assert finding.severity is Severity.WARNING


def test_a_pdf_needs_an_author(quarto, make_job, project):
    path = project.report / "_quarto.yml"
    path.write_text(path.read_text().replace('  author: "Somebody"\n', ""))
    with pytest.raises(TieoutError) as error:
        QuartoEngine().render(make_job())
    assert codes(error) == ["TIE306"]
    assert error.value.findings[0].place.path == "report/_quarto.yml"
    QuartoEngine().render(make_job(formats=("html",)))


def test_a_render_that_hangs_is_stopped(quarto, make_job, tmp_path):
    quarto(sleep=30, pids=str(tmp_path / "pid"), stubborn=True)
    with pytest.raises(TieoutError) as error:
        QuartoEngine(patience=1).render(make_job())
    assert codes(error) == ["TIE602"]
    assert not runs(int((tmp_path / "pid").read_text()))


def test_an_unknown_style_is_named(quarto, make_job, project):
    (project.root / "tieout.toml").write_text('style = "chicago-notes-bibliografy"\n')
    job = replace(make_job(), project=type(project).find(project.root))
    with pytest.raises(TieoutError) as error:
        QuartoEngine().render(job)
    assert codes(error) == ["TIE406"]
    assert "chicago-notes-bibliography" in error.value.findings[0].remedy


SCRIPT = """
import sys
sys.path.insert(0, {here!r})
from dataclasses import replace
from pathlib import Path
from small_book import job_of
from tieout.engines.quarto import QuartoEngine
from tieout.project import Project
job = job_of(Project.find(Path({root!r})))
try:
    QuartoEngine().render(job)
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 128 + signal.SIGTERM)]
)
@pytest.mark.parametrize("stubborn", [False, True])
def test_a_stop_leaves_nothing_running(quarto, project, tmp_path, number, status, stubborn):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    pid, end = tmp_path / "pid", tmp_path / "end"
    quarto(sleep=30, pids=str(pid), died=str(end), stubborn=stubborn)
    here = str(Path(__file__).parents[1])
    script = SCRIPT.format(here=here, root=str(project.root))
    env = {**os.environ, "TMPDIR": str(scratch)}
    ours = subprocess.Popen([sys.executable, "-c", script], env=env, stderr=subprocess.PIPE)
    wait_for(lambda: pid.exists() and pid.read_text())
    child = int(pid.read_text())
    began = time.monotonic()
    ours.send_signal(number)
    _, stderr = ours.communicate(timeout=20)
    assert ours.returncode == status, stderr.decode()
    assert time.monotonic() - began < 2
    assert not runs(child)
    assert not end.exists()
    assert list(scratch.iterdir()) == []


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_for(condition, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)
