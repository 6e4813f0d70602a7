"""`grunnmur plan simulate`: what becomes of a plan when work takes longer than planned."""

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated

import typer

from grunnmur.cli import arguments, limits, plan_files, table
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell

if TYPE_CHECKING:
    from grunnmur.plan import Problem
    from grunnmur.plan.names import Names
    from grunnmur.plan.simulate import Driver, Outcome, Part

_SHOWN = 10
_MILLIONS_FROM, _THOUSANDS_FROM = 10**8, 10**5
_MOST_SPREAD = 10
"""Of the logarithm of a duration: at 10 one in six takes twenty thousand times as long as usual."""


def add(plans: typer.Typer, here: Shell) -> None:
    """Adds the command."""

    @command(plans, here, "simulate", "cli_plan_simulate")
    def simulate(
        problem_file: arguments.Problem,
        plan_file: arguments.Plan,
        runs: Annotated[
            int, arguments.option("cli_metavar_number", "cli_plan_simulate_runs")
        ] = 10_000,
        capacity: Annotated[
            bool, arguments.flag("--capacity", "cli_plan_simulate_capacity")
        ] = False,
        seed: Annotated[int, arguments.option("cli_metavar_number", "cli_plan_simulate_seed")] = 1,
        own: Annotated[
            float | None, arguments.option("cli_metavar_number", "cli_plan_simulate_own")
        ] = None,
        team: Annotated[
            float | None, arguments.option("cli_metavar_number", "cli_plan_simulate_team")
        ] = None,
        as_json: arguments.Json = False,
    ) -> None:
        from grunnmur.plan import simulate as verb

        limits.require_number("--seed", seed)
        limits.require_number("--own", own, most=_MOST_SPREAD)
        limits.require_number("--team", team, most=_MOST_SPREAD)
        variation = verb.usual()
        variation = variation if own is None else replace(variation, own=own)
        variation = variation if team is None else replace(variation, team=team)
        problem = plan_files.problem_of(problem_file)
        plan = plan_files.plan_of(plan_file)
        found = verb.simulate(
            problem, plan, runs=runs, seed=seed, capacity=capacity, variation=variation
        )
        if as_json:
            plan_files.print_document(asdict(found))
            return
        _tell(here, problem, found)


def _tell(here: Shell, problem: "Problem", found: "Outcome") -> None:
    from grunnmur.plan.names import Names

    say = here.voice
    how = say("cli_plan_simulate_with" if found.capacity else "cli_plan_simulate_without")
    here.tell("cli_plan_simulate_method", runs=found.runs, how=how, **asdict(found.variation))
    names = Names(problem, say)
    _ends(here, problem, names, found)
    _costs(here, names, found)
    for of in ("cost", "end"):
        _drivers(here, names, found, of)
    _risks(here, names, found)
    for year, share in found.over_budget:
        if share:
            here.tell("cli_plan_simulate_over", year=str(year), share=say.share(share))
    if found.unfinished:
        often = say.share(found.unfinished, 1)
        here.tell("cli_plan_simulate_unfinished", share=often, after=found.after)


def _ends(here: Shell, problem: "Problem", names: "Names", found: "Outcome") -> None:
    say = here.voice

    def day(period: float) -> str:
        last = problem.periods[-1].ends_on
        if period >= len(problem.periods):
            return say("cli_plan_simulate_after", day=say.day(last))
        return plan_files.month(problem, int(period)) if period >= 0 else "–"

    rows = [
        (
            _named(here, names, part),
            day(part.end.planned),
            *(day(row.value) for row in part.end.levels),
        )
        for part in found.parts
    ]
    _show(here, "cli_plan_simulate_ends", ("P50", "P80", "P95"), rows)


def _costs(here: Shell, names: "Names", found: "Outcome") -> None:
    unit, decimals, called = _unit(found.programme.cost.planned)

    def told(nok: float, error: float) -> str:
        least = decimals + 1 if decimals else 0
        shown = here.voice.amount(nok / unit, decimals), here.voice.amount(error / unit, least)
        return " ± ".join(shown)

    rows = [
        (
            _named(here, names, part),
            here.voice.amount(part.cost.planned / unit, decimals),
            told(part.cost.mean, part.cost.standard_error),
            *(told(row.value, row.standard_error) for row in part.cost.levels),
        )
        for part in found.parts
    ]
    columns = (here.voice("cli_plan_simulate_mean"), "P50", "P80", "P95")
    _show(here, f"cli_plan_simulate_costs_{called}", columns, rows)


def _unit(nok: float) -> tuple[float, int, str]:
    """What costs are told in where the programme's is so large, with how many decimals, and its name."""
    if nok >= _MILLIONS_FROM:
        return 1e6, 1, "million"
    return (1e3, 1, "thousand") if nok >= _THOUSANDS_FROM else (1.0, 0, "nok")


def _drivers(here: Shell, names: "Names", found: "Outcome", of: str) -> None:
    say = here.voice
    rows = [
        (
            say(f"cli_plan_simulate_driver_{row.kind}", id=_driver(names, row)),
            say.share(row.share, 1),
        )
        for row in found.drivers
        if row.of == of
    ]
    if rows:
        here.heading(f"cli_plan_simulate_drivers_{of}")
        columns = [say("cli_plan_simulate_part"), say("cli_plan_simulate_share")]
        table.show(here, columns, rows, most=_SHOWN)


def _risks(here: Shell, names: "Names", found: "Outcome") -> None:
    say = here.voice
    if not found.risks:
        return
    here.heading("cli_plan_simulate_risks")
    columns = [say(f"cli_plan_simulate_{name}") for name in ("part", "late", "slip", "missed")]
    rows = [
        (
            names.workload(row.workload),
            say.share(row.late),
            say.amount(row.slip, 2),
            say.share(row.missed),
        )
        for row in found.risks
    ]
    table.show(here, columns, rows, most=_SHOWN)


def _show(here: Shell, heading: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    here.heading(heading)
    first = (here.voice("cli_plan_simulate_part"), here.voice("cli_plan_simulate_planned"))
    table.show(here, (*first, *columns), rows)


def _named(here: Shell, names: "Names", part: "Part") -> str:
    if part.kind == "organisation":
        return names.organisation(part.id)
    return part.id or here.voice("cli_plan_simulate_programme")


def _driver(names: "Names", row: "Driver") -> str:
    return names.resource(row.id) if row.kind == "team" else names.workload(row.id)
