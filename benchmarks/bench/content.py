"""Content: what a synthetic report says and computes, before it is written in any tool's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from bench.shape import Shape

YEARS = tuple(str(year) for year in range(2001, 2021))


def _words(text: str) -> list[str]:
    return text.split()


_NOUNS = _words("""
ministry office district village school market river road farm harbour clinic library
council committee survey archive register ledger household teacher nurse farmer builder
visitor letter report chapter season winter summer garden window bridge mill station
border valley coast
""")
_ADJECTIVES = _words("""
northern southern rural urban early late quiet public private common formal local regional
ordinary careful narrow broad plain open old new distant nearby modest useful patient
""")
_VERBS = _words("""
describes follows records mentions explains visits keeps reads answers joins leaves
""")
_LINKS = _words("""
while because although where before after unless since
""")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a dataset: a number by itself."""

    table: int
    place: int
    year: str

    @property
    def name(self) -> str:
        """As a chapter names it."""
        return f"{table_name(self.table)}.{place_name(self.place)}.{self.year}.people"


@dataclass(frozen=True, slots=True)
class Statistic:
    """A number that a function computes; `of` are the cells it names, `takes` the statistics."""

    name: str
    kind: str  # growth, share, mean, gap
    table: int
    of: tuple[Cell, ...]
    takes: tuple[str, ...] = ()


Number = Cell | Statistic


@dataclass(frozen=True, slots=True)
class Shown:
    """A number in a sentence."""

    number: Number


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation that makes a footnote."""

    key: str
    page: int


@dataclass(frozen=True, slots=True)
class Sourced:
    """A footnote that cites where a number comes from."""

    number: Number


@dataclass(frozen=True, slots=True)
class Noted:
    """A plain footnote."""

    name: str
    text: str
    key: str


Piece = str | Shown | Cited | Sourced | Noted


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its paragraphs, and the figure at its end."""

    title: str
    label: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    figure: str = ""

    @property
    def notes(self) -> list[Noted]:
        """Its plain footnotes, in order."""
        pieces = (piece for paragraph in self.paragraphs for piece in paragraph)
        return [piece for piece in pieces if isinstance(piece, Noted)]


@dataclass(frozen=True, slots=True)
class Content:
    """The whole report."""

    shape: Shape
    statistics: tuple[Statistic, ...]
    cells: tuple[Cell, ...]
    figures: tuple[str, ...]
    chapters: tuple[tuple[Section, ...], ...]

    @property
    def first_cell(self) -> Cell:
        """The first cell that the first chapter shows; any where it shows none."""
        shown = (each for each in self._first_chapter() if isinstance(each, Cell))
        return next(shown, self.cells[0])

    @property
    def first_growth(self) -> Statistic:
        """The first growth that the first chapter shows; any where it shows none."""
        shown = (each for each in self._first_chapter() if isinstance(each, Statistic))
        return next((each for each in shown if each.kind == "growth"), self.statistics[0])

    def _first_chapter(self) -> Iterator[Number]:
        pieces = (p for section in self.chapters[0] for par in section.paragraphs for p in par)
        return (piece.number for piece in pieces if isinstance(piece, Shown))

    @property
    def cited(self) -> set[str]:
        """The keys of all sources that the chapters name themselves."""
        sections = (section for chapter in self.chapters for section in chapter)
        pieces = (p for section in sections for par in section.paragraphs for p in par)
        return {piece.key for piece in pieces if isinstance(piece, Cited | Noted)}


def table_name(table: int) -> str:
    """A dataset's name."""
    return f"table_{table + 1:02}"


def place_name(place: int) -> str:
    """A place's key in every dataset."""
    return f"p{place + 1:05}"


def key_of(source: int) -> str:
    """A source's key."""
    return f"source{source + 1:03}"


def places(shape: Shape) -> int:
    """How many places a dataset has rows of."""
    return max(2, -(-shape.rows // shape.tables // len(YEARS)))


def sources(shape: Shape) -> int:
    """How many sources there are to cite."""
    return min(300, max(5, shape.notes))


def of_shape(shape: Shape) -> Content:
    """The report of a shape: the same for the same shape."""
    random = Random(shape.seed)
    cells = tuple(_cell(shape, random) for _ in range(shape.numbers * 2 // 5))
    statistics = tuple(_statistics(shape, random, shape.numbers - len(cells)))
    numbers: list[Number] = [*cells, *statistics]
    random.shuffle(numbers)
    figures = tuple(f"drawing_{n + 1:02}" for n in range(shape.figures))
    chapters = tuple(
        tuple(_chapter(shape, random, chapter, numbers, figures))
        for chapter in range(shape.chapters)
    )
    return Content(shape, statistics, cells, figures, chapters)


def _cell(shape: Shape, random: Random) -> Cell:
    return Cell(
        random.randrange(shape.tables), random.randrange(places(shape)), random.choice(YEARS)
    )


def _statistics(shape: Shape, random: Random, count: int) -> Iterator[Statistic]:
    shares: list[str] = []
    for n in range(count):
        kind = ("growth", "share", "growth", "mean", "share", "gap")[n % 6]
        name, table = f"{kind}_{n + 1:05}", random.randrange(shape.tables)
        place = random.randrange(places(shape))
        first, last = sorted(random.sample(YEARS, 2))
        if kind == "growth":
            yield Statistic(
                name, kind, table, (Cell(table, place, first), Cell(table, place, last))
            )
        elif kind == "gap":
            yield Statistic(name, kind, table, (), (shares[-2], shares[-1]))
        else:
            shares += [name] * (kind == "share")
            yield Statistic(name, kind, table, (Cell(table, place, last),))


def _chapter(
    shape: Shape, random: Random, chapter: int, numbers: list[Number], figures: tuple[str, ...]
) -> Iterator[Section]:
    words = len(shape.share(shape.words, chapter))
    sections = max(1, words // 1_000)
    specials: list[list[list[Piece]]] = [[] for _ in range(sections)]
    for n, number in enumerate(shape.share(shape.numbers, chapter)):
        specials[n % sections].append(_with_number(random, numbers[number]))
    for n, note in enumerate(shape.share(shape.notes, chapter)):
        specials[n % sections].append(_with_note(shape, random, note, numbers))
    drawn = [figures[n] for n in shape.share(shape.figures, chapter)]
    for section in range(sections):
        yield Section(
            title=_title(random),
            label=f"sec-c{chapter + 1}-s{section + 1}",
            paragraphs=_paragraphs(random, words // sections, specials[section]),
            figure=drawn[section] if section < len(drawn) else "",
        )


def _paragraphs(
    random: Random, words: int, specials: list[list[Piece]]
) -> tuple[tuple[Piece, ...], ...]:
    sentences: list[list[Piece]] = list(specials)
    counted = sum(_words(sentence) for sentence in sentences)
    while counted < words or len(sentences) < 2:
        sentence = _sentence(random)
        counted += len(sentence.split())
        sentences.append([sentence])
    random.shuffle(sentences)
    made = []
    for start in range(0, len(sentences), 7):
        pieces: list[Piece] = []
        for sentence in sentences[start : start + 7]:
            pieces += [" ", *sentence] if pieces else sentence
        made.append(tuple(pieces))
    return tuple(made)


def _words(sentence: list[Piece]) -> int:
    return sum(len(piece.split()) if isinstance(piece, str) else 1 for piece in sentence)


def _title(random: Random) -> str:
    return (
        f"The {random.choice(_ADJECTIVES)} {random.choice(_NOUNS)} and its {random.choice(_NOUNS)}"
    )


def _clause(random: Random) -> str:
    pick = random.choice
    subject = f"{pick(_ADJECTIVES)} {pick(_NOUNS)} of the {pick(_NOUNS)}"
    return f"the {subject} {pick(_VERBS)} the {pick(_ADJECTIVES)} {pick(_NOUNS)}"


def _sentence(random: Random) -> str:
    first = _clause(random)
    if random.random() < 0.7:
        first = f"{first} {random.choice(_LINKS)} {_clause(random)}"
    return f"{first[:1].upper()}{first[1:]}."


def _with_number(random: Random, number: Number) -> list[Piece]:
    pick = random.choice
    return [
        f"For the {pick(_NOUNS)} of the {pick(_NOUNS)} the {pick(_NOUNS)} has ",
        Shown(number),
        ".",
    ]


def _with_note(shape: Shape, random: Random, note: int, numbers: list[Number]) -> list[Piece]:
    key = key_of(random.randrange(sources(shape)))
    sentence = _sentence(random)
    if note % 4 == 1 and numbers:
        return [sentence, Sourced(numbers[note * 7 % len(numbers)])]
    if note % 4 == 3:
        return [sentence, Noted(f"n{note + 1}", _sentence(random), key)]
    return [sentence[:-1] + " ", Cited(key, random.randrange(1, 400)), "."]
