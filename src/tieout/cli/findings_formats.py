"""Findings as text, JSON, SARIF 2.1.0, or the annotations GitHub reads from a job's log."""

from __future__ import annotations

import json
from collections.abc import Iterable

import tieout
from tieout.findings import Finding, Rule, Severity

FORMATS = ("text", "json", "sarif", "github")

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(found: Iterable[Finding], result: str, fixed: int) -> str:
    """The findings as one JSON object."""
    findings = [each.as_json() for each in found]
    data = {"result": result, "fixed": fixed, "findings": findings}
    return json.dumps(data, ensure_ascii=False, indent=1)


def as_sarif(found: Iterable[Finding]) -> str:
    """The findings as a SARIF log, which code hosts show beside the lines."""
    findings = tuple(found)
    rules = tuple(dict.fromkeys(each.rule for each in findings))
    driver = {
        "name": "tieout",
        "version": tieout.__version__,
        "rules": [_rule(each) for each in sorted(rules, key=lambda rule: rule.code)],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each) for each in findings],
    }
    data = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(data, ensure_ascii=False, indent=1)


def as_github(found: Iterable[Finding]) -> str:
    """The findings as workflow commands: each becomes an annotation on its line."""
    return "\n".join(_command(each) for each in found)


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": {"uri": finding.place.path}}
    if finding.place.line:
        region = {"startLine": finding.place.line}
        if finding.place.column:
            region["startColumn"] = finding.place.column
        location["region"] = region
    text = f"{finding.message}. {finding.remedy}" if finding.remedy else finding.message
    return {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": location}],
    }


def _command(finding: Finding) -> str:
    place = finding.place
    parts = [f"file={_property(place.path)}"]
    if place.line:
        parts.append(f"line={place.line}")
    if place.column:
        parts.append(f"col={place.column}")
    parts.append(f"title={_property(finding.code)}")
    text = f"{finding.message}. {finding.remedy}" if finding.remedy else finding.message
    return f"::{_COMMANDS[finding.severity]} {','.join(parts)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
