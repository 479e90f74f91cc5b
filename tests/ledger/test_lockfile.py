"""`tieout.lock`: every number of a report as it was last accepted."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tieout.data.confidential import NOTHING, Withheld
from tieout.findings import TieoutError
from tieout.ledger import lockfile, locking
from tieout.ledger.lockfile import Drift, Held, Lock, drift, parse
from tieout.number import Unit, UnitKind, exact

PERCENT = Unit(UnitKind.PERCENT)


def held(value, display="78%", digest="d1", unit=PERCENT):
    return Held(value, unit, display, digest)


def lock(**numbers):
    return Lock("en_GB", numbers, {})


names = some.text(some.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
values = some.one_of(
    some.integers(),
    some.floats(allow_nan=False, allow_infinity=False),
    some.fractions(),
    some.decimals(allow_nan=False, allow_infinity=False, places=3),
)


@given(
    some.dictionaries(
        names, some.tuples(values, some.text(some.characters(exclude_categories=("Cs",))))
    )
)
def test_what_is_written_is_read(numbers):
    made = Lock(
        "de_CH",
        {name: held(value, display) for name, (value, display) in numbers.items()},
        {"figure:rise": "f00"},
    )
    read = parse(made.as_toml())
    assert read.locale == "de_CH"
    assert read.shown == made.shown
    assert drift(made, read) == ()
    for name, each in made.numbers.items():
        assert exact(read.numbers[name].value) == exact(each.value)
        assert read.numbers[name].display == each.display


def test_one_line_a_number_in_order():
    text = lock(b=held(1), a=held(Fraction(1, 3))).as_toml()
    numbers = [line for line in text.split("\n") if " = { " in line]
    assert numbers == [
        '"a" = { value = "1/3", unit = "percent", display = "78%", digest = "d1" }',
        '"b" = { value = "1", unit = "percent", display = "78%", digest = "d1" }',
    ]


def test_each_number_knows_its_line():
    text = lock(a=held(1), b=held(2)).as_toml()
    place = parse(text).place("b")
    assert text.split("\n")[place.line - 1].startswith('"b"')
    assert str(parse(text).place("c")) == "tieout.lock"


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (held(0.5), held(0.6), Drift.MOVED),
        (held(0.5, "50%"), held(0.5, "50.0%"), Drift.MOVED),
        (held(5), held(5, unit=Unit(UnitKind.COUNT)), Drift.MOVED),
        (held(0.5), held(0.5, digest="d2"), Drift.REWORKED),
        (None, held(0.5), Drift.ADDED),
        (held(0.5), None, Drift.GONE),
        (held(0.1 + 0.2), held(0.3), None),
        (held(Fraction(1, 2)), held(Decimal("0.50")), None),
    ],
)
def test_how_a_number_stands_to_the_lock(old, new, kind):
    found = drift(lock(**({"a": old} if old else {})), lock(**({"a": new} if new else {})))
    assert [each.kind for each in found] == ([kind] if kind else [])


def test_a_move_too_small_to_be_displayed_is_spelled_out():
    (moved,) = drift(lock(a=held(0.78123)), lock(a=held(0.78129)))
    assert str(moved) == "a 0.7812 → 0.7813"
    (moved,) = drift(lock(a=held(0.5, "50%")), lock(a=held(0.6, "60%")))
    assert str(moved) == "a 50% → 60%"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "version = 2\n",
        "nonsense",
        'version = 1\nnumbers = "x"\n',
        'version = 1\n[numbers]\n"a" = "0.5"\n',
        'version = 1\n[numbers]\n"a" = { value = "x", unit = "percent", display = "", digest = "" }\n',
        'version = 1\n[numbers]\n"a" = { value = "1", unit = "foot", display = "", digest = "" }\n',
        'version = 1\n[numbers]\n"a" = { value = "1" }\n',
        'version = 1\n[numbers]\n"a" = { value = "1/0", unit = "plain", display = "", digest = "" }\n',
        "<<<<<<< HEAD\nversion = 1\n",
    ],
)
def test_what_is_no_lock(text):
    with pytest.raises(TieoutError) as stopped:
        parse(text)
    (finding,) = stopped.value.findings
    assert finding.code == "TIE875"
    assert "tieout lock" in finding.remedy


def test_a_float_s_last_digits_change_nothing(report):
    lockfile.write(report.project, lock(a=held(0.3)))
    before = report.read("tieout.lock")
    assert not lockfile.write(report.project, lock(a=held(0.1 + 0.2)))
    assert report.read("tieout.lock") == before


def test_a_lock_that_cannot_be_read_is_replaced(report):
    report.write("tieout.lock", "<<<<<<< HEAD\n")
    assert lockfile.write(report.project, lock(a=held(0.3)))
    assert lockfile.read(report.project) == lock(a=held(0.3))


def test_confidential_cells_stay_out(computed):
    ledger = computed.compiled().ledger
    every = lockfile.of_ledger(ledger, NOTHING)
    some_ = lockfile.of_ledger(ledger, Withheld(("payments",), {}, ()))
    assert some_ == lockfile.of_ledger(ledger, Withheld((), {"payments": ("Preis",)}, ()))
    assert set(every.numbers) - set(some_.numbers) == {"payments.Z2.Preis"}


@pytest.mark.slow
def test_the_lock_of_a_report(inside, computed):
    done = inside(computed, "lock")
    assert done.status == 0
    assert "Wrote tieout.lock: 7 numbers." in done.out
    text = computed.read("tieout.lock")
    assert '"prison_rise" = { value = "1899/2000", unit = "percent", display = "95%"' in text
    assert '"figure:prisoners_by_month"' in text
    assert inside(computed, "lock").out.startswith("Nothing changed in tieout.lock")
    computed.change("data/prisoners.csv", "2016-12,all,20000", "2016-12,all,20001")
    done = inside(computed, "lock")
    assert "moved     prisoners.2016-12.all.prisoners 20,000 → 20,001" in done.out
    assert "moved     prison_rise 0.9495 → 0.9494" in done.out


@pytest.mark.parametrize("locked", [False, True])
def test_nobody_reads_the_lock_while_nobody_can_say_what_is_confidential(computed, locked):
    ledger = computed.compiled().ledger
    lockfile.write(computed.project, locking.lock_of(computed.project, ledger))
    computed.write("data/datapackage.json", "{")
    for read in (
        lambda: lockfile.read(computed.project),
        lambda: locking.held(computed.project, ledger, locked=locked),
    ):
        with pytest.raises(TieoutError, match="TIE101"):
            read()


@pytest.mark.slow
def test_a_build_tells_of_numbers_that_moved(computed):
    ledger = computed.compiled().ledger
    assert locking.held(computed.project, ledger, locked=False) == ()
    lockfile.write(computed.project, locking.lock_of(computed.project, ledger))
    assert locking.held(computed.project, ledger, locked=True) == ()
    computed.change("data/prisoners.csv", "2016-12,all,20000", "2016-12,all,18000")
    (note,) = locking.held(computed.project, computed.compiled().ledger, locked=False)
    assert note.code == "TIE876"
    assert note.severity == "note"
    assert "3 numbers moved" in note.message
    assert "prison_rise 95% → 117%" in note.message


@pytest.mark.slow
def test_a_locked_build_fails_with_each_number(computed):
    ledger = computed.compiled().ledger
    lockfile.write(computed.project, locking.lock_of(computed.project, ledger))
    computed.change("data/prisoners.csv", "2016-12,all,20000", "2016-12,all,18000")
    computed.change(
        "report/index.qmd",
        "{{< stat prison_rise >}}",
        "{{< stat prisoners.2018-12.all.prisoners >}}",
    )
    computed.change(
        "report/prisons.qmd", ", {{< stat prisoners.2016-12.women.share >}} of them women", ""
    )
    with pytest.raises(TieoutError) as stopped:
        locking.held(computed.project, computed.compiled().ledger, locked=True)
    assert stopped.value.found
    said = {f.message.split(" ")[0]: f for f in stopped.value.findings}
    assert set(said) == {
        "prison_rise", "prisoners_a_year", "prisoners.2016-12.all.prisoners",
        "prisoners.2018-12.all.prisoners", "prisoners.2016-12.women.share",
    }  # fmt: skip
    assert "95% → 117%" in said["prison_rise"].message
    lines = computed.read("tieout.lock").split("\n")
    assert lines[said["prison_rise"].place.line - 1].startswith('"prison_rise"')


@pytest.mark.slow
def test_another_way_to_the_same_number_is_no_fault(computed):
    ledger = computed.compiled().ledger
    lockfile.write(computed.project, locking.lock_of(computed.project, ledger))
    computed.change("scripts/prisons.py", "FIRST)) - 1", "FIRST)) - 2 + 1")
    assert locking.held(computed.project, computed.compiled().ledger, locked=True) == ()


def test_a_lock_that_a_merge_left_in_pieces(inside, computed):
    computed.write("tieout.lock", "<<<<<<< HEAD\nversion = 1\n")
    ledger = computed.compiled().ledger
    (warning,) = locking.held(computed.project, ledger, locked=False)
    assert (warning.code, warning.severity) == ("TIE875", "warning")
    with pytest.raises(TieoutError, match="TIE875"):
        locking.held(computed.project, ledger, locked=True)
    assert inside(computed, "lock").status == 0
    assert locking.held(computed.project, ledger, locked=True) == ()


def test_without_a_lock(computed):
    ledger = computed.compiled().ledger
    with pytest.raises(TieoutError, match="TIE874"):
        locking.held(computed.project, ledger, locked=True)


@pytest.mark.slow
def test_build_locked_from_the_shell(computed):
    assert computed.tieout("build", "--locked", "--to", "html").status == 1
    assert not (computed / "_output").exists()
    assert computed.tieout("build", "--to", "html").status == 0
    assert computed.tieout("lock").status == 0
    held_ = computed.tieout("build", "--locked", "--to", "html")
    assert held_.status == 0
    assert "Nothing changed" in held_.out
    text = computed.read("tieout.lock")
    computed.change("data/prisoners.csv", "2016-12,all,20000", "2016-12,all,18000")
    before = computed.outputs()
    failed = computed.tieout("build", "--locked", "--to", "html")
    assert failed.status == 1
    assert "TIE873 prison_rise 95% → 117%: moved without the lock" in failed.err
    assert computed.outputs() == before
    built = computed.tieout("build", "--to", "html")
    assert built.status == 0
    assert "TIE876" in built.err
    assert computed.read("tieout.lock") == text  # a build never rewrites it
    assert "TIE876" in computed.tieout("build", "--to", "html").err  # nor forgets it
    assert computed.tieout("build", "--locked", "--to", "html").status == 1
