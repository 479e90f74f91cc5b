"""Which of a project's modules the functions of one of them can come by."""

from __future__ import annotations

import importlib
import sys

import pytest

from projects import small, statistics
from tieout.compute.reached import reached

NAMES = ("root", "alone", "shelf", "deep", "plugin", "listed", "base")
SOURCES = {
    "alone": "HELD = {}\n",
    "deep": "HELD = {}\n",
    "shelf": "from reach_of import deep\nHELD = {}\ndef put(x):\n    HELD[x] = deep.HELD\n",
    "listed": "ALL = []\n",
    "plugin": "from reach_of.listed import ALL\ndef hook():\n    pass\nALL.append(hook)\n",
    "base": "class Base:\n    held = {}\n",
}
ODD = """
class Any:
    def __getattr__(self, name):
        return Any()

class Fails:
    __module__ = ["no text"]

    def __getattr__(self, name):
        raise ValueError(name)

any_of, fails = Any(), Fails()
"""
WAYS = {
    "by a name": ("from reach_of.shelf import put\n", {"shelf", "deep"}),
    "by the module": ("import reach_of.shelf as kept\n", {"shelf", "deep"}),
    "within a function": ("def f():\n    from reach_of import shelf\n", {"shelf", "deep"}),
    "within a function's function": (
        "def f():\n    def g():\n        import reach_of.deep\n    return g\n",
        {"deep"},
    ),
    "within a method": (
        "class A:\n    def f(self):\n        from reach_of.deep import HELD\n",
        {"deep"},
    ),
    "by a text": (
        "from importlib import import_module\ndef f():\n    import_module('reach_of.deep')\n",
        {"deep"},
    ),
    "by a decorated function": (
        "import functools\n@functools.cache\ndef f():\n    from reach_of import deep\n",
        {"deep"},
    ),
    "by a property": (
        "class A:\n    @property\n    def f(self):\n        from reach_of.deep import HELD\n",
        {"deep"},
    ),
    "by a part of a function": (
        "import functools\ndef f(x):\n    from reach_of import deep\nall_of = [functools.partial(f, 1)]\ndel f\n",
        {"deep"},
    ),
    "by what entered itself": ("from reach_of.listed import ALL\n", {"plugin"}),
    "by an object": ("from reach_of.base import Base\nthing = Base()\n", {"base"}),
    "by none, beside what answers to every name": (ODD, set()),
    "by none": ("def f():\n    return 1\n", set()),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_come_by_is_reached_and_nothing_else(tmp_path, monkeypatch, way):
    code, expected = WAYS[way]
    folder = tmp_path / "reach_of"
    folder.mkdir()
    for name, source in {**SOURCES, "root": code}.items():
        (folder / f"{name}.py").write_text(source)
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.startswith("reach_of")]:
        monkeypatch.delitem(sys.modules, name)
    modules = [importlib.import_module(f"reach_of.{name}") for name in NAMES]
    found = {each.__name__.partition(".")[2] for each in reached("reach_of.root", modules)}
    assert found - {"listed"} == {"root", *expected}
    assert len(reached("nowhere", modules)) == len(NAMES)


def test_what_a_function_leaves_in_a_module_it_imports_by_itself_is_gone(tmp_path):
    """A cache there would hide the cells from lineage: the second run would not read them."""
    script = statistics(total="by_itself(cells)").replace(
        "@statistic",
        "def by_itself(cells):\n    from scripts import shelf\n\n"
        "    return shelf.HELD.setdefault('total', int(cells['value'].sum()))\n\n\n@statistic",
        1,
    )
    report = small(tmp_path, {"scripts/numbers.py": script, "scripts/shelf.py": "HELD = {}\n"})
    assert report.ledger()["total"]["inputs"]
