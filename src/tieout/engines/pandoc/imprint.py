"""Imprint: what the PDF's cover and second page say of the report, from the book's metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from tieout.engines.pandoc.settings import settings_of
from tieout.engines.pandoc.words import pdf_words
from tieout.prose.book import Book

# What only the PDF says; every other word comes from the engine's settings under Quarto's name for it.
_ENGLISH = {
    "figures": "Figures",
    "tables": "Tables",
    "appendices": "Appendices",
    "page": "{page} of {pages}",
    "used": "Used on page",
    "cite": "Cite as",
    "licence": "Licence",
    "version": "Version",
    "online": "Online",
    "numbers": "Numbers",
    "traced": (
        "Each number in this report was computed from the data published with it; none was typed by "
        "hand. A number with a dotted line under it leads to its row in the register of numbers, "
        "which says what it is, where it is computed and which sources its cells come from."
    ),
}
_LANGUAGES = {
    "de": {
        "figures": "Abbildungen",
        "tables": "Tabellen",
        "appendices": "Anhänge",
        "page": "{page} von {pages}",
        "used": "Auf Seite",
        "cite": "Zitieren als",
        "licence": "Lizenz",
        "online": "Im Netz",
        "numbers": "Zahlen",
        "traced": (
            "Jede Zahl dieses Berichts wurde aus den mit ihm veröffentlichten Daten berechnet; keine "
            "ist von Hand getippt. Eine punktiert unterstrichene Zahl führt zu ihrer Zeile im "
            "Zahlenverzeichnis: was sie ist, wo sie berechnet wird und welche Quellen sie hat."
        ),
    },
    "es": {
        "figures": "Figuras",
        "tables": "Tablas",
        "appendices": "Apéndices",
        "page": "{page} de {pages}",
        "used": "En la página",
        "cite": "Citar como",
        "licence": "Licencia",
        "version": "Versión",
        "online": "En línea",
        "numbers": "Cifras",
        "traced": (
            "Cada cifra de este informe se calculó a partir de los datos publicados con él; ninguna "
            "se escribió a mano. Una cifra con subrayado de puntos lleva a su fila en el registro de "
            "cifras, que dice qué es, dónde se calcula y de qué fuentes proviene."
        ),
    },
    "fr": {
        "figures": "Figures",
        "tables": "Tableaux",
        "appendices": "Annexes",
        "page": "{page} sur {pages}",
        "used": "À la page",
        "cite": "Citer",
        "licence": "Licence",
        "online": "En ligne",
        "numbers": "Chiffres",
        "traced": (
            "Chaque chiffre de ce rapport a été calculé à partir des données publiées avec lui ; aucun "
            "n\N{RIGHT SINGLE QUOTATION MARK}a été saisi à la main. Un chiffre souligné de points mène à sa "
            "ligne du registre des chiffres, qui en dit la nature, le calcul et les sources."
        ),
    },
}
_QUARTO_WORDS = {
    "contents": "nav-contents",
    "appendix": "crossref-apx-prefix",
    "note": "callout-note-title",
    "tip": "callout-tip-title",
    "important": "callout-important-title",
    "warning": "callout-warning-title",
    "caution": "callout-caution-title",
}
_CREATIVE_COMMONS = re.compile(r"CC[ -](?P<terms>BY(?:-NC)?(?:-SA|-ND)?)(?:[ -]4\.0)?", re.I)
_LANG = re.compile(r"(?P<lang>[a-z]{2,3})(?:[-_][A-Z][a-z]{3})?(?:[-_](?P<region>[A-Za-z]{2}))?")


def data(book: Book, timestamp: int, *, traced: bool) -> dict[str, Any]:
    """The strings of cover, imprint and running matter; the template prints each as plain text.

    Args:
        book: the book.
        timestamp: what `date: today` means.
        traced: whether the report holds a register of numbers.
    """
    words = _words(book)
    lang = _LANG.fullmatch(book.lang)
    return {
        "title": book.title or "Report",
        "subtitle": book.subtitle,
        "authors": list(book.authors),
        "date": _date(book, timestamp),
        "description": _text(book, "description"),
        "lang": lang["lang"] if lang else "en",
        "region": (lang["region"] or "").upper() or None if lang else None,
        "words": words,
        "imprint": [
            {"label": label, "parts": parts}
            for label, parts in _lines(book, timestamp, words, traced=traced)
        ],
    }


Part = dict[str, str]


def _lines(
    book: Book, timestamp: int, words: Mapping[str, str], *, traced: bool
) -> Iterator[tuple[str, list[Part]]]:
    doi = _doi(_text(book, "doi"))
    title = ": ".join(part for part in (book.title, book.subtitle) if part)
    said = [", ".join(book.authors), title, _date(book, timestamp)]
    cited = " ".join(
        f"{part}{'' if part.endswith(('.', '?', '!')) else '.'}" for part in said if part
    )
    yield words["cite"], [_part(f"{cited} " if doi else cited), *([doi] if doi else [])]
    if version := _text(book, "version"):
        yield words["version"], [_part(version)]
    if licence := _licence(_value(book, "license")):
        yield words["licence"], [licence]
    url = _text(book, "site-url") or _text(book, "repo-url")
    if url:
        yield words["online"], [_part(url, url)]
    if traced:
        yield words["numbers"], [_part(words["traced"])]


def _part(text: str, href: str = "") -> Part:
    return {"text": text, "href": href if re.match(r"https?://", href) else ""}


def _value(book: Book, key: str) -> object:
    """A value that may stand under `book:` or at the top of the file."""
    inside = book.config.data.get("book")
    for place in (inside, book.config.data):
        if isinstance(place, Mapping) and place.get(key) is not None:
            found: object = place[key]
            return found
    return None


def _text(book: Book, key: str) -> str:
    value = _value(book, key)
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


def _doi(doi: str) -> Part | None:
    bare = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:)", "", doi)
    return _part(f"https://doi.org/{bare}", f"https://doi.org/{bare}") if bare else None


def _licence(value: object) -> Part | None:
    """A licence as Quarto takes it: a name, or a mapping with text (or type) and url."""
    if isinstance(value, Mapping):
        text = " ".join(str(value.get("text") or value.get("type") or "").split())
        href = str(value.get("url") or "")
    else:
        text, href = (" ".join(value.split()), "") if isinstance(value, str) else ("", "")
    known = _CREATIVE_COMMONS.fullmatch(text)
    if known and not href:
        href = f"https://creativecommons.org/licenses/{known['terms'].lower()}/4.0/"
    return _part(text, href) if text else None


def rights(book: Book) -> str:
    """The licence in words, with its address; empty where the book states none."""
    licence = _licence(_value(book, "license"))
    if licence is None:
        return ""
    return f"{licence['text']} <{licence['href']}>" if licence["href"] else licence["text"]


def _date(book: Book, timestamp: int) -> str:
    """The book's date written out in its language; `today` is the build's timestamp."""
    stated = book.date.strip()
    if stated in {"today", "now", "last-modified"}:
        if not timestamp:
            return ""  # neither a commit nor the environment says when
        day = datetime.fromtimestamp(timestamp, UTC).date()
    else:
        try:
            day = date.fromisoformat(stated[:10])
        except ValueError:
            return stated
    from babel import UnknownLocaleError
    from babel.dates import format_date

    try:
        return format_date(day, "long", locale=book.locale)
    except (UnknownLocaleError, ValueError):
        return format_date(day, "long", locale="en")


def _words(book: Book) -> dict[str, str]:
    quarto = settings_of(book).words
    own = _LANGUAGES.get(book.lang.replace("_", "-").partition("-")[0].lower(), {})
    own = {**own, **pdf_words(book.lang)}
    named = {word: quarto[name] for word, name in _QUARTO_WORDS.items()}
    contents = quarto.get("toc-title-document")
    appendices = quarto.get("section-title-appendices")
    if contents:
        named["contents"] = contents
    return {**_ENGLISH, **own, **named, **({"appendices": appendices} if appendices else {})}
