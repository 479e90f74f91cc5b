"""Statistics on prisoners held on drug charges: share, growth and what is left."""

from __future__ import annotations

import pandas as pd
from scripts.cells import cell

from tieout import statistic


def _drug(drug_prisoners: pd.DataFrame, as_of: str) -> float:
    return cell(drug_prisoners, "prisoners", as_of=as_of, measure="held")


def _all(prison_population: pd.DataFrame, as_of: str, stated_by: str) -> float:
    return cell(prison_population, "prisoners", as_of=as_of, stated_by=stated_by)


@statistic(
    unit="percent",
    quantity="share",
    decimals=1,
    published="51.7%",
    published_in="xinhua2018prisons",
    title="Prisoners on drug charges, December 2017",
    note="The counts in the same story round up; the printed figure is cut, not rounded.",
)
def drug_share_2017(drug_prisoners: pd.DataFrame, prison_population: pd.DataFrame) -> float:
    """Share of prisoners held on drug charges in December 2017.

    Formula in words: held on drug charges divided by all prisoners, one story.
    """
    everyone = _all(prison_population, "2017-12", "xinhua2018prisons")
    return _drug(drug_prisoners, "2017-12") / everyone


@statistic(
    unit="percent",
    quantity="share",
    decimals=1,
    published="56.9%",
    published_in="amnesty2020",
    published_at="p. 13",
    title="Prisoners on drug charges, April 2020",
)
def drug_share_2020(drug_prisoners: pd.DataFrame, prison_population: pd.DataFrame) -> float:
    """Share of prisoners held on drug charges in April 2020.

    Formula in words: held on drug charges divided by all detainees.
    """
    everyone = _all(prison_population, "2020-04", "kt2020justice")
    return _drug(drug_prisoners, "2020-04") / everyone


@statistic(
    unit="percent",
    quantity="share",
    decimals=0,
    published="57%",
    published_in="amnesty2020",
    published_at="p. 46",
    title="Prisoners on drug charges, April 2020, to the whole per cent",
)
def drug_share_2020_whole(drug_share_2020: float) -> float:
    """Share of prisoners held on drug charges in April 2020, as the report rounds it elsewhere.

    Formula in words: the same share, shown without decimals.
    """
    return drug_share_2020


@statistic(
    unit="percent",
    quantity="share",
    decimals=1,
    published="58%",
    published_in="ppp2021project",
    title="Prisoners on drug charges, 2021",
    note="Both counts are printed as minimums, and two minimums do not pin a share.",
)
def drug_share_2021(drug_prisoners: pd.DataFrame, prison_population: pd.DataFrame) -> float:
    """Share of prisoners held on drug charges in 2021.

    Formula in words: held on drug charges divided by all prisoners, both printed as
    minimums.
    """
    everyone = _all(prison_population, "2021", "ppp2021project")
    return _drug(drug_prisoners, "2021") / everyone


@statistic(unit="percent", quantity="change", title="Rise of prisoners on drug charges")
def drug_prisoners_rise(drug_prisoners: pd.DataFrame) -> float:
    """Growth of the number held on drug charges, December 2017 to April 2020.

    Formula in words: prisoners on drug charges in April 2020 divided by those of December 2017, less
    one.
    """
    return _drug(drug_prisoners, "2020-04") / _drug(drug_prisoners, "2017-12") - 1


@statistic(unit="people", quantity="level", title="Prisoners held for other offences, April 2020")
def other_prisoners_2020(drug_prisoners: pd.DataFrame, prison_population: pd.DataFrame) -> float:
    """Prisoners not held on drug charges in April 2020.

    Formula in words: all detainees minus those on drug charges.
    """
    everyone = _all(prison_population, "2020-04", "kt2020justice")
    return everyone - _drug(drug_prisoners, "2020-04")


@statistic(unit="people", quantity="level", title="Prisoners held for other offences, end of 2017")
def other_prisoners_2017(drug_prisoners: pd.DataFrame, prison_population: pd.DataFrame) -> float:
    """Prisoners not held on drug charges in December 2017.

    Formula in words: all prisoners minus those on drug charges.
    """
    everyone = _all(prison_population, "2017-12", "xinhua2018prisons")
    return everyone - _drug(drug_prisoners, "2017-12")


@statistic(unit="percent", quantity="change", title="Rise of prisoners held for other offences")
def other_prisoners_rise(other_prisoners_2017: float, other_prisoners_2020: float) -> float:
    """Growth of the number held for other offences, December 2017 to April 2020.

    Formula in words: other prisoners in April 2020 divided by those of December 2017, minus one.
    """
    return other_prisoners_2020 / other_prisoners_2017 - 1


@statistic(unit="percent", quantity="share", title="Part of the growth held on drug charges")
def drug_share_of_growth(drug_prisoners: pd.DataFrame, prison_population: pd.DataFrame) -> float:
    """Share of the growth in prisoners, December 2017 to April 2020, held on drug charges.

    Formula in words: growth of prisoners on drug charges divided by growth of all prisoners.
    """
    drug = _drug(drug_prisoners, "2020-04") - _drug(drug_prisoners, "2017-12")
    first = _all(prison_population, "2017-12", "xinhua2018prisons")
    return drug / (_all(prison_population, "2020-04", "kt2020justice") - first)


@statistic(unit="percent", quantity="share", decimals=1, title="Sum of the printed offence shares")
def offence_shares_sum(prison_offences: pd.DataFrame) -> float:
    """Sum of the shares of prisoners by offence, December 2017.

    Formula in words: drugs, aggravated robbery, murder, rape and other, added as printed.
    """
    return float(prison_offences["share"].sum())


@statistic(unit="people", quantity="level", title="Imprisoned for minor drug offences, implied")
def minor_offence_people(drug_prisoners: pd.DataFrame, reported_shares: pd.DataFrame) -> float:
    """People imprisoned under the campaign for minor offences that the published share implies.

    Formula in words: the published share times the people imprisoned from 2017 to 2019.
    """
    people = cell(drug_prisoners, "prisoners", as_of="2017_2019", measure="imprisoned")
    return people * cell(reported_shares, "share", measure="minor_drug_offences")


@statistic(unit="percent", quantity="share", title="Imprisoned out of the arrested, 2017 to 2019")
def imprisoned_share_of_arrested(
    drug_prisoners: pd.DataFrame, arrests_add_sum_2017_2019: float
) -> float:
    """People imprisoned under the campaign for each person arrested, 2017 to 2019.

    Formula in words: people imprisoned divided by the police series of arrests for the same
    years. The two counts come from different authorities, so this is an order of magnitude.
    """
    imprisoned = cell(drug_prisoners, "prisoners", as_of="2017_2019", measure="imprisoned")
    return imprisoned / arrests_add_sum_2017_2019


@statistic(
    unit="percent",
    quantity="share",
    decimals=1,
    published="39%",
    published_in="amnesty2020",
    published_at="p. 13",
    title="Imprisoned out of the published arrests",
    note="The published share is of people jailed for minor offences among the imprisoned. That it "
    "equals the imprisoned among the arrested may be chance, or one share in place of another.",
)
def imprisoned_share_of_published(
    drug_prisoners: pd.DataFrame, drug_arrests: pd.DataFrame
) -> float:
    """People imprisoned under the campaign as a share of the published sum of arrests.

    Formula in words: people imprisoned from 2017 to 2019 divided by the published arrests from
    January 2017 to March 2020. The periods differ.
    """
    imprisoned = cell(drug_prisoners, "prisoners", as_of="2017_2019", measure="imprisoned")
    return imprisoned / cell(drug_arrests, "suspects", period="2017-01_2020-03")


@statistic(unit="people", quantity="change", title="Prisoners on drug charges added")
def drug_prisoners_added(drug_prisoners: pd.DataFrame) -> float:
    """Prisoners on drug charges added from December 2017 to April 2020.

    Formula in words: held on drug charges in April 2020 minus those of December 2017.
    """
    return _drug(drug_prisoners, "2020-04") - _drug(drug_prisoners, "2017-12")


def _pretrial_drug(reported_shares: pd.DataFrame) -> float:
    return cell(reported_shares, "share", measure="pretrial_on_drug_charges")


@statistic(unit="people", quantity="level", title="Awaiting trial on drug charges, implied")
def pretrial_drug_people(reported_shares: pd.DataFrame, pretrial_people_2020: float) -> float:
    """People awaiting trial on drug charges in April 2020 that two published shares imply.

    Formula in words: the share of people awaiting trial who are held on drug charges, a minimum,
    times the people awaiting trial that the other published share implies.
    """
    return _pretrial_drug(reported_shares) * pretrial_people_2020


@statistic(unit="percent", quantity="share", decimals=1, title="Others on drug charges, implied")
def tried_drug_share(
    drug_prisoners: pd.DataFrame,
    prison_population: pd.DataFrame,
    pretrial_people_2020: float,
    pretrial_drug_people: float,
) -> float:
    """Share on drug charges among prisoners whose trial had begun or was over, implied.

    Formula in words: all on drug charges less those awaiting trial, divided by all less those
    awaiting trial.
    """
    everyone = _all(prison_population, "2020-04", "kt2020justice")
    drug = _drug(drug_prisoners, "2020-04") - pretrial_drug_people
    return drug / (everyone - pretrial_people_2020)
