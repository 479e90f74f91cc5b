"""Brot: wie viele Wochen Arbeit ein Quarter Weizen kostete, und der Lohn, an dem Playfairs Satz hängt."""

from __future__ import annotations

import pandas as pd
from formulas import wheat

from tieout import statistic, table


@statistic(unit="count", title="Jahre mit Preis und Lohn")
def years_with_both(prices: pd.DataFrame) -> int:
    """Jahre, für die der Weizenpreis und der Lohn vorliegen."""
    return len(wheat.weeks(prices))


@statistic(unit="percent", title="Anstieg des Weizenpreises", quantity="change")
def wheat_rise(prices: pd.DataFrame) -> float:
    """Anstieg des Preises von 1565 bis 1810: der letzte geteilt durch den ersten, minus eins."""
    return wheat.rise(prices, "wheat", 1565, 1810)


@statistic(unit="multiple", title="Lohn von 1810, gemessen an dem von 1565", quantity="ratio")
def wage_multiple(prices: pd.DataFrame) -> float:
    """Der Wochenlohn von 1810, geteilt durch den von 1565."""
    return wheat.rise(prices, "wage", 1565, 1810) + 1


@statistic(unit="plain", decimals=1, title="Die meisten Wochen Arbeit")
def dearest_weeks(prices: pd.DataFrame) -> float:
    """Die meisten Wochen Arbeit, die ein Quarter Weizen kostete: Preis geteilt durch Wochenlohn."""
    return float(wheat.weeks(prices).max())


@statistic(unit="year", title="Jahr des teuersten Weizens")
def dearest_year(prices: pd.DataFrame) -> int:
    """Das Jahr, in dem ein Quarter Weizen die meisten Wochen Arbeit kostete."""
    return int(wheat.weeks(prices).idxmax().year)


@statistic(unit="plain", decimals=2, title="Die wenigsten Wochen Arbeit")
def cheapest_weeks(prices: pd.DataFrame) -> float:
    """Die wenigsten Wochen Arbeit, die ein Quarter Weizen kostete, in den Jahren mit bekanntem Lohn."""
    return float(wheat.weeks(prices).min())


@statistic(unit="year", title="Jahr des billigsten Weizens")
def cheapest_year(prices: pd.DataFrame) -> int:
    """Das Jahr, in dem ein Quarter Weizen die wenigsten Wochen Arbeit kostete."""
    return int(wheat.weeks(prices).idxmin().year)


@statistic(unit="plain", decimals=1, title="Wochen Arbeit im Jahr 1810")
def weeks_in_1810(prices: pd.DataFrame) -> float:
    """Der Preis eines Quarters Weizen im Jahr 1810, geteilt durch den Wochenlohn dieses Jahres."""
    return wheat.at(wheat.weeks(prices), 1810)


@statistic(unit="plain", decimals=2, title="Wochen Arbeit im Jahr 1820, zum Lohn von 1810")
def weeks_in_1820(prices: pd.DataFrame) -> float:
    """Der Preis eines Quarters Weizen im Jahr 1820, geteilt durch den letzten bekannten Lohn, den von 1810."""
    return wheat.weeks_if_unchanged(prices, 1820)


@statistic(unit="GBP", decimals=2, title="Der Lohn von 1820, an dem es hängt")
def wage_that_decides(prices: pd.DataFrame, cheapest_weeks: float) -> float:
    """Der Wochenlohn, zu dem Weizen 1820 so viele Wochen kostete wie in seinem billigsten Jahr davor.

    Der Preis von 1820, geteilt durch die wenigsten Wochen Arbeit.
    """
    return wheat.at(wheat.by_year(prices)["wheat"], 1820) / cheapest_weeks


@statistic(unit="percent", decimals=1, title="Die Lohnänderung, die entscheidet", quantity="change")
def change_that_decides(prices: pd.DataFrame, wage_that_decides: float) -> float:
    """Wie weit sich der Lohn von 1810 bis 1820 ändern durfte, bevor der Satz falsch wurde.

    Der entscheidende Lohn, geteilt durch den letzten bekannten, minus eins.
    """
    return wage_that_decides / wheat.last_wage(prices) - 1


@table(
    caption=(
        "Preis eines Quarters Weizen und Wochenlohn, Mittel der Jahre mit beiden Angaben, und Median der "
        "Wochen Arbeit.{{< source work_by_century >}}"
    ),
    units={"Jahre": "count", "Weizen": "GBP", "Lohn": "GBP", "Wochen Arbeit": "plain"},
    decimals={"Weizen": 2, "Lohn": 2, "Wochen Arbeit": 1},
    title="Arbeit nach Jahrhundert",
)
def work_by_century(prices: pd.DataFrame) -> pd.DataFrame:
    """Mittel von Preis und Lohn, Median der Wochen Arbeit, nach Jahrhundert."""
    made = wheat.centuries(prices)
    made.columns = ["Jahre", "Weizen", "Lohn", "Wochen Arbeit"]
    made.insert(0, "Jahrhundert", [f"{century}." for century in made.index])
    return made
