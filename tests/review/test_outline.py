"""A tree fits its columns, whatever text it holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tieout.review.outline import Node, layout

_TEXT = st.text(max_size=200)
_NODES = st.recursive(
    st.builds(Node, _TEXT, verbatim=st.booleans()),
    lambda inner: st.builds(Node, _TEXT, below=st.lists(inner, max_size=3).map(tuple)),
    max_leaves=8,
)


def test_a_tree_is_drawn_with_its_branches() -> None:
    tree = Node("rise = 78%", below=(Node("0.78", "value"), Node("cells", below=(Node("a"),))))
    assert [str(line) for line in layout(tree)] == [
        "rise = 78%",
        "├─ value      0.78",
        "└─ cells",
        "   └─ a",
    ]


def test_a_long_text_runs_on_under_itself() -> None:
    tree = Node("top", below=(Node("one two three four five six", "label"),))
    assert [str(line) for line in layout(tree, 40)][1:] == [
        "└─ label      one two three four five",
        "              six",
    ]


def test_code_keeps_its_spaces_and_runs_on_deeper() -> None:
    code = Node("12      return first + second", verbatim=True)
    lines = [str(line) for line in layout(Node("formula", below=(code,)), 28)]
    assert lines[1].endswith("12      return first +")
    assert lines[2].strip() == "second"


@given(_NODES, st.integers(40, 100))
def test_nothing_leaves_its_columns_or_steers_the_terminal(node: Node, width: int) -> None:
    deepest = 12  # below that the tree's lines alone may take the room
    for line in layout(node, width):
        assert all(c.isprintable() for c in str(line))
        if len(line.guide) < deepest:
            assert len(str(line)) <= width
