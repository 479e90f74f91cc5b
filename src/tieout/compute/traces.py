"""Traces: lineages kept by the digest of all they rest on, observed by whichever build needs one first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tieout.cache import Cache
from tieout.compute import lineage
from tieout.compute.claims import Claims
from tieout.compute.lineage import Lineage
from tieout.compute.messages import Reply
from tieout.compute.processes import Heard
from tieout.findings import Finding, TieoutError

# Observes the lineages of these by name, and tells of each as it comes.
Observe: TypeAlias = Callable[[Sequence[str], Heard], Sequence[Reply | TieoutError]]


@dataclass(frozen=True, slots=True)
class Traces:
    """The lineages that are kept, and the claims to those that are being observed."""

    cache: Cache
    claims: Claims

    def known(self, keys: Mapping[str, str]) -> dict[str, Lineage]:
        """The lineages that are kept, of these names with their keys."""
        kept = ((name, self.cache.get(key)) for name, key in keys.items())
        loaded = ((name, lineage.load(data)) for name, data in kept if data is not None)
        return {name: each for name, each in loaded if each is not None}

    def all(
        self, keys: Mapping[str, str], observe: Observe
    ) -> tuple[dict[str, Lineage], list[Finding]]:
        """The lineages of all these names, in their order, and the faults of those that cannot be had."""
        found = self.known(keys)
        missing = [name for name in keys if name not in found]
        if not missing:
            return found, []
        faults: list[Finding] = []
        with self.claims.held(keys[name] for name in missing):
            # Another build may have observed some of them while we waited for it.
            found |= self.known({name: keys[name] for name in missing})
            missing = [name for name in missing if name not in found]

            def keep(number: int, reply: Reply) -> None:
                # One by one: of a build that is killed before the last the others are not lost.
                if isinstance(reply, Lineage):
                    self.cache.put(keys[missing[number]], lineage.dump(reply))

            for name, reply in zip(missing, observe(missing, keep), strict=True):
                if isinstance(reply, TieoutError):
                    faults += reply.findings
                elif isinstance(reply, Lineage):
                    found[name] = reply
        return {name: found[name] for name in keys if name in found}, faults
