"""A stand-in for quarto on PATH."""

import json
import stat
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


class FakeQuarto:
    """Puts the stand-in on PATH; calling it says what its next runs do."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.plan = folder / "plan.json"
        program = folder / "bin" / "quarto"
        program.parent.mkdir(parents=True)
        # As the real one: a shell that waits for its child, and does not pass a signal on.
        program.write_text(f'#!/bin/bash\n"{sys.executable}" "{HERE / "fake_quarto.py"}" "$@"\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
        monkeypatch.setenv("FAKE_QUARTO", str(self.plan))
        self()

    def __call__(self, **plan: object) -> None:
        self.plan.write_text(json.dumps(plan))


@pytest.fixture
def quarto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeQuarto:
    return FakeQuarto(tmp_path / "fake", monkeypatch)
