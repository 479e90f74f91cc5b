"""Statistics on the register of statements and on how the sources were read."""

from __future__ import annotations

import pandas as pd

from tieout import statistic


@statistic(unit="count", quantity="level", title="Statements registered")
def statements_total(statements: pd.DataFrame) -> int:
    """Quantitative statements of the source texts that the register lists.

    Formula in words: number of rows.
    """
    return len(statements)


@statistic(unit="count", quantity="level", title="Documents not seen")
def sources_not_seen(sources_read: pd.DataFrame) -> int:
    """Documents that the main text cites and that were not seen.

    Formula in words: sources read as not seen.
    """
    return int((sources_read["read"] == "not seen").sum())


@statistic(unit="count", quantity="level", title="Statements given as numbers")
def statements_as_numbers(statements: pd.DataFrame) -> int:
    """Statements of the source texts that this report gives as a statistic or a datum."""
    return int((statements["treatment"] == "number").sum())


@statistic(unit="count", quantity="level", title="Statements left out, each for a stated reason")
def statements_left_out(statements: pd.DataFrame) -> int:
    """Statements of the source texts that this report leaves out, each with its reason."""
    return int(statements["reason"].notna().sum())
