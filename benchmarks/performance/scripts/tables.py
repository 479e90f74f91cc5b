"""Tables of the page: times, stages, growth, profiles."""

from __future__ import annotations

import pandas as pd
from scripts.fit import exponent, steepest
from scripts.measured import NAMES

from tieout import table

_REPORTS = {"python": "Python", "synthetic": "synthetic", "own": "this report", **NAMES}
_CASES = {
    "bare": "a bare start",
    "floor": "the floor: all bare processes",
    "floor_pandoc": "of it, pandoc",
    "floor_figures": "of it, the figures",
    "floor_typst": "of it, Typst",
    "pandoc_run": "one pandoc run, a chapter",
    "cold": "cold build, HTML and PDF",
    "nothing": "nothing changed",
    "word_page": "one word, its page",
    "word": "one word, HTML and PDF",
    "cell": "one cell, HTML and PDF",
    "script": "one script, HTML and PDF",
    "check_first": "check, the first",
    "check_kept": "check, again",
    "preview_word": "preview: one word, its page",
    "preview_cell": "preview: one cell, its page",
    "preview_script": "preview: one script, its page",
    "preview_word_pdf": "preview: one word, page and PDF",
    "preview_cell_pdf": "preview: one cell, page and PDF",
    "html_cold": "cold, HTML",
    "html_word": "one word, HTML",
    "html_cell": "one cell, HTML",
    "both_cold": "cold, HTML and PDF",
    "both_word": "one word, HTML and PDF",
    "both_cell": "one cell, HTML and PDF",
    "ours_cold": "tieout in turns with it: cold",
    "ours_cell": "tieout in turns with it: one cell",
}
_AXES = {
    "numbers": "numbers",
    "chapters": "chapters",
    "rows": "rows in memory",
    "file": "rows in a Parquet file",
}
_COSTS = {
    "cold": "cold build",
    "lineage": "of it, lineage",
    "nothing": "nothing changed",
    "cell": "one cell changed",
    "memory": "memory",
}


@table(
    caption="Medians with the fastest and the slowest run, seconds on the clock; processor seconds; "
    "megabytes of the whole process tree at most.",
    title="Times",
)
def times(timings: pd.DataFrame) -> pd.DataFrame:
    """Every case that was measured."""
    places = {name: n for n, name in enumerate(_CASES)}
    reports = {name: n for n, name in enumerate(_REPORTS)}
    ordered = timings.assign(r=timings["report"].map(reports), c=timings["case"].map(places))
    rows = ordered.sort_values(["r", "c"])
    return pd.DataFrame(
        {
            "Report": rows["report"].map(_REPORTS),
            "Case": rows["case"].map(_CASES),
            "Median": rows["seconds"].map("{:.3f}".format),
            "Fastest": rows["fastest"].map("{:.3f}".format),
            "Slowest": rows["slowest"].map("{:.3f}".format),
            "Processor": rows["processor"].map("{:.2f}".format),
            "Runs": rows["runs"].map(str),
            "MB": rows["memory"].map(lambda each: f"{each:.0f}" if each else ""),
        }
    )


@table(caption="Stages of a cold build, seconds.", title="Stages")
def stages_of_build(stages: pd.DataFrame) -> pd.DataFrame:
    """Every stage of a cold build of each report."""
    wide = stages.pivot(index="stage", columns="report", values="seconds")
    ordered = wide.loc[list(dict.fromkeys(stages["stage"]))]
    made = {"Stage": ordered.index}
    for report in ordered.columns:
        made[_REPORTS[report]] = ordered[report].map("{:.2f}".format)
    return pd.DataFrame(made)


@table(
    caption="How costs grow: the exponent of a power law over all sizes, and the steepest step from "
    "one size to the next.",
    title="Growth",
)
def exponents(growth: pd.DataFrame) -> pd.DataFrame:
    """The exponent of each cost along each axis."""
    rows = []
    for axis, label in _AXES.items():
        found = growth[growth["axis"] == axis].assign(n=lambda rows: rows["size"].astype(int))
        found = found.sort_values("n")
        sizes = list(found["n"])
        if len(sizes) < 2:
            continue
        for cost, words in _COSTS.items():
            costs = list(found[cost])
            last = f"{costs[-1]:,.0f} MB" if cost == "memory" else f"{costs[-1]:,.2f} s"
            rows.append(
                (
                    f"{label}, {min(sizes):,} to {max(sizes):,}",
                    words,
                    f"{exponent(sizes, costs):.2f}",
                    f"{steepest(sizes, costs):.2f}",
                    last,
                )
            )
    return pd.DataFrame(
        rows, columns=["What grows", "Cost", "Exponent", "Steepest", "At the largest"]
    )


@table(caption="The slowest paths, where their time goes, and what was done.", title="Profiles")
def slowest_paths(profiles: pd.DataFrame) -> pd.DataFrame:
    """The profiles, as they were written down."""
    return pd.DataFrame(
        {
            "Path": profiles["path"],
            "What takes most": profiles["most"],
            "Share": profiles["share"].map("{:.0%}".format),
            "What was done": profiles["done"],
        }
    )
