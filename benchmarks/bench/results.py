"""Results: what was measured, in one file; each measurement is kept as soon as it is made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


class Results:
    """The file of results; a name with dots is a path into it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data: dict[str, Any] = {}
        if path.exists():
            self.data = json.loads(path.read_text("utf-8"))

    def put(self, name: str, value: object) -> None:
        """Keep a measurement, and say so."""
        *folders, last = name.split(".")
        place = self.data
        for folder in folders:
            place = place.setdefault(folder, {})
        place[last] = value
        text = json.dumps(self.data, indent=1, ensure_ascii=False)
        self.path.write_text(text + "\n", "utf-8")
        shown = value.get("median", "") if isinstance(value, dict) else value
        print(f"{name:<32}{shown}", flush=True)
