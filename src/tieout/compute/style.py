"""House style: fonts and colours of figures and PDF; a figure as SVG, the same bytes each time.

matplotlib is imported only when a figure is drawn: a build with nothing to draw never pays for it.
"""

from __future__ import annotations

import importlib.util
import io
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontManager

SANS = "Source Sans Pro"
FALLBACK = "DejaVu Sans"  # comes with matplotlib
WIDTH_CM = 16.0
HEIGHT_CM = 8.5

# Colours of neighbouring series differ in lightness as well as in hue, so that they stay apart for
# colour-blind readers and on a black-and-white printer; L* is 21, 69, 41, 80, 55.
INK = "#15364f"
OCHRE = "#d69c3a"
BRICK = "#a8432d"
SKY = "#a6cbdc"
SLATE = "#77858f"
COLOURS = (INK, OCHRE, BRICK, SKY, SLATE)

_TEXT = "#24292e"
_QUIET = "#6b7680"
_RULE = "#d9dee2"
# What no XML may hold, not even written as an entity.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FACES = ("Light", "Regular", "It", "Semibold", "SemiboldIt", "Bold")


def font_files() -> tuple[Path, ...]:
    """The faces of the sans-serif that PDF and figures use; empty when its package is missing.

    The package is found but not imported: importing it would run code for nothing.
    """
    found = importlib.util.find_spec("font_source_sans_pro")
    if found is None or found.origin is None:
        return ()
    folder = Path(found.origin).parent / "files"
    # The package carries each face twice; of two equal faces Typst takes whichever it meets first,
    # so only one kind is handed on.
    faces = (folder / f"SourceSansPro-{face}.otf" for face in _FACES)
    return tuple(face for face in faces if face.is_file())


def apply() -> None:
    """Make matplotlib draw in the house style, without a window, from here on."""
    import matplotlib as mpl
    from cycler import cycler
    from matplotlib import font_manager

    mpl.use("svg")
    mpl.rcdefaults()
    known = {font.fname for font in font_manager.fontManager.ttflist}
    for face in font_files():
        if str(face) not in known:
            font_manager.fontManager.addfont(face)
    _only_ours(font_manager.fontManager, Path(mpl.get_data_path()))
    # The fallback has no semibold; that another weight stands in for it is no news to an author.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    families = [SANS, FALLBACK] if font_files() else [FALLBACK]
    mpl.rcParams.update(
        {
            **_page(),
            **_lines(),
            "font.family": families,
            "font.size": 9.5,
            "axes.titlesize": 11,
            "axes.titleweight": "semibold",
            "axes.titlelocation": "left",
            "axes.titlepad": 10,
            "axes.labelsize": 9.5,
            "xtick.labelsize": 9,
            "ytick.labelsize": 9,
            "legend.fontsize": 9,
            "text.color": _TEXT,
            "text.parse_math": False,  # US$1 to US$5 is money, not mathematics
            "axes.prop_cycle": cycler(color=COLOURS),
        }
    )


def _only_ours(manager: FontManager, bundled: Path) -> None:
    """Forget fonts of this machine that have the names of those we bring: figures look alike everywhere."""
    faces = {str(face) for face in font_files()}
    ours = [
        font
        for font in manager.ttflist
        if font.fname in faces or Path(font.fname).is_relative_to(bundled)
    ]
    names, files = {font.name for font in ours}, {font.fname for font in ours}
    others = [font for font in manager.ttflist if font.name not in names]
    manager.ttflist = [*(font for font in manager.ttflist if font.fname in files), *others]


def svg(figure: Figure) -> str:
    """The figure as SVG text: the same bytes on every run, its letters drawn as outlines."""
    import matplotlib as mpl

    from tieout.compute import powers

    powers.spell(figure)
    with mpl.rc_context({"svg.hashsalt": "tieout", "svg.fonttype": "path", "svg.id": None}):
        target = io.StringIO()
        # Neither the day nor the version of matplotlib belongs to what the figure shows.
        figure.savefig(target, format="svg", metadata={"Date": None, "Creator": None})
    # matplotlib writes each label beside its outlines, as a comment, with whatever a cell of data held.
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", target.getvalue())


def _page() -> dict[Any, Any]:
    return {
        "figure.figsize": (WIDTH_CM / 2.54, HEIGHT_CM / 2.54),
        "figure.dpi": 96,
        "figure.max_open_warning": 0,
        "figure.facecolor": "white",
        "figure.constrained_layout.use": True,
        "savefig.facecolor": "white",
        "savefig.bbox": None,  # "tight" would change the width
        "axes.facecolor": "white",
    }


def _lines() -> dict[Any, Any]:
    """Rules where they help to read a value, and none that only draw a box."""
    return {
        "axes.edgecolor": _QUIET,
        "axes.labelcolor": _QUIET,
        "axes.linewidth": 0.7,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.axisbelow": True,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.xmargin": 0.02,
        "grid.color": _RULE,
        "grid.linewidth": 0.6,
        "xtick.color": _QUIET,
        "xtick.labelcolor": _TEXT,
        "xtick.major.size": 3,
        "xtick.major.width": 0.7,
        "ytick.color": _QUIET,
        "ytick.labelcolor": _QUIET,
        "ytick.major.size": 0,
        "ytick.minor.size": 0,
        "lines.linewidth": 2.0,
        "lines.markersize": 4.5,
        "lines.solid_capstyle": "round",
        "patch.linewidth": 0,
        "hatch.linewidth": 0.6,
        "errorbar.capsize": 2.5,
        "legend.frameon": False,
        "legend.borderaxespad": 0.2,
        "legend.handlelength": 1.4,
        "image.cmap": "cividis",
    }
