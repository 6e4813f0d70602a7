"""`grunnmur audit`: whether the site's log is as it was written, and its rows for other machines."""

import os
from importlib import util
from pathlib import Path
from typing import Annotated

import typer

from grunnmur.cli.command import command, group
from grunnmur.cli.shell import Shell, UsageError

_FAILED = 1


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the group and its commands."""
    say = here.voice
    audit = typer.Typer(
        cls=group(say), help=say("cli_audit"), rich_markup_mode=None, add_completion=False
    )
    app.add_typer(audit, name="audit")

    @audit.command("verify", cls=command(say), help=say("cli_audit_verify"))
    def verify(
        workspace: Annotated[
            Path, typer.Argument(metavar=say("cli_metavar_workspace"), help=say("cli_workspace"))
        ],
    ) -> int:
        _installed()
        from grunnmur_web.verify import verify as run

        rows, broken = run(workspace, os.environ)
        for row, reason in broken:
            here.out.print(say(f"cli_audit_{reason}", row=row), markup=False)
        here.hint(
            "cli_audit_done" if not broken else "cli_audit_broken", rows=rows, broken=len(broken)
        )
        return _FAILED if broken else 0

    @audit.command("export", cls=command(say), help=say("cli_audit_export"))
    def export(
        workspace: Annotated[
            Path, typer.Argument(metavar=say("cli_metavar_workspace"), help=say("cli_workspace"))
        ],
        after: Annotated[
            int, typer.Option(metavar=say("cli_metavar_number"), help=say("cli_audit_after"))
        ] = 0,
    ) -> None:
        _installed()
        from grunnmur_web.trail import lines
        from grunnmur_web.verify import address

        for _, line in lines(address(workspace, os.environ), after=after):
            here.out.print(line, markup=False, soft_wrap=True)


def _installed() -> None:
    if util.find_spec("django") is None:
        raise UsageError("cli_serve_not_installed")
