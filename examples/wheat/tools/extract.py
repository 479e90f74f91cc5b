"""Extract: how data/prices.csv was taken out of the package vega_datasets 0.9.0; no build runs this.

    python -m pip install vega_datasets==0.9.0
    python tools/extract.py > data/prices.csv

Each cell of the package's `wheat.json` becomes one row, as it is; nothing is computed, rounded or filled in. The two
wages that the package does not hold (1815 and 1820) stay without a row.
"""

from __future__ import annotations

import csv
import json
import sys
from importlib.resources import files

SERIES = (("wheat", "wheat", "reported"), ("wages", "wage", "estimate"))
HEADER = ("year", "series", "begins", "shillings", "source", "locator", "basis")


def main() -> None:
    """Print the table."""
    text = (files("vega_datasets") / "_data" / "wheat.json").read_text(encoding="utf-8")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEADER)
    for row in json.loads(text, parse_float=str, parse_int=str):
        for column, series, basis in SERIES:
            if column in row:
                cells = (row["year"], series, f"{row['year']}-01-01", row[column])
                writer.writerow((*cells, "playfair1822;vega2018", "chart;wheat.json", basis))


if __name__ == "__main__":
    main()
