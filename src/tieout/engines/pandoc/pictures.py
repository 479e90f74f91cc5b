"""Pictures: how large a picture is, so that a page keeps its place for it before it is loaded."""

from __future__ import annotations

import re
import struct
from pathlib import Path

_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "pc": 16.0,
    "em": 16.0,
}
_STARTS = {b"\x89PNG": "png", b"\xff\xd8": "jpg", b"GIF8": "gif"}
_LENGTH = re.compile(r"\s*([0-9.]+(?:e[+-]?\d+)?)\s*([a-z]*)\s*", re.I)


def length(text: str) -> float | None:
    """A length such as `8cm` in CSS pixels; None for a share or anything else."""
    found = _LENGTH.fullmatch(text)
    if found is None or found[2].lower() not in _PIXELS:
        return None
    return float(found[1]) * _PIXELS[found[2].lower()]


def size(path: Path) -> tuple[int, int] | None:
    """Width and height in CSS pixels; None when the file does not tell."""
    with path.open("rb") as file:
        head = file.read(65536)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return struct.unpack(">II", head[16:24])
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return struct.unpack("<HH", head[6:10])
    if head.startswith(b"\xff\xd8"):
        return _jpeg(head if len(head) < 65536 else path.read_bytes())
    return _svg(head.decode("utf-8", "replace"))


def kind(path: Path) -> str:
    """What a picture is by its content: `png`, `jpg`, `gif`, `webp` or `svg`; empty for anything else."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return ""
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    for start, name in _STARTS.items():
        if head.startswith(start):
            return name
    return "svg" if b"<svg" in head or path.suffix.lower() == ".svg" else ""


def sized(natural: tuple[int, int] | None, width: str, height: str) -> tuple[int, int] | None:
    """The size a picture takes when an author asks for a width or height."""
    wide, high = length(width) if width else None, length(height) if height else None
    if natural is None or not all(natural):
        return (round(wide), round(high)) if wide and high else None
    if wide is None and high is None:
        return natural
    if wide is None:
        wide = (high or 0) * natural[0] / natural[1]
    elif high is None:
        high = wide * natural[1] / natural[0]
    return round(wide), round(high or 0)


def _jpeg(data: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 < len(data) and data[position] == 0xFF:
        marker, segment = (
            data[position + 1],
            struct.unpack(">H", data[position + 2 : position + 4])[0],
        )
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            high, wide = struct.unpack(">HH", data[position + 5 : position + 9])
            return wide, high
        position += 2 + segment
    return None


def _svg(text: str) -> tuple[int, int] | None:
    tag = re.search(r"<svg\b[^>]*>", text)
    if tag is None:
        return None
    wide, high = (_attribute(tag[0], name) for name in ("width", "height"))
    pixels = (length(wide), length(high))
    if pixels[0] and pixels[1]:
        return round(pixels[0]), round(pixels[1])
    box = [
        float(part)
        for part in re.findall(r"-?[0-9.]+(?:e[+-]?\d+)?", _attribute(tag[0], "viewBox"))
    ]
    return (round(box[2]), round(box[3])) if len(box) == 4 else None


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\s{name}\s*=\s*[\"']([^\"']*)[\"']", tag)
    return found[1] if found else ""
