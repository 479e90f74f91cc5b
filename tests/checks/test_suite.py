"""The suite of planted faults and the clean texts: found and false alarms keep their targets."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks import suite

CASES = suite.cases()
LICENCES = Path("/usr/share/common-licenses")


def recall(kind: str, *, typed: bool) -> float:
    chosen = [case for case in CASES if (case.kind in suite.TYPED) == typed]
    assert len(chosen) >= 75, kind
    return sum(case.found for case in chosen) / len(chosen)


def test_the_suite_is_as_large_as_promised():
    assert len(CASES) >= 150
    assert len({case.field for case in CASES}) >= 6
    assert len({case.id for case in CASES}) == len(CASES)


def test_typed_numbers_are_found():
    assert recall("typed", typed=True) >= 0.95


@pytest.mark.slow
def test_words_against_values_are_found():
    assert recall("words against values", typed=False) >= 0.85


@pytest.mark.parametrize("field", suite.HELD_OUT)
def test_fields_nobody_tuned_to_are_no_worse(field: str):
    chosen = [case for case in CASES if case.field == field]
    assert sum(case.found for case in chosen) / len(chosen) >= 0.9


def test_the_set_nobody_tuned_to_is_no_worse():
    chosen = [case for case in CASES if case.field in suite.SETS["D"]]
    typed = [case.found for case in chosen if case.kind in suite.TYPED]
    words = [case.found for case in chosen if case.kind not in suite.TYPED]
    assert sum(typed) / len(typed) >= 0.93
    assert sum(words) / len(words) >= 0.83
    assert sum(case.twin_blamed for case in chosen) / len(chosen) <= 0.05


@pytest.mark.slow
def test_sentences_written_before_the_second_reading_are_found():
    chosen = [case for case in CASES if case.field in suite.SETS["M"]]
    assert sum(case.found for case in chosen) / len(chosen) >= 0.92
    assert sum(case.twin_blamed for case in chosen) / len(chosen) <= 0.02


@pytest.mark.slow
def test_true_twins_are_not_blamed():
    blamed = [case.id for case in CASES if case.twin_blamed]
    assert len(blamed) / len(CASES) <= 1 / 20, blamed


def test_clean_texts_raise_no_false_alarm():
    texts = list(suite.clean_texts())
    found = [f"{name}: {each}" for name, text, used in texts for each in suite.blamed(text, used)]
    words = sum(suite.words(text) for _, text, _ in texts)
    assert len(found) / words < 2 / 1000, found


@pytest.mark.skipif(not LICENCES.is_dir(), reason="only on Debian")
def test_foreign_texts_raise_few_false_alarms():
    # Licences are full of sections, dates, addresses, and of a few numbers that really are typed.
    files = [file for file in LICENCES.iterdir() if file.is_file() and not file.is_symlink()]
    texts = [suite.unindented(file.read_text(errors="replace")) for file in sorted(files)]
    found = sum(len(suite.blamed(text, {})) for text in texts)
    assert found / sum(suite.words(text) for text in texts) < 2 / 1000


@pytest.mark.slow
def test_the_benchmark_in_the_docs_is_the_suite_s():
    page = Path(__file__).parents[2] / "docs" / "checks" / "README.md"
    assert suite.table() in page.read_text(encoding="utf-8")
