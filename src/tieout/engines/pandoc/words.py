"""Words: what the engine adds to a page in the book's language, under the names Quarto gives them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).with_name("languages")

_ENGLISH: Mapping[str, str] = {
    "toc-title-website": "On this page",
    "section-title-abstract": "Abstract",
    "section-title-appendices": "Appendices",
    "section-title-footnotes": "Footnotes",
    "callout-note-title": "Note",
    "callout-tip-title": "Tip",
    "callout-warning-title": "Warning",
    "callout-important-title": "Important",
    "callout-caution-title": "Caution",
    "crossref-fig-title": "Figure",
    "crossref-tbl-title": "Table",
    "crossref-lst-title": "Listing",
    "crossref-ch-prefix": "Chapter",
    "crossref-apx-prefix": "Appendix",
    "crossref-sec-prefix": "Section",
    "crossref-eq-prefix": "Equation",
    "crossref-title-delim": ":",
    "search-label": "Search",
    "search-no-results-text": "No results",
    "nav-contents": "Contents",
    "nav-pages": "Pages",
    "nav-previous": "Previous",
    "nav-next": "Next",
    "nav-skip": "Skip to the text",
    "footnote-back": "Back to the text",
    "figure-script": "Script",
    "figure-enlarge": "Enlarge the figure",
    "theme-toggle": "Light or dark",
    "close": "Close",
    "quote-open": "“",
    "quote-close": "”",
    "quote-open-inner": "‘",
    "quote-close-inner": "’",
}

_FRENCH = {
    "toc-title-website": "Sur cette page",
    "section-title-abstract": "Résumé",
    "section-title-appendices": "Annexes",
    "section-title-footnotes": "Notes de bas de page",
    "callout-note-title": "Note",
    "callout-tip-title": "Astuce",
    "callout-warning-title": "Avertissement",
    "callout-important-title": "Important",
    "callout-caution-title": "Mise en garde",
    "crossref-tbl-title": "Tableau",
    "crossref-lst-title": "Listing",
    "crossref-ch-prefix": "Chapitre",
    "crossref-apx-prefix": "Annexe",
    "crossref-eq-prefix": "Équation",
    "search-label": "Recherche",
    "search-no-results-text": "Aucun résultat",
    "nav-contents": "Sommaire",
    "nav-previous": "Précédent",
    "nav-next": "Suivant",
    "nav-skip": "Aller au texte",
    "footnote-back": "Retour au texte",
    "figure-enlarge": "Agrandir la figure",
    "theme-toggle": "Clair ou sombre",
    "close": "Fermer",
    "quote-open": "«\N{NARROW NO-BREAK SPACE}",
    "quote-close": "\N{NARROW NO-BREAK SPACE}»",
    "quote-open-inner": "“",
    "quote-close-inner": "”",
}

_GERMAN = {
    "toc-title-website": "Auf dieser Seite",
    "section-title-abstract": "Zusammenfassung",
    "section-title-appendices": "Anhänge",
    "section-title-footnotes": "Fußnoten",
    "callout-note-title": "Hinweis",
    "callout-tip-title": "Tipp",
    "callout-warning-title": "Warnung",
    "callout-important-title": "Wichtig",
    "callout-caution-title": "Vorsicht",
    "crossref-fig-title": "Abbildung",
    "crossref-tbl-title": "Tabelle",
    "crossref-lst-title": "Listing",
    "crossref-ch-prefix": "Kapitel",
    "crossref-apx-prefix": "Anhang",
    "crossref-sec-prefix": "Abschnitt",
    "crossref-eq-prefix": "Gleichung",
    "search-label": "Suche",
    "search-no-results-text": "Keine Treffer",
    "nav-contents": "Inhalt",
    "nav-pages": "Seiten",
    "nav-previous": "Zurück",
    "nav-next": "Weiter",
    "nav-skip": "Zum Text",
    "footnote-back": "Zurück zum Text",
    "figure-script": "Skript",
    "figure-enlarge": "Abbildung vergrößern",
    "theme-toggle": "Hell oder dunkel",
    "close": "Schließen",
    "quote-open": "„",
    "quote-close": "“",
    "quote-open-inner": "‚",
    "quote-close-inner": "‘",
}

_SPANISH = {
    "toc-title-website": "En esta página",
    "section-title-abstract": "Resumen",
    "section-title-appendices": "Apéndices",
    "section-title-footnotes": "Notas",
    "callout-note-title": "Nota",
    "callout-tip-title": "Consejo",
    "callout-warning-title": "Advertencia",
    "callout-important-title": "Importante",
    "callout-caution-title": "Precaución",
    "crossref-fig-title": "Figura",
    "crossref-tbl-title": "Tabla",
    "crossref-lst-title": "Listado",
    "crossref-ch-prefix": "Capítulo",
    "crossref-apx-prefix": "Apéndice",
    "crossref-sec-prefix": "Sección",
    "crossref-eq-prefix": "Ecuación",
    "search-label": "Buscar",
    "search-no-results-text": "Sin resultados",
    "nav-contents": "Contenido",
    "nav-pages": "Páginas",
    "nav-previous": "Anterior",
    "nav-next": "Siguiente",
    "nav-skip": "Ir al texto",
    "footnote-back": "Volver al texto",
    "figure-enlarge": "Ampliar la figura",
    "theme-toggle": "Claro u oscuro",
    "close": "Cerrar",
    "quote-open": "«",
    "quote-close": "»",
    "quote-open-inner": "“",
    "quote-close-inner": "”",
}

_LANGUAGES = {"de": _GERMAN, "es": _SPANISH, "fr": _FRENCH}


def words_for(lang: str) -> dict[str, str]:
    """The words of a language such as `en-GB`; English where a language has none of its own."""
    code = _code(lang)
    words = {**_ENGLISH, **_of("en"), **_LANGUAGES.get(code, {}), **_of(code)}
    return {key: value for key, value in words.items() if isinstance(value, str)}


def pdf_words(lang: str) -> dict[str, str]:
    """What only the PDF says, in a language that has a file of its own."""
    return dict(_of(_code(lang)).get("pdf", {}))


@cache
def _of(code: str) -> Mapping[str, Any]:
    """A language's file; empty where nobody has written one."""
    path = _FOLDER / f"{code}.toml"
    if not code.isalpha() or not path.is_file():
        return {}
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _code(lang: str) -> str:
    code = lang.replace("_", "-").partition("-")[0].lower()
    return "nb" if code in {"no", "nn"} else code
