"""What a function leaves in its module is gone before the next one runs."""

from __future__ import annotations

import sys

import pytest

from projects import small, statistics
from tieout.compute import fresh
from tieout.compute.pristine import Pristine

MODULE = '''
import collections, functools, itertools

CACHE, NESTED, SEEN, LIST = {}, {"a": {}, "b": (1, [2])}, set(), ["first"]
LAST = None
RECENT = collections.deque([1], maxlen=3)


@functools.lru_cache
def cached(x):
    return [x]


def by_default(x, before=[]):
    before.append(x)
    return before


class Store:
    held = {}
    number = 0

    def __init__(self):
        self.own = []

    @classmethod
    @functools.cache
    def of(cls, x):
        return [x]


STORE = Store()


def keep(x):
    """Everything that could be kept, with what was kept before."""
    global LAST, NEW
    before = [
        dict(CACHE), dict(NESTED["a"]), list(NESTED["b"][1]), set(SEEN), list(LIST), LAST, list(RECENT),
        "NEW" in globals(), list(by_default(x)), dict(Store.held), list(STORE.own), vars(STORE).get("more"),
        Store.number, hasattr(Store, "later"),
    ]
    Store.number = Store.later = x
    CACHE["x"] = LAST = NEW = x
    NESTED["a"]["x"] = x
    NESTED["b"][1].append(x)
    SEEN.add(x)
    LIST[0] = x
    RECENT.append(x)
    Store.held["x"] = x
    STORE.own.append(x)
    STORE.more = x
    cached(x).append(x)
    Store.of(1).append(x)
    return [*before, list(cached(x)), list(Store.of(1))]
'''


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "kept_of_runs.py").write_text(MODULE)
    (tmp_path / "registers.py").write_text("import kept_of_runs\nkept_of_runs.CACHE['by'] = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    fresh.forget(tmp_path)


def test_no_run_sees_what_another_kept(folder):
    import kept_of_runs as module

    pristine = Pristine(folder)

    def run(x):
        with pristine.kept("kept_of_runs"):
            return module.keep(x)

    first = run("one")
    assert first[:-2] == [
        {},
        {},
        [2],
        set(),
        ["first"],
        None,
        [1],
        False,
        ["one"],
        {},
        [],
        None,
        0,
        False,
    ]
    assert first[-2:] == [["one", "one"], [1, "one"]]
    second = run("two")
    assert second[:8] == first[:8]
    assert second[8:] == [["two"], {}, [], None, 0, False, ["two", "two"], [1, "two"]]


def test_what_a_run_that_fails_kept_is_gone_too(folder):
    import kept_of_runs as module

    pristine = Pristine(folder)
    with pytest.raises(TypeError, match="unhashable"), pristine.kept("kept_of_runs"):
        module.keep(["one"])
    assert module.CACHE == {}
    assert module.LAST is None


def test_what_an_import_enters_stays(folder):
    import kept_of_runs as module

    pristine = Pristine(folder)
    with pristine.kept("kept_of_runs"):
        import registers
    assert registers.__name__ in sys.modules
    assert module.CACHE == {"by": 1}
    with pristine.kept("kept_of_runs"):
        module.keep("one")
    assert module.CACHE == {"by": 1}


def test_what_was_put_before_a_run_stays(folder):
    """As lineage does, that has `float` mean something else meanwhile."""
    import kept_of_runs as module

    pristine = Pristine(folder)
    with pristine.kept("kept_of_runs"):
        pass
    module.float = int
    with pristine.kept("kept_of_runs"):
        module.keep("one")
    assert module.float is int
    del module.float


def test_a_number_from_a_cache_of_its_script_has_its_cells(tmp_path):
    head = "KEPT = {}\n\n\ndef kept(cells):\n    return KEPT.setdefault('cells', cells)\n\n\n"
    script = head + statistics(total="int(kept(cells)['value'].sum())")
    report = small(tmp_path, {"scripts/numbers.py": script})
    assert report.ledger()["total"]["inputs"]
