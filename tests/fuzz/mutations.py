"""Mutations: texts and bytes made odd in the ways that strangers' files are: cut, spliced, nested, misencoded."""

from __future__ import annotations

import contextlib
import copy
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Mutation = Callable[[random.Random, bytes, Sequence[bytes]], bytes]

# What some reader or other stumbles over: marks, half characters, ends of lines, signs that turn text around.
ODD = (
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00", b"\x1b[2J", b"\x7f", b"\x85", b"\xff"),
    *(
        b"\xed\xa0\x80",
        b"\xed\xb0\x80",
        b"\xf4\x90\x80\x80",
        b"\xc0\xaf",
        b"\xe2\x80",
        b"\r",
        b"\r\n",
    ),
    *("\u2028", "\u202e", "\u200b", "\ufeff", "\ufffe", "\u0301" * 40, "\ue000", "\ue0000\ue001"),
    *("\N{FULLWIDTH DIGIT SEVEN}", "ក", "𝟛", "İ", "ß", "Ⅷ", "½", "\u00a0", "\U0001f1f0\U0001f1ed"),
    *("\\u0000", "\\ud800", "\\U00110000", "\\x00", "&#0;", "&#xd800;", "%00", "\v", "\f", "\x1c"),
)
NUMBERS = (
    *(
        b"0",
        b"-0",
        b"-1",
        b"1e999",
        b"-1e-999",
        b"1e5000",
        b"NaN",
        b"inf",
        b"-Infinity",
        b"0x10",
        b"1_0",
    ),
    *(
        b"9" * 25,
        b"9" * 5000,
        b"0." + b"3" * 5000,
        b"2147483648",
        b"9223372036854775808",
        b"1,000.5",
    ),
    *(b"1.000,5", b"00012", b"1e400", b"1/3", b"1/0", b"12:61:61", b"2020-02-30", b"0000-00-00"),
    *(b"99999-01-01", b"true", b"null", b"~", b".5", b"5."),
)
PIECES = (
    *(
        b"{{<",
        b">}}",
        b"{{< stat prison_rise >}}",
        b"{{< source",
        b"{{< include",
        b"{{{<",
        b"/*",
        b"```",
    ),
    *(
        b"---\n",
        b"...\n",
        b"<!--",
        b"-->",
        b"::: {#refs}\n:::\n",
        b"[@",
        b"]",
        b"@{",
        b"\\",
        b"$$",
        b"~~~\n",
    ),
    *(
        b"<!-- tieout: allow TIE801 because",
        b"# tieout: allow",
        b"&a [*a]",
        b"*a",
        b"!!python/object",
        b"<<: ",
    ),
    *(
        b"|\n",
        b">-\n",
        b'"""',
        b"'''",
        b'"',
        b"'",
        b"[[",
        b"]]",
        b"{",
        b"}",
        b"[",
        b",",
        b";",
        b":",
        b"#",
    ),
    *(
        b"../../etc/passwd",
        b"/etc/passwd",
        b"C:\\",
        b"file:///",
        b"~root",
        b"data/prisoners.csv",
        b"|cmd",
    ),
    *(
        b"@comment{",
        b"@string{",
        b"@preamble{",
        b" # ",
        b"{\\'e",
        b"nan",
        b"in 2020",
        b"half of",
        b"per cent",
    ),
)


def _at(chance: random.Random, data: bytes) -> int:
    return chance.randint(0, len(data))


def _piece(chance: random.Random, data: bytes, most: int = 64) -> tuple[int, int]:
    start = _at(chance, data)
    return start, min(len(data), start + chance.randint(0, most))


def _flipped(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    changed = bytearray(data or b" ")
    for _ in range(chance.randint(1, 4)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _random(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    start, end = _piece(chance, data, 8)
    return data[:start] + chance.randbytes(end - start) + data[end:]


def _cut(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    return data[: _at(chance, data)]


def _without(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    start, end = _piece(chance, data)
    return data[:start] + data[end:]


def _spliced(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others) if others else data
    return data[: _at(chance, data)] + other[_at(chance, other) :]


def _copied(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others) if others else data
    start, end = _piece(chance, other, 200)
    at = _at(chance, data)
    return data[:at] + other[start:end] + data[at:]


def _repeated(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    start, end = _piece(chance, data, chance.choice((1, 4, 40, 400)))
    times = chance.choice((2, 3, 30, 300, 3000))
    return data[:start] + data[start:end] * min(times, 60_000 // max(1, end - start)) + data[end:]


def _nested(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    opening, closing = chance.choice(
        (
            *(
                (b"[", b"]"),
                (b"{", b"}"),
                (b"(", b")"),
                (b'{"a":', b"}"),
                (b"- ", b""),
                (b"> ", b""),
            ),
            *(
                (b"{{< a ", b" >}}"),
                (b"a: {", b"}"),
                (b"*", b"*"),
                (b"<div>", b"</div>"),
                (b"  ", b""),
            ),
            *(
                (b":::: {.a}\n", b"\n::::"),
                (b"[^a]: ", b""),
                (b"a.", b""),
                (b"-", b""),
                (b"not ", b""),
            ),
        )
    )
    deep = chance.choice((2, 10, 150, 1200, 20_000))
    at, to = sorted((_at(chance, data), _at(chance, data)))
    return data[:at] + opening * deep + data[at:to] + closing * deep + data[to:]


def _put(values: Sequence[bytes | str]) -> Mutation:
    known = [each.encode("utf-8") if isinstance(each, str) else each for each in values]

    def put(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
        start, end = _piece(chance, data, chance.choice((0, 0, 1, 6)))
        return data[:start] + chance.choice(known) + data[end:]

    return put


def _numbered(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    """Another number in the place of one."""
    digits = [n for n, byte in enumerate(data) if 48 <= byte < 58]
    if not digits:
        return data + chance.choice(NUMBERS)
    start = end = chance.choice(digits)
    while end < len(data) and data[end : end + 1].isdigit():
        end += 1
    return data[:start] + chance.choice(NUMBERS) + data[end:]


def _lined(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    """Lines in another order, doubled, or ended otherwise."""
    lines = data.split(b"\n")
    what = chance.randrange(4)
    if what == 0:
        chance.shuffle(lines)
    elif what == 1:
        lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
    elif what == 2:
        del lines[chance.randrange(len(lines))]
    return chance.choice((b"\r\n", b"\r")).join(lines) if what == 3 else b"\n".join(lines)


VALUES: tuple[object, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1e308,
        10**30,
        "",
        " ",
        "a",
        "é\u202e\n",
        "x" * 3000,
        [],
        {},
        [[]],
        [None],
    ),
    *(
        {"": ""},
        {"name": 1},
        "../a",
        "1e5",
        ["a", "a"],
        [{"name": "a"}] * 2,
        {"en": 1},
        "number",
        "date",
    ),
)


def _retyped(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    """JSON with another value in the place of one; of other texts, a value after `:` or `=`."""
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        spots = [*re.finditer(rb"(?<=[:=,-])[ ]*[^\n,]*", data)]
        if not spots:
            return data
        spot = chance.choice(spots)
        value = json.dumps(chance.choice(VALUES)).encode()
        return data[: spot.start()] + b" " + value + data[spot.end() :]
    for _ in range(chance.randint(1, 3)):
        holders = [*_holders(whole)]
        if not holders:
            return json.dumps(chance.choice(VALUES)).encode()
        holder = chance.choice(holders)
        key = chance.choice([*holder] if isinstance(holder, dict) else range(len(holder)))
        if chance.random() < 0.2:
            holder.pop(key)
        else:
            holder[key] = copy.deepcopy(chance.choice((*VALUES, chance.choice(holders))))
    return json.dumps(whole).encode()


def _holders(value: Any) -> Iterator[Any]:
    """Every list and object with something in it."""
    if isinstance(value, dict | list) and value:
        yield value
        for each in value.values() if isinstance(value, dict) else value:
            yield from _holders(each)


def _recoded(chance: random.Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    codec = chance.choice(("utf-16", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "utf-7"))
    return data.decode("utf-8", "replace").encode(codec, "replace")


MUTATIONS: tuple[Mutation, ...] = (
    *(_flipped, _random, _cut, _without, _spliced, _copied, _repeated, _nested, _numbered, _lined),
    *(_recoded, _put(ODD), _put(NUMBERS), _put(PIECES), _put(PIECES), _put(ODD)),
    *(_retyped, _retyped, _retyped),
)


def mutated(chance: random.Random, data: bytes, others: Sequence[bytes], most: int) -> bytes:
    """The bytes after one to five mutations, at most so many of them."""
    for _ in range(chance.choice((1, 1, 2, 3, 5))):
        with contextlib.suppress(RecursionError):  # it is nested deeply already
            data = chance.choice(MUTATIONS)(chance, data, others)[:most]
    return data
