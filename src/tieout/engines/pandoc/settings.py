"""Settings: what of `_quarto.yml` the embedded engine heeds, and the words a book's language wants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tieout import catalogue
from tieout.engines.documents.options import HEEDED
from tieout.engines.pandoc.words import words_for
from tieout.findings import Finding
from tieout.prose.book import Book
from tieout.prose.yaml import strings

_TITLED = ("fig", "tbl", "lst")
_THEOREMS = ("thm", "lem", "cor", "prp", "cnj", "def", "exm", "exr", "alg")
_PROOFS = {"prf": "proof", "rem": "remark", "sol": "solution"}
_CALLOUT_LABELS = {
    "nte": "note",
    "tip": "tip",
    "wrn": "warning",
    "imp": "important",
    "cau": "caution",
}
_LOOKS = (
    "css",
    "include-in-header",
    "include-before-body",
    "include-after-body",
    "template",
    "filters",
)
_IGNORED = (
    ("filters",),
    *(("format", name, key) for name in ("html", "typst") for key in _LOOKS),
    ("book", "cover-image"),
    ("book", "page-footer"),
    ("crossref", "custom"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a book is to be rendered.

    Attributes:
        lang: the book's language.
        number_sections: whether headings have numbers.
        number_depth: down to which level.
        toc_depth: how deep a page's contents go.
        words: every word the engine adds itself, by Quarto's name for it.
    """

    lang: str
    number_sections: bool
    number_depth: int
    toc_depth: int
    words: Mapping[str, str]

    def prefix(self, kind: str) -> str:
        """The word before the number in a reference of this kind (`Figure`, `Chapter`, …)."""
        if kind in _CALLOUT_LABELS:
            return self.words[f"callout-{_CALLOUT_LABELS[kind]}-title"]
        return self.words[f"crossref-{kind}-prefix"]

    def for_worker(self) -> dict[str, object]:
        """The words the Lua worker needs."""
        words = self.words
        return {
            "lang": self.lang,
            "quotes": [words[f"quote-{n}"] for n in ("open", "close", "open-inner", "close-inner")],
            "titles": {kind: words[f"crossref-{kind}-title"] for kind in _TITLED},
            "title-delim": words["crossref-title-delim"],
            "theorems": {
                **{kind: words[f"crossref-{kind}-title"] for kind in _THEOREMS},
                **{kind: words[f"environment-{name}-title"] for kind, name in _PROOFS.items()},
            },
            "callouts": {kind: words[f"callout-{kind}-title"] for kind in _CALLOUT_LABELS.values()},
            "footnotes": words["section-title-footnotes"],
            "back": words["footnote-back"],
            "script": words["figure-script"],
            "gap": words["cell-gap"],
        }


def settings_of(book: Book) -> Settings:
    """What a book's `_quarto.yml` asks for; HTML's settings before those of the whole book."""
    data = book.config.data
    layers = [_at(data, "format", "html"), _at(data, "book"), data]
    words = dict(words_for(book.lang))
    for key, value in _at(data, "crossref").items():
        words[f"crossref-{key}"] = str(value)
    overrides = _at(data, "language")
    words |= {str(key): str(value) for key, value in overrides.items() if not _is_map(value)}
    words |= {str(key): str(value) for key, value in _at(overrides, book.lang).items()}
    for kind, name in _PROOFS.items():
        words.setdefault(f"crossref-{kind}-prefix", words[f"environment-{name}-title"])
    for kind in (*_TITLED, *_THEOREMS):
        # One word serves the caption and the reference unless a book says otherwise.
        words.setdefault(f"crossref-{kind}-prefix", words[f"crossref-{kind}-title"])
    return Settings(
        lang=book.lang,
        number_sections=bool(_first(layers, "number-sections", default=True)),
        number_depth=_whole(_first(layers, "number-depth", default=6), 6),
        toc_depth=_whole(_first(layers, "toc-depth", default=3), 3),
        words=words,
    )


def ignored(book: Book, formats: Sequence[str]) -> list[Finding]:
    """A note for each setting that would change the look in Quarto and does nothing here."""
    found = []
    for keys in (*_IGNORED, *_unheeded(book, formats)):
        if keys == ("book", "cover-image") and "epub" in formats:
            continue
        layer, name = _at(book.config.data, *keys[:-1]), keys[-1]
        if name in layer and list(strings(layer[name])) != ["tieout"]:
            found.append(
                Finding(
                    catalogue.IGNORED_SETTING,
                    book.config.place(*keys),
                    f"'{': '.join(keys)}' has no effect on the embedded engine's output",
                    'Build with engine = "quarto" if it matters.',
                )
            )
    return found


def _unheeded(book: Book, formats: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The settings of Word and EPUB that nobody heeds, where these are made."""
    for name, heeded in HEEDED.items():
        if name in formats:
            settings = _at(book.config.data, "format", name)
            yield from (("format", name, key) for key in settings if key not in heeded)


def _at(data: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    node: Any = data
    for key in keys:
        node = node.get(key) if _is_map(node) else None
    return node if _is_map(node) else {}


def _is_map(value: object) -> bool:
    return isinstance(value, Mapping)


def _first(layers: list[Mapping[str, Any]], key: str, *, default: object) -> object:
    return next((layer[key] for layer in layers if key in layer), default)


def _whole(value: object, default: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else default
