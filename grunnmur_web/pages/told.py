"""What plans say of workloads, trusts, skills and months, in words. What one may not see is another trust's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from grunnmur.plan import Problem
from grunnmur.plan.names import resource_name
from grunnmur_web import grids
from grunnmur_web.queries import plans
from grunnmur_web.words import few, voice

_PERIODS = ("period", "periods", "period_before", "period_after", "earliest", "last")
"""Facts that are a period's number."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Says codes with their facts, for one problem and one person."""

    problem: Problem
    known: frozenset[str]
    named: Mapping[str, str]
    freezes: Mapping[str, str]
    """What those freezes one may read are for; the id where nobody said."""
    services: Mapping[str, str]
    """The names of the clinical services whose parts exclusions keep apart."""

    def __call__(self, code: str, facts: Mapping[str, Any]) -> str:
        """The sentence. A freeze is called by its reason, which is then not said again; nor is another trust's."""
        told = {name: self._fact(name, fact) for name, fact in facts.items()}
        if "freeze" in told and (
            facts["freeze"] not in self.freezes or told.get("reason") == told["freeze"]
        ):
            told["reason"] = ""
        return voice()(code, **told).strip()

    def workload(self, workload_id: str) -> str:
        """The workload's name, for who may see it."""
        return self.named.get(workload_id, voice()("site_another_trust"))

    def month(self, period: int) -> str:
        """The period as people say it."""
        if not 0 <= period < len(self.problem.periods):
            return voice()("site_before_plan")
        return voice().month(self.problem.periods[period].starts_on)

    def resource(self, name: str) -> str:
        """A skill, or what there is at a place, with what it is counted in."""
        said = voice()
        row = next((row for row in self.problem.resources if row.id == name), None)
        unit, called = (row.unit, resource_name(row, said)) if row else ("", name)
        return said("site_counted", what=called, unit=said.word("unit", unit)) if unit else called

    def freeze(self, freeze_id: str) -> str:
        """What a freeze is for, for who may read its trust."""
        return self.freezes.get(freeze_id, voice()("site_another_trust"))

    def _fact(self, name: str, fact: Any) -> Any:  # noqa: ANN401 a fact of any kind
        if isinstance(fact, list | tuple):
            return few(list(dict.fromkeys(self._fact(name, item) for item in fact)))
        if name in _PERIODS and isinstance(fact, int):
            return self.month(fact)
        if name == "resource":
            return self.resource(str(fact))
        if name == "freeze":
            return self.freeze(str(fact))
        if name == "exclusion":
            return self.services.get(str(fact), fact)
        if isinstance(fact, str) and (fact in self.known or fact in self.named):
            return self.workload(fact)
        return fact


def teller(problem: Problem, told_of: Iterable[Mapping[str, Any]]) -> Teller:
    """One that knows the names of all that these facts tell of, as far as the person may see them."""
    facts = list(told_of)
    known = frozenset(workload.id for workload in problem.workloads)
    trusts = {row.organisation for row in problem.slots}
    told = {
        item
        for row in facts
        for fact in row.values()
        for item in (fact if isinstance(fact, list | tuple) else [fact])
        if isinstance(item, str) and (item in known or item in trusts)
    }
    apart = {row["exclusion"] for row in facts if "exclusion" in row}
    services = {
        row.id: row.service for row in problem.exclusions if row.id in apart and row.service
    }
    called = plans.called(sorted((told & trusts) | set(services.values())))
    apart_in = {name: called[service] for name, service in services.items() if service in called}
    seen = plans.readable(row.organisation for row in problem.freezes)
    freezes = {row.id: row.reason or row.id for row in problem.freezes if row.organisation in seen}
    return Teller(problem, known, {**grids.names_of(told & known), **called}, freezes, apart_in)
