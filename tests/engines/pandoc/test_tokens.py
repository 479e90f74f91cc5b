"""Tokens: what stands for a shortcode, and that no value is ever mistaken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.engines.pandoc.tokens import shielded, tokenise
from tieout.ledger import fragments as look
from tieout.prose import shortcodes, yaml
from tieout.prose.book import Entry, Role
from tieout.prose.chapter import Chapter, Piece


def chapter(text: str) -> Chapter:
    codes = tuple(c for c in shortcodes.scan(text) if isinstance(c, shortcodes.Shortcode))
    entry = Entry("c.qmd", Role.CHAPTER)
    front = yaml.Document({"title": "T", "params": {"of": 3}}, "c.qmd")
    return Chapter(entry, "report/c.qmd", front, text, codes, (), (Piece(0, "report/c.qmd", 1, 1),))


def tokens(text: str, **uses: look.Fragment):
    fragments = look.Fragments({key.replace("_", " "): use for key, use in uses.items()})
    return tokenise(chapter(text), fragments, {"org": "*The* Office"}, {"book": {"title": "B"}})


def test_each_shortcode_becomes_its_number_and_values_wait() -> None:
    made = tokens("a {{< stat x >}} b {{< stat x >}}.", stat_x=look.stat("78%", "0.78"))
    assert made.text == "a \ue0000\ue001 b \ue0001\ue001."
    assert [slot.text for slot in made.slots if slot] == ["78%", "78%"]
    assert made.uses == {}


def test_an_apostrophe_after_a_token_is_no_opening_quote() -> None:
    made = tokens("{{< stat x >}}'s 'own'", stat_x=look.stat("1", "1"))
    assert made.text == "\ue0000\ue001’s 'own'"


def test_variables_and_metadata_are_markdown() -> None:
    made = tokens("{{< var org >}} {{< meta params.of >}} {{< meta book.title >}}")
    assert [use["markdown"] for use in made.uses.values()] == ["*The* Office", "3", "B"]


@pytest.mark.parametrize("code", ["var gone", "meta gone", "embed x.ipynb", "stat gone"])
def test_what_nobody_knows_is_told(code: str) -> None:
    made = tokens(f"{{{{< {code} >}}}}")
    assert [item.key for item in made.unknown] == [code]


def test_escaped_shortcodes_are_text() -> None:
    assert tokens("`{{{< stat x >}}}`").text == "`{{< stat x >}}`"


def test_what_pandoc_sees_does_not_depend_on_values() -> None:
    def seen(value: str):
        figure = look.Figure(
            "fig-x",
            "x.svg",
            f"Alt {value}",
            look.Marked("By \ue0000\ue001.", ("stat x",)),
            (),
            16,
            9,
        )
        table = look.Table("tbl-x", look.Marked("T"), ("H",), ("left",), ((value,), (value,)))
        register = look.Register(("N",), (look.RegisterRow("n-x", (value,)),))
        made = tokens(
            "{{< stat x >}}\n\n{{< figure x >}}\n\n{{< table x >}}\n\n{{< register >}}",
            stat_x=look.stat(value, value),
            figure_x=figure,
            table_x=table,
            register=register,
        )
        return made.text, made.uses

    assert seen("1") == seen("*2* \ue0003\ue001 {{< stat y >}}")


def test_sources_name_the_entries_they_cite() -> None:
    source = look.Source((look.Citation("b", "p. 1"), look.Citation("a"), look.Citation("b")))
    assert tokens("x{{< source x >}}", source_x=source).sources == ("b", "a")


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Co"], max_codepoint=0xE010)))
def test_shielded_text_holds_no_token_of_its_own(text: str) -> None:
    made = shielded(text)
    assert "\ue000" not in made
    assert "\ue004" not in made
    assert made.count("\ue002") == made.count("\ue001")
