"""Watch: the stages of a build, timed and told of."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tieout.build.summary import Stage


@dataclass
class Watch:
    """Times the stages and tells the user which one is under way."""

    say: Callable[[str], None] = lambda _line: None
    stages: list[Stage] = field(default_factory=list)
    begun: float = field(default_factory=time.perf_counter)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage, also when it fails."""
        self.say(name)
        start = time.perf_counter()
        try:
            yield
        finally:
            self.stages.append(Stage(name, time.perf_counter() - start))

    @property
    def seconds(self) -> float:
        """Seconds since the build began."""
        return time.perf_counter() - self.begun
