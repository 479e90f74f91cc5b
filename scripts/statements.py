"""Statistics on the register of statements: how many there are, and what became of them."""

from __future__ import annotations

import pandas as pd

from tieout import statistic


@statistic(unit="count", quantity="level", title="Statements registered")
def statements_total(statements: pd.DataFrame) -> int:
    """Quantitative statements of the source texts that the register lists.

    Formula in words: number of rows.
    """
    return len(statements)


@statistic(unit="count", quantity="level", title="Statements given as numbers")
def statements_numbers(statements: pd.DataFrame) -> int:
    """Statements that the report gives as a number of its own.

    Formula in words: rows treated as a number.
    """
    return int((statements["treatment"] == "number").sum())


@statistic(unit="count", quantity="level", title="Statements that repeat another")
def statements_repeats(statements: pd.DataFrame) -> int:
    """Statements that repeat a figure already listed.

    Formula in words: rows left out as a duplicate.
    """
    return int(statements["reason"].str.startswith("duplicate", na=False).sum())


@statistic(unit="count", quantity="level", title="Statements inside testimony")
def statements_testimony(statements: pd.DataFrame) -> int:
    """Statements inside what a witness tells, listed by place and kind only.

    Formula in words: rows left out as testimony.
    """
    return int((statements["reason"] == "testimony").sum())


@statistic(unit="count", quantity="level", title="Statements left out for another reason")
def statements_others(statements: pd.DataFrame) -> int:
    """Statements left out that neither repeat another nor stand in testimony.

    Formula in words: rows left out whose reason is neither a duplicate nor testimony: dates, names,
    pages and the like.
    """
    reason = statements["reason"].dropna()
    return int((~reason.str.startswith("duplicate") & (reason != "testimony")).sum())


@statistic(unit="count", quantity="level", title="Texts read beside the main one")
def texts_read_besides(statements: pd.DataFrame) -> int:
    """Source texts read from end to end, beside the report of Amnesty International.

    Formula in words: texts in the register less one.
    """
    return int(statements["source"].nunique()) - 1


@statistic(unit="count", quantity="level", title="Documents not seen")
def sources_not_seen(sources_read: pd.DataFrame) -> int:
    """Documents that the main text cites and that were not seen.

    Formula in words: sources read as not seen.
    """
    return int((sources_read["read"] == "not seen").sum())
