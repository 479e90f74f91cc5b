"""Alike: when two values are one, and how to tell apart two that look alike."""

from __future__ import annotations

from tieout.number import Value, exact, exact_text


def told_apart(old: Value, new: Value) -> tuple[str, str]:
    """Two values with as many digits as it takes to see that they differ."""
    for digits in range(4, 13):
        before, after = f"{float(old):.{digits}g}", f"{float(new):.{digits}g}"
        if before != after:
            return before, after
    return exact_text(old), exact_text(new)


def equal(old: Value, new: Value) -> bool:
    """Whether two values are the same but for a float's last digits."""
    if isinstance(old, float) or isinstance(new, float):
        return f"{float(old):.12g}" == f"{float(new):.12g}"
    return exact(old) == exact(new)
