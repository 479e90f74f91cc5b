"""Statistics on the interviews, cases and letters that the original report rests on."""

from __future__ import annotations

import pandas as pd
from scripts.cells import cell

from tieout import statistic


def _count(fieldwork: pd.DataFrame, group: str, column: str = "count") -> float:
    return cell(fieldwork, column, group=group)


@statistic(
    unit="people",
    quantity="level",
    published="34",
    published_in="amnesty2020",
    published_at="p. 9",
    title="People interviewed who use or used drugs",
)
def interviewed_used_drugs(fieldwork: pd.DataFrame) -> float:
    """People interviewed who use or used drugs, men, women and minors together.

    Formula in words: men plus women plus minors.
    """
    groups = ("used_drugs_men", "used_drugs_women", "used_drugs_minors")
    return sum(_count(fieldwork, group) for group in groups)


@statistic(unit="people", quantity="level", title="Other people interviewed")
def interviewed_others(fieldwork: pd.DataFrame, interviewed_used_drugs: float) -> float:
    """People interviewed who are not counted as using or having used drugs.

    Formula in words: everyone interviewed less those who use or used drugs.
    """
    return _count(fieldwork, "interviewed") - interviewed_used_drugs


@statistic(unit="percent", quantity="share", title="Prosecutions with free legal aid")
def legal_aid_share(fieldwork: pd.DataFrame) -> float:
    """Share of the documented prosecutions in which free legal aid was given.

    Formula in words: defendants given legal aid divided by documented cases.
    """
    return _count(fieldwork, "legal_aid") / _count(fieldwork, "prosecutions")


@statistic(
    unit="people",
    quantity="level",
    published="2",
    published_in="amnesty2020",
    published_at="p. 48",
    title="Defendants with free legal aid",
)
def legal_aid_sum(fieldwork: pd.DataFrame) -> float:
    """Defendants given free legal aid, children and adults together.

    Formula in words: children plus adults.
    """
    return _count(fieldwork, "legal_aid_children") + _count(fieldwork, "legal_aid_adults")


@statistic(unit="people", quantity="level", title="Prosecuted children with a lawyer")
def children_with_lawyer(fieldwork: pd.DataFrame) -> float:
    """Prosecuted children who were represented, by subtraction.

    Formula in words: prosecuted children less those without a lawyer.
    """
    return _count(fieldwork, "children_prosecuted") - _count(fieldwork, "children_without_lawyer")


@statistic(unit="people", quantity="level", title="Prosecuted men, by subtraction")
def men_prosecuted(fieldwork: pd.DataFrame) -> float:
    """Documented prosecutions of adult men, by subtraction.

    Formula in words: documented cases less the women and the children prosecuted. It holds if each
    case is one person and no girl is counted with the women.
    """
    return (
        _count(fieldwork, "prosecutions")
        - _count(fieldwork, "women_prosecuted")
        - _count(fieldwork, "children_prosecuted")
    )


@statistic(
    unit="people",
    quantity="level",
    published="11",
    published_in="amnesty2020",
    published_at="p. 51",
    title="Women interviewed who were detained",
)
def women_detained_sum(fieldwork: pd.DataFrame) -> float:
    """Women interviewed who were detained, in centres or prosecuted.

    Formula in words: women sent to centres plus women prosecuted.
    """
    return _count(fieldwork, "women_in_centres") + _count(fieldwork, "women_prosecuted")


@statistic(
    unit="people",
    quantity="level",
    published="5",
    published_in="amnesty2020",
    published_at="p. 51",
    title="Women convicted, by offence",
)
def women_convicted_sum(fieldwork: pd.DataFrame) -> float:
    """Women interviewed who were convicted, both offences together.

    Formula in words: convicted of trafficking plus convicted of use.
    """
    return _count(fieldwork, "women_trafficking") + _count(fieldwork, "women_using")


@statistic(
    unit="people",
    quantity="level",
    published="9",
    published_in="amnesty2020",
    published_at="p. 9",
    title="Women detained who used drugs, by subtraction",
)
def women_detained_users(fieldwork: pd.DataFrame, women_detained_sum: float) -> float:
    """Women detained less those who said they had never possessed or used drugs.

    Formula in words: women detained minus bystanders.
    """
    return women_detained_sum - _count(fieldwork, "women_bystanders")


@statistic(
    unit="people",
    quantity="level",
    published="4",
    published_in="amnesty2020",
    published_at="p. 55",
    title="Children convicted, by offence",
)
def children_convicted_sum(fieldwork: pd.DataFrame) -> float:
    """Children interviewed who were convicted, both offences together.

    Formula in words: convicted of use plus convicted of trafficking.
    """
    return _count(fieldwork, "children_using") + _count(fieldwork, "children_trafficking")


@statistic(
    unit="people",
    quantity="level",
    published="6",
    published_in="amnesty2020",
    published_at="p. 9",
    title="Children held in centres or prosecuted",
    note="The methodology counts one minor more than the chapter on children. The one left over "
    "may be a child whose detention the chapter on children does not use.",
)
def children_detained_count(fieldwork: pd.DataFrame) -> float:
    """Children interviewed who were held in centres or prosecuted, as the chapter on them counts.

    Formula in words: the count of that chapter, taken as it stands.
    """
    return _count(fieldwork, "children_interviewed")


@statistic(unit="count", quantity="level", title="Letters sent")
def letters_sent(letters: pd.DataFrame) -> int:
    """Letters that Amnesty International sent before it published.

    Formula in words: number of letters printed in its annexes.
    """
    return len(letters)


@statistic(unit="count", quantity="level", title="Letters answered")
def letters_answered(letters: pd.DataFrame) -> float:
    """Replies received by the dates that the letters set.

    Formula in words: replies to all letters, added.
    """
    return float(letters["answered"].sum())


@statistic(unit="count", quantity="level", title="Questions put to the authorities")
def questions_put(letters: pd.DataFrame) -> float:
    """Numbered questions in the letters of January 2020.

    Formula in words: questions of the three letters, added.
    """
    return float(letters.loc[letters["subject"] == "questions", "requests"].sum())


@statistic(
    unit="count",
    quantity="level",
    published="44",
    published_in="amnesty2020",
    published_at="pp. 63-66",
    title="Recommendations",
)
def recommendations_total(recommendations: pd.DataFrame) -> float:
    """Recommendations that Amnesty International makes, to all addressees.

    Formula in words: recommendations to each addressee, added.
    """
    return float(recommendations["count"].sum())
