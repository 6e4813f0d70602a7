"""Problems and plans as JSON: there and back, the same bytes, the documented example."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from grunnmur.errors import ProblemError
from grunnmur.plan import json_form
from grunnmur.plan.check import check
from grunnmur.plan.check.digest import problem_digest
from grunnmur.plan.problem import Problem
from grunnmur.plan.search import solve
from grunnmur.plan.workload import Workload

from .problems import problem, workload
from .small import problems

DOCS = Path(__file__).parents[2] / "docs" / "plan-json.md"


def examples() -> list[dict[str, Any]]:
    """The JSON blocks of the documentation: a problem and its plan."""
    blocks = re.findall(r"```json\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    return [json.loads(block) for block in blocks]


@given(problems())
def test_a_problem_comes_back_from_its_bytes(given: Problem) -> None:
    content = json_form.write(json_form.problem_document(given))

    again = json_form.read_problem(json_form.parse(content))

    assert again == given
    assert json_form.write(json_form.problem_document(again)) == content


@given(problems())
def test_the_checker_names_a_problem_with_the_same_digest(given: Problem) -> None:
    assert problem_digest(json_form.problem_document(given)) == json_form.digest(given)


def test_a_plan_comes_back_from_its_bytes() -> None:
    plan = solve(problem(workload("a", 3, exposure=5), count=3), effort=0)

    assert (
        json_form.read_plan(json_form.parse(json_form.write(json_form.plan_document(plan)))) == plan
    )


def test_the_documented_plan_is_what_the_checker_says_it_is() -> None:
    given, plan = examples()

    found = check(given, plan)

    assert (found.feasible, found.cost, found.cost_total, found.bound) == (True, 106, 516, 103)
    assert found.cost_parts == plan["cost_parts"]


def test_the_documented_plan_is_found_by_the_search() -> None:
    given, plan = examples()

    found = solve(json_form.read_problem(given), effort=10)

    assert [vars_of(move) for move in found.moves] == plan["moves"]


def vars_of(move: Any) -> dict[str, Any]:
    return {"workload": move.workload, "disposition": move.disposition, "period": move.period}


def test_writing_out_defaults_and_series_does_not_change_the_digest() -> None:
    given = examples()[0]
    written_out = json.loads(json.dumps(given))
    written_out["workloads"][0] |= {"earliest": 0, "closed": [], "exposure": [10, 10, 10, 10]}
    written_out["executed"] = []

    assert problem_digest(written_out) == problem_digest(given)
    assert json_form.document_digest(written_out) == json_form.digest(json_form.read_problem(given))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"surprise": 1}, "unknown_member"),
        ({"wave_limit": 1.5}, "not_a_whole_number"),
        ({"format": "other"}, "other_format"),
        ({"workloads": {}}, "not_a_list"),
        ({"periods": []}, "no_periods"),
        ({"periods": [{"starts_on": "soon", "ends_on": "2026-10-31"}]}, "not_a_date"),
        ({"slots": [{"capacity": 1}]}, "member_missing"),
    ],
)
def test_a_document_that_is_wrong_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(ProblemError) as caught:
        json_form.read_problem(examples()[0] | change)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda p: p["precedences"][0].update(lag=-1), "problem.precedences[0].lag"),
        (
            lambda p: p["workloads"][1]["dispositions"][1].update(duration=0),
            "problem.workloads[1].dispositions[1].duration",
        ),
        (
            lambda p: p["workloads"][0]["dispositions"][0].update(one_off=10**14),
            "problem.workloads[0].dispositions[0].one_off",
        ),
        (
            lambda p: p.update(
                executed=[{"workload": "clinic", "disposition": "replace", "period": -2}]
            ),
            "problem.executed[0].period",
        ),
    ],
)
def test_a_number_out_of_range_is_named_by_its_place(change: Any, name: str) -> None:
    given = examples()[0]
    change(given)

    with pytest.raises(ProblemError) as caught:
        json_form.read_problem(given)

    assert (caught.value.code, caught.value.facts["name"]) == ("number_out_of_range", name)


def test_what_a_row_is_refused_with_is_not_its_own_cause() -> None:
    # Who goes through the causes of an error, as the command line does, would never come to an end.
    given = examples()[0] | {"freezes": [{"id": "f", "periods": [9]}]}

    with pytest.raises(ProblemError) as caught:
        json_form.read_problem(given)

    assert caught.value.code == "unknown_period"
    assert caught.value.__cause__ is not caught.value


def test_a_plan_without_its_costs_is_refused_by_name() -> None:
    plan = examples()[1]
    del plan["cost"]

    with pytest.raises(ProblemError) as caught:
        json_form.read_plan(plan)

    assert (caught.value.code, caught.value.facts["name"]) == ("member_missing", "cost")


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"name": "\\ud800"}', b"{", b"\xff"])
def test_bytes_that_are_no_document_are_refused(content: bytes) -> None:
    with pytest.raises(ProblemError) as caught:
        json_form.parse(content)

    assert caught.value.code == "not_json"


def test_a_whole_surrogate_pair_is_text() -> None:
    assert json_form.parse(b'"\\ud83d\\ude00"') == "\N{GRINNING FACE}"


def test_nan_in_a_document_is_refused() -> None:
    content = json.dumps(examples()[0] | {"wave_limit": float("nan")}).encode()

    with pytest.raises(ProblemError) as caught:
        json_form.read_problem(json_form.parse(content))

    assert caught.value.code == "not_a_whole_number"


def test_the_published_schemas_know_every_member_and_no_other() -> None:
    folder = Path(json_form.__file__).parent
    for name, document in zip(("problem", "plan"), examples(), strict=True):
        schema = json.loads((folder / f"{name}.schema.json").read_text(encoding="utf-8"))
        assert list(strangers(document, schema, schema)) == []


def test_the_problem_schema_has_the_fields_of_the_values() -> None:
    folder = Path(json_form.__file__).parent
    schema = json.loads((folder / "problem.schema.json").read_text(encoding="utf-8"))
    fields = {field.name for field in dataclasses.fields(Problem)}

    assert set(schema["properties"]) == fields | {"format"}
    assert set(schema["$defs"]["workload"]["properties"]) == {
        field.name for field in dataclasses.fields(Workload)
    }


def strangers(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    """Members of the value that the schema does not know, or misses."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
    if isinstance(value, dict) and "properties" in schema:
        known = schema["properties"]
        yield from set(value) - set(known)
        yield from set(schema.get("required", [])) - set(value)
        for name, member in value.items():
            yield from strangers(member, known.get(name, {}), root)
    if isinstance(value, list) and "items" in schema:
        for item in value:
            yield from strangers(item, schema["items"], root)
