"""Guard: what a request must be to be answered: of this machine, to this address, from this page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_OWN = ("127.0.0.1", "localhost", "[::1]")
_ELSEWHERE = {"cross-site", "same-site"}

# What every answer says: keep nothing, guess nothing, show it in no foreign page.
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """Knows the port; `refused` says why a request is not answered, or nothing.

    A foreign page can have a browser send requests here, and a foreign name can be made to lead here: the
    names of host and origin tell.
    """

    port: int

    def refused(self, headers: Mapping[str, str]) -> str:
        """Why a request with these headers (names in lower case) is not answered; empty: it is."""
        host = headers.get("host", "")
        if host.lower() not in self._hosts():
            return "this preview answers to its own address only"
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in {
            f"http://{name}" for name in self._hosts()
        }:
            return "this preview answers to its own pages only"
        if headers.get("sec-fetch-site", "") in _ELSEWHERE and not _is_visit(headers):
            return "this preview answers to its own pages only"
        return ""

    def _hosts(self) -> set[str]:
        return {f"{name}:{self.port}" for name in _OWN}


def _is_visit(headers: Mapping[str, str]) -> bool:
    """Whether somebody follows a link to a page here, which shows that page and tells nobody of it."""
    return (
        headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    )
