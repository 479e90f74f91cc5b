"""What pandoc gets wrong in Word documents is put right: tables fill the page, no column cuts its words."""

import io
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.pandoc.bench import Bench
from tieout.engines.documents.finish import balanced, finished


def grid(file, number=0):
    table = docx.Document(file).tables[number]
    return [int(column.get(docx.oxml.ns.qn("w:w"))) for column in table._tbl.tblGrid]


def table(bench: Bench, text: str):
    bench.write(index=f"# A\n\n{text}\n")
    bench.render(("docx",))
    return grid(bench.pages.with_name("report.docx"))


def test_a_wide_table_fills_the_page(bench: Bench):
    long = "word " * 40
    columns = table(bench, f"| a | b |\n|---|---|\n| {long} | {long} |\n")
    assert abs(sum(columns) - (11906 - 2 * 1417)) <= 2
    assert columns[0] == pytest.approx(columns[1], abs=2)


def test_a_narrow_column_holds_its_longest_word(bench: Bench):
    long = "word " * 40
    narrow, wide = table(
        bench, f"| Precision | b |\n|-|------------------------------|\n| 15,000 | {long} |\n"
    )
    assert narrow >= 9 * 105
    assert narrow + wide == pytest.approx(11906 - 2 * 1417, abs=2)


@given(
    st.lists(st.tuples(st.floats(1, 9000), st.floats(100, 2000)), min_size=1, max_size=8),
)
def test_widths_add_up_and_none_is_less_than_it_needs(columns):
    asked, least = [a for a, _ in columns], [b for _, b in columns]
    made = balanced(asked, least, 9072)
    assert sum(made) == pytest.approx(9072, abs=len(made) + 1)
    if sum(least) < 9072:
        assert all(each >= need - 2 for each, need in zip(made, least, strict=True))


def test_names_of_files_are_not_told():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", '<w><pic:cNvPr descr="/home/me/x.png" id="1" /></w>')
    with zipfile.ZipFile(io.BytesIO(finished(out.getvalue()))) as file:
        assert file.read("word/document.xml") == b'<w><pic:cNvPr descr="" id="1" /></w>'
