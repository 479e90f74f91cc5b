"""Targets: every reader of ours that strangers' text reaches, each as a function of the bytes of one file.

A target may raise `TieoutError` and nothing else; what it returns are findings, held to the same.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterable

from fuzz import press
from fuzz.world import CSL, EDITIONS, TYPES, Target, World
from tieout.checks import defined, fixes, runner, waivers
from tieout.checks.gather import gather
from tieout.data.package import read_package
from tieout.data.read import read_tables
from tieout.data.sources import read_sources
from tieout.diff import supposed
from tieout.editor import cursor
from tieout.editor.positions import Lines
from tieout.findings import Finding
from tieout.ledger import lockfile, signoff
from tieout.prose import chapter as chapters
from tieout.prose import reading, references, sentences
from tieout.prose.book import read_book
from tieout.review import target as targeting
from tieout.review import wordfile
from tieout.review.material import Material
from tieout.starter import adopt, inferred
from tieout.verify import published, unpacking


def _config(world: World, _data: bytes) -> None:
    project = world.project
    for each in project.editions():
        project.of(each)
    _ = project.references, project.bibliographies, project.severities


def _editions(world: World, _data: bytes) -> None:
    for each in world.project.editions():
        _ = each.meta, world.project.of(each).output


def _data(world: World, _data: bytes) -> None:
    project = world.project
    tables = read_tables(project, read_package(project))
    for table in tables.values():
        for name in list(table.names)[:50]:
            table.value(name)
        for row in table.rows():
            table.cited(row), table.place(row)


def _book(world: World, _data: bytes) -> None:
    project = world.project
    for entry in read_book(project).entries:
        chapters.read_chapter(project, entry)


def _chapter(world: World, _data: bytes) -> Iterable[Finding]:
    project = world.project
    entry = next(each for each in read_book(project).entries if each.path == "prisons.qmd")
    chapter, found = chapters.draft(project, entry, {})
    for passage in reading.passages(chapter):
        list(sentences.spans(passage.text))
    list(references.citations(chapter))
    gathered = gather(project, world.ledger, None)
    allowed = waivers.read(gathered.files, runner.CODES)
    everything = (*gathered.findings, *runner.found(gathered.report))
    standing = runner.judged(everything, allowed, dict(project.config.severity))
    fixes.fixes(gathered.report, standing)
    fixes.needless(gathered.files, standing)
    return (*found, *standing)


def _references(world: World, _data: bytes) -> Iterable[Finding]:
    read = read_sources(world.project)
    for each in read.entries.values():
        _ = each.label, each.title
    return read.findings


def _script(_world: World, data: bytes) -> Iterable[Finding]:
    """Scripts are read, not run, by check and by an editor."""
    text = data.decode("utf-8", "replace")
    defined.defined_by(text, "scripts/strange.py")
    return waivers.read({"scripts/strange.py": text}, runner.CODES).findings


def _cursor(_world: World, data: bytes) -> None:
    """What an editor asks at every place of a line that is being typed."""
    text = data.decode("utf-8", "replace")
    for encoding in ("utf-8", "utf-16"):
        lines = Lines(text, encoding)
        for offset in range(0, len(lines.text) + 1, max(1, len(lines.text) // 40)):
            lines.offset(*lines.position(offset))
            cursor.code_at(lines.text, offset)
            cursor.reference_at(lines.text, offset)
    cursor.codes_over(text)


def _supposed(world: World, data: bytes) -> None:
    """What somebody types after --what-if and trace."""
    material = Material(world.project, world.ledger)
    text = data.decode("utf-8", "replace")
    for read in (supposed.supposition, targeting.targets):
        try:
            read(material, text, world.root)
        except supposed.TieoutError as error:
            last = error
    raise last


def _word(world: World, data: bytes) -> None:
    wordfile.paragraphs(world.put("returned.docx", data))


def _archive(world: World, data: bytes) -> None:
    folder = world.root / "unpacked"
    folder.mkdir()
    try:
        unpacking.unpack(world.put("archive.zip", data), folder)
    finally:
        held = world.root.parent.resolve()
        for path in folder.rglob("*"):
            if path.is_symlink() or not path.resolve().is_relative_to(held):
                raise AssertionError(f"outside: {path}")
        shutil.rmtree(folder)


def _infer(world: World, data: bytes) -> None:
    found = inferred.infer(world.put("new.csv", data), "new.csv")
    inferred.key(found, "new.csv", ())


def _adopted(world: World, data: bytes) -> None:
    folder = world.root / "book"
    folder.mkdir()
    (folder / "_quarto.yml").write_bytes(data)
    for name in ("index", "prisons", "references", "register"):
        (folder / f"{name}.qmd").write_bytes(b"# A heading\n")
    try:
        adopt.adopt(folder, pre_render=True)
    finally:
        shutil.rmtree(folder)


def _published(world: World, _data: bytes) -> Iterable[Finding]:
    return published.read(world.root / "_output", "_output").findings


def _zip(files: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", how) as file:
        for name, data in files.items():
            file.writestr(zipfile.ZipInfo(name), data, how)
    return whole.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RUN = '<w:r><w:rPr><w:rStyle w:val="tieout-number"/></w:rPr><w:t>78%</w:t></w:r>'
_BODY = (
    f'<?xml version="1.0"?><w:document {_W}><w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
    "<w:r><w:t>Prisons</w:t></w:r></w:p><w:p><w:commentRangeStart w:id='0'/><w:r><w:t>It grew by "
    f"</w:t></w:r>{_RUN}<w:ins w:id='1' w:author='R'><w:r><w:t>.</w:t></w:r></w:ins><w:del w:id='2'><w:r>"
    "<w:delText>x</w:delText></w:r></w:del><w:commentRangeEnd w:id='0'/></w:p><w:tbl><w:tr><w:tc><w:p>"
    f"{_RUN}</w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)
_DOCX = {
    "word/document.xml": _BODY.encode(),
    "word/styles.xml": f'<w:styles {_W}><w:style w:styleId="Heading1"><w:name w:val="heading 1"/>'
    "</w:style></w:styles>".encode(),
    "word/comments.xml": f'<w:comments {_W}><w:comment w:id="0" w:author="R"><w:p><w:r><w:t>Why?</w:t>'
    "</w:r></w:p></w:comment></w:comments>".encode(),
}
_REVIEWS = b"""# Signed.
[[number]]
name = "prison_rise"
digest = "0123456789abcdef"
by = "A. Reviewer"
on = "2021-05-06"
shown = "78%"
note = "Held against the report, p. 3."
"""
_PROSE = (
    "tests/sample/report/prisons.qmd",
    *("report/index.qmd", "tests/sample/report/index.qmd", "docs/editions.md"),
    (
        b"---\ntitle: A\n---\n\n# H {#sec-h}\n\nMore than half of {{< stat prison_rise >}}, twice "
        b"{{< stat prisoners.2016-12.prisoners as=words >}}.{{< source prison_rise >}} <!-- tieout: allow TIE801 "
        b"because it is so -->\n\n| a | b |\n|--|--|\n| 1 | 2.5% |\n\n$$x^2$$\n\n```{python}\n1\n```\n"
    ),
)
# Each took a reader seconds, and ever more the longer it was.
_LONG = (b"# A\n" + b"\n" * 15_000 + b"x\n", b"x\n" + b" " * 15_000 + b"[^a]: x\n")
READERS = {
    each.name: each
    for each in (
        Target(
            "config", "tieout.toml", _config, ("tieout.toml", "tests/sample/tieout.toml", TYPES)
        ),
        Target("editions", "editions.csv", _editions, (EDITIONS,)),
        Target(
            "package",
            "data/datapackage.json",
            _data,
            ("tests/sample/data/datapackage.json",),
            most=30_000,
        ),
        Target(
            "table", "data/prisoners.csv", _data, ("tests/sample/data/prisoners.csv",), most=30_000
        ),
        Target(
            "other-table",
            "data/zahlungen.csv",
            _data,
            ("tests/sample/data/zahlungen.csv",),
            most=30_000,
        ),
        Target(
            "book",
            "report/_quarto.yml",
            _book,
            ("tests/sample/report/_quarto.yml", "report/_quarto.yml"),
            most=20_000,
        ),
        Target("chapter", "report/prisons.qmd", _chapter, (*_PROSE, *_LONG), most=20_000),
        Target(
            "references",
            "references.bib",
            _references,
            ("tests/sample/references.bib", "references.bib"),
            most=30_000,
        ),
        Target("csl", "references.json", _references, (CSL,)),
        Target(
            "reviews",
            "reviews.toml",
            lambda world, _: signoff.read(world.project) and (),
            (_REVIEWS,),
        ),
        Target(
            "lock",
            "tieout.lock",
            lambda world, _: lockfile.read(world.project) and (),
            ("tieout.lock",),
        ),
        Target("ledger", "_output/ledger.json", _published, ()),
        Target("manifest", "_output/manifest.json", _published, ()),
        Target(
            "script",
            "",
            _script,
            ("tests/sample/scripts/prisons.py", "tests/sample/figures/prisoners_by_month.py"),
        ),
        Target("cursor", "", _cursor, _PROSE[:1] + _PROSE[-1:], most=20_000),
        Target(
            "supposed",
            "",
            _supposed,
            (b"data/prisoners.csv:2:prisoners=20001", b"prisoners:key=2016-12:prisoners=1"),
            most=2000,  # of a command line
        ),
        Target("word", "", _word, (_zip(_DOCX), _zip(_DOCX, zipfile.ZIP_STORED))),
        Target("archive", "", _archive, (_zip({"tieout.toml": b"", "data/a.csv": b"a,b\n1,2\n"}),)),
        Target(
            "infer",
            "",
            _infer,
            ("tests/sample/data/zahlungen.csv", "tests/sample/data/prisoners.csv"),
            most=30_000,
        ),
        Target("adopted", "", _adopted, ("tests/sample/report/_quarto.yml",), most=20_000),
    )
}
TARGETS = {**READERS, **press.TARGETS}
