"""The manifest of a build: every input and output by digest, and the same wherever it was built."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import jsonschema
import pytest

import tieout
from projects import Report, small, statistics
from tieout.build import making
from tieout.findings import TieoutError
from tieout.ledger import manifest

SCHEMA = Path(tieout.__file__).parent / "ledger/manifest.schema.json"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    report = small(tmp_path_factory.mktemp("made"), statistics(total="cells['value'].sum()"))
    report.append("report/index.qmd", "\nOf all, {{< stat total >}}.\n")
    assert report.tieout("build", "--to", "html").status == 0
    return report


def manifest_of(report: Report) -> dict:
    return json.loads(report.read("_output/manifest.json"))


def test_it_follows_its_schema_and_holds_every_file(built):
    data = manifest_of(built)
    jsonschema.validate(data, json.loads(SCHEMA.read_text()))
    for key, folder in (("inputs", built.root), ("outputs", built / "_output")):
        for each in data[key]:
            content = (folder / each["path"]).read_bytes()
            assert each["bytes"] == len(content)
            assert each["sha256"] == hashlib.sha256(content).hexdigest(), each["path"]
    assert {each["path"] for each in data["inputs"]} >= {
        *("tieout.toml", "references.bib", "data/cells.csv", "data/datapackage.json"),
        *("scripts/numbers.py", "report/index.qmd", "report/_quarto.yml"),
    }
    outputs = set(built.outputs()) - {"manifest.json"}
    assert {each["path"] for each in data["outputs"]} == outputs
    assert data["made_with"]["tieout"] == tieout.__version__
    assert str(built.root) not in built.read("_output/manifest.json")


def test_what_was_written_is_read_back(built):
    text = built.read("_output/manifest.json")
    assert manifest.parse(text.encode()).as_json() == text


def test_a_file_left_from_an_earlier_build_is_called_so(built, tmp_path):
    import shutil

    report = Report(shutil.copytree(built.root, tmp_path / "again", symlinks=True))
    assert report.tieout("build", "--to", "docx").status == 0
    files = {each["path"]: each for each in manifest_of(report)["outputs"]}
    assert "earlier" not in files["html/index.html"]  # nothing it was made of changed
    report.append("report/index.qmd", "\nMore.\n")
    assert report.tieout("build", "--to", "docx").status == 0
    files = {each["path"]: each for each in manifest_of(report)["outputs"]}
    assert files["html/index.html"]["earlier"] is True
    assert "earlier" not in files["report.docx"]
    assert report.tieout("build", "--to", "docx").out.startswith("Nothing changed")


def test_confidential_data_are_named_without_a_digest(built, tmp_path):
    import shutil

    report = Report(shutil.copytree(built.root, tmp_path / "again", symlinks=True))
    report.seal("cells")
    assert report.tieout("build", "--to", "html").status == 0
    files = {each["path"]: each for each in manifest_of(report)["inputs"]}
    assert files["data/cells.csv"] == {"path": "data/cells.csv", "confidential": True}
    jsonschema.validate(manifest_of(report), json.loads(SCHEMA.read_text()))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data.pop("outputs"), "it has no 'outputs'"),
        (lambda data: data.update(version="2.0"), "of version 2.0"),
        (lambda data: data["outputs"][0].update(sha256="0" * 63), "the digest of"),
        (lambda data: data["outputs"][0].update(path="../x"), "is no path"),
        (lambda data: data["outputs"][0].update(path="/etc/x"), "is no path"),
        (lambda data: data["inputs"].append(data["inputs"][0]), "a file twice"),
        (lambda data: data.update(inputs={}), "a list of files"),
        (lambda data: data["outputs"][0].update(bytes=-1), "a whole number"),
    ],
)
def test_a_damaged_manifest_is_refused(built, change, said):
    data = manifest_of(built)
    change(data)
    with pytest.raises(TieoutError, match=said) as stopped:
        manifest.parse(json.dumps(data).encode())
    assert stopped.value.findings[0].code == "TIE880"


def test_a_truncated_manifest_is_refused_where_it_ends(built):
    text = built.read("_output/manifest.json")
    with pytest.raises(TieoutError) as stopped:
        manifest.parse(text[:200].encode())
    assert stopped.value.findings[0].place.line > 1


def test_what_lies_beside_the_data_undescribed_does_not_count(built):
    built.write("data/draft.csv", "1")
    built.write("data/README.md", "Notes.")
    names = ["data/cells.csv", "data/draft.csv", "data/README.md", "data/datapackage.json"]
    counted = making.counted(built.project, [*names, "scripts/numbers.py", "/elsewhere/x.py"])
    assert counted == ["data/cells.csv", "data/datapackage.json", "scripts/numbers.py"]
