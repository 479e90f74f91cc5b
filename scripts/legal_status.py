"""Statistics on the stage of prisoners' cases, under each definition the sources use."""

from __future__ import annotations

import pandas as pd
from scripts.cells import cell

from tieout import statistic


def _status(legal_status: pd.DataFrame, as_of: str, status: str) -> float:
    return cell(legal_status, "people", as_of=as_of, status=status)


@statistic(unit="people", quantity="level", title="Sum of the three legal statuses, 2016")
def legal_status_sum_2016(legal_status: pd.DataFrame) -> float:
    """Prisoners not yet tried, on appeal and finally sentenced at the end of 2016, together.

    Formula in words: pre-trial plus appeal plus final verdict. It meets the stated total.
    """
    return sum(_status(legal_status, "2016-12", s) for s in ("pretrial", "appeal", "final"))


@statistic(unit="percent", quantity="share", decimals=1, title="Not yet tried, end of 2016")
def pretrial_share_2016(legal_status: pd.DataFrame, legal_status_sum_2016: float) -> float:
    """Share of prisoners not yet tried at the end of 2016.

    Formula in words: not yet tried divided by all three statuses.
    """
    return _status(legal_status, "2016-12", "pretrial") / legal_status_sum_2016


@statistic(unit="percent", quantity="share", decimals=1, title="Appeal open, end of 2016")
def appeal_share_2016(legal_status: pd.DataFrame, legal_status_sum_2016: float) -> float:
    """Share of prisoners sentenced but with an appeal open at the end of 2016.

    Formula in words: on appeal divided by all three statuses.
    """
    return _status(legal_status, "2016-12", "appeal") / legal_status_sum_2016


@statistic(unit="percent", quantity="share", decimals=1, title="Final verdict, end of 2016")
def final_share_2016(legal_status: pd.DataFrame, legal_status_sum_2016: float) -> float:
    """Share of prisoners with a final verdict at the end of 2016.

    Formula in words: with a final verdict divided by all three statuses.
    """
    return _status(legal_status, "2016-12", "final") / legal_status_sum_2016


@statistic(
    unit="percent",
    quantity="share",
    decimals=1,
    published="70.6%",
    published_in="prisonbrief2017",
    title="Without a final verdict, end of 2016",
    note="The World Prison Brief prints this share as pre-trial. It counts people sentenced whose "
    "appeal was open.",
)
def not_final_share_2016(pretrial_share_2016: float, appeal_share_2016: float) -> float:
    """Share of prisoners without a final verdict at the end of 2016.

    Formula in words: share not yet tried plus share with an appeal open.
    """
    return pretrial_share_2016 + appeal_share_2016


@statistic(unit="people", quantity="level", title="Not counted as convicted, April 2020")
def not_convicted_2020(prison_population: pd.DataFrame, legal_status: pd.DataFrame) -> float:
    """Detainees not counted as convicted in April 2020.

    Formula in words: all detainees minus convicted, both from one source.
    """
    held = cell(prison_population, "prisoners", as_of="2020-04", stated_by="kt2020justice")
    return held - _status(legal_status, "2020-04", "convicted")


@statistic(
    unit="percent",
    quantity="share",
    decimals=1,
    published="72%",
    published_in="amnesty2020footage",
    title="Not counted as convicted, April 2020, share",
    note="Printed as more than this share, and as pre-trial detention. The counts of the same days "
    "give a little less, and they count everyone not convicted, not only people awaiting trial.",
)
def not_convicted_share_2020(prison_population: pd.DataFrame, not_convicted_2020: float) -> float:
    """Share of detainees not counted as convicted in April 2020.

    Formula in words: detainees not counted as convicted divided by all detainees.
    """
    held = cell(prison_population, "prisoners", as_of="2020-04", stated_by="kt2020justice")
    return not_convicted_2020 / held


@statistic(unit="people", quantity="level", title="Awaiting trial, April 2020, implied")
def pretrial_people_2020(prison_population: pd.DataFrame, reported_shares: pd.DataFrame) -> float:
    """People awaiting trial in April 2020 that the published share implies.

    Formula in words: the published share times all detainees.
    """
    held = cell(prison_population, "prisoners", as_of="2020-04", stated_by="kt2020justice")
    return held * cell(
        reported_shares, "share", measure="pretrial", as_of="2020-04", stated_by="amnesty2020"
    )


@statistic(unit="people", quantity="change", title="Neither awaiting trial nor convicted, implied")
def between_trial_and_conviction_2020(
    not_convicted_2020: float, pretrial_people_2020: float
) -> float:
    """People left over between the two definitions in April 2020.

    Formula in words: people not counted as convicted minus the people awaiting trial that the
    published share implies.
    """
    return not_convicted_2020 - pretrial_people_2020


@statistic(unit="people", quantity="level", title="Described as pre-trial, November 2018, implied")
def pretrial_people_2018(prison_population: pd.DataFrame, reported_shares: pd.DataFrame) -> float:
    """People described as pre-trial in November 2018 that the published share implies.

    Formula in words: the published share times all prisoners, both from one source.
    """
    held = cell(prison_population, "prisoners", as_of="2018-11", stated_by="kt2019licadho")
    return held * cell(
        reported_shares, "share", measure="pretrial", as_of="2018-11", stated_by="kt2019licadho"
    )


@statistic(unit="percent", quantity="share", decimals=1, title="Convicted in monitored prisons")
def convicted_share_monitored(prison_population: pd.DataFrame, legal_status: pd.DataFrame) -> float:
    """Share of detainees convicted in the prisons that LICADHO monitors, January 2020.

    Formula in words: convicted divided by all detainees there.
    """
    held = cell(prison_population, "prisoners", as_of="2020-01", stated_by="hrw2020")
    return _status(legal_status, "2020-01", "convicted") / held


def _unodc(unodc_cts: pd.DataFrame, category: str, year: str) -> float:
    return cell(
        unodc_cts,
        "VALUE",
        **{
            "Indicator": "Persons held",
            "Category": category,
            "Age": "Total",
            "Year": year,
            "Unit of measurement": "Counts",
        },
    )


@statistic(unit="percent", quantity="share", decimals=1, title="Unsentenced in 2018, UNODC")
def unodc_unsentenced_share_2018(unodc_cts: pd.DataFrame) -> float:
    """Share of prisoners unsentenced in 2018 in the UNODC file.

    Formula in words: unsentenced divided by all held. The file prints the same two
    counts for 2017 and for 2018, so at least one year is a copy of the other.
    """
    return _unodc(unodc_cts, "Unsentenced", "2018") / _unodc(unodc_cts, "Total", "2018")


@statistic(unit="ratio", quantity="ratio", decimals=2, title="Detainees for each case in backlog")
def detainees_per_backlog_case(court_backlog: pd.DataFrame) -> float:
    """Detainees for each case in the court backlog of May 2020.

    Formula in words: detainees divided by cases.
    """
    detainees = cell(court_backlog, "count", measure="detainees")
    return detainees / cell(court_backlog, "count", measure="cases")


@statistic(unit="percent", quantity="share", decimals=1, title="Between trial and final verdict")
def between_share_2020(
    prison_population: pd.DataFrame, between_trial_and_conviction_2020: float
) -> float:
    """Share of detainees between the two definitions in April 2020.

    Formula in words: people neither awaiting trial nor counted as convicted divided by all.
    """
    held = cell(prison_population, "prisoners", as_of="2020-04", stated_by="kt2020justice")
    return between_trial_and_conviction_2020 / held


@statistic(unit="percent", quantity="share", decimals=1, title="Final verdict at the end of 2017")
def final_share_2017(
    prison_population: pd.DataFrame, legal_status: pd.DataFrame, reported_shares: pd.DataFrame
) -> float:
    """Largest share of prisoners who can have had a final verdict at the end of 2017.

    Formula in words: one, less the people not yet tried as a share of all, less the share convicted
    without a final judgment.
    """
    held = cell(prison_population, "prisoners", as_of="2017-12", stated_by="xinhua2018prisons")
    appeal = cell(reported_shares, "share", measure="appeal", as_of="2017-12")
    return 1 - _status(legal_status, "2017-12", "pretrial") / held - appeal


@statistic(unit="people", quantity="change", title="UNODC total for 2017 above the count")
def unodc_gap_2017(unodc_cts: pd.DataFrame, prison_population: pd.DataFrame) -> float:
    """How far the total in the UNODC file for 2017 lies above the count of that year's end.

    Formula in words: total of the file minus the count that the press printed for December 2017.
    """
    counted = cell(prison_population, "prisoners", as_of="2017-12", stated_by="xinhua2018prisons")
    return _unodc(unodc_cts, "Total", "2017") - counted
