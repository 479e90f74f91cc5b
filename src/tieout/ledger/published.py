"""Published: whether a number agrees with what an earlier publication printed for it."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from tieout.display import round_half_away
from tieout.number import Unit, UnitKind, Value, exact

_NUMBER = re.compile(r"[-+\N{MINUS SIGN}]?\d[\d,.\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}']*")
_SCALES = {"thousand": 3, "million": 6, "billion": 9}


class Agreement(StrEnum):
    """How a recomputed number stands to the printed one."""

    AGREES = "agrees"
    ROUNDED = "agrees after rounding"
    DIFFERS = "differs"
    UNREADABLE = "not comparable"


def agreement(value: Value, unit: Unit, printed: str, locale: str = "en_GB") -> Agreement:
    """Hold a value against a printed number, at the precision it was printed with."""
    read = printed_number(printed, locale)
    if read is None:
        return Agreement.UNREADABLE
    number = exact(value) * (100 if unit.kind is UnitKind.PERCENT else 1)
    stated, places = read
    if number == stated:
        return Agreement.AGREES
    if places >= 0:
        rounded = exact(round_half_away(number, places))
    else:
        rounded = exact(round_half_away(number / 10**-places, 0)) * 10**-places
    return Agreement.ROUNDED if rounded == stated else Agreement.DIFFERS


def printed_number(printed: str, locale: str = "en_GB") -> tuple[Decimal, int] | None:
    """The number in a printed text and its decimals (negative for "2 million"), or None.

    Words around it ("more than 9,500", "US$1.2 million") are passed over.
    """
    from babel.numbers import NumberFormatError, get_group_symbol, parse_decimal

    found = _NUMBER.search(printed)
    if found is None:
        return None
    digits = found.group().rstrip().rstrip(",.'").replace("\N{MINUS SIGN}", "-")
    language = locale.replace("-", "_")
    group = get_group_symbol(language)
    if group.isspace():
        digits = re.sub(r"\s", group, digits)  # whichever space the printer took
    try:
        number = Decimal(str(parse_decimal(digits, locale=language, strict=True)))
    except (NumberFormatError, InvalidOperation, ValueError):
        return None
    places = -int(number.as_tuple().exponent)
    for word, power in _SCALES.items():
        if re.match(rf"\s*{word}", printed[found.end() :], re.IGNORECASE):
            return number.scaleb(power), places - power
    return number, places
