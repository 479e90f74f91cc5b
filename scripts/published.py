"""Tables of published figures held against the figures that the counts give."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from scripts.labels import number, per_cent

from tieout import table

PUBLICATIONS = {
    "amnesty2020": "Amnesty International",
    "amnesty2020footage": "Amnesty International, news item",
    "akp2020half": "Agence Kampuchea Presse",
    "cambodiaexpats2020": "forum thread",
    "cnv2019amnesty": "CNV",
    "craigslists2020arrests": "translated report",
    "haffner2020": "Southeast Asia Globe",
    "khmertimes2020policy": "Khmer Times",
    "khmertimes2020rejects": "Khmer Times",
    "kt2018third": "Khmer Times",
    "nikkei2020asian": "Nikkei Asian Review",
    "ohchr": "OHCHR Cambodia",
    "ppp2017jump": "Phnom Penh Post",
    "ppp2018necessary": "Phnom Penh Post",
    "ppp2019rehab": "Phnom Penh Post",
    "ppp2019report": "Phnom Penh Post",
    "ppp2020women": "Phnom Penh Post",
    "ppp2021project": "Phnom Penh Post",
    "prisonbrief2017": "World Prison Brief",
    "prisoninsider": "World Prison Brief",
    "unodc2023cts": "UNODC",
    "voa2020failed": "VOA Khmer",
    "vod2021six": "Voice of Democracy",
    "xinhua2018prisons": "Xinhua",
}


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _shown(value: float, shown_as: str, decimals: float) -> str:
    """A recomputed value as it is written in the table."""
    places = 0 if pd.isna(decimals) else int(decimals)
    if shown_as == "percent":
        return per_cent(value, places)
    if shown_as == "usd":
        return f"US${number(value, 2)}"
    if shown_as == "multiple":
        return f"{number(value, 1)} times"
    return number(value)


def _compared(
    published_figures: pd.DataFrame, group: str, values: Mapping[str, object]
) -> pd.DataFrame:
    """The published figures of one group, each beside what the counts give."""
    lines = []
    for row in published_figures[published_figures["group"] == group].to_dict("records"):
        name = _text(row["number"])
        ours = _shown(float(str(values[name])), row["shown_as"], row["decimals"]) if name else ""
        against = _text(row["against"])
        given = "; ".join(part for part in (ours, against) if part)
        where = ", ".join(
            part for part in (PUBLICATIONS[row["source"]], _text(row["locator"])) if part
        )
        lines.append(
            {
                "Published": f"“{row['published']}” ({where})",
                "Recomputed, or also printed": f"{row['what']}: {given}" if given else row["what"],
                "Why they differ": _text(row["why"]),
                "Reading, and how sure": f"{row['reading']}; {row['sure']}",
            }
        )
    return pd.DataFrame(lines)


@table(
    caption="Published figures against the arithmetic of the counts behind them.",
    title="Arithmetic, bases, “of” and “increase of”",
)
def published_arithmetic(
    published_figures: pd.DataFrame,
    cc1_occupancy: float,
    centres_rise: float,
    imprisoned_share_of_published: float,
    meth_seizures_rise: float,
    pretrial_drug_people: float,
    prison_population_rise_exact: float,
    registered_users_change_2017: float,
    visit_steps_sum: float,
    women_drug_low: float,
) -> pd.DataFrame:
    """Published figures against the arithmetic of the counts behind them."""
    return _compared(published_figures, "arithmetic", locals())


@table(
    caption="Totals against their parts, and things given two figures.",
    title="Totals and their parts, one thing and two figures",
)
def published_parts(
    published_figures: pd.DataFrame,
    arrests_add_sum: float,
    arrests_footnote_periods: float,
    arrests_nacd_sum: float,
    children_detained_count: float,
    treatment_sites: float,
    women_detained_users: float,
) -> pd.DataFrame:
    """Totals against their parts, and things given two figures."""
    return _compared(published_figures, "parts", locals())


@table(
    caption="Figures whose coverage or definition is not that of the sentence they stand in.",
    title="Coverage and definition",
)
def published_coverage(
    published_figures: pd.DataFrame,
    children_change_since_2018: float,
    children_rise_since_january_2015: float,
    mothers_rise_2019: float,
    not_convicted_share_2020: float,
) -> pd.DataFrame:
    """Figures whose coverage or definition is not that of the sentence they stand in."""
    return _compared(published_figures, "coverage", locals())


@table(
    caption="Dates, names and document numbers that conflict.",
    title="Dates, names and numbers of documents",
)
def published_dates(published_figures: pd.DataFrame) -> pd.DataFrame:
    """Dates, names and document numbers that conflict."""
    return _compared(published_figures, "dates", locals())


@table(
    caption="What the press printed of the report or beside it.", title="The press on the report"
)
def published_press(
    published_figures: pd.DataFrame,
    arrests_add_change_2018: float,
    arrests_implied_may_2019: float,
    cases_implied_may_2019: float,
    cc1_over_capacity: float,
) -> pd.DataFrame:
    """What the press printed of the report or beside it."""
    return _compared(published_figures, "press", locals())


@table(
    caption="The same treatment for the raw figures this report itself uses.",
    title="Our own raw figures",
)
def published_ours(  # noqa: PLR0913, PLR0917 - a parameter for each number
    published_figures: pd.DataFrame,
    arrests_nacd_change_2019: float,
    arrests_nacd_gap_2019: float,
    arrests_parts_2017: float,
    arrests_ratio_2019h1: float,
    cases_nacd_rise_2020: float,
    cases_shortfall_2020: float,
    centres_2017_gap: float,
    drug_share_2017: float,
    drug_share_2021: float,
    final_share_2017: float,
    offence_shares_sum: float,
    pretrial_share_2016: float,
    prison_population_gap_2014: float,
    prison_population_rise_2016: float,
    prison_population_rise_2017: float,
    temporary_centres_share: float,
    unodc_gap_2017: float,
) -> pd.DataFrame:
    """The same treatment for the raw figures this report itself uses."""
    return _compared(published_figures, "ours", locals())


@table(
    caption="Published figures that reproduce at the precision they were printed with.",
    title="Figures that reproduce",
)
def published_agrees(  # noqa: PLR0913, PLR0917 - a parameter for each number
    published_figures: pd.DataFrame,
    cc2_occupancy: float,
    children_convicted_sum: float,
    drug_share_2020: float,
    drug_share_2020_whole: float,
    interviewed_used_drugs: float,
    legal_aid_sum: float,
    national_occupancy_2015: float,
    not_final_share_2016: float,
    prison_population_rise: float,
    recommendations_total: float,
    treatment_sites: float,
    women_convicted_sum: float,
    women_detained_sum: float,
    women_share_2016: float,
    women_share_2017: float,
) -> pd.DataFrame:
    """Published figures that reproduce at the precision they were printed with."""
    return _compared(published_figures, "agrees", locals()).iloc[:, :2]
