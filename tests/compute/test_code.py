"""The digest of a function sees every change that could change its result, and as few others as can be."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.compute import syntax
from tieout.compute.code import CodeBase

FILES = {
    "scripts/rates.py": '''"""Rates."""

import scripts.setup
from scripts import periods
from scripts.numbers import half, unused_number as spare
from tieout import statistic

SCALE = 100
UNUSED = 1


def helper(x):
    """Scaled."""
    return x * SCALE


def bystander(x):
    return x + UNUSED


@statistic(unit="percent", title="A rate", published="5%")
def rate(cells):
    """The rate."""
    return half(helper(cells)) + periods.year()


@statistic(unit="count")
def other(cells):
    """Another number."""
    return bystander(1)
''',
    "scripts/numbers.py": '''"""Numbers."""

from scripts.deep import floor

def half(x):
    return floor(x) / 2

def unused_number():
    return 13
''',
    "scripts/deep.py": "def floor(x):\n    return int(x)\n\ndef ceiling(x):\n    return -int(-x)\n",
    "scripts/periods.py": "FIRST = 2016\n\ndef year():\n    return FIRST\n",
    "scripts/setup.py": "import warnings\n\nwarnings.simplefilter('ignore')\n",
    "scripts/stranger.py": "def rate():\n    return 1\n",
}


def digest(root, function="rate", module="scripts.rates"):
    first, again = (CodeBase(root, root / ".kept").digest(module, function) for _ in range(2))
    syntax.module_of.cache_clear()
    kept = CodeBase(root, root / ".kept").digest(module, function)
    assert first == again == kept
    return kept


@pytest.fixture
def code(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


def changed(code, file, old, new, function="rate"):
    before = digest(code, function)
    path = code / "scripts" / f"{file}.py"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return digest(code, function) != before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rates", "half(helper(cells)) +", "half(helper(cells)) -"),
        ("rates", "x * SCALE", "x * SCALE * 1.0"),
        ("rates", "SCALE = 100", "SCALE = 1000"),
        ("rates", "UNUSED = 1", "UNUSED = 1\nprint(UNUSED)"),
        ("rates", "import scripts.setup\n", ""),
        ("rates", "from scripts import periods", "from scripts import deep as periods"),
        ("numbers", "floor(x) / 2", "floor(x) // 2"),
        ("numbers", "from scripts.deep import floor", "from scripts.deep import ceiling as floor"),
        ("deep", "return int(x)", "return round(x)"),
        ("periods", "FIRST = 2016", "FIRST = 2017"),
        ("setup", "'ignore'", "'error'"),
        ("setup", "import warnings\n", "import warnings\nimport random\nrandom.seed(2)\n"),
    ],
)
def test_what_could_change_the_result_changes_the_digest(code, file, old, new):
    assert changed(code, file, old, new)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rates", "def helper(x):", "def helper(x):  # scaled\n"),
        ("rates", '"""Scaled."""', '"""Scaled by a hundred."""'),
        ("rates", '    """Scaled."""\n', ""),
        ("rates", '"""The rate."""', '"""The rate, in words."""'),
        ("rates", 'title="A rate", published="5%"', 'title="The rate", note="why"'),
        ("rates", 'unit="percent"', 'unit="points"'),
        ("rates", "x + UNUSED", "x - UNUSED"),
        ("rates", "UNUSED = 1", "UNUSED = 2"),
        ("rates", "\n\ndef helper", "\n\n\n\ndef helper"),
        ("rates", "x * SCALE", "(x\n        * SCALE)"),
        ("rates", '"""Rates."""', '"""Rates of all kinds."""'),
        ("numbers", "return 13", "return 14"),
        ("deep", "-int(-x)", "-round(-x)"),
        ("stranger", "return 1", "return 2"),
    ],
)
def test_what_cannot_change_the_result_does_not(code, file, old, new):
    assert not changed(code, file, old, new)


REGISTERED = {
    "a method for a type": (
        (
            "import functools\n@functools.singledispatch\ndef measure(x):\n    return 0\n"
            "@measure.register\ndef _(x: int):\n    return 3\n"
        ),
        "measure(1)",
    ),
    "a decorator's registry": (
        (
            "KNOWN = {}\ndef register(name):\n    return lambda made: KNOWN.setdefault(name, made)\n"
            "@register('rate')\ndef a_rate():\n    return 3\n"
        ),
        "KNOWN['rate']()",
    ),
    "a base's registry": (
        (
            "KNOWN = []\nclass Auto:\n    def __init_subclass__(cls):\n        KNOWN.append(cls)\n"
            "class Extra(Auto):\n    K = 3\n"
        ),
        "KNOWN[0].K",
    ),
    "an accessor of pandas": (
        (
            "import pandas as pd\n@pd.api.extensions.register_series_accessor('tripled')\n"
            "class Tripled:\n    K = 3\n"
        ),
        "cells.tripled",
    ),
    "a call whose result has a name": ("KNOWN = []\ndone = KNOWN.append(3)\n", "KNOWN[0]"),
    "a default that is called for": (
        "KNOWN = []\ndef note(x):\n    KNOWN.append(x)\ndef bystander(x=note(3)):\n    pass\n",
        "KNOWN[0]",
    ),
    "a call in a class": (
        "KNOWN = []\nclass Bystander:\n    KNOWN.append(3)\n",
        "KNOWN[0]",
    ),
    "a name looked up": ("def a_rate():\n    return 3\n", "globals()['a_' + 'rate']()"),
    "a module looked up": (
        "import sys\ndef a_rate():\n    return 3\n",
        "sys.modules[__name__].a_rate()",
    ),
}


@pytest.mark.parametrize(("before", "use"), REGISTERED.values(), ids=REGISTERED)
def test_what_is_reached_without_its_name_counts(tmp_path, before, use):
    script = f"{before}\ndef rate(cells):\n    return {use}\n"
    (tmp_path / "s.py").write_text(script)
    first = digest(tmp_path, module="s")
    assert "3" in script
    (tmp_path / "s.py").write_text(script.replace("3", "7"))
    assert digest(tmp_path, module="s") != first


@pytest.mark.parametrize(
    "bystander",
    [
        "@functools.lru_cache(maxsize=None)\ndef other():\n    return 3",
        "@dataclass(frozen=True)\nclass Other:\n    x: int = field(default=3)\n    def y(self): return KNOWN.append(3)",
        "class Other(enum.Enum):\n    A = 3",
        "class Other(NamedTuple):\n    x: list[int] = [3]",
        "OTHER = frozenset({3}) | set(str(n) for n in range(3))",
        "OTHER = re.compile('3').pattern.upper()",
        "OTHER = ' '.join(['3'])",
        "OTHER = lambda: KNOWN.append(3)",
        "def other(x=3, *, y=(3,)):\n    return KNOWN.append(x)",
    ],
)
def test_what_python_itself_brings_registers_nothing(tmp_path, bystander):
    head = "import enum, functools, re\nfrom dataclasses import dataclass, field\nfrom typing import NamedTuple\n"
    script = f"{head}KNOWN = []\n{bystander}\ndef rate(cells):\n    return KNOWN\n"
    (tmp_path / "s.py").write_text(script)
    first = digest(tmp_path, module="s")
    (tmp_path / "s.py").write_text(script.replace("3", "7"))
    assert digest(tmp_path, module="s") == first


def test_a_name_of_pythons_that_the_module_binds_itself_may_register(tmp_path):
    script = "KNOWN = []\ndef list(x):\n    KNOWN.append(x)\nother = list(3)\ndef rate(cells):\n    return KNOWN\n"
    (tmp_path / "s.py").write_text(script)
    first = digest(tmp_path, module="s")
    (tmp_path / "s.py").write_text(script.replace("3", "7"))
    assert digest(tmp_path, module="s") != first


def test_functions_of_one_module_are_told_apart(code):
    assert digest(code, "rate") != digest(code, "other")
    assert not changed(code, "rates", "x * SCALE", "x / SCALE", function="other")


@pytest.mark.parametrize(
    ("imports", "use"),
    [
        ("from scripts.helpful import value", "value()"),
        ("from scripts.helpful import value as v", "v()"),
        ("from scripts.helpful import *", "value()"),
        ("import scripts.helpful", "scripts.helpful.value()"),
        ("import scripts.helpful as h", "h.value()"),
        ("from scripts import helpful", "helpful.value()"),
        ("from . import helpful", "helpful.value()"),
        ("from .helpful import value", "value()"),
        ("try:\n    from scripts.helpful import value\nexcept ImportError:\n    value = None", "value()"),
        ("", "__import__('scripts.helpful').helpful.value()"),
        ("import importlib", "importlib.import_module('scripts.helpful').value()"),
        ("", "[value() for value in [__import__('x')]]"),
        ("from scripts.again import value", "value()"),
        ("import scripts.again, scripts.helpful", "scripts.helpful.value()"),
        ("import scripts.helpful, scripts.again", "scripts.helpful.value()"),
        ("from scripts import again\nfrom scripts.helpful import other", "other() + again.value()"),
        ("from scripts.helpful import other\nfrom scripts import helpful", "other() + helpful.value()"),
        ("", "inner()\ndef inner():\n    from scripts.helpful import value\n    return value()"),
    ],
)  # fmt: skip
def test_every_way_to_import_a_helper_is_followed(tmp_path, imports, use):
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/helpful.py").write_text(
        "def value():\n    return 1\n\ndef other():\n    return 0\n"
    )
    (tmp_path / "scripts/again.py").write_text("from scripts.helpful import value\n")
    (tmp_path / "scripts/a.py").write_text(f"{imports}\n\ndef f():\n    return {use}\n")
    before = digest(tmp_path, "f", "scripts.a")
    (tmp_path / "scripts/helpful.py").write_text(
        "def value():\n    return 2\n\ndef other():\n    return 0\n"
    )
    assert digest(tmp_path, "f", "scripts.a") != before


def test_two_functions_that_import_other_things_by_one_name_are_both_followed(tmp_path):
    (tmp_path / "scripts").mkdir()
    for name in ("x", "y"):
        (tmp_path / f"scripts/{name}.py").write_text("def value():\n    return 1\n")
    (tmp_path / "scripts/a.py").write_text(
        "def f():\n    from scripts.x import value\n    return value()\n\n"
        "def g():\n    from scripts.y import value\n    return value()\n"
    )
    before = digest(tmp_path, "g", "scripts.a")
    (tmp_path / "scripts/y.py").write_text("def value():\n    return 2\n")
    assert digest(tmp_path, "g", "scripts.a") != before


def test_the_package_a_module_lies_in_counts(tmp_path):
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/__init__.py").write_text("import pandas\npandas.set_option('mode', 1)\n")
    (tmp_path / "scripts/a.py").write_text("def f():\n    return 1\n")
    before = digest(tmp_path, "f", "scripts.a")
    (tmp_path / "scripts/__init__.py").write_text("import pandas\npandas.set_option('mode', 2)\n")
    assert digest(tmp_path, "f", "scripts.a") != before


def test_modules_that_import_each_other_end(tmp_path):
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/a.py").write_text("from scripts.b import g\n\ndef f():\n    return g()\n")
    (tmp_path / "scripts/b.py").write_text("from scripts.a import f\n\ndef g():\n    return f()\n")
    assert digest(tmp_path, "f", "scripts.a") == digest(tmp_path, "f", "scripts.a")


def test_packages_from_elsewhere_are_named_also_those_of_helpers(code):
    (code / "scripts/periods.py").write_text(
        "import scipy.stats\nfrom sklearn import tree\nimport json\n"
    )
    assert {"scipy", "sklearn", "tieout"} <= CodeBase(code, code / ".kept").foreign("scripts.rates")
    assert not CodeBase(code, code / ".kept").foreign("scripts.rates") & sys.stdlib_module_names


def test_the_files_of_a_module_are_its_own_and_its_helpers(code):
    (code / "lib").mkdir()
    (code / "lib/deeper.py").write_text("X = 1\n")
    (code / "scripts/deep.py").write_text(
        "from lib.deeper import X\n\ndef floor(x):\n    return X\n"
    )
    files = {
        path.relative_to(code).as_posix()
        for path in CodeBase(code, code / ".kept").files(["scripts.rates"])
    }
    assert files == {
        "scripts/rates.py", "scripts/numbers.py", "scripts/deep.py", "scripts/periods.py",
        "scripts/setup.py", "lib/deeper.py",
    }  # fmt: skip


def test_a_script_that_is_no_python_is_left_to_the_import(code):
    (code / "scripts/numbers.py").write_text("def half(:\n")
    assert digest(code)


@given(st.integers(0, 99), st.integers(0, 99))
def test_equal_code_has_equal_digests(tmp_path_factory, one, other):
    root = tmp_path_factory.mktemp("code")
    (root / "a.py").write_text(f"def f():\n    return {one}\n")
    first = digest(root, "f", "a")
    (root / "a.py").write_text(f"def f():\n    # {one}\n    return {other}\n")
    assert (digest(root, "f", "a") == first) is (one == other)
