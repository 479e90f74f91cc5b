"""Suggesting: a group of commands that names the nearest one where a name is misspelt."""

from __future__ import annotations

import click

from tieout.findings import nearest


class Suggesting(click.Group):
    """Click's own group, with a suggestion for a misspelt name."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name."""
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            hint = nearest(args[0], known) or f"Commands: {', '.join(known)}."
            ctx.fail(f"no such command '{args[0]}'. {hint}")
        return super().resolve_command(ctx, args)
