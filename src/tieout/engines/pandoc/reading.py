"""Reading: every chapter through pandoc once, or out of the cache when nothing it is made from has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from pathlib import Path

from tieout.cache import Cache
from tieout.engines.engine import Job
from tieout.engines.pandoc import ahead, asking, cache, citations, workers
from tieout.engines.pandoc.asking import Request
from tieout.engines.pandoc.citations import Entries
from tieout.engines.pandoc.result import Result, decode
from tieout.engines.pandoc.settings import Settings
from tieout.engines.pandoc.strict import cleaned
from tieout.engines.pandoc.tokens import Tokenised, tokenise
from tieout.project import Project
from tieout.prose import yaml
from tieout.prose.chapter import Chapter

_LAST = "last.json"


@dataclass(frozen=True, slots=True)
class Read:
    """A chapter as pandoc read it; `reason` says why it was read anew, empty: it was in the cache."""

    chapter: Chapter
    tokenised: Tokenised
    result: Result
    reason: str


def read_chapters(
    job: Job, settings: Settings, entries: Entries, run_workers: workers.Runs | None = None
) -> list[Read]:
    """Every chapter of the job, in order; `run_workers` has pandoc read those that changed.

    Raises:
        TieoutError: pandoc failed, or the citation style is unknown.
    """
    variables = _variables(job.project)
    requests = [
        asking.of(
            job.book,
            chapter,
            tokenise(chapter, job.fragments, variables, job.book.config.data),
            entries,
            settings,
        )
        for chapter in job.chapters
    ]
    lists = _lists_all(job, requests)
    run = _Run(job, settings, run_workers or workers.run)
    # A bibliography lists what all chapters cite: that is known when pandoc has read them, and foreseen before.
    anyway = _listed_anyway(job)
    foreseen = anyway.union(*(_keys(request) for request in requests))
    first = _listing(requests, lists, foreseen, entries)
    results = run.read(first)
    if any(lists):
        others = (each for each, listed in zip(results, lists, strict=True) if each and not listed)
        cited = anyway.union(*(result.citations for result, _ in others))
        then = _listing(requests, lists, cited, entries)
        news = [new if new != old else None for new, old in zip(then, first, strict=True)]
        results = [new or old for new, old in zip(run.read(news), results, strict=True)]
    if run.finish():
        early = [not each for each in lists]
        told = zip(compress(job.chapters, early), compress(requests, early), strict=True)
        ahead.remember(run.own, list(told))
    return [
        Read(chapter, request.tokenised, result[0], result[1])
        for chapter, request, result in zip(job.chapters, requests, results, strict=True)
        if result is not None
    ]


def _lists_all(job: Job, requests: Sequence[Request]) -> list[bool]:
    """Which chapters list what all others cite; of several lists, one in a chapter that cites is its own."""
    holds = [citations.holds_bibliography(chapter) for chapter in job.chapters]
    if sum(holds) < 2:
        return holds
    for position, request in enumerate(requests):
        if holds[position] and request.told["entries"]:
            holds[position] = False
            request.told["nocite"] = [str(entry["id"]) for entry in request.told["entries"]]
    return holds


def _listed_anyway(job: Job) -> set[str]:
    layers = [job.book.config.data, *(chapter.front.data for chapter in job.chapters)]
    return {key for layer in layers for key in citations.nocite(layer)}


def _listing(
    requests: Sequence[Request], lists: Sequence[bool], cited: set[str], entries: Entries
) -> list[Request]:
    """The requests, with what the bibliographies list: all that is cited, whether their chapters do so or not."""
    made = []
    for request, listed in zip(requests, lists, strict=True):
        if listed:
            keys = sorted((cited | _keys(request)) & entries.keys())
            told = {**request.told, "nocite": keys, "entries": [entries[key] for key in keys]}
            made.append(replace(request, told=told))
        else:
            made.append(request)
    return made


def _keys(request: Request) -> set[str]:
    """The entries that a chapter may cite."""
    return {str(entry["id"]) for entry in request.told["entries"]}


def _variables(project: Project) -> Mapping[str, object]:
    path = project.report / "_variables.yml"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return {}
    return yaml.parse(text, project.relative(path)).data


class _Run:
    """Reads from the cache, sends the rest to pandoc, and knows why."""

    def __init__(self, job: Job, settings: Settings, run_workers: workers.Runs) -> None:
        self.job = job
        self.run_workers = run_workers
        self.folder = job.project.work / "cache" / "chapters"
        self.common = asking.common(job.project, settings, job.formats)
        self.style = Path(str(self.common["style"]))
        self.own = job.project.own / "cache"
        self.memory = Cache(self.own)
        # What one edition does not use, another does.
        self.most = 400 if job.project.edition is None else 20_000
        self.known = _load(self.own)
        self.keys: dict[str, str] = {}

    def read(self, requests: Sequence[Request | None]) -> list[tuple[Result, str] | None]:
        """Results with the reason why each was made anew; None where there is no request."""
        found: list[tuple[Result, str] | None] = [None] * len(requests)
        wanted: list[int] = []
        for number, request in enumerate(requests):
            if request is not None:
                kept = cache.read(self.folder, self._key(request))
                if kept is None or (self.common["documents"] and not kept.word):
                    wanted.append(number)
                else:
                    found[number] = kept, ""
        if wanted:
            told = [request.told for n in wanted if (request := requests[n]) is not None]
            self.job.say(f"pandoc: {len(told)} of {len(requests)} chapters")
            for number, data in zip(
                wanted, self.run_workers(self.common, told, self.job.jobs), strict=True
            ):
                request = requests[number]
                if request is not None:
                    key, made = self._key(request), cleaned(request.told, data)
                    cache.write(self.folder, key, made)
                    found[number] = decode(made), self._reason(request, key)
        return found

    def finish(self) -> bool:
        """Remember what was read, so that the next run can say why; whether that is anything new."""
        if self.keys == self.known:
            return False
        text = json.dumps(self.keys, sort_keys=True)
        self.memory.put(_LAST, text.encode())
        cache.forget(self.folder, frozenset(self.keys.values()), self.most)
        return True

    def _key(self, request: Request) -> str:
        told = {name: value for name, value in request.told.items() if name != "path"}
        common = {
            k: v
            for k, v in self.common.items()
            if k not in {"modules", "extension", "style", "documents"}
        }
        style = hashlib.sha256(self.style.read_bytes()).hexdigest() if told["entries"] else ""
        key = cache.key_of({**told, **common, "style": style})
        self.keys[request.told["path"]] = key
        return key

    def _reason(self, request: Request, key: str) -> str:
        before = self.known.get(request.told["path"])
        return "first run" if before is None else "missing" if before == key else "changed"


def _load(folder: Path) -> dict[str, str]:
    kept = Cache(folder).get(_LAST)
    known: dict[str, str] = {} if kept is None else json.loads(kept)
    return known
