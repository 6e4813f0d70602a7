"""`grunnmur example`: exports as real tools would write them, with the truth beside."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from grunnmur.cli import arguments, limits
from grunnmur.cli.command import command
from grunnmur.cli.progress import progress
from grunnmur.cli.shell import Shell, UsageError


class FlowFormat(StrEnum):
    """How traffic is written."""

    zeek = "zeek"
    parquet = "parquet"


def add(app: typer.Typer, here: Shell) -> None:
    """Adds the command."""

    @command(app, here, "example", "cli_example")
    def example(
        directory: Annotated[Path, arguments.argument("cli_metavar_dir", "cli_example_dir")],
        size: arguments.Size = 1.0,
        seed: Annotated[int, arguments.option("cli_metavar_number", "cli_example_seed")] = 7,
        flow_days: Annotated[
            int, arguments.option("cli_metavar_number", "cli_example_flow_days")
        ] = 3,
        flow_records: Annotated[
            int | None, arguments.option("cli_metavar_number", "cli_example_flow_records")
        ] = None,
        flow_format: Annotated[
            FlowFormat, typer.Option(help="cli_example_flow_format")
        ] = FlowFormat.zeek,
    ) -> None:
        from grunnmur import example as region

        if size <= 0:
            raise UsageError("cli_size", size=size)
        limits.require_number("--size", size)
        limits.require_number("--seed", seed)
        limits.require_number("--flow-days", flow_days, least=1)
        limits.require_number("--flow-records", flow_records, least=1)
        with progress(here) as report:
            region.write(
                directory,
                size=size,
                seed=seed,
                flow_days=flow_days,
                flow_records=flow_records,
                flow_format=flow_format.value,
                progress=report,
            )
        here.hint("cli_example_done", directory=str(directory), on=f"--on {region.DAY}")
