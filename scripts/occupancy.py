"""Statistics on occupancy: prisoners against each stated capacity."""

from __future__ import annotations

import pandas as pd
from scripts.cells import cell

from tieout import statistic


def _places(capacity: pd.DataFrame, place: str, as_of: str, stated_by: str) -> float:
    return cell(capacity, "places", place=place, as_of=as_of, stated_by=stated_by)


def _held(single_prisons: pd.DataFrame, place: str, as_of: str, stated_by: str) -> float:
    return cell(single_prisons, "prisoners", place=place, as_of=as_of, stated_by=stated_by)


def _national(
    prison_population: pd.DataFrame, capacity: pd.DataFrame, as_of: str, stated_by: str
) -> float:
    """Detainees of April 2020 divided by one stated national capacity."""
    held = cell(prison_population, "prisoners", as_of="2020-04", stated_by="kt2020justice")
    return held / _places(capacity, "national", as_of, stated_by)


@statistic(
    unit="percent",
    quantity="ratio",
    decimals=0,
    published="463%",
    published_in="amnesty2020",
    published_at="p. 8",
    title="Occupancy of CC1, early 2020",
)
def cc1_occupancy(single_prisons: pd.DataFrame, capacity: pd.DataFrame) -> float:
    """Prisoners in CC1 as a share of its stated maximum capacity, early 2020.

    Formula in words: prisoners divided by places, both as Amnesty International prints them. The
    prisoners are a minimum, so the share is one too.
    """
    held = _held(single_prisons, "cc1", "2020-01", "amnesty2020")
    return held / _places(capacity, "cc1", "2020-01", "amnesty2020")


@statistic(
    unit="percent",
    quantity="change",
    decimals=0,
    published="500%",
    published_in="cambodiaexpats2020",
    title="How far CC1 was over capacity, early 2020",
    note="A press story of May 2020 prints more over capacity than any count supports; the writer "
    "may have meant of capacity.",
)
def cc1_over_capacity(cc1_occupancy: float) -> float:
    """By how much CC1 was over its stated capacity.

    Formula in words: occupancy of CC1 minus one.
    """
    return cc1_occupancy - 1


@statistic(unit="people", quantity="change", title="Prisoners above the capacity of CC1")
def cc1_people_over_capacity(single_prisons: pd.DataFrame, capacity: pd.DataFrame) -> float:
    """Prisoners in CC1 above its stated capacity, early 2020.

    Formula in words: prisoners minus places.
    """
    held = _held(single_prisons, "cc1", "2020-01", "amnesty2020")
    return held - _places(capacity, "cc1", "2020-01", "amnesty2020")


@statistic(unit="percent", quantity="ratio", decimals=0, title="Occupancy of CC1, capacity of 2019")
def cc1_occupancy_places_2019(single_prisons: pd.DataFrame, capacity: pd.DataFrame) -> float:
    """Occupancy of CC1 in January 2020 under the capacity stated in 2018 and 2019.

    Formula in words: prisoners in January 2020 divided by the places stated in 2019.
    """
    held = _held(single_prisons, "cc1", "2020-01", "ppp2020preysar")
    return held / _places(capacity, "cc1", "2019", "kt2019preysar")


@statistic(unit="percent", quantity="ratio", decimals=0, title="CC1, capacity of early 2017")
def cc1_occupancy_places_2017(single_prisons: pd.DataFrame, capacity: pd.DataFrame) -> float:
    """Occupancy of CC1 in January 2020 under the capacity stated in January 2017.

    Formula in words: prisoners in January 2020 divided by the places stated in January 2017.
    """
    held = _held(single_prisons, "cc1", "2020-01", "ppp2020preysar")
    return held / _places(capacity, "cc1", "2017-01", "ppp2017crackdown")


@statistic(unit="percent", quantity="ratio", decimals=0, title="Occupancy of CC1, lowest capacity")
def cc1_occupancy_places_lowest(single_prisons: pd.DataFrame, capacity: pd.DataFrame) -> float:
    """Occupancy of CC1 in January 2020 under the lowest capacity stated, in October 2017.

    Formula in words: prisoners in January 2020 divided by the fewest places stated in October 2017.
    """
    held = _held(single_prisons, "cc1", "2020-01", "ppp2020preysar")
    return held / _places(capacity, "cc1", "2017-10", "ppp2017preysar")


@statistic(unit="percent", quantity="ratio", decimals=0, title="Occupancy of CC1, 2018")
def cc1_occupancy_2018(single_prisons: pd.DataFrame, capacity: pd.DataFrame) -> float:
    """Occupancy of CC1 in December 2018, both figures from one source.

    Formula in words: prisoners divided by places.
    """
    held = _held(single_prisons, "cc1", "2018-12", "ppp2018slow")
    return held / _places(capacity, "cc1", "2018-12", "ppp2018slow")


@statistic(unit="percent", quantity="ratio", decimals=0, title="Occupancy of CC1, October 2017")
def cc1_occupancy_2017(single_prisons: pd.DataFrame, capacity: pd.DataFrame) -> float:
    """Occupancy of CC1 in October 2017 under the upper end of the range then stated.

    Formula in words: prisoners, a minimum, divided by the most places then stated.
    """
    held = _held(single_prisons, "cc1", "2017-10", "ppp2017preysar")
    return held / cell(
        capacity, "places_to", place="cc1", as_of="2017-10", stated_by="ppp2017preysar"
    )


@statistic(
    unit="percent",
    quantity="ratio",
    decimals=0,
    published="529%",
    published_in="nikkei2020asian",
    title="Occupancy of CC2, 2020",
)
def cc2_occupancy(single_prisons: pd.DataFrame, capacity: pd.DataFrame) -> float:
    """Prisoners in CC2, the prison for women and minors, as a share of its capacity.

    Formula in words: detainees divided by places.
    """
    held = _held(single_prisons, "cc2", "2020", "vod2020baby")
    return held / _places(capacity, "cc2", "2020", "nikkei2020asian")


@statistic(unit="percent", quantity="ratio", decimals=0, title="Occupancy of Kratie, 2021")
def kratie_occupancy(single_prisons: pd.DataFrame, capacity: pd.DataFrame) -> float:
    """Prisoners in the provincial prison of Kratie as a share of what it was built for.

    Formula in words: prisoners divided by places, printed as a maximum.
    """
    held = _held(single_prisons, "kratie", "2021-01", "cne2021kratie")
    return held / _places(capacity, "kratie", "2021-01", "cne2021kratie")


@statistic(unit="percent", quantity="ratio", decimals=0, title="Occupancy of the PJ prison, 2020")
def pj_occupancy(single_prisons: pd.DataFrame, capacity: pd.DataFrame) -> float:
    """Prisoners in the prison called PJ as a share of its capacity, January 2020.

    Formula in words: prisoners, an approximation, divided by places.
    """
    held = _held(single_prisons, "pj", "2020-01", "ppp2020preysar")
    return held / _places(capacity, "pj", "2020-01", "ppp2020preysar")


@statistic(
    unit="percent",
    quantity="ratio",
    decimals=1,
    published="206.1%",
    published_in="prisoninsider",
    title="National occupancy, October 2015",
)
def national_occupancy_2015(prison_population: pd.DataFrame, capacity: pd.DataFrame) -> float:
    """Prisoners as a share of capacity in October 2015, before the campaign.

    Formula in words: prisoners divided by places.
    """
    held = cell(prison_population, "prisoners", as_of="2015-10", stated_by="ppp2015swells")
    return held / _places(capacity, "national", "2015", "prisoninsider")


@statistic(unit="percent", quantity="ratio", decimals=0, title="Occupancy, estimate of 2020")
def national_occupancy_amnesty(prison_population: pd.DataFrame, capacity: pd.DataFrame) -> float:
    """National occupancy in April 2020 under the estimate Amnesty International prints.

    Formula in words: all detainees divided by the places that estimate gives.
    """
    return _national(prison_population, capacity, "2020-04", "amnesty2020")


@statistic(
    unit="percent", quantity="ratio", decimals=0, title="Occupancy, capacity by a spokesman, 2020"
)
def national_occupancy_spokesman(prison_population: pd.DataFrame, capacity: pd.DataFrame) -> float:
    """National occupancy in April 2020 under the spokesman's estimate of that month.

    Formula in words: all detainees divided by the places he gave.
    """
    return _national(prison_population, capacity, "2020-04", "mina2020")


@statistic(unit="percent", quantity="ratio", decimals=0, title="Occupancy, capacity of about 2017")
def national_occupancy_spokesman_2017(
    prison_population: pd.DataFrame, capacity: pd.DataFrame
) -> float:
    """National occupancy in April 2020 under the capacity a spokesman gave for about 2017.

    Formula in words: all detainees divided by the places he gave.
    """
    return _national(prison_population, capacity, "2017", "enewstrends2021")


@statistic(
    unit="percent", quantity="ratio", decimals=0, title="Occupancy, normal space by the ministry"
)
def national_occupancy_ministry(prison_population: pd.DataFrame, capacity: pd.DataFrame) -> float:
    """National occupancy in April 2020 under the "normal space" of the Interior Ministry.

    Formula in words: all detainees divided by the places it gave.
    """
    return _national(prison_population, capacity, "2021", "ppp2021project")


@statistic(unit="percent", quantity="ratio", decimals=0, title="Occupancy, UNODC file")
def national_occupancy_unodc(prison_population: pd.DataFrame, capacity: pd.DataFrame) -> float:
    """National occupancy in April 2020 under the official capacity in the UNODC file.

    Formula in words: all detainees divided by the places of the file.
    """
    return _national(prison_population, capacity, "2021", "unodc2023cts")


@statistic(unit="percent", quantity="ratio", decimals=0, title="Occupancy, lowest capacity stated")
def national_occupancy_lowest(prison_population: pd.DataFrame, capacity: pd.DataFrame) -> float:
    """National occupancy in April 2020 under the lowest capacity stated since 2020.

    Formula in words: all detainees divided by the fewest places stated.
    """
    return _national(prison_population, capacity, "2021", "rfa2022")


@statistic(unit="people", quantity="change", title="Prisoners above the highest stated capacity")
def national_over_highest_capacity(
    prison_population: pd.DataFrame, capacity: pd.DataFrame
) -> float:
    """Detainees of April 2020 above the highest capacity that anyone states.

    Formula in words: all detainees minus the most places stated.
    """
    held = cell(prison_population, "prisoners", as_of="2020-04", stated_by="kt2020justice")
    return held - _places(capacity, "national", "2020-04", "mina2020")


@statistic(unit="multiple", quantity="ratio", decimals=1, title="Spread of stated capacities")
def national_capacity_spread(capacity: pd.DataFrame) -> float:
    """How many times the highest national capacity stated since 2017 holds the lowest.

    Formula in words: highest stated national capacity, 2017 and later, divided by the lowest.
    """
    national = capacity[(capacity["place"] == "national") & (capacity["as_of"] >= "2017")]
    return float(national["places"].max() / national["places"].min())


@statistic(unit="people", quantity="level", title="Prisoners that the printed overcrowding needs")
def cc1_people_if_over(capacity: pd.DataFrame, reported_shares: pd.DataFrame) -> float:
    """Prisoners in CC1 if it were over its capacity by the share that a press story prints.

    Formula in words: places times one plus the printed share.
    """
    over = cell(reported_shares, "share", measure="over_capacity_cc1")
    return _places(capacity, "cc1", "2020-01", "amnesty2020") * (1 + over)


@statistic(unit="count", quantity="level", title="Places for which the printed share would hold")
def cc1_places_if_of(single_prisons: pd.DataFrame, reported_shares: pd.DataFrame) -> float:
    """Places in CC1 for which the printed share would be right if it meant of capacity.

    Formula in words: prisoners in January 2020 divided by the printed share.
    """
    share = cell(reported_shares, "share", measure="over_capacity_cc1")
    return _held(single_prisons, "cc1", "2020-01", "ppp2020preysar") / share


@statistic(unit="percent", quantity="change", title="Rise of prisoners in CC1, 2017 to 2020")
def cc1_rise(single_prisons: pd.DataFrame) -> float:
    """Growth of the number held in CC1 from October 2017 to January 2020.

    Formula in words: prisoners in January 2020 divided by those of October 2017, minus one. The
    earlier figure is a minimum, so the rise is a maximum.
    """
    first = _held(single_prisons, "cc1", "2017-10", "ppp2017preysar")
    return _held(single_prisons, "cc1", "2020-01", "ppp2020preysar") / first - 1


@statistic(
    unit="plain",
    quantity="ratio",
    decimals=2,
    title="Floor for each person in one cell, in square metres",
)
def floor_per_person(cells: pd.DataFrame) -> float:
    """Floor space for each person in a women's cell of CC2, in square metres.

    Formula in words: length times width of the cell, divided by the people held in it.
    """
    length, width, people = (
        cell(cells, column, cell="cc2_women", stated_by="amnesty2020")
        for column in ("length", "width", "people")
    )
    return length * width / people
