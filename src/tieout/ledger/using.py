"""Using: each shortcode of a chapter becomes its fragment; a name that nobody made is a finding."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from tieout import catalogue
from tieout.compute.define import Kind
from tieout.compute.definition import Definition
from tieout.compute.messages import Grid
from tieout.display import Style, display
from tieout.findings import Finding, Place, Rule, nearest
from tieout.ledger import captions, fragments, grids
from tieout.ledger.cells import merged
from tieout.ledger.figure_data import Assets, markup
from tieout.ledger.fragments import Fragment, Marked
from tieout.ledger.numbers import Numbers
from tieout.ledger.record import Record, Use
from tieout.number import exact_text
from tieout.prose.shortcodes import Shortcode

OWN = ("stat", "word", "param", "source", "figure", "table", "register")
# Quarto's own; an engine renders them or says that it does not.
BUILT_IN = (
    "include", "var", "meta", "env", "pagebreak", "kbd", "video", "lipsum", "placeholder", "embed",
    "version", "contents", "brand",
)  # fmt: skip


class Using:
    """Makes the fragment of each use; keeps account of uses and faults."""

    def __init__(
        self,
        numbers: Numbers,
        grids: Mapping[str, Grid],
        assets: Mapping[str, Assets],
        register_page: str,
    ) -> None:
        self.numbers = numbers
        self.grids = grids
        self.assets = assets
        self.page = register_page
        self.made: dict[str, Fragment] = {}
        self.uses: dict[str, list[Use]] = {}
        self.shown: dict[str, list[Use]] = {}
        self.found: list[Finding] = []

    def use(self, code: Shortcode, place: Place) -> None:
        """One shortcode of a chapter or a caption."""
        if code.name == "stat":
            self._stat(code, place)
        elif code.name == "word":
            self._word(code, place)
        elif code.name == "param":
            self._param(code, place)
        elif code.name == "source":
            self._source(code, place)
        elif code.name in {"figure", "table"}:
            self._float(code, place)
        elif code.name == "register":
            self._register(code, place)
        elif code.name not in BUILT_IN:
            known = (*OWN, *BUILT_IN)
            remedy = nearest(code.name, known) or f"Known: {', '.join(known)}."
            self._fault(
                catalogue.UNKNOWN_SHORTCODE, place, f"unknown shortcode '{code.name}'", remedy
            )

    def _register(self, code: Shortcode, place: Place) -> None:
        if code.key != "register":
            message, remedy = "'register' takes nothing", "Write {{< register >}}."
            self._fault(catalogue.BAD_SHORTCODE_ARGUMENT, place, message, remedy)
            return
        if "register" in self.made:
            message = "the register stands twice: a number could not say which to lead to"
            self._fault(catalogue.DUPLICATE_LABEL, place, message, "Take one of them out.")
        self.made["register"] = fragments.Register((), ())

    def _stat(self, code: Shortcode, place: Place) -> None:
        record = self._only_number(code, place)
        if record is None:
            return
        try:
            style = Style.parse(code.options)
            if style.decimals is None and record.kind == "statistic":
                given = self.numbers.definitions[record.name].options.get("decimals")
                style = dataclasses.replace(style, decimals=given)
            text = display(record.value, record.unit, self.numbers.locale, style, record.bound)
        except ValueError as error:
            self._fault(
                catalogue.BAD_SHORTCODE_ARGUMENT, place, str(error), "Correct the argument."
            )
            return
        use = Use(place.path, place.line, place.column, text)
        self.uses.setdefault(record.name, []).append(use)
        self.made[code.key] = fragments.stat(
            text,
            _machine(record),
            anchor=fragments.anchor_of(record.name) if self.page else "",
            page=self.page,
            title=record.title,
        )

    def _word(self, code: Shortcode, place: Place) -> None:
        """A word that follows the sign of a number: `{{< word rise rose fell >}}`."""
        name, *words = code.arguments or ("",)
        if len(words) not in {2, 3} or code.options:
            message = "'word' takes a number's name and two or three words"
            remedy = (
                "Write {{< word NAME rose fell >}}, or a third word for zero; quote several words."
            )
            self._fault(catalogue.BAD_SHORTCODE_ARGUMENT, place, message, remedy)
            return
        record = self._number(name, place)
        if record is None:
            return
        if record.value == 0 and len(words) == 2:
            message = f"'{name}' is zero, and no word is given for that"
            remedy = 'Give a third word, such as: {{< word NAME rose fell "did not change" >}}.'
            self._fault(catalogue.BAD_SHORTCODE_ARGUMENT, place, message, remedy)
            return
        text = words[0] if record.value > 0 else words[1] if record.value < 0 else words[2]
        self.uses.setdefault(name, []).append(Use(place.path, place.line, place.column, text))
        self.made[code.key] = fragments.word(text)

    def _param(self, code: Shortcode, place: Place) -> None:
        """A parameter of the edition, as its file has it."""
        known = self.numbers.edition
        if len(code.arguments) != 1 or code.options:
            message, remedy = (
                "'param' takes one name, and nothing else",
                "Write {{< param NAME >}}.",
            )
            self._fault(catalogue.BAD_SHORTCODE_ARGUMENT, place, message, remedy)
        elif code.arguments[0] not in known:
            message = f"unknown parameter '{code.arguments[0]}'"
            near = nearest(code.arguments[0], known) or f"Known: {', '.join(known)}."
            remedy = near if known else "The project has no editions: make an editions.csv."
            self._fault(catalogue.UNKNOWN_NUMBER, place, message, remedy)
        else:
            self.made[code.key] = fragments.word(known[code.arguments[0]])

    def _only_number(self, code: Shortcode, place: Place) -> Record | None:
        if len(code.arguments) != 1:
            message = f"'stat' takes one name, not {len(code.arguments)}"
            remedy = "Write {{< stat NAME >}}."
            self._fault(catalogue.BAD_SHORTCODE_ARGUMENT, place, message, remedy)
            return None
        return self._number(code.arguments[0], place)

    def _number(self, name: str, place: Place) -> Record | None:
        if self.numbers.knows(name):
            return self.numbers.record(name)
        table = self.numbers.tables.get(name.partition(".")[0])
        column = name.rpartition(".")[2]
        if table is not None and table.dataset.hides(column):
            what = table.dataset.name
            what = what if table.dataset.confidential else f"{what}.{column}"
            message = f"a cell of '{what}', which is confidential"
            remedy = "Only statistics over enough of its rows may leave it."
            self._fault(catalogue.CONFIDENTIAL_DATUM, place, message, remedy)
            return None
        remedy = self.numbers.nearest(name)
        self._fault(catalogue.UNKNOWN_NUMBER, place, f"unknown number '{name}'", remedy)
        return None

    def _source(self, code: Shortcode, place: Place) -> None:
        if not code.arguments or code.options:
            message = "'source' takes the names of numbers, and nothing else"
            remedy = "Write {{< source NAME >}}."
            self._fault(catalogue.BAD_SHORTCODE_ARGUMENT, place, message, remedy)
            return
        found = [self._sources(name, place) for name in code.arguments]
        cited = merged(each for each in found if each is not None)
        if not cited and all(each is not None for each in found):
            message = f"{', '.join(code.arguments)} has no source to cite"
            remedy = "Give the rows of its data a source."
            self._fault(catalogue.NO_SOURCE, place, message, remedy)
        self.made[code.key] = fragments.Source(cited)

    def _sources(self, name: str, place: Place) -> tuple[fragments.Citation, ...] | None:
        """What a number, figure or table cites; None where the name is unknown."""
        definition = self.numbers.definitions.get(name)
        if definition is not None and definition.kind is not Kind.STATISTIC:
            return self.numbers.cells.sources(name)
        record = self._number(name, place)
        return None if record is None else record.sources

    def _float(self, code: Shortcode, place: Place) -> None:
        kind = Kind(code.name)
        if len(code.arguments) != 1 or code.options:
            message = f"'{kind}' takes one name, and nothing else"
            remedy = f"Write {{{{< {kind} NAME >}}}}."
            self._fault(catalogue.BAD_SHORTCODE_ARGUMENT, place, message, remedy)
            return
        name = code.arguments[0]
        definition = self.numbers.definitions.get(name)
        if definition is None or definition.kind is not kind:
            known = [n for n, each in self.numbers.definitions.items() if each.kind is kind]
            message = f"unknown {kind} '{name}'"
            remedy = nearest(name, known) or f"Known: {', '.join(known) or 'none'}."
            self._fault(catalogue.UNKNOWN_FIGURE, place, message, remedy)
            return
        self.shown.setdefault(code.key, []).append(Use(place.path, place.line, place.column, ""))
        if code.key not in self.made:
            made = self._figure(definition) if kind is Kind.FIGURE else self._table(definition)
            self.made[code.key] = made

    def _figure(self, definition: Definition) -> fragments.Figure:
        files = self.assets[definition.name]
        return fragments.Figure(
            id=f"fig-{definition.name}",
            image=files.image,
            alt=self._plain(definition.option("alt"), definition.place),
            caption=self._marked(captions.with_source(definition), definition.place),
            links=files.links,
            width=files.width,
            height=files.height,
            script=files.script,
            title=definition.title,
            table=markup(definition.title or definition.name, files.data, self.numbers.locale),
        )

    def _table(self, definition: Definition) -> fragments.Table:
        grid = self.grids[definition.name]
        self.found += grids.faults(definition, grid)
        rows = grids.written(definition, grid, self.numbers.locale)
        return fragments.Table(
            id=f"tbl-{definition.name}",
            caption=self._marked(definition.option("caption"), definition.place),
            header=grid.header,
            align=grids.aligned(grid),
            rows=rows,
            title=definition.title,
            widths=grids.widths(grid.header, rows),
        )

    def _plain(self, text: str, place: Place) -> str:
        """Text of an author with its numbers written in."""
        parts: list[str] = []
        done = 0
        for code in self._codes(text, place, ("stat", "word", "param")):
            parts.append(text[done : code.start])
            self.use(code, place)
            made = self.made.get(code.key)
            parts.append(made.text if isinstance(made, fragments.Stat) else "")
            done = code.end
        return "".join((*parts, text[done:]))

    def _marked(self, text: str, place: Place) -> Marked:
        """Markdown of an author with its shortcodes as marks."""
        parts: list[str] = []
        uses: list[str] = []
        done = 0
        for code in self._codes(text, place, ("stat", "word", "param", "source")):
            self.use(code, place)
            parts.append(text[done : code.start])
            parts.append(f"{fragments.OPEN}{len(uses)}{fragments.CLOSE}")
            uses.append(code.key)
            done = code.end
        return Marked("".join((*parts, text[done:])), tuple(uses))

    def _codes(self, text: str, place: Place, allowed: tuple[str, ...]) -> Iterator[Shortcode]:
        for item in captions.codes(text, place, allowed):
            if isinstance(item, Finding):
                self.found.append(item)
            else:
                yield item

    def _fault(self, rule: Rule, place: Place, message: str, remedy: str) -> None:
        self.found.append(Finding(rule, place, message, remedy))


def _machine(record: Record) -> str:
    """The value as HTML's `data` element gives it to machines."""
    text = exact_text(record.value)
    return repr(float(record.value)) if "/" in text else text
