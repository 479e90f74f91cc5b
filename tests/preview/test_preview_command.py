"""The command from its start to Ctrl-C: what it serves, what it tells, what it leaves."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from previewing import Listener, Preview, alive, children  # found only now

from projects import Report

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shared(
    computed_sample: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Report, Preview]]:
    """A preview for tests that change nothing."""
    root = tmp_path_factory.mktemp("shared") / "report"
    made = Report(shutil.copytree(computed_sample, root))
    (root / ".tieout" / "secret").write_text("secret")
    with Preview(root, "--port", "0", "--engine", "pandoc") as preview:
        preview.ready()
        yield made, preview


def test_pages_are_served_with_the_live_script_which_no_built_page_has(shared):
    report, preview = shared
    status, headers, body = preview.get("/prisons.html")
    assert status == 200
    assert headers["content-type"].startswith("text/html")
    assert b'<script src="/_preview/live.js"' in body
    assert b"script-src 'self'" in body
    on_disk = report.root / ".tieout" / "preview" / "html"
    assert b"_preview" not in (on_disk / "prisons.html").read_bytes()
    for name in ("live.js", "live.css", "idiomorph.min.js"):
        assert preview.get(f"/_preview/{name}")[0] == 200
    assert preview.get("/")[2] == preview.get("/index.html")[2]
    assert (
        preview.get("/_tieout/figures/prisoners_by_month.svg")[1]["content-type"] == "image/svg+xml"
    )


def test_every_answer_has_the_headers_of_a_careful_server(shared):
    _report, preview = shared
    for path in ("/", "/nothing.html", "/_preview/live.js", "/_tieout/numbers.js"):
        headers = preview.get(path)[1]
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"},
    ],
)
def test_foreign_requests_are_refused(shared, headers):
    _report, preview = shared
    for path in ("/", "/_preview/events", "/_preview/report.pdf", "/_preview/live.js"):
        status, answer, body = preview.get(path, **headers)
        assert status == 403
        assert b"own" in body
        assert answer["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/../lock", "/%2e%2e/lock", "/..%2flock", "/%2e%2e%2f%2e%2e%2fsecret", "/_tieout/../../lock",
        "/.tieout/secret", "//etc/passwd", "/etc/passwd", "/%00", "/..%5clock", "/_preview/../lock",
        "/_preview/waiting.html", "/_preview/%2e%2e/run.py", "/prisons.html/",
    ],
)  # fmt: skip
def test_nothing_outside_the_pages_is_served(shared, path):
    _report, preview = shared
    assert preview.get(path)[0] in {404, 400}


def test_it_listens_on_loopback_alone(shared):
    _report, preview = shared
    wanted = f":{preview.port:04X}"
    rows = Path("/proc/net/tcp").read_text().splitlines()[1:]
    rows += Path("/proc/net/tcp6").read_text().splitlines()[1:]
    listening = [row.split()[1] for row in rows if row.split()[3] == "0A"]
    assert [each for each in listening if each.endswith(wanted)] == [f"0100007F{wanted}"]


def test_a_second_preview_is_told_where_the_first_is(shared):
    report, preview = shared
    done = report.tieout("preview", "--no-open")
    assert done.status == 2
    assert "TIE903" in done.err
    assert preview.address in done.err


def test_a_build_runs_beside_it(shared):
    report, _preview = shared
    assert report.tieout("build", "--to", "html", "--quiet").status == 0
    assert (report / "_output/html/index.html").is_file()


def test_a_port_that_is_taken_gives_another(computed):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with Preview(computed.root, "--port", str(port)) as preview:
            assert preview.port != port
            assert preview.end() == 0
    assert preview.lines[-1] == "Preview ended."


def test_changes_faults_and_the_pdf(computed):
    computed.change("report/prisons.qmd", "{{< include _costs.qmd >}}", "{{< include _gone.qmd >}}")
    with Preview(computed.root, "--port", "0", "--engine", "pandoc") as preview:
        listener = Listener(preview)
        fault = listener.next("fault")
        (finding,) = fault["findings"]
        assert finding["path"] == "report/prisons.qmd"
        assert finding["line"]
        assert finding["remedy"]
        status, _, body = preview.get("/")
        assert (status, b"data-waiting" in body) == (200, True)
        assert preview.get("/_preview/report.pdf")[0] == 503
        # Who opens another page now is told of it as well.
        assert Listener(preview).next("fault")["findings"] == fault["findings"]

        computed.change("report/prisons.qmd", "_gone.qmd", "_costs.qmd")
        assert "prisons.html" in listener.next("pages")["names"]
        assert b"data-waiting" not in preview.get("/")[2]

        computed.change("report/prisons.qmd", "2016 there were", "2016 there used to be")
        assert listener.next("pages")["names"] == ["prisons.html"]
        assert b"there used to be" in preview.get("/prisons.html")[2]

        computed.change("data/prisoners.csv", "2020-03,all,38990", "2020-03,all,x")
        assert listener.next("fault")["findings"][0]["code"] == "TIE107"
        assert b"38,990" in preview.get("/prisons.html")[2]
        computed.change("data/prisoners.csv", "2020-03,all,x", "2020-03,all,39500")
        while "prisons.html" not in listener.next("pages")["names"]:
            pass
        assert b"39,500" in preview.get("/prisons.html")[2]

        status, headers, body = preview.get("/_preview/report.pdf")
        assert (status, headers["content-type"]) == (200, "application/pdf")
        assert body.startswith(b"%PDF")
    assert not (computed / "_output").exists()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_while_a_page_listens(computed, how):
    with Preview(computed.root, "--port", "0", "--engine", "pandoc") as preview:
        preview.ready()
        listener = Listener(preview)
        listener.next("hello")
        computed.change("data/prisoners.csv", "2020-03,all,38990", "2020-03,all,39500")
        listener.next("pages")
        started = children(preview.process.pid)
        assert started  # what computed the changed number
        begun = time.monotonic()
        assert preview.end(how) in {0, 130}
        assert time.monotonic() - begun < 3
        assert not alive(started)
        assert "Traceback" not in "\n".join(preview.lines)


def test_it_can_be_ended_while_the_first_report_is_made(report):
    with Preview(report.root, "--port", "0", "--engine", "pandoc") as preview:
        Listener(preview).next("progress")
        started = children(preview.process.pid)
        assert preview.end() == 0, preview.lines
        assert not alive(started)
        assert "Traceback" not in "\n".join(preview.lines)


def test_no_project_is_said(tmp_path):
    done = Report(tmp_path).tieout("preview", "--no-open")
    assert done.status == 2
    assert "TIE001" in done.err


def test_help_has_an_example(report):
    done = report.tieout("preview", "--help")
    assert done.status == 0
    assert "Example: tieout preview" in done.out
    assert max(map(len, done.out.splitlines())) <= 80


def test_a_folder_that_cannot_be_written_is_said(report):
    if os.geteuid() == 0:
        (report / ".tieout").write_text("in the way")
    else:
        report.root.chmod(0o500)
    done = report.tieout("preview", "--no-open")
    report.root.chmod(0o700)
    assert done.status == 2
    assert "TIE902" in done.err
