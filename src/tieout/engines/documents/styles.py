"""Styles: what the reference document for Word looks like, as one table; the names are pandoc's where it has one.

Made for people who edit text: one and a half lines, wide margins for comments, type that every Word has, and
headings that Word's navigation pane and table of contents understand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

BODY, HEADING, CODE = "Cambria", "Calibri", "Consolas"
INK, QUIET, ACCENT, SHADE, RULE = "1F2933", "52606D", "1B4965", "EEF3F7", "9FB3C8"
# The look of a number that was put in: visible on screen, faint enough to print.
NUMBER, NUMBER_SHADE = "Tieout Number", "E3F0E8"


@dataclass(frozen=True, slots=True)
class Style:
    """A style of the document; lengths in points, `line` in lines.

    Attributes:
        name: as Word shows it; its id is the name without spaces.
        kind: `paragraph` or `character`.
        based: the style it takes everything else from.
        then: the style of the next paragraph that is typed.
        level: a heading's level in Word's outline, from 0.
        box: a bar at the left and a shade behind, as a callout has.
    """

    name: str
    kind: str = "paragraph"
    based: str = "Normal"
    then: str = ""
    font: str = ""
    size: float = 0
    colour: str = ""
    bold: bool = False
    italic: bool = False
    caps: bool = False
    raised: bool = False
    underlined: bool = False
    shade: str = ""
    before: float | None = None
    after: float | None = None
    line: float = 0
    left: float = 0
    hanging: float = 0
    align: str = ""
    level: int | None = None
    keep: bool = False
    page: bool = False
    box: bool = False
    dots: bool = False

    @property
    def id(self) -> str:
        """How the document's text names it."""
        return self.name.title().replace(" ", "").replace("Toc", "TOC")


def _headings() -> Iterator[Style]:
    sizes = (22, 16, 13, 11.5, 11, 11, 11, 11, 11)
    for level, size in enumerate(sizes):
        yield Style(
            f"heading {level + 1}",
            then="Body Text",
            font=HEADING,
            size=size,
            colour=ACCENT,
            bold=level != 0,
            italic=level > 4,
            before=0 if level == 0 else (18, 14, 12)[min(level - 1, 2)],
            after=10 if level == 0 else 2,
            line=1,
            level=level,
            keep=True,
            page=level == 0,
        )


def _contents() -> Iterator[Style]:
    for level in range(3):
        yield Style(
            f"toc {level + 1}",
            font=HEADING,
            size=10.5,
            bold=level == 0,
            before=6 if level == 0 else 0,
            after=2,
            line=1.1,
            left=level * 14,
            dots=True,
        )


STYLES = (
    Style("Normal", based="", font=BODY, size=11, colour=INK, after=0, line=1.5),
    Style("Body Text", after=8),
    Style("First Paragraph", based="Body Text", then="Body Text", before=5),
    Style("Compact", based="Body Text", before=1, after=1),
    Style("Title", font=HEADING, size=30, colour=ACCENT, bold=True, before=120, after=8, line=1),
    Style("Subtitle", font=HEADING, size=15, colour=QUIET, after=24, line=1.15),
    Style("Author", font=HEADING, size=12, after=2),
    Style("Date", font=HEADING, size=12, colour=QUIET, after=24),
    Style("Abstract Title", based="Body Text", bold=True),
    Style("Abstract", based="Body Text", italic=True, left=14),
    Style("Imprint", font=HEADING, size=9.5, colour=QUIET, after=4, line=1.15),
    Style(
        "Part Title", font=HEADING, size=26, colour=ACCENT, before=200, line=1, page=True, level=0
    ),
    Style("Chapter Subtitle", font=HEADING, size=13, colour=QUIET, after=12, line=1.15),
    *_headings(),
    Style("TOC Heading", font=HEADING, size=16, colour=ACCENT, bold=True, after=8, page=True),
    *_contents(),
    Style("Block Text", based="Body Text", left=22, colour=QUIET),
    Style("Definition Term", based="Body Text", bold=True, after=0, keep=True),
    Style("Definition", based="Body Text", left=14),
    Style(
        "Key Number",
        then="Key Number Text",
        font=HEADING,
        size=18,
        colour=ACCENT,
        bold=True,
        before=6,
        line=1,
        keep=True,
    ),
    Style("Key Number Text", font=HEADING, size=10.5, after=8, line=1.15),
    Style("Bibliography", based="Body Text", left=18, hanging=18, line=1.15, after=5),
    Style("footnote text", size=9, line=1.15, after=3),
    Style("Footnote Block Text", based="footnote text", left=14),
    Style("caption", font=HEADING, size=9.5, colour=QUIET, before=4, after=12, line=1.15),
    Style("Table Caption", based="caption", before=12, after=4, keep=True),
    Style("Image Caption", based="caption"),
    Style("Figure", based="Normal", line=1),
    Style("Captioned Figure", based="Figure", before=10, keep=True),
    Style("Figure Note", based="caption", size=8.5, before=0),
    Style("Table Text", size=9, before=2, after=2, line=1.05),
    Style("Table End", size=4, after=4, line=1),
    Style("Callout", based="Body Text", size=10.5, after=6, line=1.3, left=10, box=True),
    Style(
        "Callout Title",
        based="Callout",
        then="Callout",
        font=HEADING,
        bold=True,
        before=8,
        after=2,
        keep=True,
    ),
    Style("Tab Title", based="Body Text", bold=True, before=8, after=2, keep=True),
    Style("Margin Note", based="Body Text", size=9.5, colour=QUIET, left=28, line=1.15),
    Style("Code Name", font=CODE, size=9, colour=QUIET, before=6, keep=True, line=1),
    Style("Source Code", font=CODE, size=9, before=4, after=8, line=1.1, shade=SHADE),
    Style("header", font=HEADING, size=9, colour=QUIET, line=1),
    Style("footer", font=HEADING, size=9, colour=QUIET, line=1, align="center"),
    Style("annotation text", size=10, line=1.15),
    Style("Default Paragraph Font", "character", based=""),
    Style("Body Text Char", "character", based="Default Paragraph Font"),
    Style("Verbatim Char", "character", based="Default Paragraph Font", font=CODE, size=9.5),
    Style("Section Number", "character", based="Default Paragraph Font"),
    Style("footnote reference", "character", based="Default Paragraph Font", raised=True),
    Style("Hyperlink", "character", based="Default Paragraph Font", colour=ACCENT),
    Style("Marked", "character", based="Default Paragraph Font", shade="FFF3BF"),
    Style(NUMBER, "character", based="Default Paragraph Font", shade=NUMBER_SHADE),
)
