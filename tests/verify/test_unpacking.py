"""Archives from strangers: nothing is written elsewhere, and nothing without end."""

from __future__ import annotations

import stat
import zipfile

import pytest

from tieout.findings import TieoutError
from tieout.verify import unpacking
from tieout.verify.unpacking import unpack


def made(path, *members):
    """A zip of these members: a name, or an entry with its content."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for member in members:
            file.writestr(*(member if isinstance(member, tuple) else (member, "x")))
    return path


def link(name, target):
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry, target


@pytest.mark.parametrize(
    ("members", "said"),
    [
        (["../out"], "would lie elsewhere"),
        (["a/../../out"], "would lie elsewhere"),
        (["/etc/out"], "would lie elsewhere"),
        (["a\\..\\out"], "would lie elsewhere"),
        (["C:/out"], "would lie elsewhere"),
        (["a//out"], "would lie elsewhere"),
        (["a\nb"], "would lie elsewhere"),
        ([link("a", "/etc")], "holds a link"),
        (["a", "A"], "holds a file twice"),
        ([("a", b"0" * 40_000_000)], "too many to be true"),
    ],
)
def test_what_no_archive_holds_is_refused_before_anything_is_written(tmp_path, members, said):
    target = tmp_path / "target"
    target.mkdir()
    with pytest.raises(TieoutError, match=said) as stopped:
        unpack(made(tmp_path / "a.zip", *members), target)
    assert stopped.value.findings[0].code == "TIE885"
    assert list(target.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "target"]


def test_a_name_that_is_no_text_is_refused(tmp_path):
    archive = made(tmp_path / "a.zip", "nämé")
    archive.write_bytes(archive.read_bytes().replace("ä".encode(), b"\xff\xff"))
    (tmp_path / "target").mkdir()
    with pytest.raises(TieoutError) as stopped:
        unpack(archive, tmp_path / "target")
    assert stopped.value.findings[0].code == "TIE885"


def test_limits_are_kept(tmp_path, monkeypatch):
    archive = made(tmp_path / "a.zip", "a", "b", "c")
    for limit, value, said in (("MOST_FILES", 2, "3 files"), ("MOST_BYTES", 2, "unpacks to more")):
        with monkeypatch.context() as patch:
            patch.setattr(unpacking, limit, value)
            with pytest.raises(TieoutError, match=said):
                unpack(archive, tmp_path / "target")


def test_a_damaged_archive_is_a_finding_wherever_it_is_damaged(tmp_path):
    whole = made(tmp_path / "a.zip", ("a", "text " * 200), ("b/c", "more")).read_bytes()
    for cut in range(0, len(whole), 7):
        for data in (whole[:cut], whole[:cut] + b"\xff" + whole[cut + 1 :]):
            (tmp_path / "b.zip").write_bytes(data)
            target = tmp_path / f"{cut}-{len(data)}"
            target.mkdir()
            try:
                unpack(tmp_path / "b.zip", target)
            except TieoutError as error:
                assert error.findings[0].code == "TIE885"


def test_a_good_archive_is_unpacked(tmp_path):
    (tmp_path / "target").mkdir()
    unpack(made(tmp_path / "a.zip", "a", "b/c", "b/ü.csv"), tmp_path / "target")
    assert (tmp_path / "target/b/ü.csv").read_text() == "x"
