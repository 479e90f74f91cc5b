"""What tieout is made of: locked by hash, listed with licences, billed, and asked about."""

from __future__ import annotations

import json
import re

import pytest

import audit
import licences
import lock

PACKAGES = lock.read()


def test_every_package_is_locked_by_hash_and_wanted_by_another():
    text = lock.LOCK.read_text("utf-8")
    assert len(PACKAGES) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) > 50
    names = {each.name for each in PACKAGES} | {"tieout"}
    for each in PACKAGES:
        assert each.hashes, each.name
        assert each.via, each.name
        assert names.issuperset(each.via), each.name


def test_the_licences_are_those_of_the_lock():
    listed = re.findall(
        r"^\| ([a-z0-9-]+) \| (\d\S*) \| .+ \|$", licences.PAGE.read_text(), re.MULTILINE
    )
    assert listed == [(each.name, each.version) for each in PACKAGES], "make licences"
    assert "not said" not in licences.PAGE.read_text("utf-8")


@pytest.mark.slow
def test_the_bill_of_materials_is_valid_and_the_same_each_time():
    sbom = pytest.importorskip("sbom", exc_type=ImportError)
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    text = sbom.bill(PACKAGES)
    assert text == sbom.bill(PACKAGES)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    data = json.loads(text)
    assert len(data["components"]) == len(PACKAGES)
    graph = {each["ref"]: each.get("dependsOn", []) for each in data["dependencies"]}
    assert any("/pandas@" in each for each in graph["tieout"])
    assert "timestamp" not in text
    assert not re.search(r"https?://(?!cyclonedx\.org/schema|[^\"]*github)", text)


@pytest.mark.parametrize(
    ("packages", "status", "said"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], 0, "1 of 1 packages audited, 0 known"),
        (
            [{"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}],
            1,
            "a 1: X-1, mended in 2",
        ),
        ([{"name": "a", "skip_reason": "not found"}], 2, "cannot answer: 0 of 1 packages audited"),
        ([], 2, "cannot answer"),
    ],
)
def test_no_answer_of_the_registry_is_no_clean_bill(packages, status, said):
    judged = audit.judged({"dependencies": packages}, "no route", 1)
    assert judged[0] == status
    assert said in judged[1]
