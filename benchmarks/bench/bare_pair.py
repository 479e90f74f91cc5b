"""Bare pair: `python bare_pair.py SCRIPT.json` runs processes, two at a time, each as soon as it may."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

waiting = json.loads(Path(sys.argv[1]).read_text("utf-8"))
running: dict[str, subprocess.Popen[bytes]] = {}
ended: set[str] = set()
while waiting or running:
    for task in list(waiting):
        if len(running) < 2 and ended.issuperset(task["after"]):
            waiting.remove(task)
            running[task["name"]] = subprocess.Popen(task["words"], stdout=subprocess.DEVNULL)
    for name, process in list(running.items()):
        if process.poll() is not None:
            if process.returncode:
                raise SystemExit(f"{name} ended with status {process.returncode}")
            ended.add(name)
            del running[name]
    time.sleep(0.002)
