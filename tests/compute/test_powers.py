"""Labels of logarithmic axes in letters."""

import matplotlib as mpl
import pytest

from tieout.compute import style
from tieout.compute.powers import spelled


@pytest.mark.parametrize(
    ("label", "letters"),
    [
        (r"$\mathdefault{10^{2}}$", "10²"),
        (r"$\mathdefault{-10^{-3}}$", "−10⁻³"),
        (r"$\mathdefault{2\times10^{13}}$", "2×10¹³"),
        (r"$\mathdefault{2^{3.50}}$", "2³·⁵⁰"),
        (r"$\mathdefault{0}$", "0"),
        (r"$\mathdefault{\frac{1}{2}}$", "½"),
        (r"$\mathdefault{1-10^{-2}}$", "1−10⁻²"),
        (r"$\mathdefault{\overline{10^{-2}}}$", "1−10⁻²"),
        (r"$\mathdefault{1.5\cdot10^{-2}}$", "1.5×10⁻²"),
        ("", ""),
        ("US$5", "US$5"),
    ],
)
def test_a_label_in_letters(label: str, letters: str) -> None:
    assert spelled(label) == letters


@pytest.mark.parametrize(
    ("scale", "low", "high", "some"),
    [
        ("log", 1, 5000, ["10⁰", "10³"]),
        ("log", 2, 6, ["2×10⁰", "6×10⁰"]),
        ("symlog", -100, 100, ["−10²", "0", "10²"]),
        ("logit", 0.001, 0.999, ["10⁻³", "½", "1−10⁻³"]),
    ],
)
def test_the_axes_of_a_drawn_figure(scale: str, low: float, high: float, some: list[str]) -> None:
    with mpl.rc_context():
        style.apply()
        import matplotlib.pyplot as plt

        drawn, (axes, plain) = plt.subplots(1, 2)
        axes.set_yscale(scale)
        axes.set_ylim(low, high)
        plain.set_yscale(scale)
        plain.set_ylim(low, high)
        plain.yaxis.set_major_formatter(lambda value, _place: f"${value:g}")
        style.svg(drawn)
        ticks = [*axes.yaxis.get_majorticklabels(), *axes.yaxis.get_minorticklabels()]
        labels = [tick.get_text() for tick in ticks]
        own = [tick.get_text() for tick in plain.yaxis.get_majorticklabels()]
        plt.close(drawn)
    assert set(some) <= set(labels), labels
    assert not any("mathdefault" in label for label in labels)
    assert all(label.startswith("$") for label in own), "a script's own labels stay"
