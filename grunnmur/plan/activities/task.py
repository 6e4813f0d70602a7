"""A project prepared for search."""

from __future__ import annotations

from dataclasses import dataclass

from grunnmur.plan.activities.compiled import Numbers
from grunnmur.plan.activities.distances import NONE, earliest, tails
from grunnmur.plan.activities.lists import LaggedLists, Lists, PlainLists
from grunnmur.plan.activities.network import Network, is_plain, network
from grunnmur.plan.activities.project import Project


@dataclass(frozen=True, slots=True)
class Task:
    """A project, the time its lags leave each activity, and how it is to be searched.

    A `plain` one has waits after ends only and none that go in a circle.
    """

    project: Project
    net: Network
    far: Numbers
    first: Numbers
    tail: Numbers
    plain: bool
    seed: int
    workers: int

    @property
    def has_lists(self) -> bool:
        """Whether a search over lists suits it: not where maximum lags meet several modes."""
        return self.plain or self.project.has_one_mode

    def lists(self, number: int) -> Lists:
        """The `number`-th search over lists of this seed."""
        kind = PlainLists if self.plain else LaggedLists
        return kind(self.net, self.far, self.seed, number)


def task(project: Project, far: Numbers, *, seed: int, workers: int) -> Task:
    """The project prepared; `far` holds its distances."""
    both_ways = (far != NONE) & (far.T != NONE)
    return Task(
        project=project,
        net=network(project),
        far=far,
        first=earliest(far),
        tail=tails(project, far),
        plain=is_plain(project) and int(both_ways.sum()) == len(far),
        seed=seed,
        workers=workers,
    )
