"""Front: what stands before the first chapter in Word: title, imprint and a table of contents that works at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from html import escape
from typing import Any

from tieout.engines.documents.options import depth_of
from tieout.engines.engine import Job
from tieout.engines.pandoc import imprint
from tieout.engines.pandoc.woven import WovenChapter, WovenHeading
from tieout.prose.book import Book, Role

Json = dict[str, Any]

_NOTE = {
    "de": (
        "Die hinterlegten Zahlen sind aus den Daten des Berichts berechnet. Bitte nicht überschreiben: "
        "Ein Kommentar genügt."
    ),
    "en": (
        "The shaded numbers are computed from the report’s data. Please do not retype them: a comment "
        "beside one is enough."
    ),
    "es": (
        "Las cifras sombreadas se calculan a partir de los datos del informe. No las reescriba, por "
        "favor: basta un comentario."
    ),
    "fr": (
        "Les chiffres sur fond coloré sont calculés à partir des données du rapport. Merci de ne pas "
        "les retaper : un commentaire suffit."
    ),
}


def meta(job: Job) -> Json:
    """The document's metadata, as pandoc takes them."""
    said = imprint.data(job.book, job.timestamp, traced=False)
    texts = {key: str(said[key]) for key in ("title", "subtitle", "date") if said[key]}
    # Properties of the file that no page shows.
    texts["lang"] = job.book.lang
    if said["description"]:
        texts["description"] = str(said["description"])
    rights = imprint.rights(job.book)
    if rights:
        texts["rights"] = rights
    made: Json = {key: _inlines(text) for key, text in texts.items()}
    made["author"] = {"t": "MetaList", "c": [_inlines(author) for author in job.book.authors]}
    return made


def blocks(job: Job, chapters: Sequence[WovenChapter]) -> list[Json]:
    """The imprint and the contents."""
    said = imprint.data(job.book, job.timestamp, traced=False)
    lines = [
        (line["label"], "".join(part["text"] for part in line["parts"])) for line in said["imprint"]
    ]
    lines.append((said["words"]["numbers"], note(job.book)))
    made = [styled("Imprint", f"{label}: {text}") for label, text in lines]
    depth = depth_of(job.book, "docx", 2)
    if depth:
        contents = said["words"]["contents"]
        made.append({"t": "RawBlock", "c": ["openxml", _contents(contents, chapters, depth)]})
    return made


def note(book: Book) -> str:
    """What the imprint tells a copy editor of the numbers."""
    return _NOTE.get(book.lang.replace("_", "-").partition("-")[0].lower(), _NOTE["en"])


def styled(style: str, text: str) -> Json:
    """A paragraph of plain text in a style of the document."""
    paragraph = {"t": "Para", "c": [{"t": "Str", "c": text}]}
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], [paragraph]]}


def bookmark(label: str) -> str:
    """The name pandoc gives a label's bookmark: Word takes no more than forty characters."""
    if label[:1].isalpha() and len(label) <= 40:
        return label
    return "X" + hashlib.sha1(label.encode(), usedforsecurity=False).hexdigest()[1:]


def _contents(title: str, chapters: Sequence[WovenChapter], depth: int) -> str:
    """The contents as a field of Word's, filled in beforehand: links at once, page numbers when Word updates it."""
    entries = [
        (heading.level, words_of(chapter, heading), heading.label)
        for chapter in chapters
        for heading in chapter.headings
        if heading.level <= depth and (heading.listed or heading.level == 1)
    ]
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve">'
        f' TOC \\o "1-{depth}" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    lines = []
    for number, (level, words, label) in enumerate(entries):
        text = f'<w:r><w:t xml:space="preserve">{escape(words, quote=False)}</w:t></w:r>'
        anchor = escape(bookmark(label))
        lines.append(
            f'<w:p><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>{"" if number else begin}'
            f'<w:hyperlink w:anchor="{anchor}" w:history="1">{text}</w:hyperlink></w:p>'
        )
    head = (
        '<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr>'
        f"<w:r><w:t>{escape(title, quote=False)}</w:t></w:r></w:p>"
    )
    return head + "".join(lines) + end if lines else ""


def words_of(chapter: WovenChapter, heading: WovenHeading) -> str:
    """A heading with its number, as the text has it."""
    settings = chapter.threads.settings if chapter.threads else None
    if not heading.number or (settings and not settings.number_sections):
        return heading.text
    if heading.level == 1 and chapter.entry.role is Role.APPENDIX and settings:
        return f"{settings.prefix('apx')} {heading.number} — {heading.text}"
    return f"{heading.number}\N{EN SPACE}{heading.text}"


def _inlines(text: str) -> Json:
    return {"t": "MetaInlines", "c": [{"t": "Str", "c": text}]}
