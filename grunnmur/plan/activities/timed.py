"""Search against a clock: which engine works when, on how many workers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Event

from grunnmur.plan.activities.incumbent import Incumbent
from grunnmur.plan.activities.lists import Lists
from grunnmur.plan.activities.proof import Proof
from grunnmur.plan.activities.task import Task

Clock = Callable[[], float]

OPENING = 0.04
"""Share of the time for lists alone. They are near their best soon; the solver gains from it."""

PROVING = 0.15
"""Share of the time after which a proof that is not near is given up for more lists. What the solver
proves of a large project it proves in a second or two, or hardly at all."""

CLOSING = 0.85
"""Share of the time after which the proof is tried once more: lists have left it less to rule out."""

FINDING = 0.4
"""Share of the time after which lists that have found nothing under maximum lags leave it to the
solver."""

FEW = 60
"""Activities of which lists soon find the best; what is left to do is the proof. Judgement."""

NEAR = 0.02
"""A gap this small is worth the solver's whole time. Judgement."""


def search(task: Task, known: Incumbent, seconds: float, clock: Clock) -> None:
    """Improves the incumbent until it is proven best or the time is out."""
    with ThreadPoolExecutor(task.workers + 1) as pool:
        team = _Team(task, known, _Span(clock, clock(), seconds), pool)
        if task.plain:
            _plain(team)
        else:
            _lagged(team)


def _plain(team: _Team) -> None:
    """Lists; the solver on one worker beside them, to the end if the proof is near; else lists
    again, and the solver once more."""
    everyone = range(team.task.workers)
    team.work(lists=everyone, rounds=(OPENING,))
    if not team.done:
        proof = Proof(team.task, team.known, workers=1)
        team.work(lists=everyone[1:], rounds=(PROVING, 1.0), proof=proof, enough=team.proof_is_far)
    if not team.done:
        team.work(lists=everyone, rounds=(CLOSING,))
    if not team.done:
        proof = Proof(team.task, team.known, workers=1)
        team.work(lists=everyone[1:], rounds=(1.0,), proof=proof)


def _lagged(team: _Team) -> None:
    """Lists beside the solver until there is a schedule; then the solver from there on.

    A worker alone begins with the solver: that there is no schedule it often sees at once, and lists
    never.
    """
    workers = team.task.workers
    if workers == 1:
        proof = Proof(team.task, team.known, workers=1)
        team.work(proof=proof, enough=team.opening_is_over)
    if team.task.has_lists and not team.done:
        others = Proof(team.task, team.known, workers=workers - 1) if workers > 1 else None
        last = 1.0 if workers > 1 else FINDING
        team.work(lists=(0,), rounds=(2 * OPENING, last), proof=others, enough=team.has_opened)
    if not team.done:
        hint = team.known.schedule is not None
        team.work(proof=Proof(team.task, team.known, workers=workers, hint=hint))


@dataclass(frozen=True, slots=True)
class _Span:
    clock: Clock
    began: float
    seconds: float

    def left(self, share: float = 1.0) -> float:
        """Seconds until this share of the time is used."""
        return max(0.0, self.began + share * self.seconds - self.clock())


class _Team:
    """Threads at work for one incumbent."""

    def __init__(self, task: Task, known: Incumbent, span: _Span, pool: ThreadPoolExecutor) -> None:
        self.task = task
        self.known = known
        self._span = span
        self._pool = pool
        self._lists: dict[int, Lists] = {}

    @property
    def done(self) -> bool:
        """Whether nothing more can be found, or the time is out."""
        return self.known.settled.is_set() or self._span.left() <= 0

    @property
    def is_small(self) -> bool:
        """Whether lists are near their best at once, so that the proof is what takes time."""
        return len(self.task.project.activities) <= FEW

    def opening_is_over(self) -> bool:
        """Whether the time of those who begin is out."""
        return self._span.left(OPENING) <= 0

    def has_opened(self) -> bool:
        """Whether lists have had their opening and there is a schedule."""
        return self.known.makespan is not None and self._span.left(2 * OPENING) <= 0

    def proof_is_far(self) -> bool:
        """Whether a proof has had its time, and more of it would hardly do."""
        known = self.known
        if self._span.left(PROVING) > 0 or known.makespan is None:
            return False
        near = known.makespan - known.bound <= NEAR * known.makespan
        return not near and not self.is_small

    def work(
        self,
        *,
        lists: Sequence[int] = (),
        rounds: tuple[float, ...] = (),
        proof: Proof | None = None,
        enough: Callable[[], bool] = lambda: False,
    ) -> None:
        """Lets these searches work until the time is out, something is proven or it is enough.

        Lists cool down once in each of the `rounds`, to these shares of the time. The solver knows no
        clock but the wall's, so that it is stopped from here.
        """
        stopped = Event()
        jobs = [self._pool.submit(self._list, number, rounds, stopped) for number in lists]
        if proof is not None:
            jobs.append(self._pool.submit(proof.run))
        while wait(jobs, timeout=_TICK).not_done:
            if self.done or enough():
                stopped.set()
                if proof is not None:
                    proof.stop()
        for job in jobs:
            job.result()

    def _list(self, number: int, rounds: tuple[float, ...], stopped: Event) -> None:
        search = self._lists.setdefault(number, self.task.lists(number))
        steps = 1
        for until in rounds:
            began, length = self._span.clock(), self._span.left(until)
            while not stopped.is_set() and (spent := self._span.clock() - began) < length:
                if search.advance(steps, spent / length):
                    self._tell(search)
                took = self._span.clock() - began - spent
                steps = steps * 2 if took < _TICK else max(1, steps // 2)

    def _tell(self, search: Lists) -> None:
        best = self.known.makespan
        if search.makespan is not None and (best is None or search.makespan < best):
            self.known.offer(search.schedule())


_TICK = 0.04
"""Seconds between looks at the clock: often enough to stop in time, seldom enough to cost nothing."""
