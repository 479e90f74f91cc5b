"""The page about the preview: its options are the command's, and its figures are of the stopwatch's kinds."""

from __future__ import annotations

import re
from pathlib import Path

from tieout.cli.preview_command import PORT, command
from tieout.engines.pandoc import compositor, standing

PAGE = (Path(__file__).parents[2] / "docs" / "preview.md").read_text(encoding="utf-8")


def test_every_option_is_described():
    told = set(re.findall(r"--[a-z][a-z-]*", PAGE.partition("## What you see")[0]))
    known = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
    assert told == {name for name in known if name.startswith("--")}
    assert f"than {PORT};" in PAGE


def test_the_limits_of_memory_are_those_of_the_code():
    assert f"past {compositor.MOST} MB" in PAGE
    assert f"past {compositor.MANY} MB" in PAGE
    assert compositor.MUCH == 1 / 4
    assert "more than a quarter" in " ".join(PAGE.split())
    assert f"past {standing.MOST} MB" in PAGE


def test_every_kind_of_edit_has_its_figures():
    rows = re.findall(r"^\| ([^|]+) \| +([\d,]+) \| +([\d,]+) \| +([\d,]+) \|", PAGE, re.M)
    middle = {name.strip(): float(figure.replace(",", "")) for name, figure, _, _ in rows}
    assert len(middle) >= 6
    assert all(float(low.replace(",", "")) <= middle[n.strip()] for n, _, low, _ in rows)
