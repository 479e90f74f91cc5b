"""Held: what a reviewer is told of a number made of confidential data, whose cells they may not see."""

from __future__ import annotations

from collections.abc import Iterable

from tieout.ledger.record import Ledger


def held(ledger: Ledger, name: str, takes: Iterable[str]) -> tuple[str, ...]:
    """That it was held to the rules of disclosure, and each rule it breaks by exception, with the reason."""
    taken = set(takes)
    made_of = [each for each in ledger.confidential if each.partition(".")[0] in taken]
    if not made_of:
        return ()
    excepted = (
        f"Published by exception from {'every rule' if each.rule == 'any' else each.rule}: {each.reason}"
        for each in ledger.exempt
        if each.name == name and each.dataset in taken
    )
    what = ", ".join(made_of)
    return (
        f"Confidential data stand behind it ({what}): held to the rules of disclosure.",
        *excepted,
    )
