"""The one grammar of shortcodes: what is written is what is read, and no text breaks the reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.prose.shortcodes import Fault, Shortcode, scan, unescape

names = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,8}", fullmatch=True)
plain = st.text(alphabet="abz09._-=<>/:é", min_size=1, max_size=8).filter(
    lambda text: ">}}" not in text and "{{<" not in text
)
quoted = st.text(alphabet="ab \"'\\=é.>}{<\n", max_size=8)


def in_quotes(text: str, quote: str) -> str:
    return quote + text.replace("\\", "\\\\").replace(quote, "\\" + quote) + quote


@st.composite
def written(draw):
    """A shortcode's text, and what it says."""
    name = draw(names)
    parts, arguments, options = [name], [], {}
    for _ in range(draw(st.integers(0, 3))):
        if draw(st.booleans()):
            value = draw(quoted)
            text = in_quotes(value, draw(st.sampled_from("\"'")))
        else:
            value = text = draw(plain)
        key = draw(st.none() | names)
        if key is None:
            if not text.startswith(('"', "'")) and "=" in text:
                text = in_quotes(value, '"')
            arguments.append(value)
            parts.append(text)
        elif key not in options:
            options[key] = value
            parts.append(f"{key}={text}")
    gap = draw(st.sampled_from([" ", "  ", "\n", "\t"]))
    return "{{<" + gap + gap.join(parts) + gap + ">}}", name, tuple(arguments), options


@given(
    st.lists(
        st.tuples(
            st.text(alphabet="ab {}<>.\n\"'", max_size=6).filter(lambda t: "{{<" not in t),
            written(),
        ),
        max_size=4,
    )
)
def test_what_is_written_is_read_with_true_offsets(pieces):
    text, expected = "", []
    for before, (code, name, arguments, options) in pieces:
        text += before.rstrip("{") + " "
        expected.append((len(text), len(text) + len(code), name, arguments, options))
        text += code
    read = list(scan(text))
    assert [(c.start, c.end, c.name, c.arguments, dict(c.options)) for c in read] == expected


@given(st.text(alphabet="{}<>/*\"'\\ \nab=", max_size=60))
def test_no_text_breaks_the_reader(text):
    last = -1
    for item in scan(text):
        assert item.start > last
        assert text.startswith("{{<", item.start)
        last = item.start
        if isinstance(item, Shortcode):
            assert text.endswith(">}}", 0, item.end)
            assert item.name


@given(written(), written())
def test_equal_uses_have_equal_keys(first, second):
    (one,), (other,) = scan(first[0]), scan(second[0])
    if first[1:] == second[1:]:
        assert one.key == other.key
    assert one.key.split(" ")[0] == one.name


def test_a_name_ends_at_a_space():
    """`{{< stat.rise >}}` is an unknown shortcode, as to Quarto and the editor, and not the number `.rise`."""
    (one,) = scan("{{<stat.rise x>}}")
    assert (one.name, one.arguments) == ("stat.rise", ("x",))


def test_options_in_any_order_are_one_key():
    (one,) = scan("{{< stat x format=bare decimals=1 >}}")
    (other,) = scan('{{<stat "x" decimals="1"   format=\'bare\'>}}')
    assert one.key == other.key == "stat x decimals=1 format=bare"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{< stat x", "never closed"),
        ("{{< stat x }}", "never closed"),
        ("{{< stat x\n\n>}}", "never closed"),
        ("{{< stat {{< stat x >}}", "never closed"),
        ("{{< stat it's >}}", "never closed"),
        ("{{< >}}", "no name"),
        ("{{<>}}", "no name"),
        ('{{<stat"a">}}', "no name"),
        ("{{< 'x' >}}", "no name"),
        ("{{< 3 >}}", "no name"),
        ("{{< stat x a=1 a=2 >}}", "'a' is given twice"),
    ],
)
def test_faults_stand_where_the_shortcode_begins(text, said):
    items = list(scan(f"é\n {text} rest"))
    assert isinstance(items[0], Fault)
    assert items[0].start == 3
    assert said in items[0].message
    assert items[0].remedy


def test_a_fault_hides_no_shortcode_after_it():
    items = list(scan("{{< stat {{< stat x >}}"))
    assert [type(each) for each in items] == [Fault, Shortcode]


def test_an_open_quote_reaches_no_further_than_its_paragraph():
    items = list(scan("{{< stat it's >}} here\n\nand that's {{< stat x >}}"))
    assert [type(each) for each in items] == [Fault, Shortcode]


@pytest.mark.parametrize(
    "text",
    ["{{{< stat x >}}}", "{{</* stat x */>}}", "{{ stat x }}", "{< stat x >}", "{{{< unclosed"],
)
def test_escaped_shortcodes_are_text(text):
    assert list(scan(text)) == []


def test_what_follows_an_escaped_shortcode_is_read():
    assert [c.arguments for c in scan("{{{< stat a >}}} {{</* stat b */>}} {{< stat c >}}")] == [
        ("c",)
    ]


@pytest.mark.parametrize("text", ["{{{< stat x >}}}", "{{</* stat x */>}}"])
def test_a_reader_sees_the_shortcode_that_was_escaped(text):
    assert unescape(f"a {text} b") == "a {{< stat x >}} b"


def test_many_open_braces_take_no_time_to_speak_of():
    # Each opening once looked to the end of the text for its close: a hang, not a slowness.
    assert len(list(scan("{{< a 'b " * 20_000))) == 20_000
