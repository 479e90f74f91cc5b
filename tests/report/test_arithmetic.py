"""Statistics worked out again by hand from the CSV files, the arithmetic spelled out."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from scripts import (
    arrest_details,
    arrests,
    centres,
    children,
    drug_charges,
    legal_status,
    occupancy,
    payments,
    prisons,
    women,
)

DATA = Path(__file__).resolve().parents[2] / "data"


def figure(table: str, column: str, **keys: str) -> float:
    """One figure as it stands in a CSV file, found by its key."""
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        found = [
            row
            for row in csv.DictReader(file)
            if all(row[name] == key for name, key in keys.items())
        ]
    assert len(found) == 1, f"{table}: {len(found)} rows hold {keys}"
    return float(found[0][column])


def frame(table: str, percent: tuple[str, ...] = ()) -> pd.DataFrame:
    """A CSV file as the table a statistic takes; per cent become fractions."""
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = pd.DataFrame(list(csv.DictReader(file)))
    for name in rows.columns:
        numbers = pd.to_numeric(rows[name], errors="coerce")
        written = rows[name] != ""
        if written.any() and numbers[written].notna().all() and name not in {"as_of", "period"}:
            rows[name] = numbers / 100 if name in percent else numbers
    return rows


def test_rise_of_the_prison_population_as_printed() -> None:
    first = figure("prison_population", "prisoners", as_of="2016-12", stated_by="amnesty2020")
    last = figure("prison_population", "prisoners", as_of="2020-03", stated_by="amnesty2020")
    assert (first, last) == (21_900, 38_990)
    # 38,990 / 21,900 = 1.780365…; less one: 0.780365…
    assert prisons.prison_population_rise(frame("prison_population")) == pytest.approx(
        0.7803652968, abs=1e-10
    )


def test_rise_of_the_prison_population_on_the_exact_base() -> None:
    first = figure("prison_population", "prisoners", as_of="2016-12", stated_by="ppp2017jump")
    assert first == 21_989
    # 38,990 - 21,989 = 17,001; 17,001 / 21,989 = 0.773159…
    assert prisons.prison_population_rise_exact(frame("prison_population")) == pytest.approx(
        17_001 / 21_989
    )
    assert prisons.prison_population_added(frame("prison_population")) == 17_001


def test_net_flow_of_2016() -> None:
    people = {
        flow: figure("prison_flows", "people", flow=flow)
        for flow in ("admitted", "released", "died", "escaped")
    }
    assert people == {"admitted": 13_635, "released": 9_408, "died": 76, "escaped": 3}
    # 13,635 - 9,408 = 4,227; less 76: 4,151; less 3: 4,148
    assert prisons.prison_net_flow_2016(frame("prison_flows")) == 4_148


def test_occupancy_of_cc1() -> None:
    held = figure("single_prisons", "prisoners", place="cc1", stated_by="amnesty2020")
    places = figure("capacity", "places", place="cc1", stated_by="amnesty2020")
    assert (held, places) == (9_500, 2_050)
    # 2,050 goes four times into 9,500 (8,200), 1,300 are left; 1,300 / 2,050 = 0.634146…
    computed = occupancy.cc1_occupancy(frame("single_prisons"), frame("capacity"))
    assert computed == pytest.approx(4.6341463415, abs=1e-10)


def test_share_without_a_final_verdict_in_2016() -> None:
    status = {
        name: figure("legal_status", "people", as_of="2016-12", status=name)
        for name in ("pretrial", "appeal", "final")
    }
    # 7,495 + 8,028 + 6,466 = 21,989, the stated total; (7,495 + 8,028) / 21,989 = 15,523 / 21,989
    assert sum(status.values()) == 21_989
    table = frame("legal_status")
    whole = legal_status.legal_status_sum_2016(table)
    share = legal_status.not_final_share_2016(
        legal_status.pretrial_share_2016(table, whole), legal_status.appeal_share_2016(table, whole)
    )
    assert share == pytest.approx(15_523 / 21_989)
    assert round(100 * share, 1) == 70.6


def test_share_on_drug_charges_in_2020() -> None:
    held = figure("drug_prisoners", "prisoners", as_of="2020-04", measure="held")
    assert held == 22_176
    # 22,176 / 38,990 = 0.568761…
    share = drug_charges.drug_share_2020(frame("drug_prisoners"), frame("prison_population"))
    assert share == pytest.approx(0.5687612208, abs=1e-10)


def test_sum_of_police_arrests() -> None:
    years = [
        figure("drug_arrests", "suspects", period=period, authority="add")
        for period in ("2017", "2018", "2019", "2020q1")
    ]
    assert years == [17_795, 16_232, 20_113, 5_056]
    # 17,795 + 16,232 = 34,027; + 20,113 = 54,140; + 5,056 = 59,196
    table = frame("drug_arrests")
    assert arrests.arrests_add_sum(table, arrests.arrests_add_sum_2017_2019(table)) == 59_196


def test_women_that_the_published_share_implies() -> None:
    share = figure(
        "reported_shares", "share", measure="women_on_drug_charges", stated_by="amnesty2020"
    )
    counted = figure("women_in_prison", "women", as_of="2017-12")
    assert (share, counted) == (73, 2_443)
    # 2,443 x 73 = 178,339; a hundredth of that: 1,783.39
    shares = frame("reported_shares", percent=("share",))
    assert women.women_drug_low(frame("women_in_prison"), shares) == pytest.approx(1_783.39)


def test_rise_of_people_sent_to_centres() -> None:
    first = figure("treatment", "people", period="2016", stated_by="amnesty2020")
    last = figure("treatment", "people", period="2017", stated_by="amnesty2020")
    assert (first, last) == (3_400, 8_700)
    # 8,700 - 3,400 = 5,300; 5,300 / 3,400 = 1.558823…: a rise of 156%, though 256% of the first
    assert centres.centres_rise(frame("treatment")) == pytest.approx(5_300 / 3_400)


def test_payments_at_the_steps_of_a_visit() -> None:
    steps = [figure("visit_payments", "usd", step=step) for step in payments.STEPS]
    assert steps == [2.50, 2.50, 2.50, 1.25, 5.00]
    # 3 x 2.50 = 7.50; + 1.25 = 8.75; + 5.00 = 13.75; 15.00 - 13.75 = 1.25
    table = frame("visit_payments")
    assert payments.visit_steps_sum(table) == 13.75
    assert payments.visit_total_gap(table, payments.visit_steps_sum(table)) == 1.25


def test_treatment_sites() -> None:
    levels = [
        figure("facilities", "count", kind=f"cbdt_{level}")
        for level in ("national", "provincial", "district", "commune")
    ]
    assert levels == [2, 24, 73, 332]
    # 2 + 24 = 26; + 73 = 99; + 332 = 431; the letter has 432
    assert centres.treatment_sites(frame("facilities")) == 431
    assert centres.treatment_sites_gap(frame("facilities"), 431) == 1


def test_children_in_monitored_prisons() -> None:
    table = frame("children_in_prison")
    # 138 / 30 = 4.6; 138 / 39 = 3.538461…, less one 2.538461…; 103 / 138 = 0.746376…, less one -0.253623…
    assert children.children_multiple(table) == pytest.approx(4.6)
    assert children.children_rise_since_january_2015(table) == pytest.approx(2.5384615385)
    assert children.children_change_since_2018(table) == pytest.approx(-0.2536231884)


def test_cases_of_early_2020() -> None:
    # 4,510 - 1,175 = 3,335; 1,175 / 3,335 = 0.352323…, where 26 per cent is printed
    rise = arrest_details.cases_nacd_rise_2020(frame("drug_arrests"), frame("facts"))
    assert rise == pytest.approx(0.3523238381)


def test_not_convicted_in_april_2020() -> None:
    # 38,990 - 11,097 = 27,893; 27,893 / 38,990 = 0.715388…; 42 hundredths of 38,990 are 16,375.8
    people = frame("prison_population")
    left = legal_status.not_convicted_2020(people, frame("legal_status"))
    assert left == 27_893
    assert legal_status.not_convicted_share_2020(people, left) == pytest.approx(0.7153885612)
    shares = frame("reported_shares", percent=("share",))
    assert legal_status.pretrial_people_2020(people, shares) == pytest.approx(16_375.8)
