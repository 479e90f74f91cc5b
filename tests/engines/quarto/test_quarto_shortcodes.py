"""The extension's shortcodes, run by pandoc's Lua with a stub of what Quarto gives them."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tieout.engines.extension import install, write_fragments
from tieout.engines.pandoc.programs import pandoc
from tieout.prose.shortcodes import Shortcode, scan

STUB = Path(__file__).parent / "quarto_stub.lua"


@pytest.fixture
def run(project, make_job, tmp_path):
    """Runs shortcodes of the installed extension; each call is one shortcode."""
    job = make_job()
    install(project)
    write_fragments(project, job.fragments, job.assets)
    script = project.report / "_extensions/tieout/shortcodes.lua"

    def calls(*asked, env=None):
        (tmp_path / "calls.json").write_text(json.dumps(asked))
        done = subprocess.run(
            [
                str(pandoc()),
                "lua",
                str(STUB),
                str(script),
                str(project.report),
                str(tmp_path / "calls.json"),
            ],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **(env or {})},
        )
        assert done.returncode == 0, done.stderr
        assert "ERROR" not in done.stderr
        return json.loads(done.stdout)

    return calls


def call(text, context="inline", to="html", **more):
    (code,) = scan(text)
    assert isinstance(code, Shortcode)
    options = dict(code.options)
    return {
        "name": code.name,
        "args": list(code.arguments),
        "kwargs": options,
        "context": context,
        "format": to,
        **more,
    }


def test_a_number_in_each_format(run):
    html, deeper, typst, latex, docx, epub = run(
        call("{{< stat rise >}}"),
        call("{{< stat rise >}}", offset="../.."),
        call("{{< stat rise >}}", to="typst"),
        call("{{< stat rise >}}", to="latex"),
        call("{{< stat rise >}}", to="docx"),
        call("{{< stat rise >}}", to="epub"),
    )
    link = '<a class="tieout-number" href="{}register.html#n-rise" title="rise"><data value="0.78">78%</data></a>'
    assert html["html"].strip() == f"<p>{link.format('')}</p>"
    assert deeper["html"].strip() == f"<p>{link.format('../../')}</p>"
    assert typst["typst"].strip() == '#link(<n-rise>, "78%");'
    assert latex["native"].count('RawInline (Format "latex")') == 1
    # In Word it is plain text in a style that a copy editor sees; in an e-book, plain text.
    assert 'Span ( "" , [] , [ ( "custom-style" , "Tieout Number" ) ] ) [ Str "78%" ]' in " ".join(
        docx["native"].split()
    )
    assert epub["native"].strip() == '[ Para [ Str "78%" ] ]'
    assert not epub["needs"]


def test_a_page_with_numbers_asks_once_for_what_opens_them(run, project):
    html, typst, source = run(
        call("{{< stat rise >}}"),
        call("{{< stat rise >}}", to="typst"),
        call("{{< source rise >}}"),
    )
    (need,) = html["needs"]
    assert not typst["needs"]
    assert not source["needs"]
    scripts = [each["path"] for each in need["scripts"]]
    assert [Path(each).name for each in scripts] == ["numbers.js", "panel.js"]
    assert all(each["attribs"] == {"defer": "defer"} for each in need["scripts"])
    for path in (*scripts, *need["stylesheets"]):
        assert (project.report / path).is_file()


@pytest.mark.parametrize(
    "more",
    [
        {"args": ["rise"], "kwargs": {"decimals": "1"}},
        {"args": ["rise"], "kwargs": {"decimals": "1"}, "inlines": True},
        {"args": ["rise", "decimals=1"], "kwargs": {}},  # as in titles
        {"args": ['"rise"'], "kwargs": {"decimals": '"1"'}},  # as in code and attributes
        {"args": ["'rise'"], "kwargs": {"decimals": "1"}},
    ],
)
def test_options_however_quarto_hands_them_over(run, more):
    (result,) = run({"name": "stat", "context": "inline", "format": "html", **more})
    assert "78.4%" in result["html"]


def test_alone_in_a_paragraph_it_is_still_a_sentence(run):
    (result,) = run(call("{{< stat rise >}}", context="block"))
    assert result["type"] == "Inlines"


def test_text_only(run):
    number, source = run(
        call("{{< stat rise >}}", context="text"), call("{{< source rise >}}", context="text")
    )
    assert number == {"text": "78%"}
    assert source == {"text": ""}


def test_sources_become_a_citation(run):
    (result,) = run(call("{{< source rise >}}"))
    native = " ".join(result["native"].split())
    assert 'citationId = "licadho"' in native
    assert 'citationSuffix = [ Str ", p. 4" ]' in native or 'Str ",\\160p.\\160' in native
    assert native.count("NormalCitation") == 2


def test_a_figure_is_a_float_of_quartos_own(run):
    (result,) = run(call("{{< figure rise >}}", context="block"))
    html = result["html"]
    assert result["type"] == "Blocks"
    assert re.search(r'<div id="fig-rise" class="float" (data-)?kind="Figure">', html)
    assert 'src="/_tieout/figures/rise.svg"' in html
    assert "width:16cm" in html or 'width="16cm"' in html
    caption = html[html.index('class="caption"') :]
    assert '<data value="0.78">78%</data>' in caption
    assert "Cite" in result["native"]
    assert 'href="/_tieout/data/rise.csv"' in html
    assert html.index('class="caption"') < html.index("tieout-links")
    assert "fig-rise" not in html[html.index("tieout-links") :]


def test_a_figure_on_paper_names_its_script_and_links_to_no_file(run):
    (result,) = run(call("{{< figure rise >}}", context="block", to="typst"))
    named = "Script: figures/rise.py · Data (CSV): html/_tieout/data/rise.csv"
    assert named in result["html"]
    assert 'href="_tieout' not in result["html"]
    assert "Data as a table" not in result["typst"]
    assert "#link(<n-rise>" in result["typst"]


def test_a_table_is_a_float_with_plain_cells(run, hostile):
    (result,) = run(call("{{< table years >}}", context="block"))
    assert re.search(r'<div id="tbl-years" class="float" (data-)?kind="Table">', result["html"])
    assert "<td" in result["html"]
    assert "<script>" not in result["html"]
    assert "Prisoners by year" in result["html"]


def test_the_register_holds_the_anchors(run):
    (result,) = run(call("{{< register >}}", context="block"))
    assert re.search(r'<span id="n-rise"[^>]*>rise</span>', result["html"])
    assert "<caption" not in result["html"]


def test_hostile_values_stay_text(run):
    results = run(
        *(
            call(text, context=context, to=to)
            for to in ("html", "typst", "latex", "docx")
            for text, context in (
                ("{{< stat hostile >}}", "inline"),
                ("{{< figure rise >}}", "block"),
                ("{{< table years >}}", "block"),
                ("{{< register >}}", "block"),
            )
        )
    )
    for result in results:
        assert result["shortcodes"] == 0, result
        assert "<script>" not in result["html"]
    typst = results[4]["typst"]
    assert r"{{\u{3c} stat rise >}}" in typst
    html = results[0]["html"]
    assert "{{&lt; stat rise" in html
    assert "{&#123;<" in html  # two braces at the end of a value, right before a tag


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{< stat unknown >}}", "TIE303"),
        ("{{< figure unknown >}}", "TIE305"),
        ("{{< table x y=1 >}}", "TIE305"),
    ],
)
def test_what_names_nothing_stops_the_render(run, text, code):
    (result,) = run(call(text, context="block"))
    assert result["failed"].endswith(f": tieout: {code} {text} names nothing known")


@pytest.mark.parametrize("context", ["inline", "text"])
def test_a_figure_within_a_sentence_stops_the_render(run, context):
    (result,) = run(call("{{< figure rise >}}", context=context))
    assert "tieout: TIE304 {{< figure rise >}} stands alone" in result["failed"]


def test_without_a_project_the_fragments_beside_the_extension_are_read(run, tmp_path):
    (result,) = run(call("{{< stat rise >}}", directory=str(tmp_path / "nowhere")))
    assert "78%" in result["html"]


def test_without_fragments_it_says_what_to_run(run, project, tmp_path):
    for path in (project.report / "_tieout").iterdir():
        path.unlink() if path.is_file() else None
    (result,) = run(call("{{< stat rise >}}"))
    assert "tieout: TIE602 " in result["failed"]
    assert "tieout compile" in result["failed"]


def test_typst_takes_what_comes_out(run, tmp_path):
    """Numbers link to labels of the register; hostile values are printed, not run."""
    import typst

    results = run(
        call("{{< stat rise >}}", to="typst"),
        call("{{< stat hostile >}}", to="typst"),
        call("{{< table years >}}", context="block", to="typst"),
        call("{{< register >}}", context="block", to="typst"),
    )
    body = "\n\n".join(result["typst"] for result in results)
    (tmp_path / "book.typ").write_text("#let horizontalrule = line(length: 100%)\n" + body)
    pdf = typst.compile(str(tmp_path / "book.typ"), root=str(tmp_path))
    assert pdf.startswith(b"%PDF")


def test_a_figure_in_word_is_the_png_where_there_is_one(run, project):
    asked = call("{{< figure rise >}}", context="block", to="docx")
    (without,) = run(asked)
    assert "_tieout/figures/rise.svg" in without["native"]
    (project.report / "_tieout/figures/rise.png").write_bytes(b"\x89PNG")
    (result,) = run(asked)
    assert "/_tieout/figures/rise.png" in result["native"]
    assert "rise.svg" not in result["native"]
    assert "Script: figures/rise.py" in result["html"]
    assert "rise.csv" not in result["native"]


@pytest.mark.parametrize("to", ["html", "epub"])
def test_a_figure_s_data_can_be_read_and_run_nothing(run, to):
    (result,) = run(call("{{< figure rise >}}", context="block", to=to))
    table = result["html"].partition("<details")[2].partition("</details>")[0]
    assert '<th scope="row">2016</th>' in table
    assert "<script>" not in table
    assert "{{<" not in table


def test_an_e_book_has_no_links_to_files_beside_pages(run):
    (result,) = run(call("{{< figure rise >}}", context="block", to="epub"))
    assert "rise.csv" not in result["native"]
    assert "_tieout/figures/rise.svg" in result["native"]
