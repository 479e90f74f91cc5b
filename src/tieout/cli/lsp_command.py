"""`tieout lsp`."""

from __future__ import annotations

import click


@click.command(epilog="Example: tieout lsp")
# What some editors add of their own accord: it is always so, or not needed.
@click.option("--stdio", is_flag=True, hidden=True, expose_value=False)
@click.option("--clientProcessId", type=int, hidden=True, expose_value=False)
def command() -> None:
    """Serve an editor: names, values, sources and findings while you type.

    A language server over standard input and output; an editor starts it. Reads the
    ledger of the last build, data, scripts and chapters, saved or not; runs no script
    and no engine. docs/editors.md says how to set it up.
    """
    import logging
    import os
    import sys

    from tieout.editor import server

    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    logging.getLogger("pygls").setLevel(logging.ERROR)
    # Whatever else prints must not get between the messages of the protocol.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    server.make().start_io(sys.stdin.buffer, out)
