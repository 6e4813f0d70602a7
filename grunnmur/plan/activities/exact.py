"""A project for the constraint solver: proofs, lower bounds, and shorter schedules from a hint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from grunnmur.plan.activities.compiled import Numbers
from grunnmur.plan.activities.project import Mode, Project, Schedule


@dataclass(frozen=True, slots=True)
class Found:
    """What the solver came to. `schedule` None is none found; `bound` None is that there is none:
    no schedule is as short as was asked for."""

    schedule: Schedule | None
    bound: int | None


@dataclass(frozen=True, slots=True)
class Form:
    """The project as the solver sees it: the model, and the variables a schedule is read from."""

    model: cp_model.CpModel
    starts: list[cp_model.IntVar]
    modes: list[list[cp_model.IntVar]]
    end: cp_model.IntVar


def form(project: Project, first: Numbers, tail: Numbers, *, least: int, most: int) -> Form:
    """The model of a schedule that ends no sooner than `least` and no later than `most`.

    `first` holds each activity's earliest start, `tail` the time from its start to the end.
    """
    model = cp_model.CpModel()
    starts = [
        model.new_int_var(int(early), max(int(early), most - int(left)), "")
        for early, left in zip(first, tail, strict=True)
    ]
    end = model.new_int_var(least, max(least, most), "")
    modes = [_mode_choice(model, ways) for ways in project.activities]
    lengths = [
        _length(model, ways, chosen) for ways, chosen in zip(project.activities, modes, strict=True)
    ]
    for start, length, left in zip(starts, lengths, tail.tolist(), strict=True):
        model.add(end >= start + length)
        model.add(end >= start + left)
    for lag in project.lags:
        wait = lengths[lag.before] + lag.gap if lag.after_end else lag.gap
        model.add(starts[lag.after] >= starts[lag.before] + wait)
    _share(model, project, starts, modes)
    model.minimize(end)
    return Form(model, starts, modes, end)


def hint(built: Form, schedule: Schedule, makespan: int) -> None:
    """Tells the solver of a schedule to begin from."""
    built.model.add_hint(built.end, makespan)
    for start, value in zip(built.starts, schedule.starts, strict=True):
        built.model.add_hint(start, value)
    for chosen, mode in zip(built.modes, schedule.modes, strict=True):
        for number, literal in enumerate(chosen):
            built.model.add_hint(literal, int(number == mode))


class Run:
    """One run of the solver, which another thread may stop."""

    def __init__(self, built: Form, *, workers: int, seed: int, relaxed: bool) -> None:
        """Nothing runs before `solve`. `relaxed` also bounds by linear relaxations."""
        self._built = built
        self._solver = cp_model.CpSolver()
        self._solver.parameters.num_workers = workers
        self._solver.parameters.random_seed = seed
        self._solver.parameters.linearization_level = int(relaxed)

    def solve(
        self,
        *,
        effort: float | None = None,
        on_bound: Callable[[int], None] | None = None,
        on_schedule: Callable[[Schedule], None] | None = None,
    ) -> Found:
        """What is found until it is stopped, or in this many units of the solver's own measure of work.

        The callbacks hear of each better bound and schedule, in the solver's threads.
        """
        if effort is not None:
            self._solver.parameters.max_deterministic_time = effort
        if on_bound is not None:
            self._solver.best_bound_callback = lambda bound: on_bound(_up(bound))
        listener = _Listener(self._built, on_schedule) if on_schedule is not None else None
        status = self._solver.solve(self._built.model, listener)
        if status == cp_model.INFEASIBLE:
            return Found(None, None)
        bound = _up(self._solver.best_objective_bound)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Found(_schedule(self._built, self._solver.value), bound)
        assert status == cp_model.UNKNOWN, self._solver.status_name(status)
        return Found(None, bound)

    def stop(self) -> None:
        """Ends the run soon; what it has found until then is its answer."""
        self._solver.stop_search()


class _Listener(cp_model.CpSolverSolutionCallback):
    def __init__(self, built: Form, heard: Callable[[Schedule], None]) -> None:
        super().__init__()
        self._built = built
        self._heard = heard

    def on_solution_callback(self) -> None:
        self._heard(_schedule(self._built, self.value))


def _schedule(built: Form, value: Callable[[cp_model.IntVar], int]) -> Schedule:
    starts = tuple(value(start) for start in built.starts)
    modes = tuple(
        next((n for n, literal in enumerate(chosen) if value(literal)), 0) for chosen in built.modes
    )
    return Schedule(starts, modes)


def _up(bound: float) -> int:
    return -int(-(bound - 1e-6) // 1)


def _mode_choice(model: cp_model.CpModel, ways: Sequence[Mode]) -> list[cp_model.IntVar]:
    """A variable for each mode of which one is 1; none where there is no choice."""
    if len(ways) == 1:
        return []
    chosen = [model.new_bool_var("") for _ in ways]
    model.add_exactly_one(chosen)
    return chosen


def _length(
    model: cp_model.CpModel, ways: Sequence[Mode], chosen: list[cp_model.IntVar]
) -> cp_model.IntVar | int:
    if not chosen:
        return ways[0].duration
    durations = [way.duration for way in ways]
    length = model.new_int_var_from_domain(cp_model.Domain.from_values(durations), "")
    model.add(length == cp_model.LinearExpr.weighted_sum(chosen, durations))
    return length


def _share(
    model: cp_model.CpModel,
    project: Project,
    starts: list[cp_model.IntVar],
    modes: list[list[cp_model.IntVar]],
) -> None:
    """No more of a resource than there is: renewable in each time unit, the others in all."""
    spans: list[list[tuple[cp_model.IntervalVar, int]]] = [[] for _ in project.capacity]
    taken: list[list[cp_model.LinearExprT]] = [[] for _ in project.stock]
    for start, ways, chosen in zip(starts, project.activities, modes, strict=True):
        for number, way in enumerate(ways):
            span = (
                model.new_optional_fixed_size_interval_var(start, way.duration, chosen[number], "")
                if chosen
                else model.new_fixed_size_interval_var(start, way.duration, "")
            )
            for resource, amount in enumerate(way.uses):
                if amount and way.duration:
                    spans[resource].append((span, amount))
            for resource, amount in enumerate(way.consumes):
                taken[resource].append(amount * chosen[number] if chosen else amount)
    for resource, capacity in enumerate(project.capacity):
        if spans[resource]:
            rows, amounts = zip(*spans[resource], strict=True)
            model.add_cumulative(rows, amounts, capacity)
    for resource, stock in enumerate(project.stock):
        model.add(cp_model.LinearExpr.sum(taken[resource]) <= stock)
