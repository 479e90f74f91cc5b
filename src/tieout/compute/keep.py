"""Keep: results as bytes for the cache."""

from __future__ import annotations

import json

from tieout.compute.define import Kind
from tieout.compute.messages import Drawing, Grid, Result
from tieout.number import decode, encode


def encoded(result: Result) -> bytes:
    """A result as bytes, without loss."""
    if isinstance(result, Drawing):
        data: object = [result.svg, result.width, result.height, result.csv, result.texts]
    elif isinstance(result, Grid):
        rows = [
            [c if c is None or isinstance(c, str) else encode(c) for c in r] for r in result.rows
        ]
        data = [list(result.header), rows]
    else:
        data = encode(result)
    return json.dumps(data, ensure_ascii=False).encode()


def decoded(kept: bytes, kind: Kind) -> Result | None:
    """The result that `encoded` wrote, or None where another version wrote it."""
    try:
        data = json.loads(kept)
        if kind is Kind.FIGURE:
            svg, width, height, csv, texts = data
            said = tuple((str(kind), str(words)) for kind, words in texts)
            return Drawing(svg, width, height, csv, said)
        if kind is Kind.TABLE:
            rows = [tuple(decode(c) if isinstance(c, list) else c for c in row) for row in data[1]]
            return Grid(tuple(data[0]), tuple(rows))
        return decode(data)
    except (ValueError, TypeError, IndexError):
        return None  # written by another version: computed anew
