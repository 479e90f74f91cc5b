"""Judge: what a reader may do with a stranger's bytes: read them, or say with a finding what is wrong; in bounds."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tieout import catalogue
from tieout.findings import Finding, TieoutError

MOST_SAID = 20_000  # characters of a finding
_CODES = frozenset(rule.code for rule in catalogue.rules())
_PAGE = os.sysconf("SC_PAGE_SIZE")


class TooSlow(BaseException):
    """The time is over; no reader may catch it as a fault of the input."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one input may take of this process.

    Attributes:
        seconds: of the processor.
        megabytes: beyond what the process held before; 0: any, for programs would be started with the same bound.
    """

    seconds: float = 2.0
    megabytes: int = 200


USUAL = Bounds()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an input did.

    Attributes:
        outcome: what was found, by codes; two inputs of one outcome went much the same way.
        fault: why that was wrong; empty: it was in order.
    """

    outcome: str
    fault: str = ""


def judged(read: Callable[[bytes], object], data: bytes, bounds: Bounds = USUAL) -> Verdict:
    """Read the bytes, and judge what became of it."""
    try:
        with _bounded(bounds):
            read(data)
    except TieoutError as error:
        codes = " ".join(sorted({each.code for each in error.findings}))
        return Verdict(codes, _unfit(error))
    except TooSlow as error:
        where = traceback.format_exception(error)
        return Verdict("slow", f"more than {bounds.seconds} s\n{''.join(where[-6:])}")
    except Exception as error:  # whatever else it is: a fault, and told with where it came from
        frames = traceback.format_exception(error)
        return Verdict(type(error).__name__, "".join(frames[-8:]))
    return Verdict("read")


def _unfit(error: TieoutError) -> str:
    """What is wrong with the findings themselves."""
    if not error.findings:
        return "an error without a finding"
    return "; ".join(filter(None, map(unfit, error.findings)))


def unfit(each: Finding) -> str:
    """What is wrong with a finding, whoever reads it: a person at a terminal, a program, an editor."""
    said = str(each)
    for is_wrong, why in (
        (each.code not in _CODES, "no rule"),
        (not each.place.path or min(each.place.line, each.place.column) < 0, "no place"),
        (not each.message.strip() or "Traceback" in said, "no message"),
        (len(said) > MOST_SAID, f"a message of {len(said)} characters"),
        (any(ord(c) < 32 and c not in "\n\t" for c in said), "steers a terminal"),
        (not _encodes(said + json.dumps(each.as_json(), ensure_ascii=False)), "half a character"),
    ):
        if is_wrong:
            return f"{why}: {each.code} {said[:300]!r}"
    return ""


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


@contextlib.contextmanager
def _bounded(bounds: Bounds) -> Iterator[None]:
    """So much processor time, and so much memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    before = resource.getrlimit(resource.RLIMIT_AS)
    earlier = signal.signal(signal.SIGPROF, _over)
    if bounds.megabytes:
        most = pages * _PAGE + bounds.megabytes * 1024**2
        resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
    signal.setitimer(signal.ITIMER_PROF, bounds.seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, before)
        signal.signal(signal.SIGPROF, earlier)


def _over(_signal: int, _frame: object) -> None:
    raise TooSlow
