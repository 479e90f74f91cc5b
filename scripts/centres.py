"""Statistics on drug detention centres, treatment sites and registered users."""

from __future__ import annotations

import pandas as pd
from scripts.cells import cell

from tieout import statistic


def _sent(treatment: pd.DataFrame, period: str, measure: str, stated_by: str) -> float:
    return cell(treatment, "people", period=period, measure=measure, stated_by=stated_by)


@statistic(
    unit="percent",
    quantity="change",
    decimals=0,
    published="256%",
    published_in="amnesty2020",
    published_at="p. 15",
    title="Rise of people sent to centres, 2016 to 2017",
    note="The later figure is that many per cent of the earlier one; the increase is smaller by the "
    "whole of it.",
)
def centres_rise(treatment: pd.DataFrame) -> float:
    """Growth of the number sent to drug detention centres from 2016 to 2017.

    Formula in words: people sent in 2017 divided by people sent in 2016, minus one.
    """
    first = _sent(treatment, "2016", "state_centres", "amnesty2020")
    return _sent(treatment, "2017", "state_centres", "amnesty2020") / first - 1


@statistic(unit="multiple", quantity="ratio", decimals=2, title="People sent to centres, multiple")
def centres_multiple(centres_rise: float) -> float:
    """How many times the people sent to centres in 2017 hold those of 2016.

    Formula in words: one plus the growth.
    """
    return 1 + centres_rise


@statistic(unit="people", quantity="level", title="Sent to all centres in 2017, by the ministry")
def centres_2017_with_national(treatment: pd.DataFrame) -> float:
    """People sent to the state centres and to the national centre in 2017.

    Formula in words: state centres plus national centre, both minimums of one press story.
    """
    seven = _sent(treatment, "2017", "state_centres", "ppp2018straining")
    return seven + _sent(treatment, "2017", "national_centre", "ppp2018straining")


@statistic(unit="percent", quantity="share", title="Sent to centres out of the arrested, 2017")
def centres_share_of_arrested_2017(treatment: pd.DataFrame, drug_arrests: pd.DataFrame) -> float:
    """People sent to rehabilitation centres as a share of the people arrested in 2017.

    Formula in words: sent to centres divided by arrested, both from one
    participant at a meeting of the drug authority.
    """
    sent = _sent(treatment, "2017", "centres", "ppp2018necessary")
    return sent / cell(drug_arrests, "suspects", period="2017", stated_by="ppp2018necessary")


@statistic(
    unit="count",
    quantity="level",
    published="431",
    published_in="amnesty2020",
    published_at="p. 60",
    title="Sites of community-based drug treatment",
)
def treatment_sites(facilities: pd.DataFrame) -> float:
    """Sites of community-based drug treatment in September 2019, all levels.

    Formula in words: national and provincial and district hospitals plus commune health centres.
    """
    levels = ("national", "provincial", "district", "commune")
    return sum(cell(facilities, "count", kind=f"cbdt_{level}") for level in levels)


@statistic(unit="percent", quantity="change", decimals=1, title="Registered users, 2016 to 2019")
def registered_users_change(registered_users: pd.DataFrame) -> float:
    """Change of registered drug users from the end of 2016 to November 2019.

    Formula in words: users in November 2019 divided by users at the end of 2016, minus one.
    """
    first = cell(registered_users, "users", as_of="2016-12", stated_by="amnesty2020")
    return cell(registered_users, "users", as_of="2019-11", stated_by="amnesty2020") / first - 1


@statistic(unit="people", quantity="change", title="Spread of registered users, 2018 to 2019")
def registered_users_spread(registered_users: pd.DataFrame) -> float:
    """How far the figures for registered users lie apart at the turn of 2018 to 2019.

    Formula in words: users at the end of 2018 (Amnesty International) minus users in early 2019
    (press).
    """
    high = cell(registered_users, "users", as_of="2018-12", stated_by="amnesty2020")
    return high - cell(registered_users, "users", as_of="2019", stated_by="ppp2019campaign")


@statistic(
    unit="people",
    quantity="change",
    title="Two figures for people sent to centres in 2017",
)
def centres_2017_gap(treatment: pd.DataFrame, centres_2017_with_national: float) -> float:
    """How far two figures for people sent to centres in 2017 lie apart.

    Formula in words: sent to centres (an official at a meeting) minus the two figures of the
    ministry added. The second is a minimum.
    """
    return _sent(treatment, "2017", "centres", "ppp2018necessary") - centres_2017_with_national


@statistic(unit="percent", quantity="change", title="Treated at health facilities, 2017 to 2018")
def health_treatment_rise(treatment: pd.DataFrame) -> float:
    """Growth of people treated at health facilities, first half of 2017 to first half of 2018.

    Formula in words: treated in the later half-year divided by the earlier one, minus one.
    """
    last = _sent(treatment, "2018h1", "health_facilities", "ppp2018treatment")
    return last / _sent(treatment, "2017h1", "health_facilities", "ppp2018treatment") - 1


@statistic(
    unit="percent",
    quantity="share",
    decimals=0,
    published="71%",
    published_in="ppp2019rehab",
    title="Treated in temporary centres, 2018",
)
def temporary_centres_share(treatment: pd.DataFrame) -> float:
    """Share of the people treated in 2018 who were in temporary centres.

    Formula in words: people in temporary centres divided by them and the people at health services.
    """
    centres = _sent(treatment, "2018", "temporary_centres", "ppp2019rehab")
    return centres / (centres + _sent(treatment, "2018", "health_services", "ppp2019rehab"))


@statistic(unit="percent", quantity="share", title="Sites that are commune health centres")
def commune_sites_share(facilities: pd.DataFrame, treatment_sites: float) -> float:
    """Share of the treatment sites that are commune health centres.

    Formula in words: commune health centres divided by all sites, September 2019.
    """
    return cell(facilities, "count", kind="cbdt_commune") / treatment_sites


@statistic(unit="count", quantity="change", title="Sites in the letter above the sum of the levels")
def treatment_sites_gap(facilities: pd.DataFrame, treatment_sites: float) -> float:
    """How far the sites named in the letter of January 2020 lie above the sum of the levels.

    Formula in words: sites in the letter minus the levels added.
    """
    return cell(facilities, "count", kind="cbdt_total", as_of="2020-01") - treatment_sites


def _users(registered_users: pd.DataFrame, as_of: str) -> float:
    return cell(registered_users, "users", as_of=as_of, stated_by="amnesty2020")


@statistic(unit="percent", quantity="change", decimals=1, title="Registered users in 2017")
def registered_users_change_2017(registered_users: pd.DataFrame) -> float:
    """Change of registered drug users in the first year of the campaign.

    Formula in words: users at the end of 2017 divided by users at the end of 2016, minus one.
    """
    return _users(registered_users, "2017-12") / _users(registered_users, "2016-12") - 1


@statistic(unit="percent", quantity="change", decimals=1, title="Registered users in 2018")
def registered_users_change_2018(registered_users: pd.DataFrame) -> float:
    """Change of registered drug users in the second year of the campaign.

    Formula in words: users at the end of 2018, an approximation, divided by those of 2017, less one.
    """
    return _users(registered_users, "2018-12") / _users(registered_users, "2017-12") - 1


@statistic(unit="percent", quantity="change", decimals=1, title="Registered users in 2019")
def registered_users_change_2019(registered_users: pd.DataFrame) -> float:
    """Change of registered drug users from the end of 2018 to November 2019.

    Formula in words: users in November 2019 divided by those of the end of 2018, minus one.
    """
    return _users(registered_users, "2019-11") / _users(registered_users, "2018-12") - 1
