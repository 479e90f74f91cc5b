"""What a build may publish of confidential data: rules, exceptions, limits, put together."""

from __future__ import annotations

import json

import pytest

from projects import Report, small, statistics
from tieout.findings import TieoutError

ROWS = "key,value,other,source\n" + "".join(f"k{n},{n % 7 + 1},{n}.5,s1\n" for n in range(30))
SAFE = {"all_of_it": "len(cells)", "mean": "cells.other.mean()"}
UNSAFE = {
    "few": ("(cells.other < 5).sum()", "TIE121"),
    "heavy": ("(cells.other ** 40).sum()", "TIE122"),
    "largest": ("cells.other.max()", "TIE124"),
    "whole": ("(cells.other > 0).mean()", "TIE125"),
    "nearly": ("(cells.other < 25).mean()", "TIE125"),
    "all_but_one": ("len(cells) - int((cells.key == 'k3').sum())", "TIE126"),
}


def confidential(report: Report, **properties: object) -> Report:
    """The small report with its dataset confidential."""
    given = {"confidential": True, **properties}
    report.describe(lambda resources, _: resources["cells"].update(given))
    return report


def codes(report: Report) -> dict[str, set[str]]:
    """The codes found, by what is named in the message."""
    found: dict[str, set[str]] = {}
    for finding in report.findings():
        for name in (*SAFE, *UNSAFE):
            if f"'{name}'" in finding.message:
                found.setdefault(name, set()).add(finding.code)
    return found


@pytest.fixture(scope="module")
def persons(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Thirty rows, and statistics on them that may be published and that may not."""
    bodies = {**SAFE, **{name: body for name, (body, _) in UNSAFE.items()}}
    script = statistics(**bodies).replace('unit="plain")\ndef whole', 'unit="percent")\ndef whole')
    return confidential(small(tmp_path_factory.mktemp("held") / "report", script, ROWS))


def test_each_rule_stops_what_it_is_for(persons):
    found = codes(persons)
    assert {name: code in found[name] for name, (_, code) in UNSAFE.items()} == dict.fromkeys(
        UNSAFE, True
    )
    assert not found.get("mean")
    assert found["all_of_it"] == {"TIE126"}, "it and 'all_but_one' differ by one"


@pytest.mark.slow
def test_exceptions_and_limits(persons):
    let = [{"statistic": name, "reason": "It was published before."} for name in UNSAFE]
    confidential(persons, **{"tieout:disclosure": let})
    assert persons.findings() == ()
    ledger = json.loads(persons.compiled().ledger.as_json())
    assert ledger["confidential"] == ["cells"]
    assert [each["name"] for each in ledger["exempt"]] == sorted(UNSAFE)
    confidential(persons, **{"tieout:disclosure": [{**each, "rule": "TIE121"} for each in let]})
    assert "few" not in codes(persons)
    assert "largest" in codes(persons)
    persons.write("tieout.toml", 'engine = "pandoc"\n[disclosure]\nminimum = 3\nruns = 70\n')
    confidential(persons, **{"tieout:disclosure": []})
    assert {code for found in codes(persons).values() for code in found} == {"TIE127"}
    persons.write("tieout.toml", 'engine = "pandoc"\n')


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"statistic": "few"}, "no reason"),
        ({"statistic": "few", "reason": " "}, "no reason"),
        ({"statistic": "fwe", "reason": "x"}, "no statistic: 'fwe'"),
        ({"table": "few", "reason": "x"}, "no table: 'few'"),
        ({"reason": "x"}, "names one statistic"),
        ({"statistic": "few", "reason": "x", "rule": "TIE801"}, "no rule of disclosure"),
        ({"statistic": "few", "reason": "x", "why": 1}, "unknown key 'why'"),
        ("few", "names one statistic"),
    ],
)
def test_an_exception_says_what_and_why(persons, given, said):
    confidential(persons, **{"tieout:disclosure": [given]})
    (one,) = [each for each in persons.findings() if each.code == "TIE129"]
    assert said in one.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("minimum = 2", "at least 3"),
        ("minimum = true", "whole number"),
        ("dominance_k = 90", "0.9"),
        ("minimun = 3", "Known keys"),
    ],
)
def test_limits_that_cannot_be_used(persons, text, said):
    with pytest.raises(TieoutError, match=said) as caught:
        _ = Report(persons.root).write("tieout.toml", f"[disclosure]\n{text}\n") and persons.project
    persons.write("tieout.toml", 'engine = "pandoc"\n')
    assert caught.value.findings[0].place.line == 2


def test_no_rule_of_disclosure_is_silenced(persons):
    persons.write("tieout.toml", '[severity]\nTIE121 = "off"\n')
    with pytest.raises(TieoutError, match="cannot be made less than an error"):
        _ = persons.project
    persons.write("tieout.toml", 'engine = "pandoc"\n')
