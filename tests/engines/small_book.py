"""A small book with every place a number can stand in, and a job to render it; both engines are tried on it."""

import shutil
from dataclasses import replace
from pathlib import Path

from tieout.engines.engine import Job
from tieout.ledger.figure_data import FigureData, markup
from tieout.ledger.fragments import (
    Citation,
    Figure,
    Fragments,
    Link,
    Marked,
    Register,
    RegisterRow,
    Source,
    Table,
    anchor_of,
)
from tieout.ledger.fragments import (
    stat as number,
)
from tieout.project import Project
from tieout.prose.book import read_book
from tieout.prose.chapter import read_chapter

HOSTILE = '<script>alert(1)</script> #read("/etc/passwd") \\input{x} {{< stat rise >}} {{'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="16cm" height="9cm" viewBox="0 0 16 9">'
    '<path d="M1 8 15 1" stroke="#000" stroke-width=".2"/></svg>'
)

BOOK = """\
project:
  type: book
  pre-render: tieout compile
book:
  title: "A small book"
  author: "Somebody"
  chapters:
    - index.qmd
    - prisons.qmd
    - references.qmd
  appendices:
    - register.qmd
lang: en-GB
bibliography: ../references.bib
number-sections: true
format:
  html:
    toc: true
  typst:
    papersize: a4
"""

CHAPTERS = {
    "index.qmd": "# Preface {.unnumbered}\n\nThe number grew by {{< stat rise >}}.\n",
    "prisons.qmd": """\
# Prisons {#sec-prisons}

Prisoners grew by {{< stat rise >}}, or {{< stat rise decimals=1 >}}.{{< source rise >}} See @fig-rise and
@tbl-years in @sec-prisons. A hostile value: {{< stat hostile >}}.

## Growth of {{< stat rise >}} {#sec-growth}

{{< figure rise >}}

![Own picture, {{< stat rise >}} more.](own.svg){#fig-own fig-alt='A line up by {{< stat rise >}}'}

::: {.callout-note title="A rise of {{< stat rise >}}"}
Text of the note.
:::

| what | value |
| --- | --- |
| rise | {{< stat rise >}} |

A footnote.[^1] And a citation.[@licadho, p. 4]

[^1]: It holds {{< stat rise >}}.

{{< table years >}}
""",
    "references.qmd": "# References {.unnumbered}\n\n::: {#refs}\n:::\n",
    "register.qmd": "# Register\n\n{{< register >}}\n",
}

BIBLIOGRAPHY = """\
@report{licadho,
  title = {Time for Bail},
  author = {{Licadho}},
  year = {2020},
}
@report{amnesty2020,
  title = {Substance Abuses},
  author = {{Amnesty International}},
  year = {2020},
}
"""


def fragments() -> Fragments:
    def shown(text: str, value: str, name: str):
        return number(text, value, anchor=anchor_of(name), page="register.html", title=name)

    return Fragments(
        {
            "stat rise": shown("78%", "0.78", "rise"),
            "stat rise decimals=1": shown("78.4%", "0.784", "rise"),
            "stat hostile": shown(HOSTILE, HOSTILE, "hostile"),
            "source rise": Source((Citation("licadho", "p. 4"), Citation("amnesty2020"))),
            "figure rise": Figure(
                "fig-rise",
                "_tieout/figures/rise.svg",
                f"A line up by 78%. {HOSTILE}",
                Marked(
                    "Prisoners grew by \ue0000\ue001.\ue0001\ue001", ("stat rise", "source rise")
                ),
                (Link("Data (CSV)", "_tieout/data/rise.csv"),),
                16.0,
                9.0,
                "figures/rise.py",
                table=markup(
                    "Rise",
                    [FigureData("", ("Year", "Held"), (("2016", HOSTILE),), 1)],
                    "en_GB",
                ),
            ),
            "table years": Table(
                "tbl-years",
                Marked("Prisoners by year"),
                ("Year", "Prisoners"),
                ("left", "right"),
                (("2016", "21,900"), ("2020", "38,990"), (HOSTILE, "1")),
            ),
            "register": Register(
                ("Number", "Value"),
                (
                    RegisterRow(anchor_of("rise"), ("rise", "78%")),
                    RegisterRow(anchor_of("hostile"), ("hostile", HOSTILE)),
                ),
            ),
        }
    )


def write_project(root: Path) -> Project:
    """The small book's project, written to a folder."""
    (root / "report").mkdir(parents=True)
    (root / "tieout.toml").write_text("")
    (root / "references.bib").write_text(BIBLIOGRAPHY)
    (root / "report" / "_quarto.yml").write_text(BOOK)
    (root / "report" / "own.svg").write_text(SVG)
    for name, text in CHAPTERS.items():
        (root / "report" / name).write_text(text)
    return Project.find(root)


def job_of(project: Project, formats: tuple[str, ...] = ("html", "pdf"), **more: object) -> Job:
    """A job for the project as it is on disk now, with an empty stage and both assets."""
    work = project.root.parent / f"{project.root.name}-work"
    shutil.rmtree(work, ignore_errors=True)
    (work / "stage").mkdir(parents=True)
    (work / "rise.svg").write_text(SVG)
    (work / "rise.csv").write_text("year,prisoners\n2016,21900\n")
    book = read_book(project)
    job = Job(
        project=project,
        book=book,
        chapters=tuple(read_chapter(project, entry) for entry in book.entries),
        fragments=fragments(),
        assets={
            "_tieout/figures/rise.svg": work / "rise.svg",
            "_tieout/data/rise.csv": work / "rise.csv",
        },
        formats=formats,
        stage=work / "stage",
        timestamp=1_600_000_000,
    )
    return replace(job, **more)
