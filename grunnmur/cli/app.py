"""The application: every command, built in one language."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from grunnmur.cli import (
    audit,
    backup,
    catalogue,
    collect,
    command,
    controls,
    diff,
    example,
    impact,
    notes,
    plan,
    query,
    reach,
    report,
    run,
    runs,
    score,
    serve,
    stages,
)
from grunnmur.cli.shell import Shell

_VERBS = (
    example,
    run,
    collect,
    stages,
    plan,
    reach,
    controls,
    query,
    report,
    impact,
    diff,
    score,
    notes,
    runs,
    serve,
    audit,
    backup,
    catalogue,
)
_ORDER = ("example", "run", *run.VERBS)


def build(here: Shell) -> typer.Typer:
    """The application with its help in the shell's language."""
    app = empty(here)
    app.callback(invoke_without_command=True)(_start)
    for verb in _VERBS:
        verb.add(app, here)
    return app


def empty(here: Shell) -> typer.Typer:
    """An application without commands that speaks the shell's language."""
    return typer.Typer(
        name="grunnmur",
        cls=command.speaking_group(here.voice, order=_ORDER),
        help=here.voice("cli_grunnmur"),
        epilog=here.voice("cli_grunnmur_epilog"),
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def call(app: typer.Typer, arguments: Sequence[str]) -> int:
    """Runs the command that `arguments` name; its exit code. Raises what went wrong."""
    found = app(args=list(arguments), prog_name="grunnmur", standalone_mode=False)
    return found if isinstance(found, int) else 0


def _start(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", is_eager=True),
) -> None:
    if version:
        from importlib import metadata

        typer.echo(f"grunnmur {metadata.version('grunnmur')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
