"""Weighing: the build's side of `weigh`: what is kept from the last time, and what is asked of the scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tieout.cache import Cache, digest_json
from tieout.compute import weights
from tieout.compute.messages import Run, Weigh
from tieout.compute.processes import Ask, Processes
from tieout.compute.weights import Secret, Weights
from tieout.data.dataset import Dataset
from tieout.data.table import Table
from tieout.findings import TieoutError
from tieout.limits import Limits


@dataclass(frozen=True, slots=True)
class Weigher:
    """Weighs what was run on confidential data, as far as `limits` say."""

    cache: Cache
    tables: Mapping[str, Table]
    processes: Processes
    limits: Limits

    def weigh(self, runs: Mapping[str, Run], keys: Mapping[str, str]) -> dict[str, Weights]:
        """The weights of each run, by the name and the key of its result.

        Raises:
            TieoutError: a script failed while it was weighed.
        """
        places = {
            name: digest_json([weights.FORMAT, self.limits.runs, self.limits.minimum, keys[name]])
            for name in runs
        }
        known: dict[str, Weights] = {}
        for name, place in places.items():
            kept = self.cache.get(place)
            loaded = None if kept is None else weights.load(kept)
            if loaded is not None:
                known[name] = loaded
        missing = [name for name in runs if name not in known]
        replies = self.processes.all([self._ask(runs[name]) for name in missing])
        found = [
            each for reply in replies if isinstance(reply, TieoutError) for each in reply.findings
        ]
        if found:
            raise TieoutError(*found)
        for name, reply in zip(missing, replies, strict=True):
            if isinstance(reply, Weights):
                known[name] = reply
                self.cache.put(places[name], weights.dump(reply))
        return {name: known[name] for name in runs}

    def _ask(self, run: Run) -> Ask:
        tables = {name: self.tables[dataset] for name, dataset in run.datasets.items()}
        secrets = {
            name: secret_of(table.dataset)
            for name, table in tables.items()
            if table.dataset.guarded
        }
        request = Weigh(run, secrets, self.limits)
        return Ask(request, tuple(tables.values()), run.definition.place)


def secret_of(dataset: Dataset) -> Secret:
    """What of a dataset is confidential, as a function's table has it."""
    return Secret(
        columns=() if dataset.confidential else dataset.secret,
        measures=tuple(column.name for column in dataset.measures),
        individual=dataset.individual,
    )
