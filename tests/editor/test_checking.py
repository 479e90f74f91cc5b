"""Checking: the same findings as `tieout check`, and only what changed is looked at anew."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tieout.checks import typed
from tieout.editor.checking import Checker
from tieout.editor.completing import offers
from tieout.editor.desk import Desk
from tieout.editor.hovers import hover
from tieout.editor.marks import stretch
from tieout.editor.positions import Lines
from tieout.editor.spots import definitions, references
from tieout.editor.subject import subject_at

PAGE = "report/prisons.qmd"


def test_the_findings_of_the_command(built, inside, checker):
    built.append(PAGE, "\nIt held 38,990 people, [@nobody2020], @sec-nowhere.\n")
    built.append("report/index.qmd", "\nIt fell by {{< stat prison_rise >}}.\n")
    built.append("figures/prisoners_by_month.py", "\n\nUNUSED = 1\n")
    said = json.loads(inside(built, "check", "--format", "json").out)["findings"]
    mine = [each.as_json() for found in checker.check().findings.values() for each in found]
    assert sorted(map(json.dumps, mine)) == sorted(map(json.dumps, said))
    assert {"TIE801", "TIE403", "TIE309", "TIE813"} <= {each["code"] for each in mine}


def test_waivers_and_severities_are_honoured(built, desk, checker):
    built.write("tieout.toml", 'engine = "pandoc"\n[severity]\nTIE801 = "note"\nTIE812 = "off"\n')
    text = built.read(PAGE)
    desk.unsaved[PAGE] = f"{text}\nIt held 38,990 people.\n"
    (one,) = checker.check().findings[PAGE]
    assert (one.code, one.severity) == ("TIE801", "note")
    desk.unsaved[PAGE] = f"{text}\nIt held 38,990. <!-- tieout: allow TIE801 because so -->\n"
    assert PAGE not in checker.check().findings


def test_only_the_chapter_that_changed_is_read(desk, checker, monkeypatch):
    read = []
    find = typed.find
    monkeypatch.setattr(
        typed, "find", lambda part: read.append([c.path for c in part.chapters]) or find(part)
    )
    checker.check()
    assert len(read) == 5  # four chapters, and what scripts say
    read.clear()
    assert checker.check() is checker.check()
    assert read == []
    desk.unsaved[PAGE] = desk.text(PAGE) + "\nMore.\n"
    checker.check()
    assert read == [[PAGE]]
    read.clear()
    desk.unsaved["report/_costs.qmd"] = "Nothing.\n"  # an included file is its chapter's
    checker.check()
    assert read == [[PAGE]]
    read.clear()
    del desk.unsaved["report/_costs.qmd"]
    checker.check()
    assert read == [[PAGE]]


def test_what_changes_on_the_disk_is_seen(built, checker):
    checker.check()
    built.append(PAGE, "\nIt held 38,990 people.\n")
    assert "TIE801" in {each.code for each in checker.check().findings[PAGE]}
    built.append("references.bib", "@misc{new2022,\n  title = {New}\n}\n")
    assert [each.code for each in checker.check().findings["references.bib"]] == ["TIE404"]


def test_a_confidential_dataset_stays_confidential(built, desk):
    built.describe(lambda resources, _: resources["prisoners"].__setitem__("confidential", True))
    world = desk.world()
    text = "{{< stat prisoners. >}} {{< stat prisoners.2016-12.all.prisoners >}}"
    made = offers(world, (), text, len("{{< stat prisoners."))
    assert not any(each.name.startswith("prisoners.") for each in made.names)
    assert not any(each.name == "prisoners" for each in made.names)
    subject = subject_at(text, text.index("2016"), PAGE)
    assert hover(world, (), subject) == ""
    (spot,) = definitions(desk, world, (), subject, PAGE)
    assert spot.path == "data/datapackage.json"
    (dataset,) = [subject_at("{{< source prisoners >}}", 14, PAGE)]
    said = hover(world, (), dataset)
    assert "Confidential" in said
    assert "20000" not in said


def test_no_ledger_is_shown_while_nobody_can_say_what_is_confidential(built, desk):
    said = built.read("data/datapackage.json")
    built.write("data/datapackage.json", said[:-20])
    world = desk.world()
    assert (world.built, world.ledger.records) == (False, {})
    assert [each.code for each in world.faults] == ["TIE101"]
    built.write("data/datapackage.json", said)
    known = desk.world()
    assert known.built
    assert not known.faults
    assert desk.world() is known
    built.write(
        "data/datapackage.json", said[:-20]
    )  # somebody types: what it said is the best guess
    assert desk.world().ledger.records == known.ledger.records


def test_a_data_file_that_comes_later_is_seen(built, desk):
    cells = built.read("data/prisoners.csv")
    (built / "data/prisoners.csv").unlink()
    assert [each.code for each in desk.world().faults] == ["TIE103"]
    built.write("data/prisoners.csv", cells)
    assert not desk.world().faults


pieces = st.lists(
    st.sampled_from(
        ["{{< stat ", ">}}", "prison_rise", "prisoners.2016-12.", "{{< include ", "_costs.qmd", "prisons.qmd", "\n\n",
         "---\n", "title: \"", "@", "[@ministry2020, p. ", "]", "#", " 38,990 ", "fell by ", "<!--", "-->", "tieout: allow TIE801 because ",
         "😀", "ក", "\ue000", "\ud83d", "{#sec-prisons}", "| a | 5 |\n|---|---|\n", "```\n", ":::", "^[", "$", "\r\n", "\x00", "{{< figure ",
         "prisoners_by_month ", "decimals=99 ", "as=", "format=bare "]
    ),
    max_size=12,
)  # fmt: skip


def test_whatever_is_typed_breaks_nothing(desk, checker):
    page = desk.text(PAGE)

    @settings(max_examples=40)
    @given(pieces, st.integers(0, len(page)), st.booleans())
    def typed_in(parts, at, alone):
        written = "".join(parts)
        lines = Lines(written if alone else page[:at] + written + page[at:])
        desk.unsaved[PAGE] = lines.text
        checked = checker.check()
        for finding in checked.findings.get(PAGE, ()):
            start, end = stretch(lines, finding)
            assert 0 <= start <= end <= len(lines.text)
        chapters = checked.report.chapters
        for offset in (0, at, at + len(written), len(lines.text)):
            offers(checked.world, chapters, lines.text, offset)
            subject = subject_at(lines.text, offset, PAGE)
            if subject is not None:
                hover(checked.world, chapters, subject)
                list(definitions(desk, checked.world, chapters, subject, PAGE))
                list(references(desk, checked.world, chapters, subject))

    typed_in()


def test_two_desks_do_not_mix(built):
    one, other = Checker(Desk(built.root)), Checker(Desk(built.root))
    one.desk.unsaved[PAGE] = "It held 38,990 people.\n"
    assert PAGE in one.check().findings
    codes = {each.code for each in other.check().findings.get(PAGE, ())}
    assert "TIE801" not in codes


def test_a_source_is_found_in_whichever_bibliography_it_stands(built, desk):
    built.write("more.bib", "@misc{other2022,\n  title = {Other}\n}\n")
    built.write("tieout.toml", 'engine = "pandoc"\nbibliographies = ["more.bib"]\n')
    text = "[@other2022; @survey2019]"
    for key, path in (("other", "more.bib"), ("survey", "references.bib")):
        subject = subject_at(text, text.index(key) + 1, PAGE)
        (spot,) = definitions(desk, desk.world(), (), subject, PAGE)
        assert spot.path == path
        assert subject.name in desk.text(path)[spot.start : spot.end]
