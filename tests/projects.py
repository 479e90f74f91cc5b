"""A report on disk that tests read, change, break and build."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tieout.build import pipeline, reading, watch
from tieout.compute.processes import ScriptProcesses
from tieout.compute.run import Results
from tieout.findings import Finding, TieoutError
from tieout.ledger.compile import Compiled
from tieout.project import Project

SAMPLE = Path(__file__).parent / "sample"


@dataclass(frozen=True)
class Run:
    """What a `tieout` command did."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Everything it printed."""
        return self.out + self.err


@dataclass(frozen=True)
class Report:
    """A report in a folder."""

    root: Path

    def __truediv__(self, name: str) -> Path:
        return self.root / name

    @property
    def project(self) -> Project:
        """The project, its configuration read anew."""
        return Project.find(self.root)

    def write(self, name: str, text: str | bytes) -> Path:
        """Write one of its files."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def read(self, name: str) -> str:
        """One of its files."""
        return (self.root / name).read_bytes().decode()

    def change(self, name: str, old: str, new: str) -> None:
        """Replace a piece of one of its files; the piece must stand there once."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def append(self, name: str, text: str) -> int:
        """Add text to one of its files; the line on which it begins."""
        before = self.read(name)
        self.write(name, before + text)
        return before.count("\n") + 1

    def describe(self, change: Any) -> None:
        """Change the data package by a function of its JSON."""
        package = json.loads(self.read("data/datapackage.json"))
        change({each["name"]: each for each in package["resources"]}, package)
        self.write("data/datapackage.json", json.dumps(package, indent=1, ensure_ascii=False))

    def field(self, dataset: str, column: str, **properties: Any) -> None:
        """Set properties of a column in the data package (`unit=` stands for `tieout:unit`); None drops one."""

        def change(resources: Any, _package: Any) -> None:
            fields = resources[dataset]["schema"]["fields"]
            field = next(each for each in fields if each["name"] == column)
            for key, value in properties.items():
                name = f"tieout:{key}" if key in {"unit", "multiplier", "titles"} else key
                field.pop(name, None) if value is None else field.__setitem__(name, value)

        self.describe(change)

    def seal(self, dataset: str) -> None:
        """Make a dataset confidential, and let whatever is made of it pass the rules of disclosure."""
        taking = [
            {
                str(each.kind): each.name,
                "reason": "This is about what is shown, not about how much.",
            }
            for each in self.inputs().definitions.values()
            if dataset in {parameter.name for parameter in each.parameters}
        ]
        properties = {"confidential": True, "tieout:disclosure": taking}
        self.describe(lambda resources, _: resources[dataset].update(properties))

    def outputs(self) -> dict[str, bytes]:
        """Every file of the output folder."""
        return dict(files(self.root / "_output"))

    def earlier_outputs(self) -> dict[str, bytes]:
        """Make outputs as an earlier build left them."""
        self.write("_output/html/index.html", "<p>earlier</p>")
        self.write("_output/report.pdf", b"%PDF-earlier")
        self.write("_output/ledger.json", "{}")
        return self.outputs()

    def tieout(self, *arguments: str, **environment: str) -> Run:
        """Run the real command in the report's folder."""
        done = subprocess.run(
            [sys.executable, "-m", "tieout", *arguments],
            cwd=self.root,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=clean_environment(environment),
            timeout=300,
            check=False,
        )
        return Run(done.returncode, done.stdout, done.stderr)

    def compiled(self) -> Compiled:
        """The ledger and the fragments, made in this process (scripts run in theirs)."""
        return pipeline.compile_only(self.project, lambda _line: None)[0]

    def told(self, name: str, **options: Any) -> tuple[Finding, ...]:
        """What is found when a decorator was told something else; no script is run for it."""
        with ScriptProcesses(self.project) as processes:
            inputs = reading.read(self.project, processes)
            known = inputs.definitions[name]
            changed = dataclasses.replace(known, options={**known.options, **options})
            inputs = dataclasses.replace(inputs, definitions={**inputs.definitions, name: changed})
            timed = watch.Watch()
            made = pipeline.compute(self.project, inputs, processes, timed)
            try:
                return pipeline.compile_report(self.project, inputs, *made, timed)[0].findings
            except TieoutError as error:
                return error.findings

    def ledger(self) -> dict[str, dict[str, Any]]:
        """The compiled ledger's numbers by name, as JSON data."""
        data = json.loads(self.compiled().ledger.as_json())
        return {each["name"]: each for each in data["numbers"]}

    def inputs(self) -> reading.Inputs:
        """Everything the report consists of."""
        with ScriptProcesses(self.project) as processes:
            return reading.read(self.project, processes)

    def results(self) -> Results:
        """Everything computed, with what had to be computed for it."""
        with ScriptProcesses(self.project) as processes:
            inputs = reading.read(self.project, processes)
            return pipeline.compute(self.project, inputs, processes, watch.Watch())[0]

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with it, up to the ledger."""
        try:
            return self.compiled().findings
        except TieoutError as error:
            return error.findings

    def finding(self) -> Finding:
        """The one thing that is wrong with it."""
        found = self.findings()
        assert len(found) == 1, "\n".join(map(str, found))
        return found[0]


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder: its path and its bytes."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def clean_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment, without what would change what a build does."""
    kept = {
        k: v for k, v in os.environ.items() if k not in {"SOURCE_DATE_EPOCH", "TIEOUT_BUILDING"}
    }
    return {**kept, "NO_COLOR": "1", **(extra or {})}


def small(folder: Path, scripts: str | Mapping[str, str] = "", data: str = "") -> Report:
    """A report of one dataset `cells` (key, value, other), with these scripts and no chapter of note."""
    report = Report(folder)
    report.write("tieout.toml", 'engine = "pandoc"\n')
    report.write("references.bib", "@misc{s1,\n  title = {S}\n}\n")
    report.write(
        "data/cells.csv", data or "key,value,other,source\na,1,0.5,s1\nb,2,,s1\nc,4,1.5,s1\n"
    )
    fields = [
        {"name": "key", "type": "string"},
        {"name": "value", "type": "integer", "tieout:unit": "count"},
        {"name": "other", "type": "number", "tieout:unit": "ratio"},
        {"name": "source", "type": "string"},
    ]
    resource = {
        "name": "cells",
        "path": "cells.csv",
        "schema": {"fields": fields, "primaryKey": ["key"]},
    }
    report.write("data/datapackage.json", json.dumps({"resources": [resource]}, indent=1))
    report.write(
        "report/_quarto.yml", "book:\n  title: T\n  chapters:\n    - index.qmd\nlang: en-GB\n"
    )
    report.write("report/index.qmd", "# Summary\n")
    files = {"scripts/numbers.py": scripts} if isinstance(scripts, str) else scripts
    for name, text in files.items():
        report.write(name, text)
    return report


def statistics(**bodies: str) -> str:
    """A script with a statistic of each name; a body is what it returns, or its lines.

    It takes `cells`, or what its name says after two underscores: `half__total`, `alone__nothing`.
    """
    head = "import decimal, fractions, math, os, sys\n\nimport numpy as np\nimport pandas as pd\n\n"
    parts = [head + "from tieout import figure, statistic, table\n"]
    for key, body in bodies.items():
        name, *taken = key.rstrip("_").split("__")
        name += "_" * (len(key) - len(key.rstrip("_")))
        parameters = ", ".join(taken or ["cells"]).replace("nothing", "")
        lines = body if body.startswith("    ") else f"    return {body}"
        head = f'\n\n@statistic(unit="plain")\ndef {name}({parameters}):\n    """D."""\n'
        parts.append(f"{head}{lines}\n")
    return "".join(parts)
