"""Where two files first differ, as a person would look for it."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.verify.differences import between


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "."), text)
    return out.getvalue()


def pdf(*pages: bytes, head: bytes = b"") -> bytes:
    """Pages as Typst writes them: the objects of pages first, what they draw after them."""
    parts = [b"%PDF-1.7\n" + head]
    parts += [
        b"%d 0 obj\n<</Type/Page/Contents %d 0 R>>\nendobj\n" % (number + 1, number + 51)
        for number in range(len(pages))
    ]
    for number, page in enumerate(pages):
        stream = zlib.compress(page)
        parts.append(b"%d 0 obj\n<<>>\nstream\n%s\nendstream\nendobj\n" % (number + 51, stream))
    return b"".join(parts)


@pytest.mark.parametrize(
    ("name", "old", "new", "said", "shown"),
    [
        ("a.html", b"one\ntwo 95%\n", b"one\ntwo 91%\n", "first in line 2, column 6", "published: two 95%"),
        ("a.csv", "ü,1".encode(), "ü,2".encode(), "first in line 1, column 3", "rebuilt:   ü,2"),
        ("a.txt", b"same", b"same and more", "first in line 1, column 5", "published: same"),
        ("a.png", b"\x89PNG\x00\x01", b"\x89PNG\x00\x02", "first at byte 6 (6 and 6 bytes)", ""),
        ("a.docx", zipped(a="1", w__xml="x\ny"), zipped(a="1", w__xml="x\nz"), "in w.xml: first in line 2", "z"),
        ("a.epub", zipped(a="1"), zipped(a="1", b="2"), "the published one has no b", ""),
        ("a.epub", zipped(a="1", b="2"), zipped(a="1"), "the rebuilt one has no b", ""),
        ("a.docx", b"no zip", b"no zap", "first at byte 5", ""),
        ("a.pdf", pdf(b"1", b"2"), pdf(b"1", b"3"), "first on page 2 of 2", ""),
        ("a.pdf", pdf(b"1", b"2"), pdf(b"1"), "2 pages published, 1 rebuilt", ""),
        ("a.pdf", pdf(b"1"), pdf(b"1", head=b"%x"), "its pages' contents are the same", ""),
        ("a.pdf", b"%PDF1", b"%PDF2", "first at byte 5", ""),
    ],
)  # fmt: skip
def test_where_they_differ(name, old, new, said, shown):
    where, lines = between(name, old, new)
    assert said in where
    assert shown in "\n".join(lines)


@given(
    st.binary(max_size=60),
    st.binary(max_size=60),
    st.sampled_from(["a.html", "a.pdf", "a.docx", "a.bin"]),
)
def test_any_two_files_are_told_apart(old, new, name):
    if old != new:
        where, _ = between(name, old, new)
        assert where
