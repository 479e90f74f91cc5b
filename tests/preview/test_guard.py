"""The guard answers requests of this machine to this address from this page, and no others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.preview.guard import HEADERS, Guard

PORT = 4848
OWN = {"127.0.0.1:4848", "localhost:4848", "[::1]:4848"}


@pytest.mark.parametrize("host", sorted(OWN))
def test_its_own_names_are_answered(host):
    guard = Guard(PORT)
    assert guard.refused({"host": host}) == ""
    assert guard.refused({"host": host, "origin": f"http://{host}"}) == ""
    assert guard.refused({"host": host, "sec-fetch-site": "same-origin"}) == ""
    assert guard.refused({"host": host, "sec-fetch-site": "none"}) == ""


@pytest.mark.parametrize(
    "host",
    [
        "", "127.0.0.1", "127.0.0.1:80", "evil.example:4848", "localhost.evil.example:4848",
        "127.0.0.1:4848.evil.example", "127.0.0.1:48480", "0.0.0.0:4848", "user@127.0.0.1:4848",
    ],
)  # fmt: skip
def test_a_foreign_host_is_refused(host):
    assert Guard(PORT).refused({"host": host})


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "https://127.0.0.1:4848",
        "http://127.0.0.1",
        "http://evil.example:4848",
        "file://",
        "",
    ],
)
def test_a_foreign_origin_is_refused(origin):
    assert Guard(PORT).refused({"host": "127.0.0.1:4848", "origin": origin})


def test_a_foreign_page_embeds_nothing_but_may_link_here():
    guard = Guard(PORT)
    asked = {"host": "127.0.0.1:4848", "sec-fetch-site": "cross-site"}
    assert guard.refused(asked)
    assert guard.refused({**asked, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"})
    assert guard.refused({**asked, "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"})
    assert not guard.refused({**asked, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"})


@given(host=st.text(max_size=40), origin=st.none() | st.text(max_size=40))
def test_only_the_three_names_are_ever_answered(host, origin):
    headers = {"host": host} | ({} if origin is None else {"origin": origin})
    good = host.lower() in OWN and (origin is None or origin.lower().removeprefix("http://") in OWN)
    if not Guard(PORT).refused(headers):
        assert good


def test_no_answer_is_kept_or_shown_elsewhere():
    assert HEADERS["Cache-Control"] == "no-store"
    assert HEADERS["X-Content-Type-Options"] == "nosniff"
    assert HEADERS["Cross-Origin-Resource-Policy"] == "same-origin"
