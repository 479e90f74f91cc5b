"""News reach every listener; who comes late is told how things stand."""

from __future__ import annotations

import asyncio
import json

from tieout.preview.news import News


def read(event: str) -> dict:
    assert event.startswith("data: ")
    assert event.endswith("\n\n")
    return json.loads(event[6:])


def test_listeners_hear_what_is_told_and_are_let_go():
    async def scene() -> list[dict]:
        news = News()
        heard = []

        async def listen() -> None:
            heard.extend([read(event) async for event in news.stream()])

        listening = asyncio.create_task(listen())
        await asyncio.sleep(0)
        news.changed(["a.html"], waiting=0)
        news.changed([], waiting=0)
        news.tell("progress", text="line\nbreak and \N{SNOWMAN}")
        await asyncio.sleep(0)
        news.end()
        await asyncio.wait_for(listening, 5)
        return heard

    hello, pages, same, progress = asyncio.run(scene())
    assert hello == {"kind": "hello", "edition": 0}
    assert pages == {"kind": "pages", "edition": 1, "names": ["a.html"], "waiting": 0}
    assert same["edition"] == 1
    assert progress["text"] == "line\nbreak and \N{SNOWMAN}"


def test_a_fault_stands_until_it_is_dropped():
    async def first_heard(news: News) -> list[dict]:
        heard = []
        stream = news.stream()
        async for event in stream:
            heard.append(read(event))
            if len(heard) == 1:
                news.end()
        return heard

    news = News()
    news.tell("fault", standing=True, findings=[])
    assert [each["kind"] for each in asyncio.run(first_heard(news))] == ["hello", "fault"]
    news.drop("fault")
    assert [each["kind"] for each in asyncio.run(first_heard(news))] == ["hello"]
