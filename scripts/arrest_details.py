"""Statistics on what lies inside the arrest figures: groups, rates and implied counts."""

from __future__ import annotations

import pandas as pd
from scripts.cells import cell

from tieout import statistic

MAY = "2020-01_2020-05"


def _police(drug_arrests: pd.DataFrame, period: str, column: str = "suspects") -> float:
    """A figure of the police series, which states each period once."""
    return cell(drug_arrests, column, period=period, authority="add")


def _group(drug_arrest_groups: pd.DataFrame, period: str, group: str) -> float:
    return cell(drug_arrest_groups, "people", period=period, authority="add", group=group)


@statistic(unit="percent", quantity="share", decimals=1, title="Trafficking among arrests, 2019")
def trafficking_share_2019(drug_arrests: pd.DataFrame, drug_arrest_groups: pd.DataFrame) -> float:
    """Share of people arrested for trafficking in 2019, police series.

    Formula in words: arrested for trafficking divided by all people arrested.
    """
    return _group(drug_arrest_groups, "2019", "trafficking") / _police(drug_arrests, "2019")


@statistic(unit="percent", quantity="share", decimals=1, title="Use among arrests, 2019")
def use_share_2019(drug_arrests: pd.DataFrame, drug_arrest_groups: pd.DataFrame) -> float:
    """Share of people arrested for use in 2019, police series.

    Formula in words: arrested for use divided by all people arrested.
    """
    return _group(drug_arrest_groups, "2019", "use") / _police(drug_arrests, "2019")


@statistic(unit="percent", quantity="share", decimals=1, title="Use among arrests, early 2020")
def use_share_2020q1(drug_arrests: pd.DataFrame, drug_arrest_groups: pd.DataFrame) -> float:
    """Share of people arrested for use in the first quarter of 2020, police series.

    Formula in words: arrested for use divided by all people arrested.
    """
    return _group(drug_arrest_groups, "2020q1", "use") / _police(drug_arrests, "2020q1")


@statistic(
    unit="people",
    quantity="level",
    published="17,795",
    published_in="gt2018arrests",
    title="Trafficking and use in 2017, added",
    note="Both parts are printed as approximations, so that the gap to the exact total is rounding.",
)
def arrests_parts_2017(drug_arrest_groups: pd.DataFrame) -> float:
    """People arrested for trafficking and for use in 2017, added.

    Formula in words: about so many for trafficking plus about so many for use, police series.
    """
    return _group(drug_arrest_groups, "2017", "trafficking") + _group(
        drug_arrest_groups, "2017", "use"
    )


@statistic(unit="people", quantity="ratio", decimals=0, title="People arrested in a day, 2019")
def arrests_per_day_2019(drug_arrests: pd.DataFrame) -> float:
    """Mean number of people arrested in a day in 2019, police series.

    Formula in words: arrests divided by the days of the year.
    """
    days = 365
    return _police(drug_arrests, "2019") / days


@statistic(unit="ratio", quantity="ratio", decimals=1, title="People arrested in a case, 2019")
def arrests_per_case_2019(drug_arrests: pd.DataFrame) -> float:
    """People arrested in a case in 2019, police series.

    Formula in words: people arrested divided by cases.
    """
    return _police(drug_arrests, "2019") / _police(drug_arrests, "2019", "cases")


@statistic(unit="percent", quantity="share", title="Users sent to centres, first quarter of 2020")
def users_share_2020q1(drug_arrests: pd.DataFrame, drug_arrest_groups: pd.DataFrame) -> float:
    """Share of people arrested in the first quarter of 2020 called users and sent to centres.

    Formula in words: users sent to centres divided by people arrested, drug authority.
    """
    users = cell(drug_arrest_groups, "people", period="2020q1", group="users_to_centres")
    return users / cell(drug_arrests, "suspects", period="2020q1", authority="nacd")


@statistic(unit="people", quantity="level", title="Arrests of January to May 2019, implied")
def arrests_implied_may_2019(drug_arrests: pd.DataFrame, reported_shares: pd.DataFrame) -> float:
    """People arrested from January to May 2019 that the printed rise implies.

    Formula in words: people arrested in the same months of 2020 divided by one plus the rise.
    """
    rise = cell(reported_shares, "share", measure="arrests_rise", as_of=MAY)
    return _police(drug_arrests, MAY) / (1 + rise)


@statistic(unit="count", quantity="level", title="Cases of January to May 2019, implied")
def cases_implied_may_2019(drug_arrests: pd.DataFrame, reported_shares: pd.DataFrame) -> float:
    """Drug cases from January to May 2019 that the printed rise implies.

    Formula in words: cases in the same months of 2020 divided by one plus the rise.
    """
    rise = cell(
        reported_shares, "share", measure="cases_rise", as_of=MAY, stated_by="khmertimes2020policy"
    )
    return _police(drug_arrests, MAY, "cases") / (1 + rise)


@statistic(
    unit="percent",
    quantity="change",
    decimals=1,
    published="26%",
    published_in="akp2020half",
    title="Rise of cases in early 2020, drug authority",
    note="The share and the number of added cases are printed side by side and do not fit each "
    "other; the police print a rise for the same months that fits the number.",
)
def cases_nacd_rise_2020(drug_arrests: pd.DataFrame, facts: pd.DataFrame) -> float:
    """Growth of drug cases in January to May 2020, from the number of cases added.

    Formula in words: cases added divided by the cases left when they are taken off.
    """
    added = cell(facts, "value", item="cases_added")
    return added / (cell(drug_arrests, "cases", period=MAY, authority="nacd") - added)


@statistic(unit="ratio", quantity="ratio", decimals=1, title="Arrests for each registered user")
def arrests_per_registered_user(
    arrests_add_sum_2017_2019: float, registered_users: pd.DataFrame
) -> float:
    """Arrests of three years for each drug user on the authority's list.

    Formula in words: arrests of 2017 to 2019, police series, divided by the users registered in
    November 2019. A person may be arrested more than once, and not only users are arrested.
    """
    users = cell(registered_users, "users", as_of="2019-11", stated_by="amnesty2020")
    return arrests_add_sum_2017_2019 / users


@statistic(
    unit="percent",
    quantity="change",
    decimals=0,
    published="42%",
    published_in="amnesty2020",
    published_at="p. 10, footnote 17",
    title="Rise of methamphetamine seized, 2017 to 2018",
    note="The tons are printed rounded, which is enough to explain the difference.",
)
def meth_seizures_rise(facts: pd.DataFrame) -> float:
    """Growth of methamphetamine seized in East and South-East Asia from 2017 to 2018.

    Formula in words: tons seized in 2018, preliminary, divided by tons seized in 2017, minus one.
    """
    last = cell(facts, "value", item="meth_seizures_2018")
    return last / cell(facts, "value", item="meth_seizures_2017") - 1


@statistic(unit="count", quantity="change", title="Cases of five months above those of six")
def cases_shortfall_2020(drug_arrests: pd.DataFrame, facts: pd.DataFrame) -> float:
    """How far the cases of January to May 2020 lie above a later figure for the half-year.

    Formula in words: cases of January to May, police series, minus cases of the first half-year as
    printed in 2021.
    """
    return _police(drug_arrests, MAY, "cases") - cell(facts, "value", item="cases_2020h1")
