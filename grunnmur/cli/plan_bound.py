"""`grunnmur plan bound`: what every plan costs at least, with the certificate that shows it."""

import dataclasses
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grunnmur.cli import arguments, limits, plan_files
from grunnmur.cli.command import command
from grunnmur.cli.interruption import until_interrupted
from grunnmur.cli.shell import Shell

if TYPE_CHECKING:
    from grunnmur.plan.bound import Certificate, Proving

_SECONDS = 60.0


def add(plans: typer.Typer, here: Shell) -> None:
    """Adds the command."""

    @command(plans, here, "bound", "cli_plan_bound")
    def bound(
        problem_file: arguments.Problem,
        plan_file: Annotated[
            Path | None, arguments.argument("cli_metavar_plan", "cli_plan_bound_plan")
        ] = None,
        out: Annotated[
            Path | None, arguments.option("cli_metavar_file", "cli_plan_bound_out")
        ] = None,
        seconds: Annotated[
            float | None, arguments.option("cli_metavar_number", "cli_plan_bound_seconds")
        ] = None,
        effort: Annotated[
            int | None, arguments.option("cli_metavar_number", "cli_plan_bound_effort")
        ] = None,
    ) -> None:
        from grunnmur.plan.bound import prove
        from grunnmur.plan.edit import Editor

        limits.require_number("--seconds", seconds)
        limits.require_number("--effort", effort)
        limits.require_writable(out)
        problem = plan_files.problem_of(problem_file)
        plan = Editor(problem, plan_files.plan_of(plan_file)).plan() if plan_file else None
        cost = plan.cost if plan is not None and plan.feasible else None
        last_told = [time.monotonic()]

        def progress(now: "Proving") -> None:
            if time.monotonic() - last_told[0] > 1.0:
                last_told[0] = time.monotonic()
                here.hint("cli_plan_bound_progress", bound=max(0, int(now.bound)), parts=now.leaves)

        with until_interrupted() as stop:
            certificate = prove(
                problem,
                effort=effort,
                seconds=seconds if seconds is not None or effort is not None else _SECONDS,
                clock=time.monotonic,
                target=cost,
                stop=stop,
                progress=progress,
            )
        _tell(here, certificate, cost)
        if out is not None and plan is not None:
            proven = dataclasses.replace(
                plan,
                bound=certificate.bound if certificate.possible else None,
                certificate=certificate.document(),
            )
            from grunnmur.plan import plan_document

            plan_files.write_document(out, plan_document(proven))
        elif out is not None:
            content = {"bound": certificate.bound, "certificate": certificate.document()}
            plan_files.write_document(out, content)


def _tell(here: Shell, certificate: "Certificate", cost: int | None) -> None:
    say = here.voice
    if not certificate.possible:
        here.tell("cli_plan_bound_impossible")
        return
    here.tell("cli_plan_bound_proven", bound=certificate.bound)
    if cost is not None and cost > 0:
        share = say.share((cost - certificate.bound) / cost, 1)
        here.tell("cli_plan_bound_gap", cost=cost, gap=share)
