"""Files made to take all memory or time: `check` says what is wrong with them, soon, or reads them.

What is bounded is processor time, so that a busy machine fails no test.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from projects import Report, clean_environment

pytestmark = pytest.mark.slow

SECONDS = 40
MEMORY = 4 << 30


def aliases() -> str:
    """Nine of nine of nine …: ten lines of YAML that come to billions of values."""
    lines = ["a: &a [" + ", ".join(["lol"] * 9) + "]"]
    for before, name in zip("abcdefghi", "bcdefghij", strict=True):
        lines.append(f"{name}: &{name} [" + ", ".join([f"*{before}"] * 9) + "]")
    return "\n".join(lines) + "\n"


def strings() -> str:
    """The same in BibTeX: each abbreviation is the one before, twice."""
    lines = ['@string{a0 = "xxxxxxxxxx"}']
    lines += [f"@string{{a{n} = a{n - 1} # a{n - 1}}}" for n in range(1, 40)]
    return "\n".join(lines) + "\n@misc{boom, title = a39, year = 2020}\n"


ROW = "2021-01,all,{},1,ministry2020,p. 4,,counted,\n"
CHAPTER = "report/prisons.qmd"
BOMBS: dict[str, tuple[str, Callable[[str], str]]] = {
    "aliases in a chapter": (CHAPTER, lambda text: f"---\n{aliases()}---\n\n{text}"),
    "aliases in the book": ("report/_quarto.yml", lambda text: f"{text}\n{aliases()}"),
    "deep YAML": ("report/_quarto.yml", lambda text: f"{text}\nx: {'[' * 9000}{']' * 9000}\n"),
    "deep JSON": ("data/datapackage.json", lambda _: f'{{"x": {"[" * 90_000}{"]" * 90_000}}}'),
    "deep TOML": ("tieout.toml", lambda text: f"{text}\nx = {'[' * 9000}{']' * 9000}\n"),
    "a long cell": ("data/prisoners.csv", lambda text: text + ROW.format(f'"{"x" * 9_000_000}"')),
    "a quote never closed": ("data/prisoners.csv", lambda text: f'{text}"{"x" * 9_000_000}'),
    "a wide row": ("data/prisoners.csv", lambda text: f"{text}{'1,' * 300_000}\n"),
    "a long number": ("data/prisoners.csv", lambda text: text + ROW.format("9" * 100_000)),
    "a large exponent": ("data/prisoners.csv", lambda text: text + ROW.format("1e999999999")),
    "a null byte": ("data/prisoners.csv", lambda text: text + ROW.format("\0")),
    "braces": ("references.bib", lambda text: f"{text}@misc{{x, title = {'{' * 9000}{'}' * 9000}}}\n"),
    "braces never closed": ("references.bib", lambda text: f"{text}@misc{{x, title = {'{a' * 9000}\n"),
    "abbreviations": ("references.bib", lambda text: text + strings()),
    "quotes": (CHAPTER, lambda text: f"{text}\n{'>' * 3000} x\n"),
    "brackets": (CHAPTER, lambda text: f"{text}\n{'[' * 5000}\n"),
    "stars": (CHAPTER, lambda text: f"{text}\n{'*a_' * 5000}\n"),
    "shortcodes never closed": (CHAPTER, lambda text: f"{text}\n{'{{< ' * 9000}\n"),
    "shortcodes in each other": (CHAPTER, lambda text: f"{text}\n{'{{< stat ' * 900}{'>}} ' * 900}\n"),
    "notes in notes": (CHAPTER, lambda text: f"{text}\n{'^[' * 900}x{']' * 900}\n"),
    "divs": (CHAPTER, lambda text: text + "\n" + ":::: {.a}\n\n" * 500 + "x\n" + "\n::::\n" * 500),
    "backticks": (CHAPTER, lambda text: f"{text}\n{' '.join('`' * n for n in range(1, 900))}\n"),
    "a wide table": (CHAPTER, lambda text: f"{text}\n|{'a|' * 3000}\n|{'-|' * 3000}\n|{'b|' * 3000}\n"),
    "a chapter in itself": (CHAPTER, lambda text: f"{text}\n{{{{< include prisons.qmd >}}}}\n"),
    "sign-offs": ("reviews.toml", lambda _: f"x = {'[' * 9000}{']' * 9000}"),
    "lock": ("tieout.lock", lambda _: "[" * 90_000),
}  # fmt: skip


@pytest.fixture(scope="module")
def ledger(computed_sample: Path) -> str:
    return Report(computed_sample).compiled().ledger.as_json()


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@pytest.mark.parametrize("name", BOMBS)
def test_check_says_what_is_wrong_or_reads_it(computed: Report, ledger: str, name: str):
    computed.write("_output/ledger.json", ledger)
    file, change = BOMBS[name]
    path = computed.root / file
    path.write_text(change(path.read_text(encoding="utf-8") if path.exists() else ""), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tieout", "check"],
        cwd=computed.root,
        capture_output=True,
        encoding="utf-8",
        env=clean_environment(),
        preexec_fn=bounded,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode in {0, 1, 2}, said[-2000:]
    assert "Traceback" not in said
    assert "TIE999" not in said
    assert max(map(len, said.splitlines() or [""])) < 2000, "a message quotes little"
