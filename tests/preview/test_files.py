"""An address finds a file of the pages' folder or nothing; no way leads out of it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.preview.files import found


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("served")
    pages = root / "pages"
    (pages / "part").mkdir(parents=True)
    (pages / ".hidden").mkdir()
    for name in ("index.html", "a b.html", "part/one.html", "part/index.html", ".hidden/x", ".env"):
        (pages / name).write_text("page")
    (root / "secret.txt").write_text("secret")
    (root / "pages-secret").mkdir()
    (root / "pages-secret" / "x").write_text("secret")
    (pages / "link.html").symlink_to(root / "secret.txt")
    (pages / "inside.html").symlink_to(pages / "index.html")
    (pages / "way").symlink_to(root, target_is_directory=True)
    return pages


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/a b.html", "a b.html"),
        ("/part/one.html", "part/one.html"),
        ("/part/", "part/index.html"),
    ],
)
def test_a_page_is_found(folder, address, name):
    assert found(folder, address) == folder / name


@pytest.mark.parametrize(
    "address",
    [
        "", "index.html", "/part", "/nothing.html", "//index.html", "/part//one.html", "/./index.html",
        "/../secret.txt", "/part/../index.html", "/part/../../secret.txt", "/..", "/../pages-secret/x",
        "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/..\\secret.txt", "/link.html", "/inside.html",
        "/way/secret.txt", "/way/pages/index.html", "/.env", "/.hidden/x", "/index.html\0", "/index.html/",
        "/" + "x" * 5000, "/etc/passwd", "/proc/self/environ",
    ],
)  # fmt: skip
def test_nothing_else_is(folder, address):
    assert found(folder, unquote(address)) is None
    assert found(folder, address) is None


_PARTS = st.sampled_from(
    ["", ".", "..", "...", "index.html", "part", "one.html", "way", "link.html", "secret.txt", "\0", "\\..",
     ".hidden", "x", "pages", "%2e%2e", "a b.html", "~", "C:", "\N{FULLWIDTH FULL STOP}" * 2]
)  # fmt: skip


@given(
    parts=st.lists(_PARTS | st.text(max_size=8), max_size=8), lead=st.sampled_from(["/", "", "//"])
)
def test_whatever_is_found_is_a_file_in_the_folder(folder, parts, lead):
    path = found(folder, lead + "/".join(parts))
    if path is not None:
        assert path.resolve() == path.resolve(strict=True)
        assert path.resolve().is_relative_to(folder.resolve())
        assert path.read_text() == "page"
        assert not any(part.startswith(".") for part in path.relative_to(folder).parts)
