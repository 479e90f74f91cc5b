"""Real ledgers follow the published schema, and the schema lets nothing else through."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

import jsonschema
import pytest

from projects import small, statistics
from tieout.ledger.record import SCHEMA, VERSION

TEXT = resources.files("tieout.ledger").joinpath("ledger.schema.json").read_text(encoding="utf-8")
PUBLISHED = json.loads(TEXT)


@pytest.fixture(scope="module")
def validator():
    kind = jsonschema.Draft202012Validator
    kind.check_schema(PUBLISHED)
    return kind(PUBLISHED)


@pytest.fixture
def ledger(computed):
    return json.loads(computed.compiled().ledger.as_json(), parse_constant=refuse)


def refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


def test_the_schema_is_the_one_that_ledgers_name():
    assert PUBLISHED["$id"] == SCHEMA
    assert VERSION.partition(".")[0] == SCHEMA.rpartition(":")[2]


def test_a_ledger_of_every_kind_of_thing_follows_it(validator, ledger):
    validator.validate(ledger)
    kinds = {each["kind"] for each in ledger["numbers"]} | {
        each["kind"] for each in ledger["shown"]
    }
    assert kinds == {"datum", "statistic", "figure", "table"}


@pytest.mark.slow
def test_a_ledger_of_odd_values_follows_it(validator, tmp_path):
    report = small(
        tmp_path,
        statistics(
            fraction="fractions.Fraction(-1, 3)",
            exponent="1e-9",
            large="1e22",
            decimal_="decimal.Decimal('1E+3')",
            zero__nothing="0",
            many="len(cells)",
        ),
        data="key,value,other,source\n" + "".join(f"k{n},{n},,s1\n" for n in range(300)),
    )
    report.append("scripts/numbers.py", statistics(all_rows="float(cells['value'].sum())"))
    ledger = json.loads(report.compiled().ledger.as_json(), parse_constant=refuse)
    validator.validate(ledger)
    by_name = {each["name"]: each for each in ledger["numbers"]}
    assert by_name["fraction"]["exact"] == "-1/3"
    assert by_name["decimal_"]["value"] == 1000
    assert any("rows" in each for each in by_name["all_rows"]["inputs"])


def test_a_report_without_a_number_follows_it(validator, tmp_path):
    validator.validate(json.loads(small(tmp_path, {}).compiled().ledger.as_json()))


def parts(schema: Any, data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every object in the data."""
    if isinstance(data, dict):
        yield path
        for key, value in data.items():
            yield from parts(schema, value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from parts(schema, value, (*path, number))


def test_nothing_unknown_is_let_through_anywhere(validator, ledger):
    for path in parts(PUBLISHED, ledger):
        changed = copy.deepcopy(ledger)
        node = changed
        for step in path:
            node = node[step]
        node["unknown"] = 1
        assert not validator.is_valid(changed), path


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("kind", "number"),
        ("value", "0.78"),
        ("unit", "peeple"),
        ("exact", "x"),
        ("uses", {}),
        ("bound", "roughly"),
    ],
)
def test_wrong_values_are_not_let_through(validator, ledger, key, value):
    ledger["numbers"][0][key] = value
    assert not validator.is_valid(ledger)


def test_every_property_is_described():
    def undescribed(node: Any, name: str) -> Iterator[str]:
        if not isinstance(node, dict):
            return
        for key, value in node.get("properties", {}).items():
            if (
                value is not False
                and "const" not in value
                and "$ref" not in value
                and "description" not in value
            ):
                yield f"{name}.{key}"
        for key in ("properties", "$defs"):
            for inner, value in node.get(key, {}).items():
                yield from undescribed(value, f"{name}.{inner}")
        yield from undescribed(node.get("items"), f"{name}[]")

    assert list(undescribed(PUBLISHED, "ledger")) == []
