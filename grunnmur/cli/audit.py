"""`grunnmur audit verify`: whether the site's audit log is as it was written."""

import os
from importlib import util
from pathlib import Path
from typing import Annotated

import typer

from grunnmur.cli.command import command, group
from grunnmur.cli.shell import Shell, UsageError

_FAILED = 1


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the group and its command."""
    say = here.voice
    audit = typer.Typer(
        cls=group(say), help=say("cli_audit"), rich_markup_mode=None, add_completion=False
    )
    app.add_typer(audit, name="audit")

    @audit.callback()
    def _group() -> None:
        """One command needs this to keep its name."""

    @audit.command("verify", cls=command(say), help=say("cli_audit_verify"))
    def verify(
        workspace: Annotated[
            Path, typer.Argument(metavar=say("cli_metavar_workspace"), help=say("cli_workspace"))
        ],
    ) -> int:
        if util.find_spec("django") is None:
            raise UsageError("cli_serve_not_installed")
        from grunnmur_web.verify import verify as run

        rows, broken = run(workspace, os.environ)
        for row, reason in broken:
            here.out.print(say(f"cli_audit_{reason}", row=row), markup=False)
        here.hint(
            "cli_audit_done" if not broken else "cli_audit_broken", rows=rows, broken=len(broken)
        )
        return _FAILED if broken else 0
