"""JSON values → values. Strict: what is unknown, missing or of another type is refused by name.

A member that is null is as if left out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from grunnmur.errors import ProblemError
from grunnmur.plan import conditions, json_write
from grunnmur.plan.amount import is_whole
from grunnmur.plan.period import Period
from grunnmur.plan.plan import CostParts, Move, Plan
from grunnmur.plan.problem import Problem
from grunnmur.plan.workload import Deadline, Disposition, Workload

_Value = TypeVar("_Value")
_ROWS: dict[str, type[Any]] = {
    "tuple[Move, ...]": Move,
    "tuple[Period, ...]": Period,
    "tuple[Workload, ...]": Workload,
    "tuple[Disposition, ...]": Disposition,
    "tuple[Deadline, ...]": Deadline,
    "tuple[Resource, ...]": conditions.Resource,
    "tuple[Slots, ...]": conditions.Slots,
    "tuple[Budget, ...]": conditions.Budget,
    "tuple[Freeze, ...]": conditions.Freeze,
    "tuple[Precedence, ...]": conditions.Precedence,
    "tuple[Coupling, ...]": conditions.Coupling,
    "tuple[Exclusion, ...]": conditions.Exclusion,
    "tuple[Together, ...]": conditions.Together,
    "tuple[FixedCost, ...]": conditions.FixedCost,
    "tuple[Pin, ...]": conditions.Pin,
    "tuple[Forbid, ...]": conditions.Forbid,
    "tuple[Executed, ...]": conditions.Executed,
    "tuple[Outside, ...]": conditions.Outside,
}
_MOST_PERIODS = 1200


def problem(document: Mapping[str, Any]) -> Problem:
    """The problem the document describes."""
    members = _without_format(document, "problem", json_write.PROBLEM_FORMAT)
    periods = members.get("periods")
    if not isinstance(periods, list) or not 0 < len(periods) <= _MOST_PERIODS:
        raise ProblemError("no_periods")
    return _row(Problem, members, "problem", len(periods))


def plan(document: Mapping[str, Any]) -> Plan:
    """The plan the document describes."""
    members = dict(_without_format(document, "plan", json_write.PLAN_FORMAT))
    for derived in ("status", "gap"):
        members.pop(derived, None)
    values = {"cost_parts": CostParts()} | _fields(Plan, members, "plan", 0)
    _require_members(Plan, values, "plan")
    return Plan(**values)


def _without_format(document: object, place: str, expected: str) -> dict[str, Any]:
    if not isinstance(document, Mapping):
        raise ProblemError("not_an_object", place=place)
    if document.get("format") != expected:
        raise ProblemError("other_format", format=document.get("format"), expected=expected)
    return {name: member for name, member in document.items() if name != "format"}


def _row(cls: type[_Value], members: object, place: str, periods: int) -> _Value:
    if not isinstance(members, Mapping):
        raise ProblemError("not_an_object", place=place)
    values = _fields(cls, members, place, periods)
    for field in dataclasses.fields(cls):  # type: ignore[arg-type]
        if field.name in json_write.SERIES and field.name not in values and periods:
            values[field.name] = None if "None" in str(field.type) else (0,) * periods
    _require_members(cls, values, place)
    try:
        return cls(**values)
    except ProblemError as error:
        placed = _placed(error, cls, place)
        if placed is error:  # an error that is its own cause has no end
            raise
        raise placed from error


def _require_members(cls: type[Any], values: Mapping[str, Any], place: str) -> None:
    for field in dataclasses.fields(cls):
        if field.name not in values and field.default is dataclasses.MISSING:
            name = json_write.RENAMED.get((cls, field.name), field.name)
            raise ProblemError("member_missing", place=place, name=name)


def _placed(error: ProblemError, cls: type[Any], place: str) -> ProblemError:
    """The error with the place in the document, where it names a member of the value alone."""
    kind, dot, member = str(error.facts.get("name", "")).partition(".")
    if not dot or kind != cls.__name__.lower():
        return error
    return ProblemError(error.code, **{**error.facts, "name": f"{place}.{member}"})


def _fields(cls: type[Any], members: Mapping[str, Any], place: str, periods: int) -> dict[str, Any]:
    fields = {
        json_write.RENAMED.get((cls, field.name), field.name): field
        for field in dataclasses.fields(cls)
    }
    values = {}
    for name, member in members.items():
        if name not in fields:
            raise ProblemError("unknown_member", place=place, name=name)
        if member is None:
            continue
        field = fields[name]
        spot = f"{place}.{name}"
        if field.name in json_write.SERIES and cls is not Plan and cls is not CostParts:
            values[field.name] = _series(spot, member, periods)
        else:
            values[field.name] = _member(str(field.type), spot, member, periods)
    return values


def _member(kind: str, place: str, member: Any, periods: int) -> Any:  # noqa: ANN401 - JSON
    if kind in _ROWS:
        rows = _list(place, member)
        return tuple(_row(_ROWS[kind], row, f"{place}[{n}]", periods) for n, row in enumerate(rows))
    return _READERS[kind.removesuffix(" | None")](place, member)


def _series(place: str, member: object, periods: int) -> tuple[int, ...]:
    if isinstance(member, list):
        return tuple(_whole(place, value) for value in member)
    return (_whole(place, member),) * periods


def _list(place: str, member: object) -> list[Any]:
    if not isinstance(member, list):
        raise ProblemError("not_a_list", place=place)
    return member


def _whole(place: str, member: object) -> int:
    if not is_whole(member):
        raise ProblemError("not_a_whole_number", name=place, value=repr(member))
    assert isinstance(member, int)
    return member


def _text(place: str, member: object) -> str:
    if not isinstance(member, str):
        raise ProblemError("member_not_text", place=place)
    return member


def _flag(place: str, member: object) -> bool:
    if not isinstance(member, bool):
        raise ProblemError("not_true_or_false", place=place)
    return member


def _day(place: str, member: object) -> date:
    written = _text(place, member)
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        raise ProblemError("not_a_date", place=place, value=written) from error
    if day.isoformat() != written:  # 20261001 and 2026-W40-4 are other ways to write it
        raise ProblemError("not_a_date", place=place, value=written)
    return day


def _effort(place: str, member: object) -> tuple[tuple[str, int], ...]:
    if not isinstance(member, Mapping):
        raise ProblemError("not_an_object", place=place)
    return tuple(sorted((str(name), _whole(place, amount)) for name, amount in member.items()))


def _object(place: str, member: object) -> Mapping[str, Any]:
    if not isinstance(member, Mapping):
        raise ProblemError("not_an_object", place=place)
    return member


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "str": _text,
    "int": _whole,
    "bool": _flag,
    "date": _day,
    "CostParts": lambda place, member: _row(CostParts, member, place, 0),
    "tuple[str, ...]": lambda place, member: tuple(_text(place, v) for v in _list(place, member)),
    "tuple[int, ...]": lambda place, member: tuple(_whole(place, v) for v in _list(place, member)),
    "tuple[tuple[str, int], ...]": _effort,
    "Mapping[str, Any]": _object,
}
