"""Main: the `tieout` command; each of its commands is imported only when it is called."""

from __future__ import annotations

import contextlib
import gc
import importlib
import signal
import sys
from types import FrameType
from typing import NoReturn

import click

import tieout
from tieout.cli import streams
from tieout.cli.suggesting import Suggesting
from tieout.findings import TieoutError

# name -> what it does, as `tieout --help` lists it
COMMANDS = {
    "init": "Begin a report: a small one that builds at once.",
    "add": "Add a statistic, figure, dataset or chapter.",
    "build": "Rebuild the report: pages, PDF, Word, EPUB.",
    "preview": "Show the report in a browser while you write it.",
    "check": "Hold the chapters against the numbers of the last build.",
    "compile": "Bring ledger and fragments up to date, for `quarto render`.",
    "explain": "Show where a number comes from: formula, cells, sources, uses.",
    "trace": "Show what would move if a cell of the data were wrong.",
    "review": "Sign a number off, or list how every number stands.",
    "audit": "Make the dossier for reviewers.",
    "lock": "Accept the numbers as they are: write tieout.lock.",
    "verify": "Rebuild the report from a clean copy, and compare.",
    "archive": "Put the report with all that it is made of into one file.",
    "compare": "Show what a copy editor changed in a Word file.",
    "diff": "Show what changed: numbers, and the sentences that use them.",
    "numbers": "Print the fact sheet of all numbers used.",
    "lsp": "Serve an editor: names, values and findings while you type.",
    "doctor": "Look for everything tieout needs.",
    "completion": "Print the completion script of a shell.",
}


class Commands(Suggesting):
    """The commands, loaded one at a time."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's
        """The commands' names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"tieout.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's
        """The list in `tieout --help`, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="Example: tieout build --to html",
)
@click.version_option(tieout.__version__, prog_name="tieout")
def cli() -> None:
    """Reports whose every number can be traced to the cells it came from."""


def main() -> NoReturn:
    """Run the command line and end the process with its exit code.

    0: fine; 1: something was found; 2: the command could not run; 130: stopped by the user.
    """
    signal.signal(signal.SIGTERM, _stop)
    try:
        code = _run() if streams.are_open() else _lost("it is closed")
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output went away (`| head`); nothing is left to tell it.
        streams.discard()
        code = 1
    except OSError as error:
        streams.discard()
        code = _lost(error.strerror or str(error))
    # All of it is given back as the process ends: Python need not look for circles among it first. (DuckDB counts
    # what it gave out, and would tell the user of it.)
    if "duckdb" not in sys.modules:
        gc.freeze()
    sys.exit(code)


def _run() -> int:
    try:
        code = cli.main(prog_name="tieout", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return 2
    except (KeyboardInterrupt, click.Abort) as error:
        click.echo(f"\nStopped. {_what_stands(error)}", err=True)
        return 130
    except TieoutError as error:
        return _failed(error, json=_wants_json())
    except BrokenPipeError:
        raise
    except Exception as error:  # the last resort: a fault of our own, said as one
        if isinstance(error, OSError) and streams.is_of_printing(error):
            raise
        if isinstance(error, FileNotFoundError) and streams.is_nowhere():
            return _failed(streams.nowhere(), json=_wants_json())
        from tieout.cli import render

        render.internal(error)
        return 2
    return code if isinstance(code, int) else 0


def _failed(error: TieoutError, *, json: bool = False) -> int:
    from tieout.cli import render

    render.failure(error, json=json)
    return 1 if error.found else 2


def _lost(why: str) -> int:
    from tieout.cli import render

    with contextlib.suppress(OSError):  # nobody hears it
        # And no word of outputs: a build may have made them.
        render.findings(streams.lost(why).findings)
    return 2


def _wants_json() -> bool:
    return "--format=json" in sys.argv or _follows("--format", "json")


def _what_stands(error: BaseException) -> str:
    """What became of the outputs; whoever built several of them says so by the interruption itself."""
    cause = error.__cause__ if isinstance(error, click.Abort) else error
    said = str(cause) if isinstance(cause, KeyboardInterrupt) else ""
    return said or "The last outputs are as they were."


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _follows(option: str, value: str) -> bool:
    pairs = zip(sys.argv, sys.argv[1:], strict=False)
    return (option, value) in pairs
