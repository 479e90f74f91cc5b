"""Entities: what a crate tells beside its files: people, sources, licences; each once, under an id that says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from tieout.archive.paper import Paper, Person
from tieout.data.sources import SourceEntry

if TYPE_CHECKING:
    from rocrate.rocrate import ROCrate

VERSION = "1.2"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
Ref: TypeAlias = dict[str, str]


class Entities:
    """A crate that is being put together. Every id is said, none is drawn by chance."""

    def __init__(self) -> None:
        from rocrate.rocrate import ROCrate  # a second's import, and only an archive pays for it

        self.crate: ROCrate = ROCrate(version=VERSION)
        self._known: set[str] = set()

    def add(self, at: str, kind: str | list[str], **said: Any) -> Ref:
        """A contextual entity, once; what is empty is left out."""
        from rocrate.model import ContextEntity

        if at not in self._known:
            self._known.add(at)
            told = {key: single(each) for key, each in said.items() if each not in ("", [], None)}
            properties = {"@type": kind, **told}
            self.crate.add(ContextEntity(self.crate, at, properties=properties))
        return {"@id": at}

    def source(self, key: str, entry: SourceEntry | None) -> Ref:
        """An entry of the bibliography; None where it is known by its key alone."""
        fields = entry.fields if entry is not None else {}
        return self.add(
            f"#source/{quote(key)}",
            "CreativeWork",
            name=(entry.title if entry is not None else "") or key,
            author=fields.get("author", ""),
            datePublished=fields.get("date") or fields.get("year") or "",
            url=fields.get("url", ""),
            identifier=f"https://doi.org/{fields['doi']}" if fields.get("doi") else "",
        )

    def licence(self, paper: Paper) -> Ref:
        """What the report may be used under."""
        if paper.spdx:
            return self.add(
                f"https://spdx.org/licenses/{quote(paper.spdx)}",
                "CreativeWork",
                name=paper.spdx,
                description=f"The licence {paper.spdx}, as the report states it.",
            )
        said = paper.licence or "No licence is stated"
        return self.add(
            "#licence", "CreativeWork", name=said, description="Ask the authors before reuse."
        )

    def person(self, person: Person) -> Ref:
        """An author."""
        kind = "Person" if person.family else "Organization"
        url = (
            f"https://orcid.org/{person.orcid}" if person.orcid else f"#author/{quote(person.name)}"
        )
        return self.add(
            url, kind, name=person.name, givenName=person.given, familyName=person.family
        )

    def profile(self) -> Ref:
        """The profile that the crate follows."""
        return self.add(
            PROFILE, ["CreativeWork", "Profile"], name="Process Run Crate", version="0.5"
        )


def single(value: Any) -> Any:
    """A list of one thing as that thing: the standard's advice."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value
