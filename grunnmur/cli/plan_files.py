"""Problems and plans as files, workloads and periods as people name them."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from grunnmur.cli.shell import Shell, UsageError
from grunnmur.errors import ProblemError

if TYPE_CHECKING:
    from grunnmur.plan import Plan, Problem

_SHOWN = 20
_PERIODS = ("period", "period_before", "period_after", "earliest", "since", "last")
"""Facts that are a period's number."""


def document(path: Path) -> Any:  # noqa: ANN401 JSON is anything
    """The JSON in the file. Usage error where there is none."""
    from grunnmur.plan import json_form

    try:
        return json_form.parse(path.read_bytes())
    except FileNotFoundError as error:
        raise UsageError("cli_no_file", path=str(path)) from error
    except ProblemError as error:
        raise UsageError("cli_not_json", path=str(path), reason=error.facts["reason"]) from error


def problem_of(path: Path) -> Problem:
    """The problem in the file."""
    from grunnmur import plan

    return plan.read_problem(document(path))


def plan_of(path: Path) -> Plan:
    """The plan in the file."""
    from grunnmur import plan

    return plan.read_plan(document(path))


def write_document(path: Path, content: Mapping[str, Any]) -> None:
    """Writes the document as all of ours are written."""
    from grunnmur.plan import json_form

    path.write_bytes(json_form.write(content))


def print_document(content: Any) -> None:  # noqa: ANN401 JSON is anything
    """Writes the document on standard output; days as ISO writes them."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=1, default=str))


def workload_named(problem: Problem, written: str) -> str:
    """The id of the workload with that id or name. Usage error that tells what is near."""
    if any(row.id == written for row in problem.workloads):
        return written
    named = [row.id for row in problem.workloads if row.name.casefold() == written.casefold()]
    if len(named) == 1:
        return named[0]
    if named:
        raise UsageError("cli_plan_several", written=written, candidates=named)
    if not problem.workloads:
        raise UsageError("cli_plan_nothing_moves")
    known = list(dict.fromkeys(w for row in problem.workloads for w in (row.id, row.name)))
    near = difflib.get_close_matches(written, known, n=3) or known[:3]
    raise UsageError("cli_plan_near", written=written, near=near)


def trust_named(problem: Problem, written: str) -> str:
    """The id of the trust with that id or name. Usage error that tells what there is."""
    names = {
        name: row.organisation for row in problem.slots for name in (row.name, row.organisation)
    }
    names |= {name: name for row in problem.workloads for name in row.organisations}
    if written in names:
        return names[written]
    known = [row.name or row.organisation for row in problem.slots] or sorted(names)
    near = difflib.get_close_matches(written, known, n=3) or known
    raise UsageError("cli_plan_near", written=written, near=near)


def month(problem: Problem, period: int) -> str:
    """The period as people say it: its month, its first day where several begin in a month."""
    if not 0 <= period < len(problem.periods):
        return f"[{period}]"
    starts_on = problem.periods[period].starts_on
    near = problem.periods[max(0, period - 1) : period + 2]
    alone = sum(f"{row.starts_on:%Y-%m}" == f"{starts_on:%Y-%m}" for row in near) == 1
    return f"{starts_on:%Y-%m}" if alone else starts_on.isoformat()


def told(here: Shell, problem: Problem, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as people say them: periods with their months, trusts and skills by name."""
    from grunnmur.plan.names import Names

    return {
        name: f"{fact} ({month(problem, fact)})"
        if name in _PERIODS and isinstance(fact, int)
        else fact
        for name, fact in Names(problem, here.voice).told(facts).items()
    }


def show_broken(here: Shell, problem: Problem, violations: Any) -> None:  # noqa: ANN401 violations
    """The conditions that are broken in sentences, the first twenty."""
    say = here.voice
    if not violations:
        here.tell("cli_plan_valid")
        return
    here.out.print(say("cli_plan_broken", count=len(violations)), markup=False, style="bold")
    for row in violations[:_SHOWN]:
        here.out.print(f"  {say(row.code, **told(here, problem, row.facts))}", markup=False)
    if len(violations) > _SHOWN:
        here.hint("cli_plan_more", count=len(violations) - _SHOWN)
