"""Cells: what is shown of code that nobody runs."""

from __future__ import annotations

import pytest

from tieout.engines.pandoc.cells import cells, shown

GAP = "gap"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("```{python}\n1 + 1\n```\n", "```{.python}\n1 + 1\n```\n\n"),
        ("```{r, echo=FALSE}\n1\n```", ""),
        ("```{r}\n#| echo: false\n1\n```", ""),
        ("```{r}\n#| include: false\n1\n```", ""),
        ("~~~{julia}\nx\n~~~", "~~~{.julia}\nx\n~~~\n"),
        ("```{.python}\nx\n```", "```{.python}\nx\n```"),
        ("```{=html}\n<hr>\n```", "```{=html}\n<hr>\n```"),
        ("````\n```{python}\n```\n````", "````\n```{python}\n```\n````"),
        ("```{{r}}\nx\n```", "````{.r}\n```{r}\nx\n```\n````"),
        ("Text {with} braces.", "Text {with} braces."),
    ],
)
def test_a_cell_is_code_that_was_not_run(text: str, made: str) -> None:
    assert shown(text, GAP) == made


def test_a_figure_s_place_is_kept() -> None:
    made = shown('```{r}\n#| label: fig-x\n#| fig-cap: "Rain"\n#| echo: false\nplot(1)\n```\n', GAP)
    assert made == "\n::: {#fig-x}\n*gap*\n\nRain\n:::\n\n"


def test_knitr_s_own_way_of_options() -> None:
    (cell,) = cells("```{r fig-x, fig.cap='Rain', echo=FALSE}\nplot(1)\n```")
    assert cell.options == {"label": "fig-x", "fig-cap": "Rain", "echo": "FALSE"}
    assert cell.runs


def test_a_book_that_shows_no_code_shows_none() -> None:
    assert shown("```{r}\n1\n```", GAP, echo=False) == ""
    assert "{.r}" in shown("```{r}\n#| echo: true\n1\n```", GAP, echo=False)
