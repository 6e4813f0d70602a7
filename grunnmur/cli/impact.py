"""`grunnmur impact`: what stops if this thing stops."""

from typing import TYPE_CHECKING, Annotated

import typer

from grunnmur.cli import arguments, table
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell
from grunnmur.cli.workspaces import estate

if TYPE_CHECKING:
    from grunnmur.impact import Affected

_SHOWN = 60


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""
    say = here.voice

    @command(app, here, "impact", "cli_impact")
    def impact(
        workspace: arguments.Workspace,
        thing: Annotated[str, arguments.argument("cli_metavar_id", "cli_impact_id")],
        everything: arguments.Everything = False,
        run: arguments.Run = None,
    ) -> None:
        from grunnmur.impact import impact as walk

        found = walk(estate(workspace, run), thing)
        thing_itself = found.subject
        noun = say.word("table", thing_itself.noun)
        subject = f"{noun} {thing_itself.name} ({thing_itself.entity_id})"
        here.tell("cli_impact_subject", subject=subject, count=len(found.affected))
        if not found.affected:
            return
        headings = tuple(say(f"cli_impact_{name}") for name in ("what", "name", "effect", "chain"))
        rows = [_row(here, item) for item in found.affected]
        table.show_first(here, headings, rows, most=None if everything else _SHOWN)


def _row(here: Shell, item: "Affected") -> tuple[str, str, str, str]:
    """The thing, what happens to it, and how: each link of the chain after the subject."""
    links = [(link.name, here.voice(f"cli_link_{link.reason}")) for link in item.chain[1:]]
    through = [f"{name} ({reason})" for name, reason in links[:-1]]
    chain = " → ".join([*through, links[-1][1]])
    effect = here.voice(f"cli_effect_{item.effect}")
    return here.voice.word("table", item.noun), item.name, effect, chain
