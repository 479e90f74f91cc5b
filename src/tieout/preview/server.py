"""Server: the pages over HTTP on this machine alone, and the news of what changed in them."""

from __future__ import annotations

import asyncio
import mimetypes
import socket
from collections.abc import Callable
from concurrent.futures import Future
from importlib import resources
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tieout.findings import TieoutError
from tieout.preview import files
from tieout.preview.guard import HEADERS, Guard
from tieout.preview.news import News

HOST = "127.0.0.1"
OWN = "/_preview"
_OURS = ("idiomorph.min.js", "live.js", "live.css")
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".svg": "image/svg+xml"}


def bound(port: int) -> socket.socket:
    """A socket on the loopback address: the port asked for, or any other where that is taken."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # A port that was ours a moment ago is not taken.
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
        made.listen(64)
    except OSError:
        made.close()
        if port == 0:
            raise
        return bound(0)
    return made


def application(
    folder: Path, news: News, guard: Guard, paper: Callable[[], Future[Path]]
) -> ASGIApp:
    """The preview as an ASGI application.

    Args:
        folder: the pages.
        news: what listeners are told.
        guard: what requests are answered.
        paper: has the PDF made.
    """

    async def page(request: Request) -> Response:
        address = request.scope["path"]
        file = files.found(folder, address)
        if file is None:
            if address == "/audit/here.svg":
                return Response(
                    status_code=204
                )  # the sign of a dossier: a panel asks; there is none here
            if address in {"/", "/index.html"} and not news.edition:
                return _page(_own("waiting.html"), news.edition)
            return PlainTextResponse("There is no such page in this report.", 404)
        if file.suffix == ".html":
            return _page(await asyncio.to_thread(file.read_bytes), news.edition)
        return FileResponse(file, media_type=_type(file.name))

    async def own(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _OURS:
            return PlainTextResponse("There is no such file.", 404)
        return Response(_own(name), media_type=_type(name))

    async def events(_request: Request) -> Response:
        return StreamingResponse(news.stream(), media_type="text/event-stream")

    async def report(_request: Request) -> Response:
        if not news.edition:
            return PlainTextResponse("The report is still being made.", 503)
        try:
            made = await asyncio.wrap_future(paper())
        except TieoutError as error:
            return PlainTextResponse(f"There is no PDF of the report as it is.\n\n{error}\n", 500)
        headers = {"Content-Disposition": 'inline; filename="report.pdf"'}
        return FileResponse(made, media_type="application/pdf", headers=headers)

    routes = [
        Route(f"{OWN}/events", events),
        Route(f"{OWN}/report.pdf", report),
        Route(f"{OWN}/{{name}}", own),
        Route("/{path:path}", page),
    ]
    return _Guarded(Starlette(routes=routes), guard)


class Server(uvicorn.Server):
    """Uvicorn, but that pages which listen are let go first, or it would wait for them."""

    def __init__(self, app: ASGIApp, news: News) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                date_header=False,
                ws="none",
                timeout_graceful_shutdown=1,
            )
        )
        self._news = news

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Ctrl-C, or a request to terminate."""
        self._news.end()
        super().handle_exit(sig, frame)


class _Guarded:
    """Answers what the guard lets through, with the headers every answer has."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self._app = app
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in scope["headers"]
        }

        async def answer(message: Any) -> None:
            if message["type"] == "http.response.start":
                said = {name.lower() for name, _ in message["headers"]}
                more = [(n.lower().encode(), v.encode()) for n, v in HEADERS.items()]
                message["headers"] = [
                    *message["headers"],
                    *((name, value) for name, value in more if name not in said),
                ]
            await send(message)

        refused = self._guard.refused(headers)
        if refused:
            await PlainTextResponse(refused, 403)(scope, receive, answer)
        else:
            await self._app(scope, receive, answer)


def _page(data: bytes, edition: int) -> Response:
    """A page with our script in it; on the disk it stays as it is in a build."""
    ours = (
        f'<link rel="stylesheet" href="{OWN}/live.css">'
        f'<script src="{OWN}/idiomorph.min.js" defer></script>'
        f'<script src="{OWN}/live.js" data-edition="{edition}" defer></script>'
    ).encode()
    head, mark, rest = data.partition(b"</head>")
    return Response(head + ours + mark + rest if mark else data, media_type="text/html")


def _own(name: str) -> bytes:
    return resources.files("tieout.preview").joinpath("page", name).read_bytes()


def _type(name: str) -> str:
    return (
        _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    )
