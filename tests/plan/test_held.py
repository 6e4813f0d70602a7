"""From one run to the next the plan is held on to, unless a change saves what it costs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from grunnmur import plan
from grunnmur.plan import Plan, Problem, json_form
from grunnmur.plan.build.built import Built
from grunnmur.plan.conditions import Forbid
from grunnmur.plan.period import months
from tests.plan.problems import region

ASKED = region(40, 24)
LATER = replace(ASKED, periods=months(ASKED.periods[1].starts_on, len(ASKED.periods)))
DEAR = 10**9


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that planned what is asked."""
    folder = tmp_path_factory.mktemp("run")
    planned = plan.solve(ASKED, effort=30, seed=3, workers=1)
    documents = {"problem": plan.problem_document(ASKED), "plan": plan.plan_document(planned)}
    for name, document in documents.items():
        (folder / f"{name}.json").write_bytes(json_form.write(document))
    return folder


def test_the_same_problem_keeps_its_plan_to_the_byte(earlier: Path) -> None:
    held = _planned(ASKED, earlier)

    assert json_form.write(plan.plan_document(held)) == (earlier / "plan.json").read_bytes()


def test_without_an_earlier_plan_it_is_planned_from_nothing(tmp_path: Path) -> None:
    assert _planned(ASKED, tmp_path) == _planned(ASKED, None)
    assert _planned(ASKED, None) == plan.solve(ASKED, effort=30, workers=1)


@pytest.mark.parametrize("written", ["", "[]", '{"format": "another/9"}', "{}"])
def test_an_earlier_plan_that_cannot_be_read_is_a_note(tmp_path: Path, written: str) -> None:
    for name in ("problem", "plan"):
        (tmp_path / f"{name}.json").write_text(written, encoding="utf-8")

    built, made = plan.plan_on(_built(ASKED, DEAR), tmp_path, effort=30, workers=1)

    assert [note.code for note in built.notes] == ["earlier_plan_unreadable"]
    assert made == _planned(ASKED, None)


def test_who_is_forbidden_moves_and_the_others_stay(earlier: Path) -> None:
    first = max(_days(ASKED, _read(earlier)))
    period = next(move.period for move in _read(earlier).moves if move.workload == first)
    changed = replace(ASKED, forbids=(Forbid("not then", first, period, period + 1),))

    held = _days(changed, _planned(changed, earlier))

    before = _days(ASKED, _read(earlier))
    moved = {name for name in before if held[name] != before[name]}
    assert first in moved
    assert len(moved) <= 4


def test_when_time_has_passed_most_moves_keep_their_day(earlier: Path) -> None:
    before = _days(ASKED, _read(earlier))

    held = _days(LATER, _planned(LATER, earlier))

    ahead = {name for name, day in before.items() if day >= LATER.periods[0].starts_on}
    stayed = {name for name in ahead if held[name] == before[name]}
    assert len(ahead) > 20
    assert len(stayed) > 0.6 * len(ahead)


def test_a_plan_that_was_held_on_to_names_the_one_before(earlier: Path) -> None:
    change = replace(ASKED, name="another name for it")

    assert _planned(change, earlier).parent == _read(earlier).id


def test_where_much_changes_it_is_no_dearer_than_planned_from_nothing(earlier: Path) -> None:
    _, held = plan.plan_on(_built(LATER, 0), earlier, effort=30, workers=1)

    assert held.broken == 0
    assert held.cost <= plan.solve(LATER, effort=30, workers=1).cost


def _planned(problem: Problem, earlier: Path | None) -> Plan:
    return plan.plan_on(_built(problem, DEAR), earlier, effort=30, workers=1)[1]


def _built(problem: Problem, stability: int) -> Built:
    return Built(problem, (), pa.table({}), (), stability)


def _read(folder: Path) -> Plan:
    return plan.read_plan(json.loads((folder / "plan.json").read_bytes()))


def _days(problem: Problem, planned: Plan) -> dict[str, object]:
    return {move.workload: problem.periods[move.period].starts_on for move in planned.moves}
