"""Today's plan, in from a spreadsheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grunnmur.errors import ProblemError
from grunnmur.plan import json_form, json_write
from grunnmur.plan.build.built import Note
from grunnmur.plan.exchange.columns import Columns, recognise
from grunnmur.plan.exchange.months import is_counted, period_of
from grunnmur.plan.exchange.sheet import Cell, Sheet
from grunnmur.plan.ledger import Tables, ledger_of, tables
from grunnmur.plan.plan import CostParts, Move, Plan
from grunnmur.plan.priced import priced
from grunnmur.text import LANGUAGES, word

if TYPE_CHECKING:
    from grunnmur.plan.problem import Problem
    from grunnmur.plan.workload import Workload


@dataclass(frozen=True, slots=True)
class Imported:
    """What a sheet says. `plan` is None where a workload has no move: what it costs is not known.

    `document` is the plan as JSON values, complete or not; it claims a cost only if it has one.
    """

    document: Mapping[str, Any]
    plan: Plan | None
    notes: tuple[Note, ...]


def import_plan(problem: Problem, sheets: Sequence[Sheet]) -> Imported:
    """The plan in the first sheet that has headings for who moves and when.

    Every row of that sheet gives a move or a note with its number. Executed moves are the
    problem's own. ProblemError where no sheet has such headings.
    """
    reading = _Reading(tables(problem))
    for sheet in sheets:
        columns = recognise(sheet)
        if columns is not None:
            reading.read(sheet, columns)
            reading.notes += [
                Note("sheet_not_read", other.name, {"sheet": other.name})
                for other in sheets
                if other is not sheet
            ]
            return reading.finish()
    raise ProblemError("sheet_without_headings", sheets=[sheet.name or "CSV" for sheet in sheets])


class _Reading:
    """Moves and notes gathered row by row."""

    def __init__(self, held: Tables) -> None:
        self.tables = held
        self.problem = held.problem
        self.notes: list[Note] = []
        self.moves: dict[str, Move] = {}
        self.row_of: dict[str, int] = {}
        self.chosen: list[str] = []
        self.first_number = 0
        self.counted: list[int] = []
        self.executed = {row.workload: row for row in self.problem.executed}
        self._by_id = {row.id.casefold(): row.id for row in self.problem.workloads}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for row in self.problem.workloads:
            self._by_name[row.name.casefold().strip()].append(row.id)

    def read(self, sheet: Sheet, columns: Columns) -> None:
        """Reads every row below the headings."""
        self.first_number = columns.first_number
        for role, others in sorted(columns.also.items()):
            facts: dict[str, Any] = {"used": columns.headings[columns.of[role]], "others": others}
            self.notes.append(Note("column_ignored", _place(sheet, columns.row), facts))
        for number, cells in sheet.rows:
            if number <= columns.row:
                above = number < columns.row
                if above:
                    self._note(sheet, number, "row_above_headings", {"cells": _told(cells)})
                continue
            row = {role: _at(cells, column) for role, column in columns.of.items()}
            self._row(sheet, number, row, cells)
        if self.counted:
            facts = {
                "heading": columns.headings[columns.of["month"]],
                "number": self.first_number,
                "starts_on": self.problem.periods[0].starts_on.isoformat(),
                "count": len(self.counted),
            }
            self.notes.append(Note("month_counted", _place(sheet, self.counted[0]), facts))

    def finish(self) -> Imported:
        """What was read, with the executed moves and what is missing."""
        self._add_executed()
        if self.chosen:
            facts = {"count": len(self.chosen), "first": self.chosen[0]}
            self.notes.append(Note("disposition_chosen", "", facts))
        missing = [row.id for row in self.problem.workloads if row.id not in self.moves]
        if missing:
            facts = {"count": len(missing), "workloads": missing}
            self.notes.append(Note("workloads_not_in_sheet", "", facts))
        moves = tuple(self.moves[row.id] for row in self.problem.workloads if row.id in self.moves)
        plan = None if missing else self._priced(moves)
        return Imported(self._document(plan, moves), plan, tuple(self.notes))

    def _row(
        self, sheet: Sheet, number: int, row: Mapping[str, Cell], cells: Sequence[Cell]
    ) -> None:
        name, code, facts = self._who(row)
        if name is None:
            self._note(sheet, number, code, {**facts, "cells": _told(cells)})
            return
        if row.get("month") is None and name in self.executed:
            return  # moved before the first period, which no month says
        period = period_of(row.get("month"), self.problem.periods, self.first_number)
        if isinstance(period, str):
            self._note(
                sheet, number, period, {"workload": name, "written": _text(row.get("month"))}
            )
            return
        if is_counted(row.get("month")):
            self.counted.append(number)
        disposition = self._disposition(name, _text(row.get("disposition")), period)
        if disposition is None:
            facts = {"workload": name, "written": _text(row.get("disposition"))}
            known = [way.name for way in self._workload(name).dispositions]
            self._note(sheet, number, "disposition_not_known", {**facts, "known": known})
            return
        self._keep(sheet, number, Move(name, disposition, period))

    def _who(self, row: Mapping[str, Cell]) -> tuple[str | None, str, dict[str, Any]]:
        """The workload's id; else why not. An id decides before a name."""
        written = [_text(row.get(role)) for role in ("id", "name")]
        given = [text for text in written if text]
        if not given:
            return None, "row_without_workload", {}
        for text in given:
            if text.casefold() in self._by_id:
                return self._by_id[text.casefold()], "", {}
        for text in given:
            named = self._by_name.get(text.casefold(), [])
            if len(named) == 1:
                return named[0], "", {}
            if named:
                return None, "row_ambiguous", {"written": text, "candidates": named}
        return None, "row_unknown", {"written": given[0]}

    def _disposition(self, name: str, written: str, period: int) -> str | None:
        """The disposition that is written, in any language; the cheapest where none is."""
        ways = self._workload(name).dispositions
        if written:
            spelled = written.casefold()
            found = [way.name for way in ways if spelled in _spellings(way.name)]
            return found[0] if len(found) == 1 else None
        if len(ways) > 1:
            self.chosen.append(name)
        n = self.tables.number[name]
        first = int(self.tables.first_way[n])
        rows = range(first, int(self.tables.first_way[n + 1]))
        allowed = [row for row in rows if self.tables.allowed[row, period]] or list(rows)
        return ways[
            min(allowed, key=lambda row: int(self.tables.own[row, 1 + period])) - first
        ].name

    def _keep(self, sheet: Sheet, number: int, move: Move) -> None:
        old = self.moves.get(move.workload)
        if move.workload in self.executed:
            row = self.executed[move.workload]
            if (row.disposition, row.period) != (move.disposition, move.period):
                self._note(sheet, number, "row_already_executed", {"workload": move.workload})
        elif old is None:
            self.moves[move.workload] = move
            self.row_of[move.workload] = number
        else:
            code = "row_repeated" if old == move else "row_contradicts"
            facts = {"workload": move.workload, "first": self.row_of[move.workload]}
            self._note(sheet, number, code, facts)

    def _add_executed(self) -> None:
        for row in self.problem.executed:
            self.moves[row.workload] = Move(row.workload, row.disposition, row.period)

    def _priced(self, moves: tuple[Move, ...]) -> Plan:
        bare = Plan(json_form.digest(self.problem), moves, 0, 0, CostParts())
        return priced(ledger_of(self.tables, bare), bare)

    def _document(self, plan: Plan | None, moves: Iterable[Move]) -> dict[str, Any]:
        if plan is not None:
            return json_form.plan_document(plan)
        return {
            "format": json_write.PLAN_FORMAT,
            "problem_digest": json_form.digest(self.problem),
            "moves": [
                {"workload": row.workload, "disposition": row.disposition, "period": row.period}
                for row in moves
            ],
        }

    def _workload(self, name: str) -> Workload:
        return self.problem.workloads[self.tables.number[name]]

    def _note(self, sheet: Sheet, number: int, code: str, facts: Mapping[str, Any]) -> None:
        self.notes.append(Note(code, _place(sheet, number), {"row": number, **facts}))


def _spellings(name: str) -> set[str]:
    return {name.casefold(), *(word("value", name, language).casefold() for language in LANGUAGES)}


def _place(sheet: Sheet, number: int) -> str:
    return f"{sheet.name}!{number}" if sheet.name else str(number)


def _at(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column] if column < len(cells) else None


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _told(cells: Sequence[Cell]) -> str:
    return "; ".join(_text(cell) for cell in cells if cell is not None)
