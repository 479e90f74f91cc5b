"""Raster: vector pictures as PNG, for programs that show no SVG, as Word before 2016 and many e-mail previews.

Typst draws them: it is there for the PDF, takes 0.07 s a picture and writes the same bytes everywhere, which a
second drawing by matplotlib would do for tieout's figures only.
"""

from __future__ import annotations

import tempfile
from importlib import metadata
from pathlib import Path

from tieout import catalogue
from tieout.cache import Cache, digest, write_whole
from tieout.engines import fonts
from tieout.findings import Finding, Place, TieoutError
from tieout.project import Project

# What Word may not show and Typst can draw.
VECTORS = frozenset({".svg", ".webp"})
_PPI = 240  # sharp on paper at the size a page gives it; 1,512 pixels for a figure of 16 cm
_PIXELS_PER_CM = 96 / 2.54
_WIDEST = 16.0  # what a page holds, in centimetres
_VERSION = "1"


def png(project: Project, picture: Path, width: int | None, place: Place) -> Path:
    """The picture as a PNG file in tieout's own folder, drawn when it is not there yet.

    Args:
        project: whose cache it is kept in.
        picture: the SVG or WebP file.
        width: how wide it is to be shown, in CSS pixels; None: as wide as a page holds.
        place: what a finding names.

    Raises:
        TieoutError: the picture cannot be read.
    """
    data = picture.read_bytes()
    size = min(width / _PIXELS_PER_CM, _WIDEST) if width else _WIDEST
    key = digest(_VERSION, metadata.version("typst"), f"{size:.2f}", picture.suffix, data)
    cache = Cache(project.work / "cache" / "pictures")
    made = cache.get(key)
    if made is None:
        made = _drawn(project, picture, data, size, place)
        cache.put(key, made)
    target = cache.folder / f"{key}.png"
    if not target.is_file() or target.read_bytes() != made:
        cache.folder.mkdir(parents=True, exist_ok=True)
        write_whole(target, made)
    return target


def _drawn(project: Project, picture: Path, data: bytes, size: float, place: Place) -> bytes:
    import typst

    with tempfile.TemporaryDirectory(prefix="tieout-picture-") as name:
        folder = Path(name)
        source = f"picture{picture.suffix.lower()}"
        (folder / source).write_bytes(data)
        (folder / "main.typ").write_text(
            "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
            f'#image("{source}", width: {size:.2f}cm)\n',
            encoding="utf-8",
        )
        faces = folder / "fonts"
        if b"<text" in data:
            fonts.lay_out(project, faces)
        try:
            made = typst.compile(
                str(folder / "main.typ"),
                root=name,
                font_paths=[str(faces)],
                ignore_system_fonts=True,
                format="png",
                ppi=_PPI,
            )
        except typst.TypstError as error:
            message = f"picture '{picture.name}' cannot be drawn: {error.message}"
            remedy = "Save it anew as plain SVG, or give a PNG."
            raise TieoutError(Finding(catalogue.MISSING_IMAGE, place, message, remedy)) from None
    if not isinstance(made, bytes):
        raise TypeError("one page is one picture")
    return made
