"""Faults: what Quarto ends with exit status 0 on although a reader would find something missing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tieout import catalogue
from tieout.engines.quarto.spots import Spots
from tieout.findings import Finding, Rule, Severity
from tieout.prose.chapter import Chapter


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault: `{}` stands in its texts for what is meant, in `pattern` for its escaped form."""

    rule: Rule
    pattern: str
    message: str
    remedy: str

    def finding(
        self,
        name: str,
        spots: Spots,
        chapter: Chapter | None,
        *,
        written: str = "",
        level: Severity | None = None,
    ) -> Finding:
        """The finding for one such fault.

        Args:
            name: what is missing, as a message names it.
            spots: where things stand.
            chapter: where to look first.
            written: what the author may have written for it, where that is not its name.
            level: its severity, where it is not the rule's.
        """
        pattern = self.pattern.replace("{}", re.escape(written or name))
        message, remedy = (text.replace("{}", name) for text in (self.message, self.remedy))
        return Finding(self.rule, spots.find(pattern, chapter), message, remedy, level=level)


REFERENCE = Fault(
    catalogue.UNRESOLVED_REFERENCE,
    r"@\{?{}(?![\w-])",
    "cross-reference '@{}' leads to nothing",
    "Give the thing meant the label '#{}', or correct the reference.",
)
CITATION = Fault(
    catalogue.MISSING_CITATION,
    r"@\{?{}(?![\w-])",
    "citation '@{}' has no entry in the bibliography",
    "Add the entry or correct its key.",
)
SHORTCODE = Fault(
    catalogue.UNKNOWN_SHORTCODE,
    r"\{\{<\s*{}(?![\w-])",
    "Quarto knows no shortcode '{}' and printed it as typed",
    "Correct its name, or add the extension that brings it.",
)
VARIABLE = Fault(
    catalogue.BAD_SHORTCODE_ARGUMENT,
    r"\{\{<\s*\w+\s+[\"']?{}(?![\w.-])",
    "'{}' is not set, so Quarto printed a question mark for it",
    "Set it in _variables.yml or in the metadata, or correct its name.",
)
LINK = Fault(
    catalogue.BROKEN_LINK,
    r"(?<=\]\()[./]*{}",
    "link to '{}', which is not there",
    "Correct the link, or make the file.",
)
ANCHOR = Fault(
    catalogue.BROKEN_LINK,
    r"{}(?![\w-])",
    "link to '{}': the page has nothing of that name",
    "Correct the part after '#', or give the place meant that label.",
)
IMAGE = Fault(
    catalogue.MISSING_IMAGE,
    r"(?<=\]\()[./]*{}",
    "picture '{}' cannot be found",
    "Correct its path; it is relative to the chapter.",
)
