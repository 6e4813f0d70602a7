"""What people call the workloads, trusts and skills that a problem knows by their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from grunnmur.plan.conditions import Exclusion, Forbid, Freeze, Pin, Together
    from grunnmur.plan.problem import Problem
    from grunnmur.text import Voice


_SHOWN = 4
"""Workloads of a group that are named: more make no sentence."""


class Called(Protocol):
    """A resource, or what is told of one."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...


def resource_name(row: Called, voice: Voice) -> str:
    """A skill in words; of another resource what it is and its name, else its id."""
    if row.kind == "skill":
        return voice.word("skill", row.id)
    if not row.name:
        return row.id
    return f"{voice.word('resource', row.kind)} · {row.name}" if row.kind else row.name


class Names:
    """The names of one problem in one language. What has no name is called by its id.

    Of several problems, the first that has a name for an id is the one that counts.
    """

    def __init__(self, problem: Problem, voice: Voice, *others: Problem) -> None:
        self._workloads: dict[str, str] = {}
        self._trusts: dict[str, str] = {}
        self._resources: dict[str, str] = {}
        for one in reversed((problem, *others)):
            self._workloads |= {row.id: row.name for row in one.workloads if row.name}
            self._trusts |= {row.organisation: row.name for row in one.slots if row.name}
            self._resources |= {row.id: resource_name(row, voice) for row in one.resources}
        self._units = {
            row.id: voice.word("unit", row.unit) for row in problem.resources if row.unit
        }
        wishes: dict[str, tuple[Freeze | Pin | Forbid, ...]]
        wishes = {"freeze": problem.freezes, "pin": problem.pins, "forbid": problem.forbids}
        self._reasons = {
            kind: {row.id: row.reason for row in rows if row.reason}
            for kind, rows in wishes.items()
        }
        groups: dict[str, tuple[Exclusion | Together, ...]]
        groups = {"exclusion": problem.exclusions, "together": problem.together}
        self._members = {
            kind: {row.id: row.workloads for row in rows} for kind, rows in groups.items()
        }

    def workload(self, workload_id: str) -> str:
        """The workload's name with its id: names need not be unique."""
        name = self._workloads.get(workload_id, workload_id)
        return workload_id if name == workload_id else f"{name} ({workload_id})"

    def organisation(self, organisation_id: str) -> str:
        """The trust's name."""
        return self._trusts.get(organisation_id, organisation_id)

    def organisations(self, ids: Iterable[str]) -> list[str]:
        """The trusts' names, in the order of their ids."""
        return [self.organisation(name) for name in ids]

    def resource(self, resource_id: str) -> str:
        """The skill, or the resource with its place, in words."""
        return self._resources.get(resource_id, resource_id)

    def amounts_of(self, resource_id: str) -> str:
        """The resource, with the unit its amounts are in, if it has one."""
        unit = self._units.get(resource_id)
        return self.resource(resource_id) + (f" ({unit})" if unit else "")

    def wish(self, kind: str, wish_id: str) -> str:
        """The freeze, pin or forbid, with its reason. A freeze may have the id of a pin."""
        reason = self._reasons[kind].get(wish_id)
        return wish_id + (f" ({reason})" if reason else "")

    def group(self, kind: str, group_id: str) -> str:
        """What must move together, or never does, with the first of its workloads."""
        members = self._members[kind].get(group_id, ())
        more = ("…",) if len(members) > _SHOWN else ()
        told = ", ".join((*map(self.workload, members[:_SHOWN]), *more))
        return group_id + (f" ({told})" if told else "")

    def told(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts of a sentence with names in place of ids."""
        called = {"organisation": self.organisation, "resource": self.amounts_of}
        called |= {kind: partial(self.wish, kind) for kind in self._reasons}
        called |= {kind: partial(self.group, kind) for kind in self._members}
        called |= dict.fromkeys(("workload", "before", "after", "other"), self.workload)
        return {
            name: called[name](fact) if name in called else fact for name, fact in facts.items()
        }
