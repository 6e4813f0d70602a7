"""A plan as rows of the declared tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa

from grunnmur.estate import TABLES, Estate
from grunnmur.plan import json_form
from grunnmur.plan.build.built import Built
from grunnmur.plan.check import Report, check
from grunnmur.plan.curves import curves
from grunnmur.plan.ledger import ledger_of, tables
from grunnmur.plan.period import Period
from grunnmur.plan.plan import Plan
from grunnmur.plan.problem import Problem

Row = dict[str, Any]


def to_tables(plan: Plan, problem: Problem) -> dict[str, list[Row]]:
    """Rows of `plan`, `wave`, `move` and `risk_point`. A wave is a period with cutovers in it."""
    name = plan.id
    return {
        "plan": [_plan_row(plan, name)],
        "wave": [
            {
                "plan_id": name,
                "wave_id": _wave_id(problem.periods[period]),
                "period": period,
                "starts_on": problem.periods[period].starts_on,
                "ends_on": problem.periods[period].ends_on,
            }
            for period in sorted({move.period for move in plan.moves if move.period >= 0})
        ],
        "move": _move_rows(plan, problem, name),
        "risk_point": _risk_rows(plan, problem, name),
    }


def write(estate: Estate, built: Built, plan: Plan) -> Report:
    """Writes workloads, the plan as checked, this verb's notes, and both documents as JSON.

    Gives the checker's report. What it found broken is what stands in the plan's row.
    """
    problem = json_form.problem_document(built.problem)
    document = json_form.plan_document(plan)
    report = check(problem, document)
    rows = to_tables(replace(plan, broken=len(report.violations)), built.problem)
    _write(estate, "workload", pa.Table.from_pylist(list(built.workloads), _schema("workload")))
    _write(estate, "workload_member", built.members)
    for table, content in rows.items():
        _write(estate, table, pa.Table.from_pylist(content, _schema(table)))
    _write_notes(estate, built)
    (estate.folder / "problem.json").write_bytes(json_form.write(problem))
    (estate.folder / "plan.json").write_bytes(json_form.write(document))
    return report


def _plan_row(plan: Plan, name: str) -> Row:
    return {
        "plan_id": name,
        "parent_id": plan.parent,
        "problem_digest": plan.problem_digest,
        "status": "feasible" if plan.feasible else "infeasible",
        "cost": plan.cost,
        "cost_total": plan.cost_total,
        "bound": plan.bound,
        "gap": plan.gap,
        "violations": plan.broken,
    }


def _move_rows(plan: Plan, problem: Problem, name: str) -> list[Row]:
    workload = {row.id: row for row in problem.workloads}
    rows = []
    for move in plan.moves:
        ways = {way.name: way for way in workload[move.workload].dispositions}
        rows.append(
            {
                "plan_id": name,
                "workload_id": move.workload,
                "wave_id": _wave_id(problem.periods[move.period]) if move.period >= 0 else None,
                "disposition": move.disposition,
                "cost": ways[move.disposition].one_off,
            }
        )
    return rows


def _risk_rows(plan: Plan, problem: Problem, name: str) -> list[Row]:
    found = curves(ledger_of(tables(problem), plan))
    return [
        {
            "plan_id": name,
            "period": number,
            "starts_on": period.starts_on,
            "exposure": float(found.risk[number]),
            "one_off_nok": found.one_off[number],
        }
        for number, period in enumerate(problem.periods)
    ]


def _wave_id(period: Period) -> str:
    """By its first day: a plan that begins a month later gives no other month the id of one that was decided about."""
    return f"wave-{period.starts_on}"


def _schema(table: str) -> pa.Schema:
    kinds = {
        "text": pa.string(),
        "whole": pa.int64(),
        "number": pa.float64(),
        "day": pa.date32(),
        "flag": pa.bool_(),
        "instant": pa.timestamp("us"),
    }
    return pa.schema([(column.name, kinds[column.type]) for column in TABLES[table].columns])


def _write(estate: Estate, table: str, content: pa.Table) -> None:
    estate.connection.register("_given", content)
    estate.write(TABLES[table], "select * from _given")
    estate.connection.unregister("_given")


def _write_notes(estate: Estate, built: Built) -> None:
    """Replaces this verb's own notes."""
    rows: list[Mapping[str, Any]] = [
        {
            "source": "plan",
            "place": note.place,
            "code": note.code,
            "facts": json.dumps(note.facts, ensure_ascii=False, sort_keys=True),
        }
        for note in built.notes
    ]
    estate.connection.register("_given", pa.Table.from_pylist(rows, _schema("note")))
    estate.write(
        TABLES["note"],
        "select * from note where source <> 'plan' union all select distinct * from _given",
    )
    estate.connection.unregister("_given")
