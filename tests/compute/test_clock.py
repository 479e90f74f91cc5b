"""The clock: set seldom, and never so that a run has less time than it may take."""

from __future__ import annotations

import faulthandler
from typing import Any

import pytest

from tieout.compute import clock as clocks
from tieout.compute.clock import Clock


class Times:
    """A time that the test tells, and what the clock was set to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        self.ends: float | None = None
        self.set = 0
        monkeypatch.setattr(clocks.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(faulthandler, "dump_traceback_later", self._later)
        monkeypatch.setattr(faulthandler, "cancel_dump_traceback_later", self._cancel)

    def _later(self, seconds: float, **_: Any) -> None:
        self.set += 1
        self.ends = self.now + seconds

    def _cancel(self) -> None:
        self.ends = None


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> Times:
    return Times(monkeypatch)


def test_runs_that_follow_each_other_set_it_a_few_times_and_each_has_its_seconds(
    times: Times,
) -> None:
    clock = Clock(1, 8)
    for _ in range(1000):
        clock.begin()
        assert times.ends is not None
        assert 8 - 1e-6 <= times.ends - times.now <= 9 + 1e-6
        times.now += 0.05
    assert times.set < 60


def test_while_nothing_runs_nothing_counts(times: Times) -> None:
    clock = Clock(1, 8)
    clock.begin()
    clock.rest()
    assert times.ends is None
    with clock.running():
        assert times.ends == pytest.approx(times.now + 9)
    assert times.ends is None
    clock.begin()  # though it was set a moment ago
    assert times.ends == pytest.approx(times.now + 9)


def test_without_a_limit_it_is_never_set(times: Times) -> None:
    clock = Clock(1, 0)
    clock.begin()
    with clock.running():
        pass
    assert times.set == 0
