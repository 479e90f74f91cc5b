"""Statistics on the number of prisoners: growth, flows and coverage."""

from __future__ import annotations

import pandas as pd
from scripts.cells import cell
from scripts.periods import months_between

from tieout import statistic


def _prisoners(prison_population: pd.DataFrame, as_of: str, stated_by: str) -> float:
    return cell(prison_population, "prisoners", as_of=as_of, stated_by=stated_by)


@statistic(
    unit="percent",
    quantity="change",
    published="78%",
    published_in="amnesty2020",
    published_at="p. 8",
    title="Rise of the prison population, from the figures as printed",
)
def prison_population_rise(prison_population: pd.DataFrame) -> float:
    """Growth of the prison population from the end of 2016 to March 2020, as printed.

    Formula in words: prisoners of March 2020 divided by those of the end of 2016, minus one. Both
    figures are those that Amnesty International prints, the first of them as a minimum.
    """
    first = _prisoners(prison_population, "2016-12", "amnesty2020")
    last = _prisoners(prison_population, "2020-03", "amnesty2020")
    return last / first - 1


@statistic(
    unit="percent",
    quantity="change",
    decimals=1,
    published="78%",
    published_in="amnesty2020",
    published_at="p. 8",
    title="Rise of the prison population, from the exact counts",
    note="The published rise rests on a base cut to hundreds. With the exact count of the press and "
    "of the UNODC file the rise is a little smaller; the base explains the whole difference.",
)
def prison_population_rise_exact(prison_population: pd.DataFrame) -> float:
    """Growth of the prison population from the end of 2016 to April 2020, from exact counts.

    Formula in words: detainees of 1 or 2 April 2020 divided by the prisoners of the end of 2016,
    minus one.
    """
    first = _prisoners(prison_population, "2016-12", "ppp2017jump")
    last = _prisoners(prison_population, "2020-04", "kt2020justice")
    return last / first - 1


@statistic(unit="people", quantity="change", title="Prisoners added")
def prison_population_added(prison_population: pd.DataFrame) -> float:
    """Prisoners added from the end of 2016 to April 2020.

    Formula in words: detainees of April 2020 minus prisoners of the end of 2016, exact counts.
    """
    first = _prisoners(prison_population, "2016-12", "ppp2017jump")
    last = _prisoners(prison_population, "2020-04", "kt2020justice")
    return last - first


@statistic(unit="people", quantity="change", title="Prisoners added in a month, on average")
def prison_population_added_monthly(prison_population_added: float) -> float:
    """Mean number of prisoners added in a month, end of 2016 to the end of March 2020.

    Formula in words: prisoners added divided by the months from December 2016 to March 2020.
    """
    return prison_population_added / months_between("2016-12", "2020-03")


@statistic(
    unit="percent",
    quantity="change",
    title="Rise of the prison population in 2017",
    decimals=1,
    note="A headline of February 2018 says the population was up by a third.",
)
def prison_population_rise_2017(prison_population: pd.DataFrame) -> float:
    """Growth of the prison population in 2017, the first year of the campaign.

    Formula in words: prisoners in December 2017 divided by those of the end of 2016, minus one.
    """
    first = _prisoners(prison_population, "2016-12", "ppp2017jump")
    last = _prisoners(prison_population, "2017-12", "xinhua2018prisons")
    return last / first - 1


@statistic(unit="percent", quantity="change", title="Rise from December 2017 to November 2018")
def prison_population_rise_2018(prison_population: pd.DataFrame) -> float:
    """Growth of the prison population from December 2017 to November 2018.

    Formula in words: prisoners in November 2018 divided by those of December 2017, minus one.
    """
    first = _prisoners(prison_population, "2017-12", "xinhua2018prisons")
    last = _prisoners(prison_population, "2018-11", "kt2019licadho")
    return last / first - 1


@statistic(unit="percent", quantity="change", title="Rise from November 2018 to April 2020")
def prison_population_rise_2019(prison_population: pd.DataFrame) -> float:
    """Growth of the prison population from November 2018 to April 2020.

    Formula in words: detainees of April 2020 divided by prisoners of November 2018, minus one.
    """
    first = _prisoners(prison_population, "2018-11", "kt2019licadho")
    last = _prisoners(prison_population, "2020-04", "kt2020justice")
    return last / first - 1


@statistic(unit="percent", quantity="change", title="Rise from October 2015 to the end of 2016")
def prison_population_rise_before(prison_population: pd.DataFrame) -> float:
    """Growth of the prison population before the campaign, October 2015 to the end of 2016.

    Formula in words: prisoners at the end of 2016 divided by those of October 2015, minus one.
    """
    first = _prisoners(prison_population, "2015-10", "ppp2015swells")
    last = _prisoners(prison_population, "2016-12", "ppp2017jump")
    return last / first - 1


@statistic(unit="people", quantity="change", title="Net flow of prisoners in 2016")
def prison_net_flow_2016(prison_flows: pd.DataFrame) -> float:
    """People who entered prison in 2016 less those who left.

    Formula in words: admitted minus released, minus died, minus escaped.
    """
    people = {
        flow: cell(prison_flows, "people", period="2016", flow=flow)
        for flow in ("admitted", "released", "died", "escaped")
    }
    return people["admitted"] - people["released"] - people["died"] - people["escaped"]


@statistic(unit="people", quantity="level", title="Prisoners at the start of 2016, from the flows")
def prison_population_start_2016(
    prison_population: pd.DataFrame, prison_net_flow_2016: float
) -> float:
    """Prisoners at the start of 2016, worked back from the flows.

    Formula in words: prisoners at the end of 2016 minus the net flow of the year.
    """
    return _prisoners(prison_population, "2016-12", "ppp2017jump") - prison_net_flow_2016


@statistic(
    unit="percent",
    quantity="change",
    decimals=1,
    published="22.8%",
    published_in="ppp2017jump",
    title="Rise of the prison population in 2016, from the flows",
    note="The flows printed in the same story give a little more. We do not know what the printed "
    "rise was divided by.",
)
def prison_population_rise_2016(
    prison_population_start_2016: float, prison_net_flow_2016: float
) -> float:
    """Growth of the prison population in 2016, from that year's admissions and releases.

    Formula in words: net flow of 2016 divided by prisoners at the start of 2016.
    """
    return prison_net_flow_2016 / prison_population_start_2016


@statistic(unit="people", quantity="change", title="Gap between two counts for 2014")
def prison_population_gap_2014(prison_population: pd.DataFrame) -> float:
    """How far two sources lie apart on the prisoners of 2014.

    Formula in words: World Prison Brief total for 2014 minus the press total for December 2014.
    """
    brief = _prisoners(prison_population, "2014", "prisonbrief2017")
    press = _prisoners(prison_population, "2014-12", "ppp2015swells")
    return brief - press


@statistic(unit="percent", quantity="share", title="Prisoners within LICADHO's coverage")
def monitored_population_share(prison_population: pd.DataFrame) -> float:
    """Share of prisoners held in the prisons that LICADHO monitors.

    Formula in words: detainees of the monitored prisons in January 2020 divided by all detainees
    in April 2020. The dates are three months apart, so this is an approximation.
    """
    monitored = _prisoners(prison_population, "2020-01", "hrw2020")
    everyone = _prisoners(prison_population, "2020-04", "kt2020justice")
    return monitored / everyone


@statistic(unit="percent", quantity="share", title="Prisons within LICADHO's coverage")
def monitored_prisons_share(facilities: pd.DataFrame) -> float:
    """Share of prisons that LICADHO monitors.

    Formula in words: monitored prisons in January 2020 divided by prisons in April 2020.
    """
    monitored = cell(facilities, "count", kind="prisons_monitored", as_of="2020-01")
    everyone = cell(facilities, "count", kind="prisons", as_of="2020-04")
    return monitored / everyone
