"""Result: what the Lua worker makes of one chapter, as typed data; placeholders where values go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Label:
    """Something a reference can name; `number` is local to its chapter, None when it has none."""

    id: str
    kind: str
    number: str | None
    sub: str
    level: int
    condition: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `html` is its words with placeholders, `chapter`: it gives its chapter a number."""

    level: int
    number: str | None
    id: str
    html: str
    listed: bool
    chapter: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference as written; `upper`: with a capital (`@Fig-x`)."""

    label: str
    upper: bool


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: its path as written and the size an author asked for."""

    src: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that cannot be rendered; `what` is a number or a text to look for."""

    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class Result:
    """One chapter as pandoc left it.

    `word` is pandoc's JSON, there only when Word or EPUB was asked for; `epub` is the HTML of an e-book where
    that differs from the page's.
    """

    html: str
    typst: str
    headings: tuple[Heading, ...]
    labels: tuple[Label, ...]
    references: tuple[Reference, ...]
    citations: tuple[str, ...]
    images: tuple[Image, ...]
    links: tuple[str, ...]
    anchors: frozenset[str]
    notes: int
    problems: tuple[Problem, ...]
    word: str = ""
    epub: str = ""


def decode(data: Mapping[str, Any]) -> Result:
    """The worker's JSON as a result.

    Raises:
        ValueError: it is not what the worker writes.
    """
    try:
        return Result(
            html=str(data["html"]),
            typst=str(data["typst"]),
            headings=tuple(
                Heading(
                    int(item["level"]),
                    item.get("number"),
                    item["id"],
                    item["html"],
                    item["listed"],
                    item["chapter"],
                )
                for item in data["headings"]
            ),
            labels=tuple(
                Label(
                    id=item["id"],
                    kind=item["kind"],
                    number=item.get("number"),
                    sub=item.get("sub", ""),
                    level=int(item.get("level", 0)),
                    condition=item.get("condition", ""),
                )
                for item in data["labels"]
            ),
            references=tuple(
                Reference(item["label"], item["upper"]) for item in data["references"]
            ),
            citations=tuple(data["citations"]),
            images=tuple(
                Image(item["src"], item.get("width", ""), item.get("height", ""))
                for item in data["images"]
            ),
            links=tuple(item["target"] for item in data["links"]),
            anchors=frozenset(data["anchors"]),
            notes=int(data["notes"]),
            problems=tuple(Problem(item["kind"], item["what"]) for item in data["problems"]),
            word=data.get("word", ""),
            epub=data.get("epub", ""),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a worker's result: {error}") from error
