"""What people call the workloads, trusts and skills that a problem knows by their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grunnmur.plan.problem import Problem
    from grunnmur.text import Voice


class Names:
    """The names of one problem in one language. What has no name is called by its id.

    Of several problems, the first that has a name for an id is the one that counts.
    """

    def __init__(self, problem: Problem, voice: Voice, *others: Problem) -> None:
        self._workloads: dict[str, str] = {}
        self._trusts: dict[str, str] = {}
        self._skills: dict[str, str] = {}
        for one in reversed((problem, *others)):
            self._workloads |= {row.id: row.name for row in one.workloads if row.name}
            self._trusts |= {row.organisation: row.name for row in one.slots if row.name}
            skills = (row.id for row in one.resources if row.kind == "skill")
            self._skills |= {name: voice.word("skill", name) for name in skills}

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
        """The skill in words; another resource's id."""
        return self._skills.get(resource_id, resource_id)

    def told(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts of a sentence with names in place of ids."""
        called = {"organisation": self.organisation, "resource": self.resource}
        called |= dict.fromkeys(("workload", "before", "after", "other"), self.workload)
        return {
            name: called[name](fact) if name in called else fact for name, fact in facts.items()
        }
