"""The house style: the same bytes each time, letters as outlines, colours apart without colour."""

import itertools
import re
import subprocess
import sys
import warnings

import pytest
from lxml import etree

from tieout.compute import style

DRAW = """
import sys
from tieout.compute import style
style.apply()
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.plot([1, 2, 3], [3, 1, 2], label="US$1 to US$5")
axes.bar([1, 2], [1, 2], hatch="//")
axes.set_title("Prisoners, 2016\\u20132020")
axes.legend()
sys.stdout.write(style.svg(figure))
"""


def _drawn() -> str:
    return subprocess.run(
        [sys.executable, "-c", DRAW], capture_output=True, text=True, check=True, encoding="utf-8"
    ).stdout


@pytest.fixture(scope="module")
def drawn() -> str:
    return _drawn()


@pytest.mark.slow
def test_the_same_bytes_in_another_process(drawn: str):
    assert drawn == _drawn()


def test_the_same_bytes_twice_in_one_process():
    import matplotlib as mpl

    with mpl.rc_context():
        style.apply()
        import matplotlib.pyplot as plt

        figure, axes = plt.subplots()
        axes.plot([1, 2], [2, 1])
        assert style.svg(figure) == style.svg(figure)
        plt.close(figure)


def test_neither_day_nor_program_stands_in_it(drawn: str):
    assert "<dc:date>" not in drawn
    assert "Matplotlib v" not in drawn


def test_letters_are_outlines_and_dollars_are_money(drawn: str):
    assert "<text" not in drawn
    assert "SourceSansPro" in drawn
    assert "Cmmi" not in drawn  # the font of mathematics


def test_what_xml_forbids_in_a_label_leaves_it_well_formed():
    """A cell of data may hold such characters, and matplotlib writes labels into comments as they are."""
    import matplotlib as mpl

    forbidden = [*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF]
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # no font has a glyph for them
        style.apply()
        import matplotlib.pyplot as plt

        figure, axes = plt.subplots()
        axes.bar([f"bar {character:x} {chr(character)}" for character in forbidden], 1)
        axes.set_title("tab\t\x7f\x85 --- \U0001f600")
        made = style.svg(figure)
        plt.close(figure)
    comments = [each.text for each in etree.fromstring(made.encode()).iter(etree.Comment)]
    for character in forbidden:
        assert f" bar {character:x} \N{REPLACEMENT CHARACTER} " in comments


def test_it_is_sixteen_centimetres_wide(drawn: str):
    found = re.search(r'width="([0-9.]+)pt"', drawn)
    assert found is not None
    assert float(found[1]) / 72 * 2.54 == pytest.approx(style.WIDTH_CM, abs=0.01)


def test_an_author_s_own_settings_do_not_leak_in():
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcParams["lines.linewidth"] = 9
        mpl.rcParams["axes.facecolor"] = "red"
        style.apply()
        assert mpl.rcParams["lines.linewidth"] == 2
        assert mpl.rcParams["axes.facecolor"] == "white"
        assert mpl.rcParams["axes.prop_cycle"].by_key()["color"] == list(style.COLOURS)


def _lightness(colour: str) -> float:
    """CIE L*: how light a colour looks, whatever its hue."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * luminance ** (1 / 3) - 16


def test_colours_stay_apart_in_greyscale():
    lightness = sorted(_lightness(colour) for colour in style.COLOURS)
    assert min(b - a for a, b in itertools.pairwise(lightness)) > 10
    neighbours = [_lightness(colour) for colour in style.COLOURS]
    assert min(abs(a - b) for a, b in itertools.pairwise(neighbours)) > 20
    assert max(lightness) < 85  # still seen on white


def test_every_face_is_found_once():
    names = [face.name for face in style.font_files()]
    assert len(names) == len(set(names)) == 6
    assert all(name.endswith(".otf") for name in names)


def test_without_the_package_figures_fall_back(monkeypatch: pytest.MonkeyPatch):
    import matplotlib as mpl

    monkeypatch.setattr(style.importlib.util, "find_spec", lambda _name: None)
    assert style.font_files() == ()
    with mpl.rc_context():
        style.apply()
        assert mpl.rcParams["font.family"] == ["DejaVu Sans"]


def test_importing_it_costs_no_matplotlib():
    code = "import sys, tieout.compute.style; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
