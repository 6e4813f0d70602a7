"""`make demo`: the example region, the whole sentence, the summary and the report, from nothing.

Everything lands in `demo/`. A region that is already there is used again; a run is always new. `make serve`
shows the last run as a site, and makes one where there is none.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from grunnmur.cli import app as commands
from grunnmur.cli import arguments, serve
from grunnmur.cli.command import command
from grunnmur.cli.main import run as run_process
from grunnmur.cli.progress import progress
from grunnmur.cli.run import sentence
from grunnmur.cli.shell import Shell, UsageError

_PLACE = Path("demo")
_SEED = 7


def build(here: Shell) -> typer.Typer:
    """The demonstration as an application of its own."""
    app = commands.empty(here)

    @command(app, here, "demo", "cli_demo")
    def demo(
        size: arguments.Size = 1.0,
        site: Annotated[bool, arguments.flag("--site", "cli_serve")] = False,
    ) -> int:
        if size <= 0:
            raise UsageError("cli_size", size=size)
        workspace = _PLACE / f"work-{size:g}"
        if not (site and (workspace / "current").exists()):
            show(here, _PLACE, size)
        region = _PLACE / f"region-{size:g}"
        estate = region if region.exists() else None
        return serve.open_site(here, workspace, estate=estate) if site else 0

    return app


def show(here: Shell, place: Path, size: float) -> None:
    """Makes the region unless it is there, runs the sentence over it, and writes the report."""
    from grunnmur import example
    from grunnmur.report import write_report
    from grunnmur.workspace import open_run

    region, workspace = place / f"region-{size:g}", place / f"work-{size:g}"
    report = place / ("rapport.html" if here.voice.language == "nb" else "report.html")
    here.hint("cli_demo_begins", size=size, place=str(place))
    if not region.exists():
        _make(here, region, size)
    sentence(here, region, workspace, on=example.DAY.isoformat(), until=None, report=report)
    write_report(open_run(workspace), report, language=here.voice.language)
    here.out.print()
    here.tell("cli_report_done", path=str(report))


def _make(here: Shell, region: Path, size: float) -> None:
    """Writes the region under another name first: one half written is never taken for one."""
    from grunnmur import example

    partial = region.with_name(f".{region.name}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.parent.mkdir(parents=True, exist_ok=True)
    with progress(here) as report:
        example.write(partial, size=size, seed=_SEED, progress=report)
    partial.rename(region)


if __name__ == "__main__":
    sys.exit(run_process(sys.argv[1:], os.environ, build=build))
