"""Arguments and options that several commands take, and how one that only one command takes is made.

Words stand here as codes. Help and errors say them in the reader's language, so a parameter is declared once,
before anybody knows in which.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def argument(metavar: str, explained: str) -> Any:  # noqa: ANN401 as Typer's own
    """An argument: the codes of its place in the usage, and of what it is."""
    return typer.Argument(metavar=metavar, help=explained)


def option(metavar: str, explained: str, name: str | None = None) -> Any:  # noqa: ANN401 as Typer's own
    """An option with a value: the codes of its place in the usage, and of what it is."""
    names = [] if name is None else [name]
    return typer.Option(*names, metavar=metavar, help=explained)


def flag(name: str, explained: str) -> Any:  # noqa: ANN401 as Typer's own
    """An option that is given or not."""
    return typer.Option(name, help=explained)


Workspace = Annotated[Path, argument("cli_metavar_workspace", "cli_workspace")]
Run = Annotated[str | None, option("cli_metavar_id", "cli_run_id")]
Everything = Annotated[bool, flag("--all", "cli_show_all")]

Directory = Annotated[Path, argument("cli_metavar_dir", "cli_run_dir")]
Out = Annotated[Path, option("cli_metavar_workspace", "cli_run_out")]
On = Annotated[str | None, option("cli_metavar_date", "cli_run_on")]
Engine = Annotated[str | None, option("cli_metavar_engine", "cli_run_engine")]
Catalogue = Annotated[Path | None, option("cli_metavar_dir", "cli_catalogue_place")]

Problem = Annotated[Path, argument("cli_metavar_problem", "cli_plan_problem")]
Plan = Annotated[Path, argument("cli_metavar_plan", "cli_plan_file")]
Json = Annotated[bool, flag("--json", "cli_plan_json")]

Size = Annotated[float, option("cli_metavar_number", "cli_example_size")]
