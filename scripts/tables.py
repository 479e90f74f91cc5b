"""Tables of the report: counts, capacities and readings side by side."""

from __future__ import annotations

import pandas as pd
from scripts.cells import cell

from tieout import table

PLACES = {
    "cc1": "CC1, men",
    "cc2": "CC2, women and minors",
    "pj": "PJ",
    "kratie": "Kratie",
}


def _plain(text: object) -> str:
    return text if isinstance(text, str) else ""


@table(
    caption=(
        "Every national capacity stated since 2015, and the occupancy it gives for the "
        "{{< stat prison_population.2020-04.kt2020justice.prisoners >}} detainees of April 2020."
        "{{< source capacity.national.2015.prisoninsider.places "
        "capacity.national.2017.enewstrends2021.places "
        "capacity.national.2020-04.mina2020.places capacity.national.2020-04.amnesty2020.places "
        "capacity.national.2021.ppp2021project.places capacity.national.2021.unodc2023cts.places "
        "capacity.national.2021.rfa2022.places >}}"
    ),
    units={"Places": "people", "Occupancy in April 2020": "percent"},
    title="National capacity as stated",
)
def national_capacities(capacity: pd.DataFrame, prison_population: pd.DataFrame) -> pd.DataFrame:
    """National capacity as each source states it, with the occupancy it implies."""
    held = cell(prison_population, "prisoners", as_of="2020-04", stated_by="kt2020justice")
    rows = capacity[capacity["place"] == "national"].sort_values(["as_of", "places"])
    return pd.DataFrame(
        {
            "Stated for": rows["as_of"],
            "Called": rows["wording"],
            "Precision": rows["qualifier"].map(_plain),
            "Places": rows["places"],
            "Occupancy in April 2020": held / rows["places"],
        }
    )


@table(
    caption=(
        "National prison population, as each source states it, from 2014. Where two rows stand "
        "for one date the sources disagree."
    ),
    units={"Prisoners": "people"},
    title="Prison population as stated",
)
def prison_counts(prison_population: pd.DataFrame) -> pd.DataFrame:
    """National prison population as each source states it."""
    rows = prison_population[
        (prison_population["scope"] == "national") & (prison_population["as_of"] >= "2014")
    ]
    return pd.DataFrame(
        {
            "As of": rows["as_of"],
            "Precision": rows["qualifier"].map(_plain),
            "Prisoners": rows["prisoners"],
            "Note": rows["note"].map(_plain),
        }
    )


@table(
    caption=(
        "What the published share of "
        "{{< stat reported_shares.women_on_drug_charges.2020.amnesty2020.share >}} would mean in "
        "women, for each known total since the campaign began. None of these counts is published; "
        "each is the share times the total."
    ),
    units={"Women in prison": "people", "On drug charges, implied": "people"},
    title="What the published share implies",
)
def women_implied(women_in_prison: pd.DataFrame, reported_shares: pd.DataFrame) -> pd.DataFrame:
    """Women on drug charges that the published share implies, for each known total of women."""
    share = cell(reported_shares, "share", measure="women_on_drug_charges", stated_by="amnesty2020")
    rows = women_in_prison[women_in_prison["as_of"] >= "2017"]
    return pd.DataFrame(
        {
            "As of": rows["as_of"],
            "Coverage": rows["scope"].map(
                {"national": "all prisons", "monitored": "monitored prisons"}
            ),
            "Precision": rows["qualifier"].map(_plain),
            "Women in prison": rows["women"],
            "On drug charges, implied": share * rows["women"],
        }
    )


@table(
    caption=(
        "Single prisons: capacity and prisoners as stated in the same or the nearest year. CC1 and "
        "CC2 are the two prisons at Prey Sar."
    ),
    units={"Places": "people", "Prisoners": "people", "Occupancy": "percent"},
    title="Single prisons",
)
def single_prison_occupancy(capacity: pd.DataFrame, single_prisons: pd.DataFrame) -> pd.DataFrame:
    """Capacity and prisoners of single prisons where both are stated for one date."""
    both = single_prisons.merge(
        capacity, on=["place", "as_of"], suffixes=("", "_places")
    ).drop_duplicates(["place", "as_of", "places"], keep="last")
    precision = [
        "; ".join(
            f"{qualifier} ({what})"
            for what, qualifier in (("prisoners", held), ("places", built))
            if _plain(qualifier)
        )
        for held, built in zip(both["qualifier"], both["qualifier_places"], strict=True)
    ]
    return pd.DataFrame(
        {
            "Prison": both["place"].map(PLACES),
            "As of": both["as_of"],
            "Prisoners": both["prisoners"],
            "Places": both["places"],
            "Occupancy": both["prisoners"] / both["places"],
            "Precision": precision,
        }
    )


@table(
    caption="Letters that Amnesty International sent before it published.{{< source letters_sent >}}",
    units={"Points": "count", "Copies": "count", "Replies": "count"},
    title="Letters and replies",
)
def letters_table(letters: pd.DataFrame) -> pd.DataFrame:
    """Letters sent, with what they hold and whether they were answered."""
    rows = letters.sort_values(["sent_on", "letter"])
    return pd.DataFrame(
        {
            "Sent": [f"{day.day} {day:%B %Y}" for day in pd.to_datetime(rows["sent_on"])],
            "To": rows["addressee"],
            "Holds": rows["subject"],
            "Points": rows["requests"],
            "Copies": rows["copies"],
            "Replies": rows["answered"],
        }
    )


TEXTS = {
    "amnesty2020": "Amnesty International, the report",
    "voa2020failed": "VOA Khmer, article",
    "khmertimes2020rejects": "Khmer Times, reply of the government",
    "khmertimes2020policy": "Khmer Times, on drug policy",
    "cambodiaexpats2020": "Forum thread",
}


@table(
    caption=(
        "What became of the statements of each text: given as numbers, repeats of one given, inside "
        "testimony, or something else (dates, articles of law, names, pages, no figure)."
    ),
    units={
        "Statements": "count",
        "Numbers": "count",
        "Repeats": "count",
        "Testimony": "count",
        "Other": "count",
    },
    title="Statements by text",
)
def statements_table(statements: pd.DataFrame) -> pd.DataFrame:
    """Statements of each source text by what became of them."""
    kind = statements["reason"].fillna("")
    became = pd.Series("Other", index=statements.index)
    became[kind.str.startswith("duplicate")] = "Repeats"
    became[kind == "testimony"] = "Testimony"
    became[statements["treatment"] == "number"] = "Numbers"
    counts = pd.crosstab(statements["source"], became)
    counts = counts.reindex(index=list(TEXTS), columns=["Numbers", "Repeats", "Testimony", "Other"])
    counts = counts.fillna(0).astype(int)
    counts.insert(0, "Statements", counts.sum(axis=1))
    counts.insert(0, "Text", [TEXTS[key] for key in counts.index])
    return counts.reset_index(drop=True)


@table(
    caption=(
        "How each source was read, and what of its entry was inferred. For documents not seen, the "
        "last column says where Amnesty International cites them."
    ),
    title="How the sources were read",
)
def sources_table(sources_read: pd.DataFrame) -> pd.DataFrame:
    """Every source with how it was read and what was inferred."""
    order = ["whole", "in part", "as data", "in a copy", "in translation", "not seen"]
    place = sources_read["read"].map(order.index)
    rows = sources_read.assign(place=place).sort_values(["place", "document"])
    return pd.DataFrame(
        {
            "Document": rows["document"],
            "Read": rows["read"],
            "Inferred": rows["inferred"].map(_plain),
            "Cited at": rows["remark"].map(_plain),
        }
    )
