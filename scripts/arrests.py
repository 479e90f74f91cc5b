"""Statistics on drug arrests: sums, growth and rates, each series by itself."""

from __future__ import annotations

import pandas as pd
from scripts.cells import cell

from tieout import statistic


def _police(drug_arrests: pd.DataFrame, period: str, column: str = "suspects") -> float:
    """A figure of the police series, which states each period once."""
    return cell(drug_arrests, column, period=period, authority="add")


def _nacd(
    drug_arrests: pd.DataFrame, period: str, stated_by: str, column: str = "suspects"
) -> float:
    """A figure of the drug authority's series, which several sources relay differently."""
    return cell(drug_arrests, column, period=period, authority="nacd", stated_by=stated_by)


@statistic(unit="people", quantity="level", title="Arrests 2017 to 2019, police series")
def arrests_add_sum_2017_2019(drug_arrests: pd.DataFrame) -> float:
    """People arrested from 2017 to 2019 in the police series.

    Formula in words: arrests of 2017 plus 2018 plus 2019, Anti-Drug Department.
    """
    return sum(_police(drug_arrests, year) for year in ("2017", "2018", "2019"))


@statistic(
    unit="people",
    quantity="level",
    published="55,770",
    published_in="amnesty2020",
    published_at="p. 5",
    title="Arrests January 2017 to March 2020, police series",
    note="The published sum is printed as a minimum, from reports of the drug authority and not of "
    "the police. The police series gives more, which fits the words 'at least'.",
)
def arrests_add_sum(drug_arrests: pd.DataFrame, arrests_add_sum_2017_2019: float) -> float:
    """People arrested from January 2017 to March 2020 in the police series.

    Formula in words: arrests of 2017, 2018 and 2019 plus those of the first quarter of 2020.
    """
    return arrests_add_sum_2017_2019 + _police(drug_arrests, "2020q1")


@statistic(
    unit="people",
    quantity="level",
    published="55,770",
    published_in="amnesty2020",
    published_at="p. 5",
    title="Arrests January 2017 to March 2020, series of the drug authority",
    note="The published sum is lower. Its footnote names a report on the first half of 2019 and "
    "none on the second half.",
)
def arrests_nacd_sum(drug_arrests: pd.DataFrame) -> float:
    """People arrested from January 2017 to March 2020 in the series of the drug authority.

    Formula in words: arrests of 2017, 2018 and 2019 and of the first quarter of 2020, added.
    """
    return (
        _nacd(drug_arrests, "2017", "ppp2018necessary")
        + _nacd(drug_arrests, "2018", "ppp2018police")
        + _nacd(drug_arrests, "2019", "craigslists2020arrests")
        + _nacd(drug_arrests, "2020q1", "amnesty2020")
    )


@statistic(
    unit="people",
    quantity="level",
    published="55,770",
    published_in="amnesty2020",
    published_at="p. 5",
    title="Arrests in the periods that the published sum's footnote names",
    note="Close to the published sum, although the second half of 2019 is left out. A near match is "
    "no proof: we have not seen the reports.",
)
def arrests_footnote_periods(drug_arrests: pd.DataFrame) -> float:
    """People arrested in the four periods whose documents the published sum cites.

    Formula in words: arrests of 2017, of 2018, of the first half of 2019 and of the first quarter
    of 2020, added, in the series of the drug authority.
    """
    return (
        _nacd(drug_arrests, "2017", "ppp2018necessary")
        + _nacd(drug_arrests, "2018", "ppp2018police")
        + _nacd(drug_arrests, "2019h1", "ppp2019report")
        + _nacd(drug_arrests, "2020q1", "amnesty2020")
    )


@statistic(unit="people", quantity="change", title="Police sum above the published sum")
def arrests_add_above_published(drug_arrests: pd.DataFrame, arrests_add_sum: float) -> float:
    """How far the police series lies above the published sum of arrests.

    Formula in words: police sum for January 2017 to March 2020 minus the published sum.
    """
    return arrests_add_sum - _nacd(drug_arrests, "2017-01_2020-03", "amnesty2020")


@statistic(unit="people", quantity="change", title="Drug authority's sum above the published sum")
def arrests_nacd_above_published(drug_arrests: pd.DataFrame, arrests_nacd_sum: float) -> float:
    """How far the series of the drug authority lies above the published sum of arrests.

    Formula in words: the authority's sum for January 2017 to March 2020 minus the published sum.
    """
    return arrests_nacd_sum - _nacd(drug_arrests, "2017-01_2020-03", "amnesty2020")


@statistic(unit="multiple", quantity="ratio", decimals=1, title="Arrests 2017 against 2016")
def arrests_multiple_2017(drug_arrests: pd.DataFrame) -> float:
    """How many times the arrests of 2017 hold those of the period before (police).

    Formula in words: arrests in 2017 divided by those of November 2015 to November 2016, the
    period as the source names it.
    """
    return _police(drug_arrests, "2017") / _police(drug_arrests, "2015-11_2016-11")


@statistic(
    unit="percent",
    quantity="change",
    decimals=1,
    title="Arrests 2018 against 2017, police",
    note="A newspaper writes of surges from year to year since 2017; arrests fell in 2018.",
)
def arrests_add_change_2018(drug_arrests: pd.DataFrame) -> float:
    """Change of arrests from 2017 to 2018 in the police series.

    Formula in words: arrests of 2018 divided by those of 2017, minus one.
    """
    return _police(drug_arrests, "2018") / _police(drug_arrests, "2017") - 1


@statistic(
    unit="percent", quantity="change", decimals=1, title="Arrests 2018 against 2017, drug authority"
)
def arrests_nacd_change_2018(drug_arrests: pd.DataFrame) -> float:
    """Change of arrests from 2017 to 2018 in the series of the drug authority.

    Formula in words: arrests of 2018 divided by those of 2017, minus one. The figure for 2018 ends
    two days before the year.
    """
    last = _nacd(drug_arrests, "2018", "ppp2018police")
    return last / _nacd(drug_arrests, "2017", "ppp2018necessary") - 1


@statistic(unit="percent", quantity="change", decimals=1, title="Cases 2018 against 2017, police")
def cases_add_change_2018(drug_arrests: pd.DataFrame) -> float:
    """Change of drug cases from 2017 to 2018 in the police series.

    Formula in words: cases of 2018 divided by those of 2017, minus one.
    """
    return _police(drug_arrests, "2018", "cases") / _police(drug_arrests, "2017", "cases") - 1


@statistic(unit="percent", quantity="change", decimals=1, title="Arrests 2019 against 2018, police")
def arrests_add_change_2019(drug_arrests: pd.DataFrame) -> float:
    """Change of arrests from 2018 to 2019 in the police series.

    Formula in words: arrests of 2019 divided by those of 2018, minus one.
    """
    return _police(drug_arrests, "2019") / _police(drug_arrests, "2018") - 1


@statistic(unit="percent", quantity="change", decimals=1, title="Arrests 2020 against 2019, police")
def arrests_add_change_2020(drug_arrests: pd.DataFrame) -> float:
    """Change of arrests from 2019 to 2020 in the police series.

    Formula in words: arrests of 2020 divided by those of 2019, minus one.
    """
    return _police(drug_arrests, "2020") / _police(drug_arrests, "2019") - 1


@statistic(
    unit="percent",
    quantity="change",
    decimals=2,
    published="24.54%",
    published_in="craigslists2020arrests",
    title="Arrests 2019 against 2018, drug authority",
    note="The authority's own growth needs more arrests in 2018 than the press printed for that "
    "year to 29 December; the two days left can hardly hold the rest.",
)
def arrests_nacd_change_2019(drug_arrests: pd.DataFrame) -> float:
    """Change of arrests from 2018 to 2019 in the series of the drug authority.

    Formula in words: arrests of 2019 divided by those of 2018, minus one.
    """
    last = _nacd(drug_arrests, "2019", "craigslists2020arrests")
    return last / _nacd(drug_arrests, "2018", "ppp2018police") - 1


@statistic(
    unit="people", quantity="level", title="Arrests in 2018 that the authority's rise implies"
)
def arrests_nacd_implied_2018(drug_arrests: pd.DataFrame, reported_shares: pd.DataFrame) -> float:
    """Arrests in 2018 that the authority's own growth figure implies.

    Formula in words: arrests in 2019 divided by one plus the growth printed with them.
    """
    rise = cell(reported_shares, "share", measure="arrests_rise", as_of="2019")
    return _nacd(drug_arrests, "2019", "craigslists2020arrests") / (1 + rise)


@statistic(unit="people", quantity="change", title="Gap between the two series, 2019")
def arrests_series_gap_2019(drug_arrests: pd.DataFrame) -> float:
    """How far the two official series lie apart for 2019.

    Formula in words: arrests of the drug authority's series minus those of the police series.
    """
    other = _nacd(drug_arrests, "2019", "craigslists2020arrests")
    return other - _police(drug_arrests, "2019")


@statistic(unit="people", quantity="change", title="Two printings of one total, 2019")
def arrests_nacd_gap_2019(drug_arrests: pd.DataFrame) -> float:
    """How far two printings of the drug authority's total for 2019 lie apart.

    Formula in words: the total as relayed of a meeting minus the total of the state news agency.
    """
    other = _nacd(drug_arrests, "2019", "akp2020half")
    return _nacd(drug_arrests, "2019", "craigslists2020arrests") - other


@statistic(unit="multiple", quantity="ratio", decimals=1, title="First half of 2019, two figures")
def arrests_ratio_2019h1(drug_arrests: pd.DataFrame) -> float:
    """How many times one figure for the first half of 2019 holds the other.

    Formula in words: people identified as suspects (government report) divided by people arrested
    since January (police).
    """
    return _nacd(drug_arrests, "2019h1", "ppp2019report") / _police(drug_arrests, "2019h1")
