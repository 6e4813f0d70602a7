"""`grunnmur audit`: whether the site's log is as it was written, and its rows for other machines."""

import os
from typing import Annotated

import typer

from grunnmur.cli import arguments, serve
from grunnmur.cli.command import command, group
from grunnmur.cli.shell import Shell

_FAILED = 1


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the group and its commands."""
    audit = group(app, here, "audit", "cli_audit")

    @command(audit, here, "verify", "cli_audit_verify")
    def verify(
        workspace: arguments.Workspace,
    ) -> int:
        serve.require_site()
        from grunnmur_web.verify import verify as run

        rows, broken = run(workspace, os.environ)
        for row, reason in broken:
            here.tell(f"cli_audit_{reason}", row=row)
        here.hint(
            "cli_audit_done" if not broken else "cli_audit_broken", rows=rows, broken=len(broken)
        )
        return _FAILED if broken else 0

    @command(audit, here, "export", "cli_audit_export")
    def export(
        workspace: arguments.Workspace,
        after: Annotated[int, arguments.option("cli_metavar_number", "cli_audit_after")] = 0,
    ) -> None:
        serve.require_site()
        from grunnmur_web.trail import lines
        from grunnmur_web.verify import address

        for _, line in lines(address(workspace, os.environ), after=after):
            here.out.print(line, markup=False, soft_wrap=True)
