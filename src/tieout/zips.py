"""Zips: what Python's reader of zip files raises where one is damaged, or made to be so."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError),
    *(ValueError, LookupError),  # a name or a number that cannot be
    *(NotImplementedError, RuntimeError),  # a way to pack that it does not know; a password
)
