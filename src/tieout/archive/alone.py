"""Check that every file of this archive holds the bytes it was archived with: `python verify.py`.

It needs Python and nothing else, runs nothing of the report, and says what to do to rebuild it.
"""

import hashlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUMS = HERE / "SHA256SUMS"


def main() -> int:
    """Check everything; 0 when all is as archived, 1 when something is not, 2 when nothing can be checked."""
    try:
        lines = SUMS.read_text(encoding="utf-8").splitlines()
        wanted = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    except (OSError, ValueError) as error:
        print(f"{SUMS.name} cannot be read: {error}", file=sys.stderr)
        return 2
    bad = 0
    for name, digest in wanted.items():
        path = (HERE / name).resolve()
        said = "lies outside the archive" if HERE not in path.parents else fault(path, digest)
        if said:
            bad += 1
            print(f"{name}: {said}")
    for path in sorted(HERE.rglob("*")):
        name = path.relative_to(HERE).as_posix()
        if path.is_file() and name not in wanted and path != SUMS and not is_made(name):
            print(f"{name}: is not part of the archive")
    print(f"{len(wanted) - bad} of {len(wanted)} files are as they were archived.")
    if not bad:
        print("To rebuild the report and compare every number and byte, see ARCHIVE.md.")
    return 1 if bad else 0


def fault(path: Path, digest: str) -> str:
    """What is wrong with a file; nothing when it has this digest."""
    try:
        with path.open("rb") as file:
            found = hashlib.sha256()
            while chunk := file.read(1 << 20):
                found.update(chunk)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return "" if found.hexdigest() == digest else "holds other bytes than were archived"


def is_made(name: str) -> bool:
    """Whether a file comes from looking at the archive: what Python compiled, what tieout cached."""
    return "__pycache__" in name or name.startswith(".tieout/")


if __name__ == "__main__":
    sys.exit(main())
