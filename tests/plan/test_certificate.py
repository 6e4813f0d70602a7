"""The certificate: whoever changes it is found out."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grunnmur.plan.bound import prove
from grunnmur.plan.check import Checker, check
from grunnmur.plan.json_form import digest, plan_document, problem_document, read_plan

from .problems import region

PAGE = Path(__file__).parents[2] / "docs" / "plan-json.md"


@pytest.fixture(scope="module")
def proven() -> tuple[dict[str, Any], dict[str, Any]]:
    """A problem, and a plan for it with a bound and a certificate of several leaves."""
    given = region(30, 12)
    found = prove(given, effort=700)
    moves = [
        {"workload": row.id, "disposition": row.dispositions[0].name, "period": 11}
        for row in given.workloads
    ]
    plan = {"format": "grunnmur-plan/1", "moves": moves, "bound": found.bound}
    plan |= {"problem_digest": digest(given)}
    return problem_document(given), plan | {"certificate": json.loads(json.dumps(found.document()))}


def unproven(problem: dict[str, Any], plan: dict[str, Any]) -> list[dict[str, Any]]:
    """What the checker says of the bound, where it does not believe it."""
    found = check(problem, plan).violations
    return [dict(row.facts) for row in found if row.code == "bound_not_proven"]


def leaf(certificate: dict[str, Any]) -> dict[str, Any]:
    """The multipliers of the first leaf that has prices of slots."""
    leaves = [node["multipliers"] for node in certificate["nodes"] if "multipliers" in node]
    return next(row for row in leaves if "slots" in row)


def split(certificate: dict[str, Any]) -> dict[str, Any]:
    """The first node that is split."""
    found: dict[str, Any] = next(node for node in certificate["nodes"] if "low" in node)
    return found


def test_the_certificate_proves_the_bound(proven: Any) -> None:
    problem, plan = proven

    assert plan["bound"] > 0
    assert unproven(problem, plan) == []


def test_a_bound_one_higher_is_refused(proven: Any) -> None:
    problem, plan = proven

    assert unproven(problem, plan | {"bound": plan["bound"] + 1}) != []


def test_without_the_certificate_the_bound_is_not_believed(proven: Any) -> None:
    problem, plan = proven

    assert unproven(problem, plan | {"certificate": None}) != []


TAMPERED: list[tuple[str, Callable[[Any], Any]]] = [
    ("a price below zero", lambda c: leaf(c).update(slots=_below(c, "slots"))),
    ("a price too large", lambda c: leaf(c).update(wave_limit=[1 << 60] * 12)),
    ("more parts than the whole", lambda c: leaf(c).update(couplings=_filled(c, c["parts"] + 1))),
    ("a price that is not whole", lambda c: leaf(c).update(budgets=[0.5] * 6)),
    ("too few prices", lambda c: leaf(c).update(slots=[[1]])),
    ("an unknown row", lambda c: leaf(c).update(favours=[1])),
    ("what cannot be unpacked", lambda c: leaf(c).update(slots=_packed("AAAA"))),
    ("numbers of no width", lambda c: leaf(c).update(slots=_packed("AAAA") | {"bytes": True})),
    ("what is not base64", lambda c: leaf(c).update(slots=_packed("?"))),
    ("a leaf cut off", lambda c: c["nodes"].pop()),
    ("a split without one side", lambda c: split(c).pop("high")),
    ("a split with one side twice", lambda c: split(c).update(high=split(c)["low"])),
    ("a split back to the root", lambda c: split(c).update(low=0)),
    ("a split at no workload", lambda c: split(c).update(workload="nobody", fixed_cost="nothing")),
    ("a split at what is no name", lambda c: _only_workload(split(c)).update(workload=[1])),
    ("a node nobody leads to", lambda c: c["nodes"].append({"multipliers": {}})),
    ("no nodes", lambda c: c.update(nodes=[])),
    ("no scale", lambda c: c.update(scale=0)),
    ("an unknown fixed cost", lambda c: c.update(families=[["nothing"]])),
    ("a fixed cost twice", lambda c: c.update(families=c["families"] * 2)),
    ("an unknown member", lambda c: c.update(trust="me")),
]


def _only_workload(node: dict[str, Any]) -> dict[str, Any]:
    node.pop("fixed_cost", None)
    return node


def _filled(certificate: Any, value: int) -> dict[str, Any] | list[int]:
    problem = problem_document(region(30, 12))
    return [value] * (len(problem["couplings"]) * 12)


def _below(certificate: Any, name: str) -> list[int]:
    return [-1] * (5 * 12)


def _packed(content: str) -> dict[str, Any]:
    return {"bytes": 1, "step": 1, "packed": content}


@pytest.mark.parametrize(("what", "tamper"), TAMPERED, ids=[what for what, _ in TAMPERED])
def test_a_certificate_that_was_tampered_with_is_refused(
    proven: Any, what: str, tamper: Callable[[Any], Any]
) -> None:
    problem, plan = proven
    changed = copy.deepcopy(plan)
    tamper(changed["certificate"])

    found = unproven(problem, changed)

    assert [set(row) for row in found] == [{"claimed", "proven", "place", "reason"}]


def test_a_branch_moved_to_leave_plans_out_does_not_keep_the_bound(proven: Any) -> None:
    # The tree says itself which plans a side is about: another period is another claim.
    problem, plan = proven
    changed = copy.deepcopy(plan)
    splits = [node for node in changed["certificate"]["nodes"] if "low" in node]
    for node in splits:
        node["last"] = 11

    assert unproven(problem, changed) != []


def test_a_certificate_of_another_problem_is_refused(proven: Any) -> None:
    _, plan = proven
    other = problem_document(region(30, 12, seed=2))

    assert unproven(other, {**plan, "bound": 10**12}) != []


def test_the_packed_and_the_plain_form_mean_the_same(proven: Any) -> None:
    _, plan = proven
    leaves = [node["multipliers"] for node in plan["certificate"]["nodes"] if "multipliers" in node]

    forms = {type(member) for row in leaves for member in row.values()}

    assert forms == {dict, list}


def test_a_plan_read_and_written_keeps_its_certificate(proven: Any) -> None:
    _, plan = proven
    written = {"cost": 0, "cost_total": 0, "cost_parts": {}} | plan

    assert plan_document(read_plan(written))["certificate"] == plan["certificate"]


def test_a_checker_read_once_says_the_same_of_every_plan(proven: Any) -> None:
    problem, plan = proven
    checker = Checker(problem)

    quick, whole = checker.check(plan, certificate=False), checker.check(plan)

    assert (quick.cost, quick.bound) == (whole.cost, None)
    assert whole == check(problem, plan)


def test_the_page_shows_a_certificate_that_holds() -> None:
    problem, plan = map(json.loads, re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.S))

    found = check(problem, plan)

    assert (found.violations, found.cost, found.bound) == ((), 106, 103)
