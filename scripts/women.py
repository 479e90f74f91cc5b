"""Statistics on women: their share of prisoners, and what the share published for them implies."""

from __future__ import annotations

import pandas as pd
from scripts.cells import cell

from tieout import statistic


def _women(women_in_prison: pd.DataFrame, as_of: str) -> float:
    return cell(women_in_prison, "women", as_of=as_of)


def _all(prison_population: pd.DataFrame, as_of: str, stated_by: str) -> float:
    return cell(prison_population, "prisoners", as_of=as_of, stated_by=stated_by)


def _reported_share(reported_shares: pd.DataFrame) -> float:
    """The share that Amnesty International publishes without counts."""
    return cell(reported_shares, "share", measure="women_on_drug_charges", stated_by="amnesty2020")


@statistic(
    unit="percent",
    quantity="share",
    decimals=1,
    published="8.1%",
    published_in="ppp2017jump",
    title="Women among prisoners, end of 2016",
)
def women_share_2016(women_in_prison: pd.DataFrame, prison_population: pd.DataFrame) -> float:
    """Women as a share of prisoners at the end of 2016.

    Formula in words: women divided by all prisoners.
    """
    return _women(women_in_prison, "2016-12") / _all(prison_population, "2016-12", "ppp2017jump")


@statistic(
    unit="percent",
    quantity="share",
    decimals=1,
    published="8.6%",
    published_in="kt2018third",
    title="Women among prisoners, December 2017",
)
def women_share_2017(women_in_prison: pd.DataFrame, prison_population: pd.DataFrame) -> float:
    """Women as a share of prisoners in December 2017.

    Formula in words: women divided by all prisoners.
    """
    everyone = _all(prison_population, "2017-12", "xinhua2018prisons")
    return _women(women_in_prison, "2017-12") / everyone


@statistic(unit="percent", quantity="share", decimals=1, title="Women among prisoners, 2018")
def women_share_2018(women_in_prison: pd.DataFrame, prison_population: pd.DataFrame) -> float:
    """Women as a share of prisoners in 2018, both from one annual report.

    Formula in words: women, an approximation, divided by all prisoners.
    """
    return _women(women_in_prison, "2018") / _all(prison_population, "2018", "ktcrowding")


@statistic(
    unit="percent",
    quantity="share",
    decimals=1,
    title="Women among prisoners in monitored prisons, January 2020",
)
def women_share_monitored(women_in_prison: pd.DataFrame, prison_population: pd.DataFrame) -> float:
    """Women as a share of detainees in the prisons that LICADHO monitors.

    Formula in words: women divided by all detainees there.
    """
    return _women(women_in_prison, "2020-01") / _all(prison_population, "2020-01", "hrw2020")


@statistic(unit="people", quantity="change", title="Women added in 2017")
def women_added_2017(women_in_prison: pd.DataFrame) -> float:
    """Women added to the prison population in 2017.

    Formula in words: women in December 2017 minus women at the end of 2016.
    """
    return _women(women_in_prison, "2017-12") - _women(women_in_prison, "2016-12")


@statistic(unit="percent", quantity="change", title="Rise of women prisoners in 2017")
def women_rise_2017(women_in_prison: pd.DataFrame) -> float:
    """Growth of the number of women prisoners in 2017.

    Formula in words: women in December 2017 divided by women at the end of 2016, minus one.
    """
    return _women(women_in_prison, "2017-12") / _women(women_in_prison, "2016-12") - 1


@statistic(unit="percent", quantity="change", title="Rise of men prisoners in 2017")
def men_rise_2017(women_in_prison: pd.DataFrame, prison_population: pd.DataFrame) -> float:
    """Growth of the number of men prisoners in 2017.

    Formula in words: prisoners less women in December 2017 divided by the same at the end of
    2016, minus one.
    """
    everyone = _all(prison_population, "2017-12", "xinhua2018prisons")
    last = everyone - _women(women_in_prison, "2017-12")
    first = _all(prison_population, "2016-12", "ppp2017jump") - _women(women_in_prison, "2016-12")
    return last / first - 1


@statistic(unit="people", quantity="level", title="Women on drug charges, lower reading")
def women_drug_low(women_in_prison: pd.DataFrame, reported_shares: pd.DataFrame) -> float:
    """Women on drug charges if the published share holds for the last exact national count of women.

    Formula in words: the share times the women of December 2017.
    """
    return _reported_share(reported_shares) * _women(women_in_prison, "2017-12")


@statistic(unit="people", quantity="level", title="Women on drug charges, upper reading")
def women_drug_high(women_in_prison: pd.DataFrame, reported_shares: pd.DataFrame) -> float:
    """Women on drug charges if the published share holds for the largest national figure of women.

    Formula in words: the share times the women of 2018, an approximation.
    """
    return _reported_share(reported_shares) * _women(women_in_prison, "2018")


@statistic(unit="people", quantity="level", title="Women on drug charges, March 2019 reading")
def women_drug_2019(women_in_prison: pd.DataFrame, reported_shares: pd.DataFrame) -> float:
    """Women on drug charges if the published share holds for the spokesman's figure of March 2019.

    Formula in words: the share times the women of March 2019, a minimum.
    """
    return _reported_share(reported_shares) * _women(women_in_prison, "2019-03")


@statistic(unit="people", quantity="level", title="Women on drug charges in monitored prisons")
def women_drug_monitored(women_in_prison: pd.DataFrame, reported_shares: pd.DataFrame) -> float:
    """Women on drug charges if the published share holds for the monitored prisons.

    Formula in words: the share times the women there in January 2020.
    """
    return _reported_share(reported_shares) * _women(women_in_prison, "2020-01")


def _men_share(
    drug_prisoners: pd.DataFrame,
    prison_population: pd.DataFrame,
    women: float,
    women_on_drug_charges: float,
) -> float:
    """Share of men on drug charges left when the women are taken out of both totals."""
    drug = cell(drug_prisoners, "prisoners", as_of="2020-04", measure="held")
    everyone = _all(prison_population, "2020-04", "kt2020justice")
    return (drug - women_on_drug_charges) / (everyone - women)


@statistic(unit="percent", quantity="share", decimals=1, title="Men on drug charges, fewer women")
def men_drug_share_high(
    drug_prisoners: pd.DataFrame,
    prison_population: pd.DataFrame,
    women_in_prison: pd.DataFrame,
    women_drug_low: float,
) -> float:
    """Share of men held on drug charges in April 2020 if women were as many as in December 2017.

    Formula in words: prisoners on drug charges less the implied women, divided by all less the women.
    """
    women = _women(women_in_prison, "2017-12")
    return _men_share(drug_prisoners, prison_population, women, women_drug_low)


@statistic(unit="percent", quantity="share", decimals=1, title="Men on drug charges, more women")
def men_drug_share_low(
    drug_prisoners: pd.DataFrame,
    prison_population: pd.DataFrame,
    women_in_prison: pd.DataFrame,
    women_drug_high: float,
) -> float:
    """Share of men held on drug charges in April 2020 if women were as many as stated for 2018.

    Formula in words: prisoners on drug charges less the implied women, divided by all less the women.
    """
    women = _women(women_in_prison, "2018")
    return _men_share(drug_prisoners, prison_population, women, women_drug_high)


@statistic(unit="points", quantity="change", decimals=0, title="Women above all, points")
def women_drug_gap(reported_shares: pd.DataFrame, drug_share_2020: float) -> float:
    """How far the share on drug charges is higher for women than for all prisoners.

    Formula in words: the share published for women minus the recomputed share of all prisoners, in
    percentage points.
    """
    return 100 * (_reported_share(reported_shares) - drug_share_2020)


def _arrest_share(
    drug_arrest_groups: pd.DataFrame,
    drug_arrests: pd.DataFrame,
    period: str,
    stated_by: str,
) -> float:
    women = cell(drug_arrest_groups, "people", period=period, group="women", stated_by=stated_by)
    return women / cell(drug_arrests, "suspects", period=period, stated_by=stated_by)


@statistic(unit="percent", quantity="share", decimals=1, title="Women among arrests before 2017")
def women_arrest_share_2016(drug_arrest_groups: pd.DataFrame, drug_arrests: pd.DataFrame) -> float:
    """Women as a share of drug arrests, November 2015 to November 2016 (police series).

    Formula in words: women divided by all people arrested.
    """
    return _arrest_share(drug_arrest_groups, drug_arrests, "2015-11_2016-11", "akp2016police")


@statistic(unit="percent", quantity="share", decimals=1, title="Women among arrests, 2018")
def women_arrest_share_2018(drug_arrest_groups: pd.DataFrame, drug_arrests: pd.DataFrame) -> float:
    """Women as a share of drug arrests in 2018 (series of the drug authority).

    Formula in words: women divided by all people arrested.
    """
    return _arrest_share(drug_arrest_groups, drug_arrests, "2018", "ppp2018police")


@statistic(unit="percent", quantity="share", decimals=1, title="Women among arrests, 2020")
def women_arrest_share_2020(drug_arrest_groups: pd.DataFrame, drug_arrests: pd.DataFrame) -> float:
    """Women as a share of drug arrests in 2020 (series of the drug authority).

    Formula in words: women divided by all people arrested.
    """
    return _arrest_share(drug_arrest_groups, drug_arrests, "2020", "cne2021busy")
