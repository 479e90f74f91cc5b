"""Encoding: whether a data file holds anything, in the encoding that is declared for it."""

from __future__ import annotations

from tieout import catalogue
from tieout.data.dataset import Dataset
from tieout.findings import Finding, Place, TieoutError

_LONGEST = 1 << 20  # bytes of a line
_WIDEST = 1 << 14  # cells of a row: what the widest spreadsheet has


def require(dataset: Dataset, data: bytes) -> None:
    """See that a file holds something, in lines that may be rows, in the encoding its dataset declares.

    Raises:
        TieoutError: it does not.
    """
    name = str(dataset.descriptor.get("encoding") or "utf-8")
    if not data.strip(b"\r\n\t \xef\xbb\xbf"):
        raise TieoutError(
            Finding(
                catalogue.EMPTY_DATA,
                Place(dataset.path, 1),
                "the file is empty",
                f"Expected a heading and rows for dataset '{dataset.name}'.",
            )
        )
    try:
        data.decode(name)
    except LookupError:
        raise TieoutError(
            Finding(
                catalogue.BAD_DESCRIPTOR,
                dataset.place,
                f"dataset '{dataset.name}': unknown encoding '{name}'",
                "Name one that Python knows, such as utf-8, utf-16 or windows-1252.",
            )
        ) from None
    except UnicodeDecodeError as error:
        start = data.rfind(b"\n", 0, error.start) + 1
        place = Place(dataset.path, data.count(b"\n", 0, error.start) + 1, error.start - start + 1)
        byte = f"byte 0x{data[error.start]:02x}" if not dataset.guarded else "a byte"
        message = f"{byte} is not {name}"
        remedy = (
            f"Leave the file as received and declare its encoding in {dataset.place.path}, "
            f'for example "encoding": "windows-1252".'
        )
        raise TieoutError(Finding(catalogue.BAD_ENCODING, place, message, remedy)) from None
    _require_lines(dataset, data)


def _require_lines(dataset: Dataset, data: bytes) -> None:
    """No line is so long that it is no row: a reader would take hours to say what is wrong with each cell of it."""
    if len(data) <= _WIDEST:
        return
    for number, line in enumerate(data.split(b"\n"), start=1):
        if len(line) > _LONGEST or max(map(line.count, (b",", b";", b"\t", b"|"))) > _WIDEST:
            raise TieoutError(
                Finding(
                    catalogue.BAD_ROW,
                    Place(dataset.path, number),
                    f"the line is too long for a row: {len(line):,} bytes",
                    f"A row has at most {_WIDEST:,} cells, a line {_LONGEST:,} bytes.",
                )
            )
