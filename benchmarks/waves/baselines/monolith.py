"""The whole problem as one constraint model, given to CP-SAT as it is: no start, no own search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from time import monotonic
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.clocked import Clocked
from benchmarks.waves.baselines.schedule import avoidable
from benchmarks.waves.baselines.tables import NEVER, Tables
from benchmarks.waves.baselines.trial import Best, Candidate, Clock, no_wish

Options = dict[int, list[tuple[int, int, Any]]]
"""By workload: way, period and the Boolean that says so."""
Rows = dict[Hashable, list[tuple[int, Any]]]
Room = dict[Hashable, int]


def best(
    given: Tables, *, seconds: float, workers: int, seed: int, clock: Clock = monotonic
) -> Best | None:
    """What CP-SAT finds in the time, the making of the model not counted; None if nothing."""
    model, chosen = _model(given)
    solver = Clocked(clock, seconds)
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    count = len(given.ways)
    period, way = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for (n, m, t), literal in chosen.items():
        if solver.boolean_value(literal):
            period[n], way[n] = t, m
    bound = f"own bound {solver.best_objective_bound:.0f}"
    candidate = Candidate(np.arange(count), way, no_wish(given), 0, bound)
    return Best(int(avoidable(given, period, way)), period, way, candidate, 1)


def _model(given: Tables) -> tuple[cp_model.CpModel, dict[tuple[int, int, int], Any]]:
    """A Boolean for each workload, way and period; an integer for each workload's period."""
    model = cp_model.CpModel()
    count, most, periods = given.own.shape
    chosen = {
        (n, m, t): model.new_bool_var("")
        for n in range(count)
        for m in range(most)
        for t in range(periods)
        if given.own[n, m, t] < NEVER
    }
    literals: Options = defaultdict(list)
    for (n, m, t), literal in chosen.items():
        literals[n].append((m, t, literal))
    at = [model.new_int_var(0, periods - 1, "") for _ in range(count)]
    for n in range(count):
        model.add_exactly_one(literal for *_, literal in literals[n])
        model.add(at[n] == sum(t * literal for _, t, literal in literals[n]))
        for edge in range(given.need_from[n], given.need_from[n + 1]):
            model.add(at[n] >= at[given.need[edge]] + int(given.need_lag[edge]))
        for edge in range(given.apart_from[n], given.apart_from[n + 1]):
            if given.apart[edge] > n:
                model.add(at[n] != at[given.apart[edge]])
    _rows(model, given, literals)
    cost = sum(
        int(given.own[n, m, t] - given.cheapest[n]) * literal
        for (n, m, t), literal in chosen.items()
    )
    model.minimize(cost + _bridges(model, given, at) + _groups(model, given, at))
    return model, chosen


def _rows(model: cp_model.CpModel, given: Tables, literals: Options) -> None:
    """Capacity, slots, waves and budgets as linear rows."""
    rows: Rows = defaultdict(list)
    room: Room = {}
    for n, options in literals.items():
        for m, t, literal in options:
            _use(given, rows, room, n, m, t, literal)
    for key, terms in rows.items():
        model.add(sum(amount * literal for amount, literal in terms) <= room[key])


def _use(given: Tables, rows: Rows, room: Room, n: int, m: int, t: int, literal: Any) -> None:
    row = n * given.duration.shape[1] + m
    uses: list[tuple[Hashable, int, int]] = [(("wave", t), 1, given.wave[t])]
    year = given.year[t]
    uses.append((("budget", year), given.one_off[n, m], given.budget[year]))
    for at in range(given.org_from[n], given.org_from[n + 1]):
        org = given.org[at]
        uses.append((("slots", org, t), 1, given.slots[org, t]))
    for at in range(given.effort_from[row], given.effort_from[row + 1]):
        skill = given.skill[at]
        uses += [
            (("skill", skill, s), given.rate[at], given.capacity[s, skill])
            for s in range(t - given.duration[n, m] + 1, t + 1)
        ]
    for key, amount, limit in uses:
        rows[key].append((int(amount), literal))
        room[key] = int(limit)


def _bridges(model: cp_model.CpModel, given: Tables, at: list[Any]) -> Any:
    """max(0, b − a) as an integer for each pair; what is the same in both directions goes once."""
    periods = given.own.shape[2]
    terms = []
    for n in range(len(at)):
        for edge in range(given.pair_from[n], given.pair_from[n + 1]):
            other = given.pair[edge]
            if other < n:
                continue
            first, then, neither = (
                int(row[edge]) for row in (given.pair_first, given.pair_then, given.pair_neither)
            )
            late, early = (model.new_int_var(0, periods - 1, "") for _ in range(2))
            model.add(late - early == at[other] - at[n])
            # min(a, b) = a − max(0, a − b)
            terms.append(first * late + (then - neither) * early + neither * (at[n] + 1))
            if then < neither:
                model.add_max_equality(early, [at[n] - at[other], 0])
    return sum(terms)


def _groups(model: cp_model.CpModel, given: Tables, at: list[Any]) -> Any:
    periods = given.own.shape[2]
    terms = []
    for group, cost in enumerate(given.group_cost):
        members = given.group[given.group_from[group] : given.group_from[group + 1]]
        if len(members):
            last = model.new_int_var(0, periods - 1, "")
            model.add_max_equality(last, [at[n] for n in members])
            paid = model.new_int_var(int(cost.min()), int(cost.max()), "")
            model.add_element(last, [int(value) for value in cost], paid)
            terms.append(paid)
    return sum(terms)
