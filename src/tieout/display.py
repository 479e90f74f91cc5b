"""Display: the one place that decides how a number is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from tieout.fraction import in_words
from tieout.number import Unit, UnitKind, Value, exact

if TYPE_CHECKING:
    from babel import Locale

MAX_DECIMALS = 12
_PRECISION = 5000  # Babel must not round a long number a second time

# Decimals when nobody asks for any; None: as many as the value needs, at most two.
_DECIMALS: Mapping[UnitKind, int | None] = {
    UnitKind.PERCENT: 0,
    UnitKind.POINTS: 1,
    UnitKind.COUNT: 0,
    UnitKind.PEOPLE: 0,
    UnitKind.MONEY: None,
    UnitKind.RATIO: 2,
    UnitKind.MULTIPLE: 1,
    UnitKind.YEAR: 0,
    UnitKind.PLAIN: None,
}

_WRITTEN = ("digits", "words", "ordinal", "fraction")
_PER_CENT_WORDS = {"en": "per cent", "fr": "pour cent", "de": "Prozent", "es": "por ciento"}


@dataclass(frozen=True, slots=True)
class Style:
    """How one use of a number wants it written.

    Attributes:
        decimals: digits after the point; None leaves it to the unit.
        bare: without sign of unit (`78` for 78%).
        absolute: without a minus ("fell by 20%").
        signed: with a plus where the value is positive.
        words: `digits`, `words` ("seventy-eight per cent"), `ordinal` ("162nd") or `fraction`
            ("nearly three quarters").
    """

    decimals: int | None = None
    bare: bool = False
    absolute: bool = False
    signed: bool = False
    words: str = "digits"

    @classmethod
    def parse(cls, arguments: Mapping[str, str]) -> Style:
        """The style that a shortcode's `decimals=`, `format=` and `as=` ask for.

        Raises:
            ValueError: an argument is unknown or has a value that cannot be used.
        """
        style = cls()
        for key, text in arguments.items():
            if key == "decimals":
                style = replace(style, decimals=_decimals(text))
            elif key == "format":
                style = replace(style, **_formats(text))
            elif key == "as":
                style = replace(style, words=_one_of("as", text, _WRITTEN))
            else:
                raise ValueError(f"unknown argument '{key}'; known: decimals, format, as")
        return style


def display(
    value: Value,
    unit: Unit,
    locale: str = "en_GB",
    style: Style | None = None,
    bound: str = "",
) -> str:
    """The number as a reader sees it: rounded once, half away from zero, by its unit's rule.

    Args:
        value: the exact value; percent as a fraction (0.78).
        unit: what it counts.
        locale: a language such as `en_GB`, `de` or `fr-CH`.
        style: what this use asks for.
        bound: what is known of its precision; words for a fraction must stay true under it.

    Raises:
        ValueError: the language is unknown, or has no words for what `as=` asks.
    """
    return _display(value, unit, locale, style or Style(), bound)


@lru_cache(maxsize=16_384, typed=True)  # sentence, table and register ask for the same number
def _display(value: Value, unit: Unit, locale: str, style: Style, bound: str) -> str:
    if style.words == "fraction":
        return _in_fractions(value, unit, locale, style, bound)
    number = rounded(value, unit, style)
    if style.words != "digits":
        return _in_words(number, unit, _language(locale), style)
    with localcontext(prec=_PRECISION):
        text = _digits(number, unit, _locale(locale), bare=style.bare)
    return f"+{text}" if style.signed and number > 0 else text


def rounded(value: Value, unit: Unit, style: Style | None = None) -> Decimal:
    """The number that is shown, percent as per cent: 77.3 for 0.7731."""
    return _rounded(value, unit, style or Style())


@lru_cache(maxsize=8192)
def _rounded(value: Value, unit: Unit, style: Style) -> Decimal:
    number = exact(value) * 100 if unit.kind is UnitKind.PERCENT else exact(value)
    if style.absolute:
        number = abs(number)
    return round_half_away(number, _places(number, unit, style))


def round_half_away(number: Fraction, places: int) -> Decimal:
    """The number rounded to `places` decimals, a half going away from zero."""
    scaled = abs(number) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = -1 if number < 0 and whole else 1
    digits = tuple(int(digit) for digit in str(whole))
    return Decimal((int(sign < 0), digits, -places))


def _places(number: Fraction, unit: Unit, style: Style) -> int:
    if style.decimals is not None:
        return style.decimals
    usual = _DECIMALS[unit.kind]
    if usual is not None:
        return usual
    if unit.kind is UnitKind.MONEY:
        return 0 if number.denominator == 1 else 2
    return next((places for places in (0, 1) if number * 10**places % 1 == 0), 2)


def _digits(rounded: Decimal, unit: Unit, locale: Locale, *, bare: bool) -> str:
    from babel.numbers import format_currency, format_percent

    places = -int(rounded.as_tuple().exponent)
    if unit.kind is UnitKind.YEAR:
        return _plain(rounded, _pattern("0", places), locale)
    if unit.kind is UnitKind.PERCENT and not bare:
        return format_percent(
            rounded.scaleb(-2),
            format=_pattern(locale.percent_formats[None].pattern, places),
            locale=locale,
            decimal_quantization=False,
        )
    if unit.kind is UnitKind.MONEY and not bare:
        text = format_currency(
            rounded,
            unit.currency,
            format=_pattern(locale.currency_formats["standard"].pattern, places),
            locale=locale,
            currency_digits=False,
            decimal_quantization=False,
        )
        # CLDR keeps a code of letters apart from the digits (KHR 4,000); Babel leaves that to its caller.
        return re.sub(r"(?<=[A-Za-z])(?=\d)", "\N{NO-BREAK SPACE}", text)
    text = _plain(rounded, _pattern(locale.decimal_formats[None].pattern, places), locale)
    return f"{text}×" if unit.kind is UnitKind.MULTIPLE and not bare else text


def _pattern(pattern: str, places: int) -> str:
    """A language's own pattern (`#,##,##0.###`), with just so many decimals."""
    return re.sub(r"0(?:\.[0#]+)?", "0" + ("." + "0" * places if places else ""), pattern)


def _plain(rounded: Decimal, pattern: str, locale: Locale) -> str:
    from babel.numbers import format_decimal

    return format_decimal(rounded, format=pattern, locale=locale, decimal_quantization=False)


def _in_words(rounded: Decimal, unit: Unit, language: str, style: Style) -> str:
    from num2words import num2words

    whole = rounded == rounded.to_integral_value()
    try:
        if style.words == "ordinal":
            if not whole:
                raise ValueError(f"{rounded} has no ordinal: it is not whole")
            return str(num2words(int(rounded), to="ordinal_num", lang=language))
        words = str(num2words(int(rounded) if whole else rounded, lang=language))
    except NotImplementedError:
        raise ValueError(f"no words for numbers in the language '{language}'") from None
    except (OverflowError, TypeError, LookupError):
        raise ValueError(f"no words for {rounded} in the language '{language}'") from None
    if unit.kind is UnitKind.PERCENT and not style.bare:
        if language not in _PER_CENT_WORDS:
            raise ValueError(f"no words for 'per cent' in the language '{language}'")
        return f"{words} {_PER_CENT_WORDS[language]}"
    if unit.kind is UnitKind.MONEY and not style.bare:
        from babel.numbers import get_currency_name

        return f"{words} {get_currency_name(unit.currency, count=rounded, locale=language)}"
    return words


def _in_fractions(value: Value, unit: Unit, locale: str, style: Style, bound: str) -> str:
    if unit.kind not in {UnitKind.PERCENT, UnitKind.RATIO, UnitKind.PLAIN}:
        raise ValueError(f"as=fraction needs a share, not {unit}")
    share = abs(exact(value)) if style.absolute else exact(value)
    return in_words(share, _language(locale), bound)


@cache
def _locale(name: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError(f"unknown language '{name}'") from error


def _language(name: str) -> str:
    return _locale(name).language


def _decimals(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) <= MAX_DECIMALS:
        return int(text)
    raise ValueError(f"decimals='{text}' is not a whole number from 0 to {MAX_DECIMALS}")


def _formats(text: str) -> dict[str, Any]:
    known = ("bare", "absolute", "signed")
    return {_one_of("format", word.strip(), known): True for word in text.split(",")}


def _one_of(key: str, text: str, known: tuple[str, ...]) -> str:
    if text in known:
        return text
    raise ValueError(f"{key}='{text}' is unknown; known: {', '.join(known)}")
