"""The public face: three decorators, modules a newcomer can read, names that say something."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import tieout

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "tieout"
# What `tieout init` copies is an author's, not the toolkit's.
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "files" not in path.parts)


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def test_what_is_public_is_importable_and_nothing_else_is():
    assert sorted(tieout.__all__) == ["__version__", "figure", "statistic", "table"]
    public = {
        name
        for name, thing in vars(tieout).items()
        if not name.startswith("_") and not inspect.ismodule(thing)
    }
    assert public == set(tieout.__all__) - {"__version__"}
    for name in tieout.__all__:
        assert getattr(tieout, name) is not None


def test_the_version_is_the_packages():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert tieout.__version__ == project["version"]


@pytest.mark.parametrize(
    ("decorator", "parameters"),
    [
        (
            "statistic",
            "unit decimals title published published_in published_at note quantity base adds excludes",
        ),
        ("figure", "caption alt title source adds excludes"),
        ("table", "caption units decimals title adds excludes"),
    ],
)
def test_the_decorators_take_what_authors_were_told(decorator, parameters):
    signature = inspect.signature(getattr(tieout, decorator))
    assert list(signature.parameters) == parameters.split()
    assert all(p.kind is p.KEYWORD_ONLY for p in signature.parameters.values())


def test_a_decorator_leaves_the_function_as_it_is():
    def number(cells):
        return len(cells)

    assert tieout.statistic(unit="count")(number) is number
    assert number([1, 2]) == 2


def test_importing_the_package_loads_nothing_heavy():
    heavy = {
        "pandas",
        "numpy",
        "matplotlib",
        "frictionless",
        "babel",
        "rich",
        "ruamel",
        "bibtexparser",
    }
    code = f"import sys, tieout, tieout.cli.main, tieout.cli.build_command; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_modules_first_line_says_what_it_is_for(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    doc = ast.get_docstring(tree) or ""
    assert doc.partition("\n")[0].endswith((".", ":", "?")), doc


def test_no_module_has_a_name_that_says_nothing():
    nothing = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}
    assert [name_of(path) for path in MODULES if path.stem in nothing] == []


def test_modules_are_short():
    long = {name_of(path) for path in MODULES if len(path.read_text().splitlines()) > 300}
    assert not long, "split them"


def test_whoever_silences_a_check_says_why():
    silent = re.compile(r"# (noqa(: [A-Z0-9, ]+)?|type: ignore(\[[^]]*\])?)\s*$", re.M)
    assert [name_of(path) for path in MODULES if silent.search(path.read_text("utf-8"))] == []
    assert silent.search("x = y  # noqa: E501\n")
    assert not silent.search("x = y  # noqa: E501  # a long word\n")


def test_the_toolkit_knows_nothing_of_its_first_report():
    words = ("cambodia", "khmer rouge", "phnom penh")
    for path in MODULES:
        text = path.read_text(encoding="utf-8").lower()
        assert not [word for word in words if word in text], path


def test_every_module_can_be_imported():
    for path in MODULES:
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        if parts[-1] != "__main__":
            importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
