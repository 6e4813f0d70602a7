"""Commands and groups whose help is written in one language, in 80 columns."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from grunnmur.cli.shell import Shell, UsageError
from grunnmur.text import Voice

_WIDTH = 80
_INDENT = 2
_Made = TypeVar("_Made", bound=Callable[..., Any])


def command(
    app: typer.Typer, here: Shell, name: str, code: str, *, epilog: str | None = None
) -> Callable[[_Made], _Made]:
    """Makes a function the command `name`; `code` and `epilog` are the codes of what its help says."""
    say = here.voice
    closing = say(epilog) if epilog else None
    return app.command(name, cls=_speaking(say), help=say(code), epilog=closing)


def group(
    app: typer.Typer, here: Shell, name: str, code: str, *, default: str | None = None
) -> typer.Typer:
    """An empty group `name` of commands. `default` is the command when none is named."""
    made = typer.Typer(
        cls=speaking_group(here.voice, default=default),
        help=here.voice(code),
        rich_markup_mode=None,
        add_completion=False,
    )
    app.add_typer(made, name=name)
    return made


def _speaking(voice: Voice) -> type[TyperCommand]:
    """A class of commands that speak with `voice`."""

    class Command(TyperCommand):
        def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 typer's own types are private
            formatter.write(help_text(self, ctx, voice))

    return Command


def speaking_group(
    voice: Voice, *, default: str | None = None, order: Sequence[str] = ()
) -> type[TyperGroup]:
    """A class of groups that speak with `voice`.

    `default` is the command when none is named; `order` is how commands are listed.
    """

    class Group(TyperGroup):
        def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 typer's own types are private
            formatter.write(help_text(self, ctx, voice))

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 typer's own types are private
            if args[0] not in self.commands:
                if default is None:
                    raise _no_such(args[0], list(self.commands))
                args = [default, *args]
            return super().resolve_command(ctx, args)

        def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 typer's own types are private
            known = [name for name in order if name in self.commands]
            return known + [name for name in super().list_commands(ctx) if name not in known]

    return Group


def help_text(shown: Any, ctx: Any, voice: Voice) -> str:  # noqa: ANN401 a command or a group
    """The whole help: usage, what it does, arguments, options, commands, an example."""
    parameters = [item for item in shown.get_params(ctx) if not getattr(item, "hidden", False)]
    arguments = [item for item in parameters if item.param_type_name == "argument"]
    options = [item for item in parameters if item.param_type_name == "option"]
    parts = [
        _usage(shown, ctx, voice, arguments, options),
        _paragraphs(shown.help or ""),
        _section(
            voice("cli_arguments"),
            [(metavar(item, voice), _told(item, voice)) for item in arguments],
        ),
        _section(voice("cli_commands"), _commands(shown, ctx)),
        _section(voice("cli_options"), [_option(item, voice) for item in options]),
        _paragraphs(shown.epilog or ""),
    ]
    return "\n".join(part for part in parts if part)


def _no_such(name: str, known: list[str]) -> UsageError:
    near = difflib.get_close_matches(name, known, n=2)
    if near:
        return UsageError("cli_no_such_command_near", name=name, near=near)
    return UsageError("cli_no_such_command", name=name, known=known)


def _usage(shown: Any, ctx: Any, voice: Voice, arguments: list[Any], options: list[Any]) -> str:  # noqa: ANN401 see above
    names = [(metavar(item, voice), item.required) for item in arguments]
    words = [name if required else f"[{name}]" for name, required in names]
    words += [f"{item.opts[0]} {metavar(item, voice)}" for item in options if item.required]
    if hasattr(shown, "commands"):
        words.append(voice("cli_metavar_command"))
    line = " ".join([ctx.command_path, *words, voice("cli_metavar_options")])
    return f"{voice('cli_usage')} {line}\n"


def _paragraphs(written: str) -> str:
    """Paragraphs filled to the width; lines that are indented stand as they are."""
    parts = []
    for paragraph in written.strip("\n").split("\n\n"):
        if paragraph.startswith(" "):
            parts.append(paragraph)
        elif paragraph:
            parts.append(textwrap.fill(" ".join(paragraph.split()), _WIDTH, break_on_hyphens=False))
    return "\n\n".join(parts) + "\n" if parts else ""


def _section(title: str, rows: list[tuple[str, str]]) -> str:
    if not rows:
        return ""
    column = max(len(name) for name, _ in rows) + _INDENT * 2
    lines = [f"{title}:"]
    for name, explained in rows:
        start = f"{' ' * _INDENT}{name}".ljust(column)
        filled = textwrap.fill(
            explained,
            _WIDTH,
            initial_indent=start,
            subsequent_indent=" " * column,
            break_on_hyphens=False,
        )
        lines.append(filled or start.rstrip())
    return "\n".join(lines) + "\n"


def _commands(shown: Any, ctx: Any) -> list[tuple[str, str]]:  # noqa: ANN401 see above
    if not hasattr(shown, "commands"):
        return []
    commands = [(name, shown.commands[name]) for name in shown.list_commands(ctx)]
    return [
        (name, (item.help or "").split("\n\n")[0]) for name, item in commands if not item.hidden
    ]


def _option(item: Any, voice: Voice) -> tuple[str, str]:  # noqa: ANN401 see above
    if "--help" in item.opts:  # whose names come in no order of their own
        return ", ".join(sorted(item.opts, key=len)), voice("cli_help")
    names = ", ".join([*item.opts, *item.secondary_opts])
    if "--version" in item.opts:
        return names, voice("cli_version")
    name = names if item.is_flag else f"{names} {metavar(item, voice)}"
    explained = _told(item, voice)
    if not item.is_flag and item.default is not None:
        explained = f"{explained} {voice('cli_default', value=item.default)}"
    return name, explained


def metavar(item: Any, voice: Voice) -> str:  # noqa: ANN401 see above
    """What stands for the value of an argument or option."""
    return voice(item.metavar) if item.metavar else str(item.name).upper()


def _told(item: Any, voice: Voice) -> str:  # noqa: ANN401 see above
    return voice(item.help) if item.help else ""
