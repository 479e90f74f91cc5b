"""Pynames: a name under Python's rules of scope."""

from __future__ import annotations

import pytest

from tieout.editor.pynames import PyNames


def renamed(text: str, *, here: bool = True, marked: str = "rise other") -> str:
    """The script with the name in capitals wherever it stands for the function."""
    names = PyNames(text, "rise", "scripts.prisons", here, frozenset(marked.split()))
    for start in reversed(names.places()):
        assert text[start : start + 4] == "rise"
        text = text[:start] + "RISE" + text[start + 4 :]
    return text


@pytest.mark.parametrize(
    "wanted",
    [
        '@statistic(unit="count")\ndef RISE(rise_of):\n    """rise"""\n    return rise_of\n',
        "def other(RISE, b):\n    return RISE + b + (lambda x: x * RISE)(2)\n",
        "def other(b, RISE=None):\n    return helper(rise=RISE)\n",
        "def helper(rise):\n    return rise\n",  # a value handed over, by whatever name
        "def helper(a):\n    rise = a\n    return rise\n",
        "def helper(a):\n    return RISE(a)\n",
        "def other(RISE):\n    def inner():\n        return RISE\n    return inner()\n",
        "def other(RISE):\n    def inner(rise):\n        return rise\n    return inner(RISE)\n",
        "def other(RISE):\n    return [rise for rise in range(3)]\n",
        "def other(RISE):\n    return lambda rise: rise\n",
        "x = 'ü', RISE\n",
        "x = thing.rise\n",
        "def other(b: 'ü', RISE: float) -> float:\n    return 'é', RISE\n",
    ],
)
def test_in_its_own_script(wanted):
    assert renamed(wanted.replace("RISE", "rise")) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "from scripts.prisons import RISE\nx = RISE(1)\n",
        "from scripts.prisons import RISE as r\nrise = r\n",
        "import scripts.prisons as p\nx = p.RISE\n",
        "from scripts import prisons\nx = prisons.RISE\nrise = 3\n",
        "import scripts.prisons\nx = scripts.prisons.RISE\n",
        "from scripts.courts import rise\nx = rise\n",
        "rise = 3\nx = rise\n",
        "from scripts.prisons import RISE\n\n\ndef test_it():\n    rise = 1\n    assert rise\n",
    ],
)
def test_elsewhere(wanted):
    assert renamed(wanted.replace("RISE", "rise"), here=False) == wanted


def test_a_broken_script_is_said_to_be_one():
    with pytest.raises(SyntaxError):
        renamed("def (")
