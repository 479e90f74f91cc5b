"""The server over its pipes, as an editor meets it: `¦` is the cursor."""

from __future__ import annotations

import shutil

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from editor.client import Editor

PAGE = "report/prisons.qmd"
SCRIPT = "scripts/prisons.py"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("{{< ¦", {"stat", "source", "figure", "table"}),
        ("{{< stat ¦ >}}", {"prison_rise", "paid", "prisoners", "prisoners.2016-12.all.prisoners"}),
        ("{{< stat prisoners.¦ >}}", {"prisoners.2016-12.women.share", "prisoners.2020-03.all.prisoners"}),
        ("Up {{< stat pri¦", {"prison_rise", "prisoners_a_year"}),
        ("{{< word ¦ >}}", {"prison_rise"}),
        ("{{< source prison_rise pa¦ >}}", {"paid"}),
        ("{{< figure ¦ >}}", {"prisoners_by_month"}),
        ("{{< table ¦ >}}", {"payments_by_reference"}),
        ("{{< stat paid ¦ >}}", {"decimals=", "format=", "as="}),
        ("{{< stat paid decimals=¦ >}}", {"0", "1", "2", "3"}),
        ("[@¦]", {"ministry2020", "survey2019", "fig-prisoners_by_month"}),
        ("[see -@mini¦, p. 2]", {"ministry2020"}),
        ("@fig-¦", {"fig-prisoners_by_month"}),
        ("@sec-¦", {"sec-prisons"}),
        ("@tbl-¦", {"tbl-payments_by_reference"}),
    ],
)  # fmt: skip
def test_what_is_offered(editor: Editor, typed, offered):
    text = editor.root.joinpath(PAGE).read_text() + f"\n\n{typed}"
    assert offered <= set(editor.complete(PAGE, text))


@pytest.mark.parametrize(
    "typed", ["¦", "a ¦ b", "{{< register ¦ >}}", "mail@exa¦", "{{< stat paid >}} ¦"]
)
def test_where_nothing_is_offered(editor: Editor, typed):
    assert editor.complete("report/index.qmd", f"# Summary\n\n{typed}") == {}


@pytest.mark.parametrize(
    ("typed", "label", "written"),
    [
        ("{{< stat pri¦", "prison_rise", "{{< stat prison_rise >}}"),
        ("{{< stat pri¦}}", "prison_rise", "{{< stat prison_rise >}}"),
        ("{{< stat pri¦ >}}", "prison_rise", "{{< stat prison_rise >}}"),
        ("{{< stat p¦aid >}}", "prison_rise", "{{< stat prison_rise >}}"),
        ("{{< stat paid deci¦ >}}", "decimals=", "{{< stat paid decimals= >}}"),
        ("{{< stat paid as=¦ >}}", "words", "{{< stat paid as=words >}}"),
        ("😀 ក {{< ¦", "stat", "😀 ក {{< stat $0 >}}"),
        ("😀 [@mi¦]", "ministry2020", "😀 [@ministry2020]"),
        ("see @fig-¦ here", "fig-prisoners_by_month", "see @fig-prisoners_by_month here"),
    ],
)
def test_what_is_written(editor: Editor, typed, label, written):
    item = editor.complete(PAGE, editor.root.joinpath(PAGE).read_text() + f"\n\n{typed}")[label]
    assert editor.edited(PAGE, [item.text_edit]).rpartition("\n\n")[2] == written


def test_numbers_are_offered_with_what_they_are(editor: Editor):
    items = editor.complete(PAGE, "{{< stat ¦ >}}")
    assert (
        items["prison_rise"].detail
        == "95% — Growth of the number of prisoners from the first month to the last"
    )
    assert items["prisoners.2016-12.all.prisoners"].label_details.description == "20,000"
    values = editor.complete(PAGE, "{{< stat prison_rise as=¦ >}}")
    assert values["words"].detail == "ninety-five per cent"


def test_hover_says_where_a_number_comes_from(editor: Editor):
    said = editor.hover(PAGE, "{{< stat prison_¦rise >}}")
    for part in (
        "**95%**",
        "exactly 1899/2000 = 0.9495",
        "Prisoners in the last month divided by prisoners in the first, minus one.",
        "return Fraction(_held(prisoners, LAST), _held(prisoners, FIRST)) - 1",
        "`prisoners.2016-12.all.prisoners` = 20000: counted;",
        "Ministry of Counting 2020, p. 4",
        "data/prisoners.csv#L2",
        "**Published** 95% in Müller 2021, par. 2: agrees",
        "Used 4 times",
    ):
        assert part in said
    assert "Growth of the number" in said.split("\n")[0]
    assert '"""' not in said


def test_hover_says_what_else_is_named(editor: Editor):
    assert "more than; counted" in editor.hover(
        PAGE, "{{< stat prisoners.2020-03.all¦.prisoners >}}"
    )
    assert "What Prisons Cost" in editor.hover(PAGE, "[@surv¦ey2019]")
    assert "Prisoners by month, up 95%." in editor.hover(PAGE, "{{< figure prisoners¦_by_month >}}")
    assert "figure `prisoners_by_month`" in editor.hover(
        "report/index.qmd", "@fig-prisoners¦_by_month"
    )
    script = editor.root.joinpath(SCRIPT).read_text()
    said = editor.hover(SCRIPT, script.replace("def prison_rise(pris", "def prison_rise(pri¦s"))
    assert "dataset `prisoners`" in said
    assert "`prisoners` Prisoners, people" in said
    assert editor.hover(PAGE, "A wo¦rd.") == ""


def test_definitions(editor: Editor):
    page = editor.root.joinpath(PAGE).read_text()
    assert editor.define(PAGE, "{{< stat prison_¦rise >}}") == [(SCRIPT, "prison_rise")]
    [(path, row)] = editor.define(PAGE, "{{< stat prisoners.2020-03.women.¦share >}}")
    assert (path, row) == (
        "data/prisoners.csv",
        "2020-03,women,,0.08,survey2019,table 2,about,reported,Only the share is published",
    )
    [(path, row)] = editor.define(PAGE, "[@survey¦2019]")
    assert (path, row) == ("references.bib", "@article{survey2019,")
    assert editor.define(PAGE, "{{< figure prisoners_by¦_month >}}") == [
        ("figures/prisoners_by_month.py", "prisoners_by_month")
    ]
    assert editor.define(PAGE, page + "\n\n@fig-pris¦oners_by_month") == [
        (PAGE, "{{< figure prisoners_by_month >}}")
    ]
    assert editor.define(PAGE, page + "\n\n@sec-pris¦ons") == [(PAGE, "sec-prisons")]
    assert editor.define(PAGE, "{{< include _co¦sts.qmd >}}")[0][0] == "report/_costs.qmd"
    script = editor.root.joinpath(SCRIPT).read_text()
    taken = "def prisoners_a_year(prisoners: pd.DataFrame, prison_rise: float)"
    assert taken in script
    assert editor.define(
        SCRIPT, script.replace(taken, taken.replace("prison_rise", "prison¦_rise"))
    ) == [(SCRIPT, "prison_rise")]
    [(path, heading)] = editor.define(
        SCRIPT, script.replace(taken, taken.replace("(pris", "(pr¦is"))
    )
    assert (path, heading.split(",")[0]) == ("data/prisoners.csv", "as_of")


def test_uses(editor: Editor):
    page = editor.root.joinpath(PAGE).read_text()
    script = editor.root.joinpath(SCRIPT).read_text()
    editor.type(PAGE, page)
    editor.type("report/index.qmd", editor.root.joinpath("report/index.qmd").read_text())
    found = editor.refer(SCRIPT, script.replace("def prison_rise", "def prison¦_rise"))
    assert {path for path, _ in found} == {
        PAGE, SCRIPT, "report/index.qmd", "figures/prisoners_by_month.py",
    }  # fmt: skip
    assert {text for _, text in found} == {"prison_rise"}
    assert len(found) == 8
    assert (
        len(
            editor.refer(
                SCRIPT, script.replace("def prison_rise", "def prison¦_rise"), declared=True
            )
        )
        == 9
    )
    cited = editor.refer(PAGE, page + "\n\n[@ministry¦2020]")
    assert [text for path, text in cited if path == PAGE] == ["ministry2020", "ministry2020"]
    assert sum(path == "data/prisoners.csv" for path, _ in cited) == 4
    shown = editor.refer(PAGE, page + "\n\n{{< figure prisoners_by¦_month >}}")
    assert ("report/prisons.qmd", "fig-prisoners_by_month") in shown


def test_outline(editor: Editor):
    editor.type(PAGE, editor.root.joinpath(PAGE).read_text() + "\n## Below\n\n# Next\n")
    params = lsp.DocumentSymbolParams(editor.known(PAGE))
    top = editor.run(editor.client.text_document_document_symbol_async(params))
    assert [(each.name, [c.name for c in each.children]) for each in top] == [
        ("Prisons", ["prisoners_by_month", "Below"]),
        ("Next", []),
    ]
    params = lsp.WorkspaceSymbolParams("rise")
    found = editor.run(editor.client.workspace_symbol_async(params))
    assert next(each.name for each in found) == "prison_rise"


def test_values_stand_beside_shortcodes(editor: Editor):
    text = "😀 {{< stat prison_rise decimals=1 >}} and {{< stat nothing >}}"
    editor.type(PAGE, text)
    whole = lsp.Range(lsp.Position(0, 0), lsp.Position(9, 0))
    params = lsp.InlayHintParams(editor.known(PAGE), whole)
    (hint,) = editor.run(editor.client.text_document_inlay_hint_async(params))
    assert hint.label == " 95.0%"
    assert hint.position == editor.position("😀 {{< stat prison_rise decimals=1 >}}")


def test_findings_come_as_one_types_and_go_again(editor: Editor):
    page = editor.root.joinpath(PAGE).read_text()
    editor.type(PAGE, page + "\n😀 ក It held 38,990 people.\n")
    editor.wait(lambda: "TIE801" in editor.codes(PAGE))
    (found,) = [each for each in editor.found[PAGE] if each.code == "TIE801"]
    assert editor.marked(PAGE, found) == "38,990"
    assert found.severity is lsp.DiagnosticSeverity.Error
    assert found.message.startswith(
        "the number '38,990' is typed\nWrite {{< stat prisoners.2020-03.all.prisoners >}}."
    )
    editor.type(
        PAGE,
        page + "\n<!-- tieout: allow TIE801 because the law says so -->\nIt held 38,990 people.\n",
    )
    editor.wait(lambda: "TIE801" not in editor.codes(PAGE))
    editor.type(PAGE, page + "\nIt rose by {{< stat prison_ris")
    editor.wait(lambda: "TIE301" in editor.codes(PAGE))
    editor.type(PAGE, page + "\nIt rose by {{< stat prison_ris >}}.")
    editor.wait(lambda: "TIE303" in editor.codes(PAGE) and "TIE301" not in editor.codes(PAGE))
    (found,) = [each for each in editor.found[PAGE] if each.code == "TIE303"]
    assert editor.marked(PAGE, found) == "prison_ris"
    editor.type(PAGE, page)
    editor.wait(lambda: not {"TIE301", "TIE303", "TIE801"} & set(editor.codes(PAGE)))


def test_an_included_file_is_checked_where_it_stands(editor: Editor):
    path = "report/_costs.qmd"
    editor.type(PAGE, editor.root.joinpath(PAGE).read_text())
    editor.type(path, editor.root.joinpath(path).read_text() + "\nIt held 38,990 people.\n")
    editor.wait(lambda: "TIE801" in editor.codes(path))
    (found,) = [each for each in editor.found[path] if each.code == "TIE801"]
    assert editor.marked(path, found) == "38,990"
    editor.close(path)
    editor.wait(lambda: "TIE801" not in editor.codes(path))


def test_front_matter_half_typed_keeps_what_is_known(editor: Editor):
    page = editor.root.joinpath(PAGE).read_text()
    editor.type(
        PAGE, page.replace('description: "Who is held, and since when"', 'description: "Who')
    )
    editor.wait(lambda: editor.codes(PAGE) == ["TIE306"])
    assert "TIE309" not in editor.codes("report/index.qmd")
    assert "**95%**" in editor.hover("report/index.qmd", "{{< stat prison_¦rise >}}")
    editor.type(PAGE, page)
    editor.wait(lambda: "TIE306" not in editor.codes(PAGE))


def quick(editor: Editor, text: str, code: str) -> dict[str, str]:
    """The text that each action on the finding of that code makes of the page's end."""
    page = editor.root.joinpath(PAGE).read_text()
    editor.type(PAGE, page)
    editor.wait(lambda: code not in editor.codes(PAGE))
    editor.type(PAGE, f"{page}\n{text}\n")
    editor.wait(lambda: code in editor.codes(PAGE))
    where = next(each.range for each in editor.found[PAGE] if each.code == code)
    found = editor.actions(PAGE, where)
    return {
        title: editor.edited(PAGE, each.edit.changes[editor.uri(PAGE)])[len(page) + 1 : -1]
        for title, each in found.items()
    }


def test_a_typed_number_is_replaced_by_its_name(editor: Editor):
    made = quick(editor, "😀 It held 38,990 people.", "TIE801")
    assert (
        made["Replace 38,990 by its number: prisoners.2020-03.all.prisoners"]
        == "😀 It held {{< stat prisoners.2020-03.all.prisoners >}} people."
    )
    whole = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
    (action,) = editor.actions(PAGE, whole, ["source.fixAll"]).values()
    assert "{{< stat prisoners.2020-03.all.prisoners >}} people" in editor.edited(
        PAGE, action.edit.changes[editor.uri(PAGE)]
    )


def test_a_misspelt_name_is_mended(editor: Editor):
    made = quick(editor, "It rose by {{< stat prison_ris >}}.", "TIE303")
    assert made["Change 'prison_ris' to 'prison_rise'"] == "It rose by {{< stat prison_rise >}}."
    made = quick(editor, "It rose [@minstry2020].", "TIE403")
    assert made["Change 'minstry2020' to 'ministry2020'"] == "It rose [@ministry2020]."
    made = quick(editor, "See @fig-prisoners_by_mont.", "TIE309")
    assert (
        made["Change 'fig-prisoners_by_mont' to 'fig-prisoners_by_month'"]
        == "See @fig-prisoners_by_month."
    )


@pytest.mark.parametrize(
    ("text", "waived"),
    [
        ("It held 38,990 people.", "It held 38,990 people. <!-- tieout: allow TIE801 because  -->"),
        ("# The 38,990 {#sec-x}", "# The 38,990 <!-- tieout: allow TIE801 because  --> {#sec-x}"),
        (
            "| a | b |\n|---|---|\n| 38,990 | c |",
            "| a | b |\n|---|---|\n| 38,990 | c <!-- tieout: allow TIE801 because  --> |",
        ),
    ],
)
def test_a_waiver_asks_for_its_reason(editor: Editor, text, waived):
    title = "Allow TIE801 here, with a reason"
    assert quick(editor, text, "TIE801")[title] == waived
    where = next(each.range for each in editor.found[PAGE] if each.code == "TIE801")
    action = editor.actions(PAGE, where)[title]
    editor.asked.clear()
    command = lsp.ExecuteCommandParams(action.command.command, action.command.arguments)
    editor.run(editor.client.workspace_execute_command_async(command))
    # The author's cursor stands where the reason goes; with one, the waiver holds.
    before = editor.edited(PAGE, action.edit.changes[editor.uri(PAGE)])
    cursor = editor.offset(before, editor.asked[0].selection.start)
    assert before[:cursor].endswith("TIE801 because ")
    editor.type(PAGE, before)
    editor.wait(lambda: "TIE861" in editor.codes(PAGE))
    editor.type(PAGE, before[:cursor] + "the law says so" + before[cursor:])
    editor.wait(lambda: not {"TIE861", "TIE801"} & set(editor.codes(PAGE)))


def test_a_caption_in_a_script_is_checked_and_waived(editor: Editor):
    path = "figures/prisoners_by_month.py"
    script = editor.root.joinpath(path).read_text()
    editor.type(path, script.replace("Prisoners by month, up", "Prisoners by month, 38,990, up"))
    editor.wait(lambda: "TIE801" in editor.codes(path))
    (found,) = [each for each in editor.found[path] if each.code == "TIE801"]
    assert editor.marked(path, found) == "38,990"
    made = editor.actions(path, found.range)
    edits = made["Allow TIE801 here, with a reason"].edit.changes[editor.uri(path)]
    assert '@figure(\n    # tieout: allow TIE801 because \n    caption="' in editor.edited(
        path, edits
    )
    assert "Replace 38,990 by its number: prisoners.2020-03.all.prisoners" in made
    editor.close(path)
    editor.wait(lambda: "TIE801" not in editor.codes(path))


def test_a_statistic_is_renamed_everywhere(editor: Editor):
    for path in (PAGE, "report/index.qmd", SCRIPT):
        editor.type(path, editor.root.joinpath(path).read_text())
    script = editor.root.joinpath(SCRIPT).read_text()
    made = editor.rename(SCRIPT, script.replace("def prison_rise", "def prison¦_rise"), "growth")
    assert set(made) == {PAGE, "report/index.qmd", SCRIPT, "figures/prisoners_by_month.py"}
    assert not any("prison_rise" in text for text in made.values())
    assert "def growth(prisoners: pd.DataFrame)" in made[SCRIPT]
    assert "def prisoners_a_year(prisoners: pd.DataFrame, growth: float)" in made[SCRIPT]
    assert "return float(first * growth / (" in made[SCRIPT]
    assert "{{< stat growth decimals=1 >}}" in made[PAGE]
    assert "up {{< stat growth >}}.{{< source growth >}}" in made["figures/prisoners_by_month.py"]


def test_a_figure_and_a_label_are_renamed_with_their_references(editor: Editor):
    page = editor.root.joinpath(PAGE).read_text()
    editor.type("report/index.qmd", editor.root.joinpath("report/index.qmd").read_text())
    made = editor.rename(PAGE, page.replace("{{< figure pris", "{{< figure pr¦is"), "held")
    assert "{{< figure held >}}" in made[PAGE]
    assert "See @fig-held and" in made[PAGE]
    assert "def held(" in made["figures/prisoners_by_month.py"]
    made = editor.rename(PAGE, page.replace("#sec-pri", "#sec-p¦ri"), "sec-held")
    assert "# Prisons {#sec-held}" in made[PAGE]
    assert "@sec-held shows" in made["report/index.qmd"]


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("{{< stat prison_¦rise >}}", "paid", "'paid' is a name already"),
        ("{{< stat prison_¦rise >}}", "2much", "no name a Python function can have"),
        ("{{< stat prison_¦rise >}}", "Fraction", "uses the name 'Fraction'"),
        ("{{< stat prisoners.2016-12.all.¦prisoners >}}", "x", "comes from the data"),
        ("[@mini¦stry2020]", "x", "stands in the data as well"),
    ],
)
def test_what_cannot_be_renamed(editor: Editor, text, name, said):
    with pytest.raises(JsonRpcException, match=said):
        editor.rename(PAGE, text, name)


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-8", "utf-32"])
def test_an_editor_that_counts_otherwise(reviewed_sample, tmp_path, encoding):
    root = shutil.copytree(reviewed_sample, tmp_path / "report")
    with Editor(root, encodings=(encoding,)) as editor:
        page = editor.root.joinpath(PAGE).read_text()
        assert "**95%**" in editor.hover(PAGE, "😀 ក {{< stat prison_¦rise >}}")
        editor.type(PAGE, page + "\n😀 ក It held 38,990 people.\n")
        editor.wait(lambda: "TIE801" in editor.codes(PAGE))
        (found,) = [each for each in editor.found[PAGE] if each.code == "TIE801"]
        assert editor.marked(PAGE, found) == "38,990"
    assert editor.status == 0


@pytest.mark.slow
def test_without_a_ledger_and_after_a_build(computed_sample, reviewed_sample, tmp_path):
    root = shutil.copytree(computed_sample, tmp_path / "report")
    with Editor(root, plain=True) as editor:
        editor.open(PAGE)
        editor.wait(lambda: editor.messages)
        assert "Run 'tieout build'" in editor.messages[0]
        # Names are known without values.
        assert {"prison_rise", "prisoners"} <= set(editor.complete(PAGE, "{{< stat ¦"))
        assert "prisoners.2016-12.all.prisoners" in editor.complete(PAGE, "{{< stat prisoners.¦")
        assert "not built yet" in editor.hover(PAGE, "{{< stat prison¦_rise >}}")
        editor.type(PAGE, "# Prisons {#sec-prisons}\n\nIt held 38,990 people.\n")
        shutil.copytree(reviewed_sample / "_output", root / "_output")
        editor.wait(lambda: "TIE801" in editor.codes(PAGE))
        assert "**95%**" in editor.hover(PAGE, "{{< stat prison¦_rise >}}")
        assert len(editor.messages) == 1
    assert editor.status == 0


@pytest.mark.slow
def test_a_broken_project_breaks_no_editor(reviewed_sample, tmp_path):
    root = shutil.copytree(reviewed_sample, tmp_path / "report")
    with Editor(root) as editor:
        editor.open(PAGE)
        (root / "tieout.toml").write_text("engine = 3 3\n")
        editor.type(PAGE, "a {{< stat pri")
        editor.wait(lambda: editor.codes("tieout.toml") == ["TIE002"])
        assert editor.complete(PAGE, "{{< stat ¦") == {}
        (root / "tieout.toml").write_text("")
        (root / "data/datapackage.json").write_text("{")
        (root / "references.bib").write_text("@misc{a,")
        (root / "scripts/prisons.py").write_text("def (")
        (root / "_output/ledger.json").write_text("{}")
        editor.type(PAGE, "a {{< stat pri >}}")
        editor.wait(lambda: "TIE852" in editor.codes("_output/ledger.json"))
        editor.complete(PAGE, "{{< stat ¦")
        editor.open("scripts/prisons.py", "@statistic(unit=\ndef")
        editor.hover("scripts/prisons.py", "@statistic(uni¦t=\ndef")
        # Whatever it is, the answer is an answer.
        assert editor.hover("nowhere/else.qmd", "{{< stat ¦a >}}") == ""
    assert editor.status == 0
