"""`tieout completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_SHELLS = ("bash", "zsh", "fish")
_PROGRAM, _VARIABLE = "tieout", "_TIEOUT_COMPLETE"


@click.command(epilog='Example: eval "$(tieout completion bash)" in ~/.bashrc')
@click.argument("shell", type=click.Choice(_SHELLS))
def command(shell: str) -> None:
    """Print the script that teaches a shell to complete tieout's commands.

    bash and zsh: eval it in ~/.bashrc or ~/.zshrc. fish: save it as
    ~/.config/fish/completions/tieout.fish.
    """
    from tieout.cli.main import cli

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"no completion for {shell}")
    template = found(cli, {}, _PROGRAM, _VARIABLE)
    # The template itself: `source()` would look for the shell's version, which need not be this machine's.
    click.echo(template.source_template % template.source_vars())
