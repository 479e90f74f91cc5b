"""A chapter's text, includes in place: every offset leads back to the character in its file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout import catalogue
from tieout.findings import Place, TieoutError
from tieout.project import Project
from tieout.prose.book import Entry, Role
from tieout.prose.chapter import front_matter, read_chapter
from tieout.prose.masks import masked

CHAPTER = "report/prisons.qmd"


def chapter(report, path="prisons.qmd"):
    return read_chapter(
        report.project, Entry(path, Role.CHAPTER, place=Place("report/_quarto.yml", 12, 7))
    )


def finding(report, path="prisons.qmd"):
    with pytest.raises(TieoutError) as raised:
        chapter(report, path)
    assert len(raised.value.findings) == 1, raised.value
    return raised.value.findings[0]


def character_at(root, place):
    """What an editor shows at a place."""
    text = (root / place.path).read_bytes().decode().removeprefix("\ufeff").replace("\r\n", "\n")
    return text.split("\n")[place.line - 1][place.column - 1 : place.column] or "\n"


def test_a_chapter_is_its_body_with_includes_and_its_shortcodes(report):
    made = chapter(report)
    assert made.front.data["description"] == "Who is held, and since when"
    assert made.text.startswith("\n# Prisons")
    assert "## What they cost" in made.text
    assert "include" not in made.text
    assert made.files == (CHAPTER, "report/_costs.qmd")
    assert [code.key for code in made.shortcodes] == [
        "stat prisoners.2016-12.all.prisoners",
        "stat prisoners.2020-03.all.prisoners",
        "stat prison_rise decimals=1",
        "source prison_rise",
        "stat prisoners.2016-12.women.share",
        "stat paid",
        "stat payments.Z2.Preis format=bare",
        "source paid",
        "table payments_by_reference",
        "figure prisoners_by_month",
    ]


def test_a_shortcodes_place_is_where_it_stands_in_its_own_file(report):
    places = {
        code.key: str(made.place(code.start))
        for made in [chapter(report)]
        for code in made.shortcodes
    }
    assert places["stat prisoners.2016-12.all.prisoners"] == "report/prisons.qmd:7:31"
    assert places["stat paid"] == "report/_costs.qmd:3:18"
    assert places["figure prisoners_by_month"] == "report/prisons.qmd:15:1"


lines = st.text(alphabet="ab \N{SNOWMAN}é#>`~$@-", max_size=8)
bodies = st.lists(lines | st.sampled_from(["I0", "I1", "I2"]), max_size=6)


@given(bodies=st.lists(bodies, min_size=4, max_size=4), crlf=st.booleans(), front=st.booleans())
def test_every_offset_points_at_the_very_character(tmp_path_factory, bodies, crlf, front):
    root = tmp_path_factory.mktemp("p")
    (root / "tieout.toml").touch()
    (root / "report").mkdir()
    for number, body in enumerate(bodies):
        # A file includes only later ones: no circle.
        kept = [
            f"{{{{< include _{line[1]}.qmd >}}}}" if line[0] == "I" else line
            for line in (each or " " for each in body)
            if line[0] != "I" or number == 3 or int(line[1]) > number
        ]
        text = "\n".join(kept)
        if front:
            text = f"---\ntitle: {number}\n---\n{text}"
        data = text.replace("\n", "\r\n") if crlf else text
        name = "a.qmd" if number == 3 else f"_{number}.qmd"
        (root / "report" / name).write_bytes(data.encode())
    made = read_chapter(Project.find(root), Entry("a.qmd", Role.CHAPTER))
    for offset, character in enumerate(made.text):
        place = made.place(offset)
        assert character_at(root, place) == character, (offset, place)


def test_an_include_in_the_middle_keeps_columns_true(report):
    report.write("report/_x.qmd", "---\ntitle: no\n---\nfirst {{< stat paid >}}\n\nlast\n\n")
    report.write(CHAPTER, "before\n  {{< include _x.qmd >}}  \nafter {{< stat prison_rise >}}\n")
    made = chapter(report)
    assert made.text == "before\nfirst {{< stat paid >}}\n\nlast\nafter {{< stat prison_rise >}}\n"
    assert [str(made.place(c.start)) for c in made.shortcodes] == [
        "report/_x.qmd:4:7",
        "report/prisons.qmd:3:7",
    ]


def test_includes_in_code_and_comments_are_not_followed(report):
    text = "```\n{{< include none.qmd >}}\n```\n<!--\n{{< include none.qmd >}}\n-->\n"
    report.write(CHAPTER, text)
    assert chapter(report).text == text


def test_shortcodes_in_comments_are_left_out_and_those_in_code_are_not(report):
    report.write(
        CHAPTER,
        "<!-- {{< stat a >}} {{< oops -->\n\n`{{< stat b >}}`\n\n```\n{{< stat c >}}\n```\n",
    )
    assert [code.arguments for code in chapter(report).shortcodes] == [("b",), ("c",)]


@pytest.mark.parametrize(
    ("text", "line", "column", "rule", "said"),
    [
        ("a\n\n{{< stat x\n\nb\n", 3, 1, catalogue.BAD_SHORTCODE, "never closed"),
        ("a {{< >}}\n", 1, 3, catalogue.BAD_SHORTCODE, "no name"),
        ("a\n{{< include none.qmd >}}\n", 2, 1, catalogue.MISSING_INCLUDE, "'report/none.qmd' does not exist"),
        ("a\n{{< include prisons.qmd >}}\n", 2, 1, catalogue.MISSING_INCLUDE, "'prisons.qmd' includes itself"),
        ("a\n{{< include ../../../x.qmd >}}\n", 2, 1, catalogue.OUTSIDE_PROJECT, "outside the project"),
        ("a\nb \ue000 c\n", 2, 3, catalogue.PRIVATE_CHARACTER, "U+E000"),
        ("a\n[ [ [\nb [[[ [[[ [ c\n\nd\n", 3, 8, catalogue.DEEP_BRACKETS, "more than 7 brackets"),
        ("---\na: [\n---\nx\n", 3, 1, catalogue.BAD_BOOK, "YAML"),
        ("---\na: 1\na: 2\n---\nx\n", 3, 1, catalogue.BAD_BOOK, "duplicate"),
        ("a {{< include _costs.qmd >}}\n", 1, 3, catalogue.BAD_SHORTCODE, "line of its own"),
        ("{{< include _costs.qmd more >}}\n", 1, 1, catalogue.BAD_SHORTCODE, "line of its own"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(report, text, line, column, rule, said):
    report.write(CHAPTER, text)
    found = finding(report)
    assert (found.rule, found.place) == (rule, Place(CHAPTER, line, column)), found
    assert said in found.message
    assert found.remedy


def test_a_fault_in_an_included_file_is_named_there(report):
    report.append("report/_costs.qmd", "\n{{< stat\n")
    assert finding(report).place == Place("report/_costs.qmd", 8, 1)


def test_files_that_include_each_other_are_told(report):
    report.write("report/_a.qmd", "{{< include _b.qmd >}}\n")
    report.write("report/_b.qmd", "x\n{{< include _a.qmd >}}\n")
    report.write(CHAPTER, "{{< include _a.qmd >}}\n")
    found = finding(report)
    assert found.place == Place("report/_b.qmd", 2, 1)
    assert "includes itself" in found.message


def test_the_same_file_may_be_included_twice(report):
    report.write("report/_a.qmd", "hello\n")
    report.write(CHAPTER, "{{< include _a.qmd >}}\n\n{{< include _a.qmd >}}\n")
    assert chapter(report).text == "hello\n\nhello\n"


def test_an_include_from_the_top_and_in_quotes(report):
    report.write(
        "report/part/_a.qmd", 'x\n{{< include /_costs.qmd >}}\n{{< include "_b c.qmd" >}}\n'
    )
    report.write("report/part/_b c.qmd", "deep\n")
    report.write(CHAPTER, "{{< include part/_a.qmd >}}\n")
    assert "What they cost" in chapter(report).text
    assert chapter(report).text.endswith("deep\n")


def test_a_link_out_of_the_project_is_not_followed(report, tmp_path):
    (tmp_path / "secret.qmd").write_text("secret")
    (report / "report/_s.qmd").symlink_to(tmp_path / "secret.qmd")
    report.write(CHAPTER, "{{< include _s.qmd >}}\n")
    assert finding(report).rule == catalogue.OUTSIDE_PROJECT


def test_bytes_that_are_no_text_are_named_with_line_and_column(report):
    report.write(CHAPTER, "Größe\nGr".encode() + b"\xf6\xdfe\n")
    found = finding(report)
    assert (found.rule, found.place) == (catalogue.BAD_TEXT, Place(CHAPTER, 2, 3))


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("---\ntitle: x\n---\nbody", "body"),
        ("---\ntitle: x\n...\nbody", "body"),
        ("---  \n---\nbody", "body"),
        ("---\ntitle: x\n---", ""),
        ("no front\n---\n", "no front\n---\n"),
        ("---\nnever closed", "---\nnever closed"),
        ("\n---\na: 1\n---\n", "\n---\na: 1\n---\n"),
    ],
)
def test_where_the_body_begins(text, body):
    assert text[front_matter(text, "a.qmd")[1] :] == body


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), st.integers(), min_size=1),
    st.text(max_size=20),
)
def test_front_matter_is_read_and_the_body_left(data, body):
    text = "---\n" + "".join(f"{key}: {value}\n" for key, value in data.items()) + "---\n" + body
    front, start = front_matter(text, "a.qmd")
    assert dict(front.data) == data
    assert text[start:] == body


@given(st.text(alphabet="ab\n`~$<!->@ \\", max_size=60))
def test_masking_moves_nothing(text):
    hidden = masked(text)
    assert len(hidden) == len(text)
    assert all(new in (old, " ") for new, old in zip(hidden, text, strict=True))
    assert hidden.count("\n") == text.count("\n")
