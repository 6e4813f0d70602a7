"""`grunnmur plan explain`: why something moves when it does, and what anything else would cost."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from grunnmur.cli import arguments, plan_files, table
from grunnmur.cli.command import command
from grunnmur.cli.shell import Shell

if TYPE_CHECKING:
    from grunnmur.plan import Problem
    from grunnmur.plan.explain import Alternative, Explanation, WishPrice, Worth

_NEAR = 6
"""Months to either side that are shown without --all."""


def add(plans: typer.Typer, here: Shell) -> None:
    """Adds the command."""

    @command(plans, here, "explain", "cli_plan_explain")
    def explain(
        problem_file: arguments.Problem,
        plan_file: arguments.Plan,
        workload: Annotated[
            str, arguments.argument("cli_metavar_workload", "cli_plan_explain_workload")
        ],
        everything: arguments.Everything = False,
        as_json: arguments.Json = False,
    ) -> None:
        from grunnmur.plan.explain import explain as explained

        problem = plan_files.problem_of(problem_file)
        name = plan_files.workload_named(problem, workload)
        found = explained(problem, plan_files.plan_of(plan_file), name)
        if as_json:
            plan_files.print_document(asdict(found))
            return
        _tell(here, problem, found, everything=everything)


def _tell(here: Shell, problem: "Problem", found: "Explanation", *, everything: bool) -> None:
    say = here.voice
    code = "cli_plan_explain_executed" if found.executed else "cli_plan_explain_at"
    at = plan_files.month(problem, found.period)
    how = say.word("value", found.disposition)
    line = say(code, name=found.name, id=found.workload, month=at, disposition=how)
    here.out.print(line, markup=False, style="bold")
    if found.moves_with:
        here.tell("cli_plan_explain_with", names=found.moves_with)
    if found.executed:
        return
    _binding(here, problem, found)
    months = [row for row in found.months if everything or abs(row.period - found.period) <= _NEAR]
    _alternatives(here, problem, "cli_plan_explain_months", months)
    if len(months) < len(found.months):
        here.hint("cli_more_with_all", rows=len(found.months) - len(months))
    if found.ways:
        _alternatives(here, problem, "cli_plan_explain_ways", found.ways)
    here.heading("cli_plan_explain_wishes")
    for wish in found.wishes:
        here.out.print(f"  {_wish(here, problem, wish)}", markup=False)
    if not found.wishes:
        here.out.print(f"  {say('cli_plan_explain_no_wishes')}", markup=False)
    _worth(here, problem, found.worth)


def _binding(here: Shell, problem: "Problem", found: "Explanation") -> None:
    if not found.binding:
        here.tell("cli_plan_explain_free")
        return
    from grunnmur.plan.names import Names

    here.heading("cli_plan_explain_binding")
    names = Names(problem, here.voice)
    for row in found.binding:
        told = {
            name: plan_files.month(problem, fact)
            if name in ("period", "earliest", "last")
            else fact
            for name, fact in names.told(row.facts).items()
        }
        here.out.print(f"  {here.voice(row.code, **told).strip()}", markup=False)


def _alternatives(
    here: Shell,
    problem: "Problem",
    heading: str,
    rows: "list[Alternative] | tuple[Alternative, ...]",
) -> None:
    say = here.voice
    here.heading(heading)
    columns = [say(f"cli_plan_{name}") for name in ("month", "way", "change", "breaks")]
    told = []
    for row in rows:
        broken = [say(v.code, **plan_files.told(here, problem, v.facts)) for v in row.broken]
        told.append(
            (
                plan_files.month(problem, row.period),
                say.word("value", row.disposition),
                row.change,
                " ".join(broken) or say("cli_plan_nothing"),
            )
        )
    table.show(here, columns, told)


def _wish(here: Shell, problem: "Problem", wish: "WishPrice") -> str:
    say = here.voice
    facts = {
        "kind": say(f"cli_plan_kind_{wish.kind}"),
        "id": wish.id,
        "reason": f" ({wish.reason})" if wish.reason else "",
    }
    if wish.alternative is None:
        return say("cli_plan_explain_wish_free", **facts)
    at = plan_files.month(problem, wish.alternative.period)
    how = say.word("value", wish.alternative.disposition)
    return say("cli_plan_explain_wish", **facts, nok=wish.price, month=at, disposition=how)


def _worth(here: Shell, problem: "Problem", rows: "tuple[Worth, ...] | None") -> None:
    say = here.voice
    here.heading("cli_plan_explain_worth")
    if not rows:
        code = "unknown" if rows is None else "nothing"
        here.out.print(f"  {say(f'cli_plan_explain_worth_{code}')}", markup=False)
        return
    from grunnmur.plan.names import Names

    names = Names(problem, say)
    for row in rows:
        at = plan_files.month(problem, row.period)
        what = names.organisation(row.id) if row.kind == "slot" else names.resource(row.id)
        told = say(f"cli_plan_explain_worth_{row.kind}", id=what, month=at, nok=round(row.nok))
        here.out.print(f"  {told}", markup=False)
