"""What a run found, as OSCAL assessment results: one result a pack, one finding a rule and control."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grunnmur.estate import Estate
from grunnmur.report.controls import Standing
from grunnmur.report.oscal import catalog, names
from grunnmur.text import Voice

Node = dict[str, Any]

_PLAN = names.identity("assessment-plan")


@dataclass(frozen=True, slots=True)
class Results:
    """The document's body, and the organisations it names."""

    body: Node
    parties: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What one rule answered in one organisation."""

    rule_id: str
    organisation_id: str | None
    passed: int
    failed: int
    unknown: int
    not_applicable: int

    @property
    def evaluated(self) -> int:
        """How many were looked at."""
        return self.passed + self.failed + self.unknown


def body(
    estate: Estate,
    packs: Mapping[str, Sequence[Standing]],
    rules: Mapping[str, str],
    run_id: str,
    started_at: str,
    voice: Voice,
) -> Results:
    """The results of every pack in which a rule answered."""
    answered: dict[str, list[Answers]] = {}
    for answer in _answers(estate):
        answered.setdefault(answer.rule_id, []).append(answer)
    written = [
        _Pack(name, pack, answered, run_id, started_at, voice).result(rules)
        for name, pack in packs.items()
        if any(rule_id in answered for one in pack for rule_id in one.rules)
    ]
    plan = {"uuid": _PLAN, "title": voice("oscal_plan"), "description": voice("oscal_plan_text")}
    content: Node = {
        "import-ap": {"href": f"#{_PLAN}"},
        "results": written or [_nothing(run_id, started_at, voice)],
        "back-matter": {"resources": [plan]},
    }
    return Results(content, tuple(_parties(estate, answered)))


@dataclass(frozen=True, slots=True)
class _Pack:
    """One pack's result, being written."""

    name: str
    pack: Sequence[Standing]
    answered: Mapping[str, Sequence[Answers]]
    run_id: str
    started_at: str
    voice: Voice

    def result(self, rules: Mapping[str, str]) -> Node:
        seen = [(one, rule) for one in self.pack for rule in one.rules if rule in self.answered]
        controls = list(dict.fromkeys(catalog.control_id(one) for one, _ in seen))
        objectives = [catalog.objective_id(one, rule) for one, rule in seen]
        return {
            "uuid": self._identity("result"),
            "title": self.pack[0].pack_title,
            "description": self.voice("oscal_result", pack=self.pack[0].pack_title),
            "start": self.started_at,
            "reviewed-controls": {
                "control-selections": [
                    {"include-controls": [{"control-id": one} for one in controls]}
                ],
                "control-objective-selections": [
                    {"include-objectives": [{"objective-id": one} for one in objectives]}
                ],
            },
            "observations": [
                self._observation(answer, rules)
                for rule in sorted({rule for _, rule in seen})
                for answer in self.answered[rule]
            ],
            **self._findings(seen),
        }

    def _observation(self, answer: Answers, rules: Mapping[str, str]) -> Node:
        counts = ("evaluated", "passed", "failed", "unknown", "not_applicable")
        written: Node = {
            "uuid": self._identity("observation", answer.rule_id, answer.organisation_id or ""),
            "title": answer.rule_id,
            "description": rules.get(answer.rule_id) or answer.rule_id,
            "props": [
                names.prop("rule", answer.rule_id),
                *(names.prop(one.replace("_", "-"), getattr(answer, one)) for one in counts),
            ],
            "methods": ["TEST"],
            "collected": self.started_at,
        }
        if answer.organisation_id:
            party = names.identity("organisation", answer.organisation_id)
            written["subjects"] = [{"subject-uuid": party, "type": "party"}]
        return written

    def _findings(self, seen: Sequence[tuple[Standing, str]]) -> Node:
        """Findings where something was looked at; OSCAL allows no empty list."""
        written = [
            self._finding(one, rule)
            for one, rule in seen
            if any(answer.evaluated for answer in self.answered[rule])
        ]
        return {"findings": written} if written else {}

    def _finding(self, one: Standing, rule: str) -> Node:
        answers = self.answered[rule]
        counts = {
            name: sum(getattr(answer, name) for answer in answers)
            for name in ("passed", "failed", "unknown")
        }
        return {
            "uuid": self._identity("finding", one.control_id, rule),
            "title": f"{one.clause}: {rule}",
            "description": self.voice("oscal_finding", **counts),
            "target": {
                "type": "objective-id",
                "target-id": catalog.objective_id(one, rule),
                "status": _status(counts),
                "remarks": self.voice("oscal_not_measured", what=one.not_measured),
            },
            "related-observations": [
                {
                    "observation-uuid": self._identity(
                        "observation", rule, answer.organisation_id or ""
                    )
                }
                for answer in answers
            ],
        }

    def _identity(self, *parts: str) -> str:
        return names.identity(self.run_id, self.name, *parts)


def _status(counts: Mapping[str, int]) -> Node:
    """Satisfied only when everything looked at is known to pass."""
    if counts["failed"]:
        return {"state": "not-satisfied", "reason": "fail"}
    if counts["unknown"]:
        return {"state": "not-satisfied", "reason": "other"}
    return {"state": "satisfied", "reason": "pass"}


def _nothing(run_id: str, started_at: str, voice: Voice) -> Node:
    """The result of a run in which no rule answered: OSCAL asks for at least one."""
    return {
        "uuid": names.identity(run_id, "nothing"),
        "title": voice("oscal_nothing"),
        "description": voice("oscal_nothing"),
        "start": started_at,
        "reviewed-controls": {"control-selections": [{"description": voice("oscal_nothing")}]},
    }


def _answers(estate: Estate) -> list[Answers]:
    rows = estate.connection.execute(
        "select rule_id, organisation_id, sum(passed)::bigint, sum(failed)::bigint, "
        "sum(unknown)::bigint, sum(not_applicable)::bigint from rule_result "
        "group by rule_id, organisation_id order by rule_id, organisation_id nulls first"
    ).fetchall()
    return [Answers(*row) for row in rows]


def _parties(estate: Estate, answered: Mapping[str, Sequence[Answers]]) -> list[Node]:
    wanted = sorted(
        {a.organisation_id for one in answered.values() for a in one if a.organisation_id}
    )
    named = dict(
        estate.connection.execute("select organisation_id, name from organisation").fetchall()
    )
    return [
        {
            "uuid": names.identity("organisation", one),
            "type": "organization",
            "name": named.get(one) or one,
        }
        for one in wanted
    ]
