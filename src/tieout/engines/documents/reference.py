"""Reference: the document whose styles, margins and page numbers Word gets, made of pandoc's own and our styles.

Nothing binary is kept: `python -m tieout.engines.documents.reference FILE.docx` writes the document, the same
bytes each time, for those who want to make a house style of it.
"""

from __future__ import annotations

import html
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tieout.engines.documents.styles import BODY, RULE, SHADE, STYLES, Style
from tieout.engines.pandoc import programs

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FOOTER = "footer1.xml"
_TYPES = "[Content_Types].xml"
_RELATIONS = "word/_rels/document.xml.rels"
# A4 with 2.5 cm around: a figure of 16 cm fills the line.
_PAPERS = {"a4": (11906, 16838), "letter": (12240, 15840)}
_MARGIN = 1417


def reference(paper: str = "a4") -> bytes:
    """The reference document for paper of a size; equal bytes for equal versions of pandoc."""
    command = [str(programs.pandoc()), "--print-default-data-file", "reference.docx"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as own:
        parts = {name: own.read(name) for name in sorted(own.namelist())}
    parts["word/styles.xml"] = styles().encode()
    parts[f"word/{_FOOTER}"] = _footer().encode()
    relation = f'<Relationship Type="{_R}/footer" Id="rIdFooter" Target="{_FOOTER}" />'
    parts[_RELATIONS] = _before(parts[_RELATIONS], "</Relationships>", relation)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
    override = f'<Override PartName="/word/{_FOOTER}" ContentType="{kind}" />'
    parts[_TYPES] = _before(parts[_TYPES], "</Types>", override)
    parts["word/document.xml"] = re.sub(
        rb"<w:sectPr>.*?</w:sectPr>",
        _section(paper).encode(),
        parts["word/document.xml"],
        flags=re.S,
    )
    return packed(parts)


def packed(parts: dict[str, bytes]) -> bytes:
    """Parts as a zip file, the same bytes for the same parts; the list of types stands first, as Word wants it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(parts, key=lambda name: (name != _TYPES, name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, parts[name])
    return out.getvalue()


def styles() -> str:
    """The part `styles.xml`."""
    every = "".join(_style(style) for style in STYLES)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault>'
        f'<w:rPr><w:rFonts w:ascii="{BODY}" w:hAnsi="{BODY}" w:eastAsia="{BODY}" w:cs="{BODY}"/>'
        '<w:sz w:val="22"/><w:szCs w:val="22"/>'
        '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault/></w:docDefaults>{every}{_table()}</w:styles>\n"
    )


def _style(style: Style) -> str:
    default = style.name in {"Normal", "Default Paragraph Font"}
    own = style.name[0].isupper() and style.name not in _WORDS_OWN
    based = STYLES_BY_NAME[style.based].id if style.based else ""
    then = STYLES_BY_NAME[style.then].id if style.then else ""
    inside = "".join(
        [
            f'<w:name w:val="{style.name}"/>',
            f'<w:basedOn w:val="{based}"/>' if based else "",
            f'<w:next w:val="{then}"/>' if then else "",
            '<w:uiPriority w:val="99"/>' if style.kind == "character" else "",
            "<w:qFormat/>",
            _paragraph(style) if style.kind == "paragraph" else "",
            _run(style),
        ]
    )
    marks = (' w:default="1"' if default else "") + (' w:customStyle="1"' if own else "")
    return f'<w:style w:type="{style.kind}"{marks} w:styleId="{style.id}">{inside}</w:style>'


def _paragraph(style: Style) -> str:
    """The paragraph's properties, in the order that the format prescribes."""
    parts = []
    if style.keep:
        parts.append("<w:keepNext/><w:keepLines/>")
    if style.page:
        parts.append("<w:pageBreakBefore/>")
    if style.box:
        parts.append(
            f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{RULE}"/></w:pBdr>'
        )
    if style.box or style.shade:
        fill = style.shade or SHADE
        parts.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>')
    if style.dots:
        parts.append('<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9072"/></w:tabs>')
    spacing = {
        "before": None if style.before is None else round(style.before * 20),
        "after": None if style.after is None else round(style.after * 20),
        "line": round(style.line * 240) or None,
    }
    if any(value is not None for value in spacing.values()):
        told = "".join(f' w:{k}="{v}"' for k, v in spacing.items() if v is not None)
        told += ' w:lineRule="auto"' if style.line else ""
        parts.append(f"<w:spacing{told}/>")
    if style.left:
        hang = f' w:hanging="{round(style.hanging * 20)}"' if style.hanging else ""
        parts.append(f'<w:ind w:left="{round(style.left * 20)}"{hang}/>')
    if style.align:
        parts.append(f'<w:jc w:val="{style.align}"/>')
    if style.level is not None:
        parts.append(f'<w:outlineLvl w:val="{style.level}"/>')
    return f"<w:pPr>{''.join(parts)}</w:pPr>" if parts else ""


def _run(style: Style) -> str:
    parts = []
    if style.font:
        name = f'"{html.escape(style.font)}"'
        parts.append(f"<w:rFonts w:ascii={name} w:hAnsi={name} w:cs={name}/>")
    parts += ["<w:b/><w:bCs/>"] if style.bold else []
    parts += ["<w:i/><w:iCs/>"] if style.italic else []
    parts += ["<w:caps/>"] if style.caps else []
    parts += [f'<w:color w:val="{style.colour}"/>'] if style.colour else []
    if style.size:
        size = round(style.size * 2)
        parts.append(f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>')
    parts += ['<w:u w:val="single"/>'] if style.underlined else []
    if style.shade and style.kind == "character":
        parts.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{style.shade}"/>')
    parts += ['<w:vertAlign w:val="superscript"/>'] if style.raised else []
    return f"<w:rPr>{''.join(parts)}</w:rPr>" if parts else ""


def _table() -> str:
    """The table's style: a rule above and below, a fainter one between rows, a heading row in bold."""
    strong = f'w:val="single" w:sz="8" w:space="0" w:color="{RULE}"'
    faint = 'w:val="single" w:sz="4" w:space="0" w:color="D9E2EC"'
    cell = '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{cell}</w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
        f"<w:top {strong}/><w:bottom {strong}/><w:insideH {faint}/></w:tblBorders>{cell}</w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>'
        f'<w:bottom {strong}/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
    )


def _section(paper: str) -> str:
    wide, high = _PAPERS[paper]
    around = "".join(f' w:{side}="{_MARGIN}"' for side in ("top", "right", "bottom", "left"))
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/>'
        f'<w:pgSz w:w="{wide}" w:h="{high}"/>'
        f'<w:pgMar{around} w:header="709" w:footer="709" w:gutter="0"/><w:titlePg/></w:sectPr>'
    )


def _footer() -> str:
    def field(name: str) -> str:
        return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    between = '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="Footer"/>'
        f"</w:pPr>{field('PAGE')}{between}{field('NUMPAGES')}</w:p></w:ftr>\n"
    )


def _before(part: bytes, end: str, more: str) -> bytes:
    return part.replace(end.encode(), f"{more}{end}".encode())


def _main(arguments: list[str]) -> Iterator[str]:
    for name in arguments:
        Path(name).write_bytes(reference())
        yield name


STYLES_BY_NAME = {style.name: style for style in STYLES}
# Styles that Word knows under these names; all others are ours or pandoc's.
_WORDS_OWN = frozenset(
    {
        *("Normal", "Body Text", "Title", "Subtitle", "Date", "Block Text", "TOC Heading"),
        *("Bibliography", "Hyperlink", "Default Paragraph Font", "Body Text Char"),
    }
)

if __name__ == "__main__":
    for written in _main(sys.argv[1:]):
        sys.stdout.write(f"{written}\n")
