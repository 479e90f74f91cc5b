"""Edition: makes a project folder of another edition of this report, for `tieout.LANGUAGE.toml`.

    python edition.py de            # _editions/de/, beside nothing of yours
    python edition.py de --keep     # takes its tieout.lock back, as tieout.de.lock

A project has one `tieout.toml` and one `tieout.lock`. The editions share data, formulas and bibliography, so the
German one is this folder with `tieout.de.toml` and `tieout.de.lock` in their places.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = ("data", "formulas", "references.bib")


def make(language: str, here: Path = HERE) -> Path:
    """The edition's folder, brought up to date; what it built before stays, so that the next build is quick."""
    folder = here / "_editions" / language
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*SHARED, language):
        if (here / name).is_dir():
            if (folder / name).is_dir():
                shutil.rmtree(folder / name)
            shutil.copytree(here / name, folder / name)
        else:
            shutil.copy2(here / name, folder / name)
    shutil.copy2(here / f"tieout.{language}.toml", folder / "tieout.toml")
    if (here / f"tieout.{language}.lock").is_file():
        shutil.copy2(here / f"tieout.{language}.lock", folder / "tieout.lock")
    return folder


def main() -> None:
    """Make the folder, or take its lock back."""
    parser = argparse.ArgumentParser(description="Make a project folder of another edition.")
    parser.add_argument("language", choices=["de"])
    parser.add_argument("--keep", action="store_true", help="take its tieout.lock back")
    asked = parser.parse_args()
    if asked.keep:
        lock = HERE / "_editions" / asked.language / "tieout.lock"
        shutil.copy2(lock, HERE / f"tieout.{asked.language}.lock")
    else:
        sys.stdout.write(f"{make(asked.language).relative_to(HERE)}\n")


if __name__ == "__main__":
    main()
