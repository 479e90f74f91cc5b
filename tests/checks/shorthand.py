"""Numbers in shorthand: `p("78%", "change")`, for sentences in tests."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from checks.suite import report
from tieout.findings import Finding

_UNITS = {
    "%": ("percent", "share"),
    "pt": ("points", "change"),
    "x": ("multiple", "ratio"),
    "USD": ("USD", "level"),
    "": ("people", "level"),
}


def n(written: str, quantity: str = "", bound: str = "") -> dict[str, Any]:
    """A number as a ledger holds it: `78%`, `1200` (people), `2.5x`, `16pt`, `30USD`."""
    mark = next(mark for mark in _UNITS if written.endswith(mark))
    unit, usual = _UNITS[mark]
    value = Decimal(written.removesuffix(mark))
    if unit == "percent":
        exact: int | float = float(value / 100)
    else:
        exact = int(value) if value == int(value) else float(value)
    return {"value": exact, "unit": unit, "quantity": quantity or usual, "bound": bound}


def sentence(text: str, **numbers: dict[str, Any]) -> str:
    """The sentence with `{name}` and `{name option=value}` as shortcodes."""
    for name in numbers:
        text = text.replace(f"{{{name}}}", f"{{{{< stat {name} >}}}}")
        for option in ("format=absolute", "decimals=0", "decimals=1", "format=bare"):
            text = text.replace(f"{{{name} {option}}}", f"{{{{< stat {name} {option} >}}}}")
    return text


def found(module: Any, text: str, **numbers: dict[str, Any]) -> list[Finding]:
    """What one rule finds in a sentence."""
    return list(module.find(report(sentence(text, **numbers), numbers)))


def codes(module: Any, text: str, **numbers: dict[str, Any]) -> list[str]:
    """The codes of what one rule finds; notes left aside."""
    return [each.code for each in found(module, text, **numbers) if each.severity != "note"]
