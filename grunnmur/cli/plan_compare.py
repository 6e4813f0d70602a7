"""`grunnmur plan compare`: scenarios side by side, and what their order rests on."""

from collections import Counter
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grunnmur.cli import arguments, limits, plan_files, table
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell, UsageError

if TYPE_CHECKING:
    from grunnmur.plan.compare import Comparison, Figure, Scenario
    from grunnmur.plan.names import Names

_EFFORT = 300


def add(plans: typer.Typer, here: Shell) -> None:
    """Adds the command."""
    say = here.voice

    @command(plans, here, "compare", "cli_plan_compare", epilog="cli_plan_compare_epilog")
    def compare(
        scenarios: Annotated[
            list[str], arguments.argument("cli_metavar_scenario", "cli_plan_compare_scenarios")
        ],
        variants: Annotated[
            list[str] | None,
            arguments.option("cli_metavar_variant", "cli_plan_compare_with", "--with"),
        ] = None,
        effort: Annotated[
            int, arguments.option("cli_metavar_number", "cli_plan_compare_effort")
        ] = _EFFORT,
        as_json: arguments.Json = False,
    ) -> None:
        from grunnmur.plan import compare as verb

        limits.require_number("--effort", effort)
        held = _numbered([_scenario(written, effort) for written in scenarios])
        held += _variants(held[0], variants or [], effort, say("cli_plan_compare_unchanged"))
        found = verb.compare(held)
        if as_json:
            plan_files.print_document(asdict(found))
            return
        _tell(here, _names(here, held), found)


def _names(here: Shell, held: "list[Scenario]") -> "Names":
    from grunnmur.plan.names import Names

    first, *others = (row.problem for row in held)
    return Names(first, here.voice, *others)


def _numbered(held: "list[Scenario]") -> "list[Scenario]":
    """The scenarios, those that share a name with their number: a run's plan is always plan.json."""
    named = Counter(row.name for row in held)
    return [
        replace(row, name=f"{row.name} {number}") if named[row.name] > 1 else row
        for number, row in enumerate(held, 1)
    ]


def _scenario(written: str, effort: int) -> "Scenario":
    """`PROBLEM`, `PROBLEM:PLAN` or a workspace."""
    from grunnmur import plan
    from grunnmur.plan.compare import Scenario

    if Path(written).is_dir():
        from grunnmur import workspace

        folder = workspace.open_workspace(Path(written)).current()
        if folder is None or not (folder / "plan.json").exists():
            raise UsageError("cli_no_file", path=f"{written}/plan.json")
        problem = plan_files.problem_of(folder / "problem.json")
        return Scenario(Path(written).name, problem, plan_files.plan_of(folder / "plan.json"))
    problem_file, colon, plan_file = written.partition(":")
    if Path(written).exists():
        problem_file, colon, plan_file = written, "", ""
    problem = plan_files.problem_of(Path(problem_file))
    if not colon:
        solved = plan.solve(problem, effort=effort)
        return Scenario(Path(problem_file).stem, problem, solved)
    return Scenario(Path(plan_file).stem, problem, plan_files.plan_of(Path(plan_file)))


def _variants(
    base: "Scenario", written: list[str], effort: int, unchanged: str
) -> "list[Scenario]":
    """The first problem changed in each way, planned on from its plan.

    So a change that only gives more room never looks dearer for want of effort. Unchanged, it is
    planned on as well: what that gains is the effort's, not the change's.
    """
    from grunnmur import plan
    from grunnmur.plan.compare import Scenario, read_variant

    if not written:
        return []
    problems = [(unchanged, base.problem)]
    problems += [(change, read_variant(change, base.problem)) for change in written]
    return [
        Scenario(name, problem, plan.solve(problem, effort=effort, start=base.plan))
        for name, problem in problems
    ]


def _tell(here: Shell, names: "Names", found: "Comparison") -> None:
    say = here.voice
    columns = [say("cli_plan_compare_figure"), *found.names]
    rows = [
        (_called(here, names, row), *(_cell(here, row, n) for n in range(len(found.names))))
        for row in found.figures
    ]
    table.show(here, columns, rows)
    here.tell("cli_plan_compare_best")
    _lacks(here, names, found)
    _sensitivities(here, found)


def _called(here: Shell, names: "Names", row: "Figure") -> str:
    subject = names.resource(row.subject) if row.code == "peak" else row.subject
    return " ".join(part for part in (here.voice(f"figure_{row.code}"), subject) if part)


def _cell(here: Shell, row: "Figure", n: int) -> str:
    value = row.values[n]
    if value is None:
        told = "–"
    elif isinstance(value, date):
        told = here.voice.day(value)
    elif row.code == "gap":
        told = here.voice.share(float(value), 1)
    else:
        told = here.voice.amount(value)
    return told + ("*" if n in row.best else "") + ("!" if row.lacks[n] else "")


def _lacks(here: Shell, names: "Names", found: "Comparison") -> None:
    called = {
        "lacks_resources": names.resource,
        "free_capacity": names.resource,
        "lacks_slots": names.organisation,
    }
    told: dict[tuple[int, str], list[str]] = {}
    for row in found.figures:
        for n, lacks in enumerate(row.lacks):
            for lack in lacks:
                facts = dict(lack.facts)
                if lack.code in called:
                    facts["names"] = [called[lack.code](name) for name in facts["names"]]
                if "first" in facts:
                    facts["first"] = names.workload(facts["first"])
                sentence = here.voice(lack.code, **facts)
                figure = here.voice(f"figure_{row.code}")
                figures = told.setdefault((n, sentence), [])
                if figure not in figures:
                    figures.append(figure)
    if told:
        here.heading("cli_plan_compare_lacks")
        for (n, sentence), figures in sorted(told.items()):
            line = f"  {found.names[n]} {sentence}: {'; '.join(figures)}"
            here.out.print(line, markup=False)


def _sensitivities(here: Shell, found: "Comparison") -> None:
    say = here.voice
    here.heading("cli_plan_compare_sensitivity")
    if not found.sensitivities:
        here.out.print(f"  {say('cli_plan_compare_no_order')}", markup=False)
    for row in {row.part: row for row in found.sensitivities}.values():
        facts = {"part": say(f"figure_{row.part}")}
        told = say("cli_plan_compare_stands", **facts)
        if row.turns_at is not None:
            told = say("cli_plan_compare_turns", **facts, factor=say.amount(row.turns_at, 2))
        here.out.print(f"  {told}", markup=False)
