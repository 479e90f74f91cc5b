"""Bare figures: `python bare_figures.py PROJECT PICKLE` draws what `capture` left there, and nothing else."""

from __future__ import annotations

import importlib
import pickle
import sys
from pathlib import Path

from tieout.compute import style

sys.path.insert(0, sys.argv[1])
target = Path(sys.argv[2])
for each in pickle.loads(target.read_bytes()):
    function = getattr(importlib.import_module(each["module"]), each["name"])
    style.apply()
    result = function(**each["given"])
    drawn = result[0] if isinstance(result, tuple) else result
    target.with_name(f"{each['name']}.svg").write_text(style.svg(drawn), "utf-8")
