"""The pages about editors: what they tell people to write is what each program can read."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "editors.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.S | re.M)


def test_every_setting_is_whole():
    for text in blocks("toml"):
        tomllib.loads(text)
    for text in blocks("json"):
        json.loads(text)
    assert len(blocks("toml")) == 2
    assert len(blocks("json")) == 2


def test_every_editor_starts_the_same_command():
    (helix, _zed) = map(tomllib.loads, blocks("toml"))
    assert helix["language-server"]["tieout"] == {"command": "tieout", "args": ["lsp"]}
    assert json.loads(blocks("json")[0])["glspc.server.commandArguments"] == ["lsp"]
    assert 'cmd = { "tieout", "lsp" }' in blocks("lua")[0]
    assert 'args: vec!["lsp".into()]' in blocks("rust")[0]


def test_the_command_explains_itself():
    (block,) = blocks("console")
    (line,) = block.splitlines()
    program, *arguments = line.removeprefix("$ ").split()
    assert program == "tieout"
    done = subprocess.run(
        [sys.executable, "-m", "tieout", *arguments], capture_output=True, text=True, check=True
    )
    assert "docs/editors.md" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.skipif(shutil.which("nvim") is None, reason="no Neovim here")
def test_the_lines_for_neovim_are_lua(tmp_path):
    file = tmp_path / "init.lua"
    file.write_text(blocks("lua")[0])
    test = f"lua local f, e = loadfile('{file}'); if not f then print(e); vim.cmd('cquit') end"
    command = ["nvim", "--headless", "-u", "NONE", "-c", test, "-c", "qa!"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
