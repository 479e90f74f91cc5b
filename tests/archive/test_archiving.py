"""`tieout archive`: one file with everything that speaks for a report, described down to each number."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from ruamel.yaml import YAML

from projects import SAMPLE, Report, small, statistics
from tieout.archive import packing
from tieout.verify import unpacking

pytestmark = pytest.mark.slow
CANARY = "7741986"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    report = Report(shutil.copytree(SAMPLE, tmp_path_factory.mktemp("archived") / "report"))
    report.write("requirements.lock", "pandas==3.0\n")
    report.write("LICENSE", "As you like.\n")
    report.write("data/notes.xlsx", b"scratch")
    for command in (["build", "--to", "html,pdf,docx"], ["lock"], ["audit"], ["archive"]):
        done = report.tieout(*command)
        assert done.status == 0, done.said
    return report


@pytest.fixture(scope="module")
def archive(template):
    return zipfile.ZipFile(template / "archive.zip")


@pytest.fixture(scope="module")
def graph(archive):
    data = json.loads(archive.read("ro-crate-metadata.json"))
    assert data["@context"] == "https://w3id.org/ro/crate/1.2/context"
    return {each["@id"]: each for each in data["@graph"]}


def listed(value):
    return value if isinstance(value, list) else [value]


def refs(value):
    """Every id that a value names."""
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            yield value["@id"]
        for each in value.values():
            yield from refs(each)
    elif isinstance(value, list):
        for each in value:
            yield from refs(each)


def test_it_holds_all_that_the_report_is_made_of(archive, template):
    names = archive.namelist()
    assert names[0] == "ro-crate-metadata.json"
    assert names[1:] == sorted(names[1:])
    assert set(names) >= {
        *("tieout.toml", "tieout.lock", "references.bib", "requirements.lock", "LICENSE"),
        *("data/datapackage.json", "data/prisoners.csv", "scripts/prisons.py"),
        *("figures/prisoners_by_month.py", "report/_quarto.yml", "report/prisons.qmd"),
        *("_output/manifest.json", "_output/ledger.json", "_output/report.pdf"),
        *("_output/audit/index.html", "ARCHIVE.md", "CITATION.cff", ".zenodo.json"),
        *("codemeta.json", "codecheck.yml", "verify.py", "SHA256SUMS"),
    }
    assert not [name for name in names if name.startswith((".tieout", "report/_tieout"))]
    assert "data/notes.xlsx" not in names  # the data package does not describe it
    for name, content in template.outputs().items():
        assert archive.read(f"_output/{name}") == content


def test_every_file_is_described_with_its_digest_and_everything_named_is_there(archive, graph):
    for name in archive.namelist():
        if name in {"ro-crate-metadata.json", "SHA256SUMS"}:
            continue
        (entity,) = [each for key, each in graph.items() if unquote(key) == name]
        content = archive.read(name)
        assert entity["sha256"] == hashlib.sha256(content).hexdigest()
        assert entity["contentSize"] == str(len(content))
    for entity in graph.values():
        for named in refs({key: value for key, value in entity.items() if key != "@id"}):
            assert named in graph or named.startswith("https://w3id.org/ro/crate/"), named


def test_a_number_leads_to_its_script_cells_and_sources(archive, graph):
    ledger = {
        each["name"]: each for each in json.loads(archive.read("_output/ledger.json"))["numbers"]
    }
    numbers = {
        each["propertyID"]: each for key, each in graph.items() if key.startswith("#number/")
    }
    assert set(numbers) == set(ledger)
    rise = numbers["prison_rise"]
    assert rise["value"] == ledger["prison_rise"]["value"]
    assert rise["unitText"] == "percent"
    assert rise["citation"]
    action = graph["#compute/prison_rise"]
    assert action["instrument"] == {"@id": "scripts/prisons.py"}
    assert "SoftwareSourceCode" in graph["scripts/prisons.py"]["@type"]
    assert action["result"] == {"@id": "#number/prison_rise"}
    taken = [each["@id"] for each in listed(action["object"])]
    assert "data/prisoners.csv" in taken
    cell = graph["#cell/prisoners.2016-12.all.prisoners"]
    assert "#cell/prisoners.2016-12.all.prisoners" in taken
    assert cell["value"] == "20000"
    assert cell["isPartOf"] == {"@id": "data/prisoners.csv"}
    assert graph[cell["citation"]["@id"]]["@type"] == "CreativeWork"
    assert {"@id": "#compute/prison_rise"} in graph["./"]["mentions"]
    figure = graph["#compute/figure%3Aprisoners_by_month"]
    assert figure["result"]["@id"].endswith("prisoners_by_month.svg")


def test_the_same_report_gives_the_same_bytes(template, inside, tmp_path):
    shutil.copytree(template.root, tmp_path / "elsewhere", symlinks=True)
    done = inside(
        Report(tmp_path / "elsewhere"), "archive", "-o", str(tmp_path / "b.zip"), "--format", "json"
    )
    assert done.status == 0, done.said
    content = (tmp_path / "b.zip").read_bytes()
    assert content == (template / "archive.zip").read_bytes()
    assert json.loads(done.out)["sha256"] == hashlib.sha256(content).hexdigest()


def test_whoever_has_python_can_check_it(archive, tmp_path):
    archive.extractall(tmp_path)

    def check():
        command = [sys.executable, "-I", "-S", str(tmp_path / "verify.py")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    status, said = check()
    assert (status, said.count("are as they were archived")) == (0, 1)
    ledger = tmp_path / "_output/ledger.json"
    ledger.write_bytes(ledger.read_bytes().replace(b"95%", b"96%"))
    (tmp_path / "data/prisoners.csv").unlink()
    (tmp_path / "extra").write_text("")
    status, said = check()
    assert status == 1
    assert "_output/ledger.json: holds other bytes than were archived\n" in said
    assert "data/prisoners.csv: cannot be read" in said
    assert "extra: is not part of the archive" in said
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  ../outside\n")
    status, said = check()
    assert (status, "../outside: lies outside the archive" in said) == (1, True)
    (tmp_path / "SHA256SUMS").write_text("nothing")
    assert check()[0] == 2


def test_it_is_rebuilt_from_the_archive_alone(template, tmp_path):
    archive = shutil.copy(template / "archive.zip", tmp_path)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tieout", "verify", archive],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "7 of 7  published numbers rebuilt" in done.stdout
    assert "Verified." in done.stdout


def test_what_catalogues_and_checkers_read(archive):
    check = YAML(typ="safe").load(archive.read("codecheck.yml"))
    assert check["version"] == "https://codecheck.org.uk/spec/config/1.0"
    assert check["paper"]["title"] == "A small report"
    assert {each["file"] for each in check["manifest"]} <= set(archive.namelist())
    assert any(each["file"].endswith(".svg") for each in check["manifest"])
    assert "codechecker" not in check
    cited = YAML(typ="safe").load(archive.read("CITATION.cff"))
    assert (cited["cff-version"], cited["date-released"]) == ("1.2.0", "2021-05-06")
    deposit = json.loads(archive.read(".zenodo.json"))
    assert (deposit["title"], deposit["publication_date"]) == ("A small report", "2021-05-06")
    assert deposit["creators"] == [{"name": "The sample authors"}]
    pins = archive.read("requirements-archive.txt").decode().split("\n")
    assert any(line.startswith("pandas==") for line in pins)


def test_a_report_that_changed_since_its_build_is_not_archived(template, tmp_path, inside):
    report = Report(shutil.copytree(template.root, tmp_path / "changed", symlinks=True))
    report.append("report/prisons.qmd", "\nMore.\n")
    before = (report / "archive.zip").read_bytes()
    done = inside(report, "archive")
    assert done.status == 1
    assert "report/prisons.qmd error TIE881" in done.err
    assert "Run 'tieout build' first." in done.err
    assert (report / "archive.zip").read_bytes() == before


def test_a_file_that_changes_while_it_is_archived_is_told_of(
    template, tmp_path, inside, monkeypatch
):
    report = Report(shutil.copytree(template.root, tmp_path / "changing", symlinks=True))
    before = (report / "archive.zip").read_bytes()
    written = packing.written

    def write(sums):
        report.append("data/prisoners.csv", "\n")
        return written(sums)

    monkeypatch.setattr(packing, "written", write)
    done = inside(report, "archive")
    assert done.status == 1
    assert "data/prisoners.csv error TIE905 changed while the report was being archived" in done.err
    assert (report / "archive.zip").read_bytes() == before
    assert not list(report.root.glob(".archive.zip*"))


def test_an_archive_is_unpacked_once_and_called_by_its_name(template, inside, monkeypatch):
    calls = []
    unpack = unpacking.unpack
    monkeypatch.setattr(unpacking, "unpack", lambda *given: calls.append(given) or unpack(*given))
    done = inside(template, "verify", "archive.zip", "--no-run")
    assert done.status == 0, done.said
    assert "held against archive.zip and tieout.lock." in done.out
    assert len(calls) == 1


def test_confidential_data_stay_out_and_the_archive_says_so(tmp_path):
    rows = "".join(f"r{n},{n},,s1\n" for n in range(40))
    report = small(
        tmp_path / "r",
        statistics(total="int(cells['value'].sum()) // 1000 * 1000"),
        f"key,value,other,source\nsecret{CANARY},{CANARY},,s1\n{rows}",
    )
    report.append("report/index.qmd", "\nAbout {{< stat total >}}.\n")
    report.seal("cells")
    assert report.tieout("build", "--to", "html").status == 0
    done = report.tieout("archive")
    assert done.status == 0, done.said
    assert "left out  data/cells.csv (confidential)" in done.out
    with zipfile.ZipFile(report / "archive.zip") as made:
        assert "data/cells.csv" not in made.namelist()
        for name in made.namelist():
            assert CANARY.encode() not in made.read(name), name
        graph = {e["@id"]: e for e in json.loads(made.read("ro-crate-metadata.json"))["@graph"]}
        assert "data/cells.csv (confidential)" in graph["./"]["description"]
        assert graph["#left-out/data/cells.csv"]["@type"] == "CreativeWork"
        assert "`data/cells.csv`: confidential" in made.read("ARCHIVE.md").decode()
        made.extractall(tmp_path / "unpacked")
    unpacked = Report(tmp_path / "unpacked")
    assert unpacked.tieout("verify", "--no-run").status == 0
    assert unpacked.tieout("verify").status == 2


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # its libraries'
def test_the_validator_finds_nothing_that_is_required_missing(template, tmp_path, monkeypatch):
    import requests
    import rocrate
    from rocrate_validator import services
    from rocrate_validator.models import Severity, ValidationSettings
    from rocrate_validator.utils.http import HttpRequester

    context = (Path(rocrate.__file__).parent / "data/ro-crate.jsonld").read_bytes()

    def get(_self, url, **_options):
        """The standard's terms as the library brings them: nothing is asked of the network."""
        assert url.endswith("/context"), url
        answer = requests.Response()
        answer.status_code, answer.url, answer.raw = 200, url, io.BytesIO(context)
        answer.headers["Content-Type"] = "application/ld+json"
        return answer

    monkeypatch.setattr(HttpRequester, "get", get, raising=False)
    for profile, is_base in (("ro-crate-1.2", True), ("process-run-crate-0.5", False)):
        settings = ValidationSettings(
            rocrate_uri=str(template / "archive.zip"),
            profile_identifier=profile,
            requirement_severity=Severity.REQUIRED,
            disable_inherited_profiles_issue_reporting=not is_base,
            cache_path=tmp_path / profile,
        )
        issues = services.validate(settings).get_issues()
        assert [(each.check.identifier, each.message) for each in issues] == []
