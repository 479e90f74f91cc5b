"""Papers: what an archive says of itself to people, catalogues and CODECHECK, where the project does not."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping
from typing import Any

from tieout.archive.contents import Contents
from tieout.archive.paper import Paper, Person
from tieout.ledger.manifest import Manifest
from tieout.ledger.record import Record, Shown

CODECHECK = "codecheck.yml"
README = "ARCHIVE.md"
REQUIREMENTS = "requirements-archive.txt"
VERIFY = "verify.py"


def citation(paper: Paper) -> bytes:
    """`CITATION.cff`."""
    people = paper.people or (Person(paper.title),)
    reference = {
        "type": "report",
        "title": paper.title,
        "authors": [_cff(each) for each in people],
        "year": int(paper.date[:4]),
    }
    data: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "Please cite the report as below.",
        "title": paper.title,
        "type": "dataset",
        "authors": [_cff(each) for each in people],
        "date-released": paper.date,
        "abstract": paper.abstract,
        "license": paper.spdx,
        "doi": paper.doi,
        "preferred-citation": reference,
    }
    return _yaml(data)


def zenodo(paper: Paper) -> bytes:
    """`.zenodo.json`: what a deposit is filled in with."""
    said = paper.abstract or f"A report with its data, scripts and outputs: {paper.title}."
    people = paper.people or (Person("Unknown"),)
    creators = [_without({"name": p.sorted_name, "orcid": p.orcid}) for p in people]
    data = {
        "title": paper.title,
        "upload_type": "publication",
        "publication_type": "report",
        "description": f"<p>{html.escape(said)}</p>",
        "creators": creators,
        "publication_date": paper.date,
        "license": paper.spdx.lower(),
        "version": paper.version,
        "keywords": list(paper.keywords),
    }
    return _json(_without(data))


def codemeta(paper: Paper, manifest: Manifest) -> bytes:
    """`codemeta.json`: the report's code, and what it needs."""
    data = {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": paper.title,
        "description": paper.abstract,
        "author": [_codemeta(each) for each in paper.people],
        "license": f"https://spdx.org/licenses/{paper.spdx}" if paper.spdx else "",
        "datePublished": paper.date,
        "version": paper.version,
        "codeRepository": paper.url,
        "programmingLanguage": "Python",
        "softwareRequirements": [f"{n} {v}" for n, v in sorted(manifest.made_with.items())],
    }
    return _json(_without(data))


def codecheck(
    paper: Paper,
    output: str,
    files: Iterable[str],
    shown: Iterable[Shown],
    records: int,
    edition: str = "",
) -> bytes:
    """`codecheck.yml`: what a checker is to reproduce; who checks it is left for them to fill in."""
    there = set(files)
    wanted = [(f"{output}/ledger.json", f"All {records:,} numbers of the report, exactly")]
    for each in shown:
        path = f"{output}/html/{each.image}"
        if each.kind == "figure" and path in there:
            wanted.append((path, f"Figure '{each.name}': {each.title or each.caption}"))
    wanted += [(f"{output}/report.pdf", "The report"), (f"{output}/html/index.html", "The pages")]
    manifest = [{"file": name, "comment": said} for name, said in wanted if name in there]
    authors = [_without({"name": each.name, "ORCID": each.orcid}) for each in paper.people]
    data = {
        "version": "https://codecheck.org.uk/spec/config/1.0",
        "paper": _without(
            {
                "title": paper.title,
                "authors": authors,
                "reference": f"https://doi.org/{paper.doi}" if paper.doi else paper.url,
            }
        ),
        "manifest": manifest,
    }
    head = (
        f"# What is to be reproduced: '{_verify(edition)}' does it and compares."
        " The checker fills in the end.\n---\n"
    )
    blank = (
        "# codechecker:\n#   - name:\n#     ORCID:\n# summary:\n# repository:\n# check_time:\n"
        "# certificate:\n# report:\n"
    )
    return head.encode() + _yaml(data) + blank.encode()


def requirements(manifest: Manifest) -> bytes:
    """The versions that made the report, for pip."""
    lines = ["# What made this report, to the version. Python itself: see ARCHIVE.md.\n"]
    for name, version in sorted(manifest.made_with.items()):
        if name in {"python", "pandoc", "quarto"}:
            continue  # no package: pandoc comes within pypandoc-binary
        # A package may be imported by another name than it is installed by: then both stand there.
        pairs = version.split(", ") if " " in version else [f"{name} {version}"]
        lines += [f"{pair.replace(' ', '==')}\n" for pair in pairs]
    return "".join(dict.fromkeys(lines)).encode()


def readme(
    paper: Paper,
    contents: Contents,
    manifest: Manifest,
    records: Mapping[str, Record],
    output: str,
    edition: str = "",
) -> bytes:
    """`ARCHIVE.md`: what this is, what is not in it, and how to check it."""
    made = manifest.made_with
    verify = f"python -m {_verify(edition)}"
    people = ", ".join(each.name for each in paper.people)
    left = [f"- `{path}`: {why}" for path, why in contents.left_out]
    secret = any(why == "confidential" for _, why in contents.left_out)
    by = f"{people}, {paper.date}" if people else paper.date
    lines = [
        f"# {paper.title}",
        "",
        f"{by}. An archive of the report with all that its {len(records):,} numbers are made of.",
        "",
        "## What is in it",
        "",
        f"- `{output}/`: the report as published, and `ledger.json`: every number with its value, cells and sources",
        "- `tieout.lock`, if there: the numbers as the authors accepted them",
        "- data, scripts, figures and chapters at the paths they have in the project",
        "- `ro-crate-metadata.json`: all of this described, as an RO-Crate",
        f"- `{CODECHECK}`, `CITATION.cff`, `.zenodo.json`, `codemeta.json`: for checkers and catalogues",
        f"- `{REQUIREMENTS}`: the versions that made it, with Python {made.get('python', '')}",
        "",
        "## What was left out",
        "",
        *(left or ["Nothing."]),
        "",
        "## Check it",
        "",
        f"That every file is as it was archived, with Python alone: `python {VERIFY}`",
        "(or `sha256sum --check SHA256SUMS`).",
        "",
    ]
    if secret:
        lines += [
            "It cannot be rebuilt without its confidential data. With tieout installed, everything else is checked by",
            f"`{verify} --no-run`; with the data put in their place, by `{verify}`.",
        ]
    else:
        lines += [
            "That the report comes out of its data, number by number and byte by byte (this runs its scripts):",
            "",
            "```",
            f"python -m pip install -r {REQUIREMENTS}",
            verify,
            "```",
        ]
    return ("\n".join(lines) + "\n").encode()


def _verify(edition: str) -> str:
    return f"tieout verify --edition {edition}" if edition else "tieout verify"


def _cff(person: Person) -> dict[str, str]:
    orcid = f"https://orcid.org/{person.orcid}" if person.orcid else ""
    if person.family and person.given:
        named = {"given-names": person.given, "family-names": person.family, "orcid": orcid}
    else:
        named = {"name": person.name, "orcid": orcid}
    return _without(named)


def _codemeta(person: Person) -> dict[str, Any]:
    kind = "Person" if person.family else "Organization"
    named = {"givenName": person.given, "familyName": person.family}
    orcid = f"https://orcid.org/{person.orcid}" if person.orcid else ""
    return _without({"@type": kind, "@id": orcid, "name": person.name, **named})


def _without(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in ("", [])}


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _yaml(data: dict[str, Any]) -> bytes:
    import io

    from ruamel.yaml import YAML

    writer = YAML()
    writer.default_flow_style = False
    writer.allow_unicode = True
    writer.width = 4096
    out = io.BytesIO()
    writer.dump(_without(data), out)
    return out.getvalue()
