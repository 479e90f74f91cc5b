"""What a machine may do to a build: full disks, locked folders, damaged caches, odd clocks, edits meanwhile."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from faults import storm
from projects import Report, clean_environment, statistics

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """The sample report before and after an edit, each built clean."""
    folder = tmp_path_factory.mktemp("editions")
    made = []
    for number in (0, 1):
        report = Report(Path(shutil.copytree(storm.TESTS / "sample", folder / str(number))))
        storm.edit(report.root, number)
        run = report.tieout("build")
        assert run.status == 0, run.said
        made.append(report)
    return made


@pytest.fixture
def edited(editions, tmp_path):
    """The report, built and then edited: its next build has everything to do."""
    copy = shutil.copytree(editions[0].root, tmp_path / "report", copy_function=shutil.copy2)
    storm.edit(copy, 1)
    return Report(Path(copy))


@pytest.fixture
def small_disk(edited, tmp_path):
    """A disk of a few megabytes with the report on it, and a folder for what is temporary."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        shutil.copytree(edited.root, disk / "report", copy_function=shutil.copy2)
        (disk / "tmp").mkdir()
        yield Report(disk / "report")
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def remount(report, options):
    disk = str(report.root.parent)
    subprocess.run(["mount", "-o", f"remount,{options}", disk], check=True)


def full_but(report, room):
    """Fill the disk but for so many bytes."""
    ballast = report.root.parent / "ballast"
    status = os.statvfs(report.root)
    size = status.f_bavail * status.f_frsize - room
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, size)
    return ballast


@pytest.mark.parametrize("room", [8192, 300_000, 1_000_000])
def test_a_full_disk_is_told_and_harms_nothing(small_disk, editions, room):
    temporary = {"TMPDIR": str(small_disk.root.parent / "tmp")}
    ballast = full_but(small_disk, room)
    run = small_disk.tieout("build", **temporary)
    assert run.status == 2, run.said
    assert "TIE902" in run.err
    assert "No space left on device" in run.err
    assert "TIE999" not in run.err
    assert small_disk.outputs() == editions[0].outputs()
    ballast.unlink()
    run = small_disk.tieout("build", **temporary)
    assert run.status == 0, run.said
    assert small_disk.outputs() == editions[1].outputs()


def test_a_disk_that_cannot_be_written_is_told_and_harms_nothing(small_disk, editions):
    remount(small_disk, "ro")
    run = small_disk.tieout("build")
    assert run.status == 2
    assert "TIE902" in run.err
    assert "Read-only file system" in run.err
    assert small_disk.outputs() == editions[0].outputs()
    remount(small_disk, "rw")
    assert small_disk.tieout("build").status == 0
    assert small_disk.outputs() == editions[1].outputs()


def test_files_that_may_not_grow_are_told(edited, editions):
    """What a full disk is without the rights of an administrator: no file may pass 20 kB."""
    done = subprocess.run(
        [sys.executable, "-m", "tieout", "build"],
        cwd=edited.root,
        capture_output=True,
        text=True,
        env=clean_environment(),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "TIE902" in done.stderr
    assert edited.outputs() == editions[0].outputs()
    assert edited.tieout("build").status == 0
    assert edited.outputs() == editions[1].outputs()


def truncated(path, _others):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path, _others):
    path.write_bytes(b"")


def flipped(path, _others):
    data = bytearray(path.read_bytes() or b"x")
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def folded(path, _others):
    path.unlink()
    path.mkdir()


def swapped(path, others):
    """The next file of its folder in its place: whole, but another's."""
    beside = sorted(other for other in others if other.parent == path.parent)
    taken = others[beside[(beside.index(path) + 1) % len(beside)]]
    path.write_bytes(taken)


@pytest.mark.parametrize("harm", [truncated, emptied, flipped, folded, swapped])
def test_every_damaged_file_of_the_cache_is_noticed(editions, tmp_path, harm):
    report = Report(Path(shutil.copytree(editions[0].root, tmp_path / "report")))
    kept = [each for each in sorted((report / ".tieout").rglob("*")) if each.is_file()]
    kept = [each for each in kept if each.name not in {"lock", ".gitignore"}]
    assert len({each.parent for each in kept}) > 8
    others = {each: each.read_bytes() for each in kept}
    for each in kept:
        harm(each, others)
    assert report.tieout("check").status in {0, 1}
    run = report.tieout("build")
    assert run.status == 0, run.said
    assert report.outputs() == editions[0].outputs()
    storm.edit(report.root, 1)
    run = report.tieout("build")
    assert run.status == 0, run.said
    assert report.outputs() == editions[1].outputs()


BACKWARDS = """

_begun, _real = time.time(), time.time
time.time = lambda: _begun - 1000 * (_real() - _begun)
time.time_ns = lambda: int(time.time() * 1e9)
"""


def test_a_clock_that_goes_backwards_changes_nothing(edited, editions, tmp_path):
    """Nor do files from the future, which the next edit makes older."""
    (tmp_path / "clock").mkdir()
    (tmp_path / "clock/sitecustomize.py").write_text(BACKWARDS)
    for path in edited.root.rglob("*"):
        if path.is_file():
            os.utime(path, (4e9, 4e9))
    clock = {"PYTHONPATH": str(tmp_path / "clock")}
    assert edited.tieout("build", **clock).status == 0
    assert edited.outputs() == editions[1].outputs()
    storm.edit(edited.root, 0)
    for path in (edited / "data").iterdir():
        os.utime(path, (1, 1))
    assert edited.tieout("build", **clock).status == 0
    assert edited.outputs() == editions[0].outputs()


WAITING = statistics(
    patient="    import signal\n"
    "    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})\n"
    "    if not hasattr(os, '_waited'):\n"
    "        os._waited = True\n"
    "        print('RUNNING', os.getpid(), flush=True)\n"
    "        signal.sigwait({signal.SIGUSR1})\n"
    "    return len(prisoners)"
).replace("def patient(cells)", "def patient(prisoners)")


@pytest.mark.parametrize(
    "name",
    ["report/prisons.qmd", "data/prisoners.csv", "scripts/prisons.py", "references.bib"],
)
@pytest.mark.parametrize("how", ["changed", "deleted"])
def test_a_file_that_changes_while_the_report_is_built(editions, tmp_path, name, how):
    """Whatever that build makes of it: the next one makes what a clean one does."""
    report = Report(Path(shutil.copytree(editions[0].root, tmp_path / "report")))
    report.write("scripts/waiting.py", WAITING)
    before = report.outputs()
    with subprocess.Popen(
        [sys.executable, "-m", "tieout", "build", "--to", "html", "--jobs", "1"],
        cwd=report.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(),
    ) as process:
        assert process.stderr is not None
        script = next(int(e.split()[1]) for e in process.stderr if e.startswith("RUNNING"))
        if how == "deleted":
            (report / name).unlink()
        else:
            storm.edit(report.root, 1)
        os.kill(script, signal.SIGUSR1)
        said = process.stderr.read()
    assert "TIE999" not in said
    assert process.returncode in {0, 1}
    if process.returncode:
        assert "error TIE" in said
        assert report.outputs() == before
    (report / "scripts/waiting.py").unlink()
    (report / "references.bib").write_bytes((editions[0] / "references.bib").read_bytes())
    storm.edit(report.root, 1)
    assert report.tieout("build").status == 0
    assert report.outputs() == editions[1].outputs()


def test_two_builds_and_a_preview_at_once(edited, editions):
    def begun(*arguments):
        return subprocess.Popen(
            [sys.executable, "-m", "tieout", *arguments],
            cwd=edited.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=clean_environment(),
        )

    preview = begun("preview", "--no-open", "--port", "0")
    builds = [begun("build"), begun("build")]
    try:
        said = [each.communicate(timeout=200)[0].decode() for each in builds]
        assert [each.returncode for each in builds] == [0, 0], said
        assert edited.outputs() == editions[1].outputs()
        assert preview.poll() is None
    finally:
        preview.send_signal(signal.SIGINT)
        out = preview.communicate(timeout=60)[0].decode()
    assert preview.returncode in {0, 130}, out
    assert "Nothing changed" in edited.tieout("build").out


def test_a_storm_of_kills():
    """A few of the two hundred that `storm.py` injects."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        tally = storm.Tally()
        storm.storm(Path(folder), kills=4, seed=1, tally=tally, editions=2)
    assert tally.faults == []
    assert tally.kills == 4
