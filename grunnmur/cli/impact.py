"""`grunnmur impact`: what stops if this thing stops."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grunnmur.cli import table
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell
from grunnmur.cli.workspaces import estate

if TYPE_CHECKING:
    from grunnmur.impact import Affected

_SHOWN = 60


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""
    say = here.voice

    @app.command("impact", cls=command(say), help=say("cli_impact"))
    def impact(
        workspace: Annotated[
            Path, typer.Argument(metavar=say("cli_metavar_workspace"), help=say("cli_workspace"))
        ],
        thing: Annotated[str, typer.Argument(metavar="ID", help=say("cli_impact_id"))],
        everything: Annotated[bool, typer.Option("--all", help=say("cli_show_all"))] = False,
        run: Annotated[str | None, typer.Option(metavar="ID", help=say("cli_run_id"))] = None,
    ) -> None:
        from grunnmur.impact import impact as walk

        found = walk(estate(workspace, run), thing)
        thing_itself = found.subject
        noun = say.word("table", thing_itself.noun)
        subject = f"{noun} {thing_itself.name} ({thing_itself.entity_id})"
        here.out.print(
            say("cli_impact_subject", subject=subject, count=len(found.affected)), markup=False
        )
        if not found.affected:
            return
        headings = tuple(say(f"cli_impact_{name}") for name in ("what", "name", "effect", "chain"))
        rows = [_row(here, item) for item in found.affected]
        left = table.show(here, headings, rows, most=len(rows) if everything else _SHOWN)
        if left:
            here.hint("cli_more_with_all", rows=left)


def _row(here: Shell, item: "Affected") -> tuple[str, str, str, str]:
    """The thing, what happens to it, and how: each link of the chain after the subject."""
    links = [(link.name, here.voice(f"cli_link_{link.reason}")) for link in item.chain[1:]]
    through = [f"{name} ({reason})" for name, reason in links[:-1]]
    chain = " → ".join([*through, links[-1][1]])
    effect = here.voice(f"cli_effect_{item.effect}")
    return here.voice.word("table", item.noun), item.name, effect, chain
