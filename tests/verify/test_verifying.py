"""`tieout verify`: a report held against its lock, its manifest, what was published, and a rebuild."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from populations import populations
from projects import Report, small, statistics


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    report = small(
        tmp_path_factory.mktemp("published") / "r", statistics(total="cells['value'].sum()")
    )
    report.append("report/index.qmd", "\nOf all, {{< stat total >}} stood.\n")
    assert report.tieout("build", "--to", "html,docx").status == 0
    assert report.tieout("lock").status == 0
    return report


@pytest.fixture
def built(template, tmp_path):
    """A small report, built and locked."""
    return Report(shutil.copytree(template.root, tmp_path / "report", symlinks=True))


def checked(inside, report, *arguments):
    """What `verify --no-run` says, as data."""
    done = inside(report, "verify", "--no-run", "--format", "json", *arguments)
    return done.status, json.loads(done.out)


def codes(data):
    return [(each["code"], each["path"]) for each in data["findings"]]


def test_a_report_as_it_was_built_is_verified_without_running_it(built, inside):
    shutil.rmtree(built / ".tieout")
    status, data = checked(inside, built)
    assert (status, data["result"], data["rebuilt"]) == (0, "verified", False)
    assert data["against"] == ["_output", "tieout.lock"]
    assert data["checked"]["lock"] == {"checked": 1, "same": 1}
    assert data["checked"]["inputs"]["same"] == data["checked"]["inputs"]["checked"] == 7
    assert data["checked"]["digests"]["same"] == data["checked"]["digests"]["checked"] > 10
    assert not (built / ".tieout").exists()


def test_every_kind_of_tampering_is_found_without_running_it(built, inside):
    built.append("_output/html/index.html", "<!-- x -->")
    (built / "_output/report.docx").unlink()
    built.append("data/cells.csv", "d,8,,s1\n")
    built.write("scripts/more.py", "")
    built.write("_output/html/more.html", "more")
    built.change("tieout.lock", 'value = "7"', 'value = "8"')
    status, data = checked(inside, built)
    assert (status, data["result"]) == (1, "differs")
    assert sorted(codes(data)) == [
        ("TIE873", "tieout.lock"),
        ("TIE881", "_output/html/index.html"),
        ("TIE881", "_output/html/more.html"),
        ("TIE881", "_output/report.docx"),
        ("TIE881", "data/cells.csv"),
        ("TIE881", "scripts/more.py"),
    ]
    assert data["findings"][-1]["line"] > 0


def test_a_file_that_nobody_vouches_for_is_a_warning(built, inside):
    built.write("_output/html/robots.txt", "")
    done = inside(built, "verify", "--no-run")
    assert done.status == 0
    assert "robots.txt warning TIE881 is not in the manifest" in done.err
    assert done.out.endswith("Verified.\n")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda report: report.write("_output/manifest.json", "{"), "TIE880"),
        (lambda report: report.write("tieout.lock", "<<<"), "TIE875"),
        (lambda report: shutil.rmtree(report / "_output") or (report / "tieout.lock").unlink(), "TIE884"),
        (lambda report: shutil.rmtree(report / "_output") or (report / "_output").mkdir(), "TIE884"),
    ],
)  # fmt: skip
def test_what_cannot_be_held_against_anything_says_so(built, inside, change, code):
    change(built)
    done = inside(built, "verify")
    assert done.status == (1 if code == "TIE875" else 2)
    assert code in done.err


def test_a_damaged_ledger_is_found_beside_its_digest(built, inside):
    built.write("_output/ledger.json", "{}")
    status, data = checked(inside, built)
    assert status == 1
    assert {("TIE852", "_output/ledger.json"), ("TIE881", "_output/ledger.json")} == set(
        codes(data)
    )


def test_without_its_confidential_data_a_report_is_not_rebuilt(built, inside):
    manifest = json.loads(built.read("_output/manifest.json"))
    for each in manifest["inputs"]:
        if each["path"] == "data/cells.csv":
            each.pop("sha256"), each.pop("bytes")
            each["confidential"] = True
    built.write("_output/manifest.json", json.dumps(manifest))
    (built / "data/cells.csv").unlink()
    done = inside(built, "verify")
    assert done.status == 2
    assert "data/cells.csv error TIE887 confidential data are not here" in done.err
    status, data = checked(inside, built)
    assert status == 0, data
    assert data["checked"]["inputs"]["left_out"] == 1


def test_nothing_is_verified_while_nobody_can_say_what_is_confidential(built, inside):
    built.write("data/datapackage.json", "{")
    done = inside(built, "verify", "--no-run")
    assert done.status == 1
    assert "data/datapackage.json:1:2 error TIE101" in done.err
    assert "38,990" not in done.said


@pytest.mark.slow
def test_a_rebuild_confirms_what_is_true_and_finds_what_is_not(built, tmp_path):
    site = shutil.copytree(built / "_output", tmp_path / "site")
    manifest = json.loads((site / "manifest.json").read_text())
    manifest["made_with"]["numpy"] = "1.0"
    (site / "manifest.json").write_text(json.dumps(manifest))
    archive = shutil.make_archive(str(tmp_path / "published"), "zip", site)
    shutil.rmtree(built / ".tieout")

    done = built.tieout("verify", "--against", archive, "--keep", str(tmp_path / "kept"))
    assert done.status == 0, done.said
    assert "numbers as tieout.lock holds them" in done.out
    assert "note TIE886 made with numpy 1.0 (" in done.err
    assert (tmp_path / "kept/ledger.json").read_bytes() == (site / "ledger.json").read_bytes()
    assert not (built / ".tieout").exists()

    built.change("data/cells.csv", "c,4,", "c,5,")
    done = built.tieout("verify", "--against", str(site / "html"), "--format", "json")
    data = json.loads(done.out)
    assert (done.status, data["result"]) == (1, "differs")
    messages = {(each["path"], each["message"]): each for each in data["findings"]}
    assert ("tieout.lock", "total 7 → 8: it has another value now") in messages
    (page,) = [each for each in data["findings"] if each["path"].endswith("/html/index.html")]
    assert page["message"].startswith("the rebuild differs: first in line ")
    assert ">7<" in page["detail"][0]
    assert ">8<" in page["detail"][1]


@pytest.mark.slow
def test_a_copy_that_does_not_build_says_what_is_missing(built):
    built.write("scripts/numbers.py", "from private.numbers import nothing\n")
    done = built.tieout("verify")
    assert done.status == 1
    assert "scripts/numbers.py" in done.err
    assert "TIE887 a clean copy of the report does not build" in done.err


@pytest.mark.slow
def test_a_report_that_was_never_built_is_held_against_its_lock(built):
    shutil.rmtree(built / "_output")
    built.change("tieout.lock", 'value = "7"', 'value = "8"')
    done = built.tieout("verify")
    assert done.status == 1
    assert "tieout.lock:" in done.err
    assert "error TIE873 total 8 → 7" in done.err.replace("total 7 (8) ", "")
    assert Path(built / "_output").exists() is False


@pytest.mark.slow
def test_a_report_with_editions_is_rebuilt_as_its_first_one_or_as_the_one_asked_for(tmp_path):
    """The editions' file is read by the rebuild; what other editions left is no part of what is verified."""
    report = populations(tmp_path)
    assert report.tieout("build", "--to", "html").status == 0
    assert report.tieout("build", "--editions", "all", "--to", "html").status == 0
    assert report.tieout("lock").status == 0
    done = report.tieout("verify", "--format", "json")
    assert (done.status, json.loads(done.out)["findings"]) == (0, []), done.err
    second = report.project.editions()[1]
    assert report.tieout("lock", "--edition", second.name).status == 0
    assert report.tieout("archive", "--edition", second.name, "-q").status == 0
    with zipfile.ZipFile(report / f"archive-{second.name}.zip") as archive:
        assert f"verify --edition {second.name}\n" in archive.read("ARCHIVE.md").decode()
        said = f"'tieout verify --edition {second.name}' does it and compares."
        assert said in archive.read("codecheck.yml").decode()
    for arguments in ((), (f"archive-{second.name}.zip",)):
        given = ("verify", *arguments, "--edition", second.name, "--format", "json")
        done = report.tieout(*given)
        assert done.status == 0, done.said
        data = json.loads(done.out)
        assert data["findings"] == []
        assert data["rebuilt"]
        assert any(second.name in each for each in data["against"]), data["against"]
    report.append(f"_output/editions/{second.name}/html/index.html", "<!-- x -->")
    done = report.tieout("verify", "--no-run", "--edition", second.name)
    assert (done.status, "TIE881" in done.err) == (1, True)
    assert report.tieout("verify", "--no-run").status == 0


@pytest.mark.slow
def test_the_outputs_of_one_edition_are_held_against_that_edition(tmp_path):
    """Of an archive, unpacked or not, and of a folder; nobody has to name it. Where it is another's, that is said."""
    report = populations(tmp_path / "report", countries=3, years=1)
    assert report.tieout("build", "--to", "html").status == 0
    assert report.tieout("build", "--editions", "all", "--to", "html").status == 0
    assert report.tieout("archive", "--edition", "c01-2001", "-q", "-o", "../one.zip").status == 0
    received = Report(tmp_path / "received")
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        archive.extractall(received.root)
    one = report / "_output/editions/c01-2001"
    for where, arguments in (
        (report, ("../one.zip",)),
        (report, ("--against", "../one.zip")),
        (report, ("--against", "../received")),
        (report, ("--against", str(one))),
        (report, ("--against", "_output/editions", "--edition", "c01-2001")),
        (received, ()),
    ):
        done = where.tieout("verify", "--no-run", *arguments, "--format", "json")
        assert (done.status, json.loads(done.out)["findings"]) == (0, []), arguments
    assert report.tieout("verify", "../one.zip").status == 0  # built anew
    for arguments in (("../one.zip",), ("--against", "../one.zip"), ("--against", "_output")):
        done = report.tieout("verify", "--no-run", *arguments, "--edition", "c02-2001")
        other = "c00-2001" if arguments[-1] == "_output" else "c01-2001"
        assert (done.status, f"TIE884 the outputs there are of edition '{other}'" in done.err) == (
            2,
            True,
        ), done.said
        assert f"--edition {other}." in done.err
    done = report.tieout("verify", "--no-run", "--against", "_output/editions")
    assert (done.status, "of editions c00-2001, c01-2001, c02-2001" in done.err) == (2, True)
