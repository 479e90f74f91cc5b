"""Statistics on children in prison with their mothers, with coverage kept in view."""

from __future__ import annotations

import pandas as pd
from scripts.cells import cell

from tieout import statistic


def _people(
    children_in_prison: pd.DataFrame, as_of: str, stated_by: str, measure: str = "children"
) -> float:
    return cell(children_in_prison, "people", as_of=as_of, measure=measure, stated_by=stated_by)


@statistic(unit="multiple", quantity="ratio", decimals=1, title="Children in prison, 2018 on 2015")
def children_multiple(children_in_prison: pd.DataFrame) -> float:
    """How many times the children in prison of mid-2018 hold those of the end of 2015.

    Formula in words: children in mid-2018 divided by children at the end of 2015, both as Amnesty
    International prints them for the same prisons. The press gives the earlier figure for fewer
    prisons and after pardons, so the rise is overstated by an unknown amount.
    """
    last = _people(children_in_prison, "2018-06", "amnesty2020")
    return last / _people(children_in_prison, "2015-12", "amnesty2020")


@statistic(unit="percent", quantity="change", title="Children in prison, January 2015 to mid-2018")
def children_rise_since_january_2015(children_in_prison: pd.DataFrame) -> float:
    """Growth of children in the monitored prisons from January 2015 to mid-2018.

    Formula in words: children in mid-2018 divided by children in January 2015, minus one; both for
    the same number of prisons, and before the pardons of 2015.
    """
    last = _people(children_in_prison, "2018-06", "amnesty2020")
    return last / _people(children_in_prison, "2015-01", "rfa2015pardon") - 1


@statistic(unit="percent", quantity="change", title="Children in prison, mid-2018 to January 2020")
def children_change_since_2018(children_in_prison: pd.DataFrame) -> float:
    """Change of children in the monitored prisons from mid-2018 to January 2020.

    Formula in words: children in January 2020 divided by children in mid-2018, minus one.
    """
    last = _people(children_in_prison, "2020-01", "hrw2020")
    return last / _people(children_in_prison, "2018-06", "amnesty2020") - 1


@statistic(unit="percent", quantity="change", title="Mothers in prison, 2018 to February 2019")
def mothers_rise_2019(children_in_prison: pd.DataFrame) -> float:
    """Growth of mothers held with children, all prisons, from 2018 to February 2019.

    Formula in words: mothers in February 2019, an approximation, divided by those of 2018, minus
    one.
    """
    last = _people(children_in_prison, "2019-02", "ppp2019mercy", "mothers")
    return last / _people(children_in_prison, "2018", "ktcrowding", "mothers") - 1


@statistic(unit="count", quantity="change", title="Prisons by which the two coverages differ")
def children_coverage_gap(children_in_prison: pd.DataFrame) -> float:
    """How many prisons more one source gives than another for the same number of children.

    Formula in words: prisons as Amnesty International states them minus prisons as the press does.
    """
    wide = cell(children_in_prison, "prisons", as_of="2015-12", measure="children")
    return wide - cell(children_in_prison, "prisons", as_of="2015", measure="children")
