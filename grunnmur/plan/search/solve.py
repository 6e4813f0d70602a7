"""Finds a plan and proves how good it is: searches side by side, the bound beside them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan import json_form
from grunnmur.plan.ledger import Ledger, Place
from grunnmur.plan.ledger import tables as ledger_tables
from grunnmur.plan.period import Period
from grunnmur.plan.plan import CostParts, Plan
from grunnmur.plan.priced import priced
from grunnmur.plan.problem import Problem
from grunnmur.plan.workload import Disposition, Workload

if TYPE_CHECKING:
    from grunnmur.plan.bound import Certificate
    from grunnmur.plan.search.arrays import Instance
    from grunnmur.plan.search.book import Vector
    from grunnmur.plan.search.chain import Chain, Hint
    from grunnmur.plan.search.pace import Pace

    Clock = Callable[[], float]
    Stop = Callable[[], bool]
    Progress = Callable[[int, int | None, float | None], None]

DEFAULT_EFFORT = 3000
"""Thousand steps a worker: about ten seconds for a whole region."""
_MOST_ITERATIONS = 2000
"""Of the bound, where the budget is effort: more gains little, says its own default."""
LARGE = 1000
"""From so many workloads on a search begins where the relaxed problem moves them (decision 072)."""
_HINT_SHARE, _HINT_MOST, _HINT_ENOUGH, _HINT_STEPS = 0.15, 0.4, 900, 2
"""The share of the time that takes; more, but not above the second, until it has had so many iterations, as many as
gain much (decision 093). By effort an iteration is so many thousand steps' worth."""


def solve(
    problem: Problem,
    *,
    effort: int | None = None,
    seconds: float | None = None,
    seed: int = 1,
    workers: int = 2,
    start: Plan | None = None,
    stability: int = 0,
    prove: bool = True,
    progress: Progress | None = None,
    clock: Clock | None = None,
    stop: Stop | None = None,
) -> Plan:
    """The best plan found for the problem, with a bound and its certificate if it is to `prove`.

    By `effort`, thousand steps for each of `workers`, the same arguments give the same plan. By
    `seconds`, measured with `clock`, it is as good as the time allows; one worker then proves. Of
    several workers the proof runs beside the search. It ends early when the plan is proven best or
    `stop` says so. `start` is a plan to go on from, and `stability` NOK for each workload that does
    not keep its period and disposition there; the plan found names it as its parent.
    `progress` is called with cost, bound and gap. Where the conditions cannot all hold, it is the
    plan found that breaks them least: `broken` says how many, `check` and `conflict` which.
    """
    if seconds is not None and clock is None:
        raise ValueError("seconds need a clock")
    run = _Run(problem, seed=seed, start=start, stability=stability, progress=progress)
    run.limit(effort=effort, seconds=seconds, clock=clock, stop=stop)
    places = run.search(max(1, workers), prove=prove)
    found = _plan(run.instance, places, seed=seed, effort=run.effort)
    if run.certificate is not None and run.certificate.possible:
        content = run.certificate.document()
        found = replace(found, bound=run.certificate.bound, certificate=content)
    return replace(found, parent=start.id) if start is not None else found


class _Run:
    """One call under way: its budget, its searches, and what they have come to."""

    def __init__(
        self,
        problem: Problem,
        *,
        seed: int,
        start: Plan | None,
        stability: int,
        progress: Progress | None,
    ) -> None:
        # Compiled code is loaded, the first time ever made, here: not by an import, and before the
        # budget begins to run.
        from grunnmur.plan.search import book
        from grunnmur.plan.search.arrays import instance
        from grunnmur.plan.search.leaders import Leaders

        self.instance = instance(problem)
        self.certificate: Certificate | None = None
        self._seed, self._progress = seed, progress
        self._start = _places_of(self.instance, start) if start is not None else None
        arrays = self.instance.arrays
        if self._start is not None and stability:
            arrays = arrays._replace(own=_steadied(arrays.own, *self._start, stability))
        self._arrays, self._facts = arrays, book.facts(arrays)
        self._exact, self._stability = not stability, stability
        self._bound: int | None = None
        self._chains: list[Chain] = []
        self._leaders = Leaders(arrays, self._facts, seed, 0)
        many = len(arrays.movable) >= LARGE or len(self._leaders.members) > 0
        self._hinted = start is None and many
        if self._hinted:
            _load_ascent()

    def limit(
        self,
        *,
        effort: int | None,
        seconds: float | None,
        clock: Clock | None,
        stop: Stop | None,
    ) -> None:
        """Sets the budget; it begins to run."""
        self.effort = 0 if seconds is not None else DEFAULT_EFFORT if effort is None else effort
        self._seconds, self._clock, self._stop = seconds, clock, stop
        self._began = clock() if clock is not None else 0.0

    def search(self, workers: int, *, prove: bool) -> tuple[Vector, Vector]:
        """Way and period of each workload in the best plan; `certificate` is what is proven."""
        timed = self._seconds is not None
        count = max(1, workers - 1) if timed and prove else workers
        if not len(self._arrays.movable):
            count = 1
        with ThreadPoolExecutor(count + 1) as pool:
            proving: Future[Certificate] | None = None
            if prove and workers > 1:
                proving = pool.submit(self._prove)
            hints = self._tendency()
            lines = [self._line(number, hints) for number in range(count)]
            self._chains = [chain for line in lines for chain, _ in line]
            running = [pool.submit(self._work, line) for line in lines]
            for done in running:
                done.result()
            if proving is not None:
                self.certificate = proving.result()
        best = min(self._chains, key=lambda chain: chain.rank)
        if prove and self.certificate is None:
            self.certificate = self._prove(best.rank)
        return best.best

    def _line(self, number: int, hints: list[Hint]) -> list[tuple[Chain, list[Hint]]]:
        """The searches that one worker makes one after the other, and where each may begin.

        A large one begins where the relaxed problem points. Of the others some gain by that and some lose: there is a
        search of each kind; small ones cool many times over, and begin there in one of their coolings.
        """
        from grunnmur.plan.search.chain import Chain
        from grunnmur.plan.search.pace import SMALL

        def chain() -> Chain:
            return Chain(
                self._arrays,
                self._facts,
                seed=self._seed,
                number=number,
                stability=self._stability,
            )

        plain, count = chain(), len(self._arrays.movable)
        if count >= LARGE:
            return [(plain, hints)]
        led = [hint for hint in hints if hint.places is not None]
        if led and count >= SMALL:
            return [(chain(), led), (plain, [])]
        if led:
            plain.tell(led[0])
        return [(plain, [])]

    def _work(self, line: list[tuple[Chain, list[Hint]]]) -> None:
        """One search with all there is; of several each has a part, and the best of them goes on with half of it."""
        if len(line) == 1:
            self._cool(*line[0], among=1)
            return
        for number, (chain, hints) in enumerate(line):
            self._cool(chain, hints, among=2 * len(line) - number, part=2 * len(line))
        best = min((chain for chain, _ in line), key=lambda chain: chain.rank)
        best.once_more()
        self._anneal(best, self._pace(self._share_of_rest(1), effort=self.effort // 2))

    def _cool(self, chain: Chain, hints: list[Hint], *, among: int, part: int = 1) -> None:
        """One search from its beginning, with its share of the time that is left, or its part of the effort."""
        share = self._share_of_rest(among)
        effort = self.effort // part
        spent = chain.begin(self._start, hints, most=1000 * effort if share is None else None)
        effort = max(0, effort - spent // 1000)
        openings = chain.opens and self._start is None and not hints
        self._anneal(chain, self._pace(share, effort=effort, openings=openings))

    def _pace(
        self, share: Callable[[], float] | None, *, effort: int, openings: bool = False
    ) -> Pace:
        from grunnmur.plan.search.pace import Pace

        return Pace(len(self._arrays.movable), effort=effort, share=share, openings=openings)

    def _anneal(self, chain: Chain, pace: Pace) -> None:
        while not self._ended(pace):
            steps, begun, ended = pace.next()
            chain.run(steps, begun, ended)
            if pace.fresh:
                chain.again(last=pace.last)
            self._tell()

    def _tendency(self) -> list[Hint]:
        """When the relaxed problem moves each workload, and where leaders may stand, where that helps to begin."""
        if not self._hinted:
            return []
        from grunnmur.plan.bound import tendency
        from grunnmur.plan.bound.tendency import ITERATIONS
        from grunnmur.plan.search.chain import Hint

        share = self._share_of_time()

        def used(taken: int) -> float:
            if self._stop is not None and self._stop():
                return 1.0
            if share is None:
                return 0.0
            spent = share()
            return max(min(taken / _HINT_ENOUGH, spent / _HINT_SHARE), spent / _HINT_MOST)

        found = tendency(
            self.instance.problem,
            stand=self._leaders.stand,
            seed=self._seed,
            iterations=min(ITERATIONS, self.effort // _HINT_STEPS) if share is None else None,
            share=used,
        )
        return [Hint(one.mean, one.standing.places) for one in found]

    def _share_of_time(self) -> Callable[[], float] | None:
        seconds, clock = self._seconds, self._clock
        if seconds is None or clock is None:
            return None
        return lambda: (clock() - self._began) / max(1e-9, seconds)

    def _share_of_rest(self, among: int) -> Callable[[], float] | None:
        """The share that is used of what is left of the time now, when so many go through it in turn."""
        share = self._share_of_time()
        if share is None:
            return None
        begun = share()
        mine = max(1e-9, (1 - begun) / among)
        return lambda: (share() - begun) / mine

    def _ended(self, pace: Pace) -> bool:
        if self._stop is not None and self._stop():
            return True
        # By effort nothing may depend on which thread was first, so only time looks at the bound.
        timed = self._seconds is not None
        return pace.done or (timed and self._exact and self._proven_best())

    def _proven_best(self) -> bool:
        if self._bound is None or not self._chains:
            return False
        severity, cost = min(chain.rank for chain in self._chains)
        return severity == 0 and cost <= self._bound

    def _prove(self, rank: tuple[int, int] | None = None) -> Certificate:
        from grunnmur.plan.bound import Proving
        from grunnmur.plan.bound import prove as prove_bound

        def progress(now: Proving) -> None:
            if isfinite(now.bound):  # endless where no plan can be: then there is nothing to tell
                self._bound = max(0, int(now.bound))
                self._tell()

        left = None
        if self._seconds is not None and self._clock is not None:
            # With one worker the proof begins when the search has ended: it gets as much again.
            spent = self._clock() - self._began
            left = self._seconds - spent if spent < self._seconds / 2 else self._seconds
        target = rank[1] if rank is not None and rank[0] == 0 and self._exact else None
        return prove_bound(
            self.instance.problem,
            effort=None if left is not None else min(self.effort, _MOST_ITERATIONS),
            seconds=left,
            clock=self._clock if left is not None else None,
            target=target,
            stop=self._stop_proving,
            progress=progress,
        )

    def _stop_proving(self) -> bool:
        if self._stop is not None and self._stop():
            return True
        return self._seconds is not None and self._exact and self._proven_best()

    def _tell(self) -> None:
        if self._progress is None or not self._chains:
            return
        severity, cost = min(chain.rank for chain in self._chains)
        bound = self._bound
        known = bound is not None and severity == 0 and cost > 0
        gap = max(0.0, (cost - bound) / cost) if known and bound is not None else None
        self._progress(cost, bound, gap)


def _load_ascent() -> None:
    """Has the ascent's compiled code loaded, the first time ever made: on the smallest problem."""
    from grunnmur.plan.bound import Nobody, tendency

    way = Disposition("rehost", 1)
    row = Workload("w", "w", (way,), exposure=(0,), run_before=(0,))
    problem = Problem("", (Period(date.min, date.min),), (row,))
    tendency(problem, stand=Nobody, iterations=1)


def _places_of(found: Instance, start: Plan) -> tuple[Vector, Vector]:
    """Way and period of each workload in a plan; −1 and −2 where it has none, or one it may not have."""
    arrays, problem = found.arrays, found.problem
    way = np.full(found.count, -1, dtype=np.int64)
    period = np.full(found.count, -2, dtype=np.int64)
    number = {row.id: n for n, row in enumerate(problem.workloads)}
    for move in start.moves:
        n = number.get(move.workload)
        if n is None or not 0 <= move.period < len(problem.periods):
            continue
        names = [row.name for row in problem.workloads[n].dispositions]
        if move.disposition in names:
            named = arrays.way_start[n] + names.index(move.disposition)
            if not arrays.shut[named, move.period]:
                way[n], period[n] = named, move.period
    return _with_blocks_whole(found, way, period)


def _with_blocks_whole(found: Instance, way: Vector, period: Vector) -> tuple[Vector, Vector]:
    """Takes out those of a block that is not in one period: they are placed anew, together."""
    arrays = found.arrays
    for n in np.nonzero(np.diff(arrays.fellow_start) > 1)[0]:
        fellows = arrays.fellow[arrays.fellow_start[n] : arrays.fellow_start[n + 1]]
        fellows = fellows[arrays.executed_way[fellows] < 0]
        if len(set(period[fellows].tolist())) > 1:
            way[fellows], period[fellows] = -1, -2
    return way, period


def _steadied(own: Vector, way: Vector, period: Vector, stability: int) -> Vector:
    """Own costs with the price of not being where the start plan has it."""
    steadied = own + stability
    kept = way >= 0
    steadied[way[kept], period[kept]] -= stability
    return steadied


def _plan(found: Instance, places: tuple[Vector, Vector], *, seed: int, effort: int) -> Plan:
    way = places[0] - found.arrays.way_start[:-1]
    ledger = Ledger(
        ledger_tables(found.problem),
        [Place(int(w), int(p)) for w, p in zip(way, places[1], strict=True)],
    )
    digest = json_form.digest(found.problem)
    return priced(ledger, Plan(digest, (), 0, 0, CostParts(), effort=effort, seed=seed))
