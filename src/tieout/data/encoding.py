"""Encoding: whether a data file holds anything, in the encoding that is declared for it."""

from __future__ import annotations

from tieout import catalogue
from tieout.data.confidential import quotes
from tieout.data.dataset import Dataset
from tieout.findings import Finding, Place, TieoutError


def require(dataset: Dataset, data: bytes) -> None:
    """See that a file holds something and is in the encoding its dataset declares.

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
        byte = f"byte 0x{data[error.start]:02x}" if quotes(dataset) else "a byte"
        message = f"{byte} is not {name}"
        remedy = (
            f"Leave the file as received and declare its encoding in {dataset.place.path}, "
            f'for example "encoding": "windows-1252".'
        )
        raise TieoutError(Finding(catalogue.BAD_ENCODING, place, message, remedy)) from None
