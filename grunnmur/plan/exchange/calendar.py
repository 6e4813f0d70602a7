"""A plan as an iCalendar file (RFC 5545): each cutover's period, and the freezes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from grunnmur.kit.icalendar import document, escaped, whole_days
from grunnmur.plan.names import Names
from grunnmur.text import Voice

if TYPE_CHECKING:
    from grunnmur.plan.period import Period
    from grunnmur.plan.plan import Move, Plan
    from grunnmur.plan.problem import Problem
    from grunnmur.plan.workload import Workload


def calendar(
    problem: Problem, plan: Plan, voice: Voice, *, stamped_at: datetime, organisation: str = ""
) -> bytes:
    """The calendar's bytes, of one organisation's workloads or of all.

    A cutover is an event of its whole period, because the plan does not say which day; so is each
    run of frozen periods. An event keeps its id from plan to plan, so that a calendar that reads
    the file again moves it. `stamped_at` is when the file is written, UTC.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Grunnmur//plan//{voice.language.upper()}",
    ]
    called = voice("plan_title", name=problem.name)
    if organisation:
        whose = Names(problem, voice).organisation(organisation)
        called = voice("plan_calendar_of", plan=called, organisation=whose)
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"NAME:{escaped(called)}", f"X-WR-CALNAME:{escaped(called)}"]
    stamp = f"DTSTAMP:{stamped_at:%Y%m%dT%H%M%SZ}"
    for event in [
        *_cutovers(problem, plan, voice, organisation),
        *_freezes(problem, voice, organisation),
    ]:
        lines += ["BEGIN:VEVENT", event[0], stamp, *event[1:], "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return document(lines)


def _cutovers(problem: Problem, plan: Plan, voice: Voice, organisation: str) -> Iterator[list[str]]:
    workload = {row.id: row for row in problem.workloads}
    executed = {row.workload for row in problem.executed}
    names = Names(problem, voice)
    moves = sorted(
        (move for move in plan.moves if move.period >= 0),
        key=lambda move: (move.period, move.workload),
    )
    for move in moves:
        row = workload[move.workload]
        if organisation and organisation not in row.organisations:
            continue
        period = problem.periods[move.period]
        how = voice.word("value", move.disposition)
        begins_on = _begins_on(problem, row, move)
        told = voice("plan_event_told", id=row.id, disposition=how, begins_on=begins_on)
        yield [
            f"UID:{_uid('cutover', row.id)}",
            *whole_days(period.starts_on, period.ends_on),
            f"SUMMARY:{escaped(voice('plan_event_cutover', name=row.name, disposition=how))}",
            f"DESCRIPTION:{escaped(told)}",
            *_categories([*names.organisations(row.organisations), row.platform]),
            f"STATUS:{'CONFIRMED' if row.id in executed else 'TENTATIVE'}",
            "TRANSP:TRANSPARENT",
        ]


def _freezes(problem: Problem, voice: Voice, organisation: str) -> Iterator[list[str]]:
    names = Names(problem, voice)
    for row in problem.freezes:
        if organisation and row.organisation not in ("", organisation):
            continue
        for first, last in _runs(sorted(set(row.periods))):
            periods: tuple[Period, Period] = (problem.periods[first], problem.periods[last])
            who = [part for part in (names.organisation(row.organisation), row.service) if part]
            code = "plan_event_freeze" if who else "plan_event_freeze_of_all"
            told = voice(code, what=row.reason or row.id, who=who)
            yield [
                f"UID:{_uid('freeze', f'{row.id} {periods[0].starts_on}')}",
                *whole_days(periods[0].starts_on, periods[1].ends_on),
                f"SUMMARY:{escaped(told)}",
                *_categories(who),
                "STATUS:CONFIRMED",
                "TRANSP:TRANSPARENT",
            ]


def _begins_on(problem: Problem, workload: Workload, move: Move) -> date:
    way = next(way for way in workload.dispositions if way.name == move.disposition)
    return problem.periods[max(0, move.period - way.duration + 1)].starts_on


def _runs(periods: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of periods that follow each other."""
    first = None
    for n, period in enumerate(periods):
        first = period if first is None else first
        if n + 1 == len(periods) or periods[n + 1] != period + 1:
            yield first, period
            first = None


def _categories(names: list[str]) -> list[str]:
    told = ",".join(escaped(name) for name in names if name)
    return [f"CATEGORIES:{told}"] if told else []


def _uid(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32] + "@grunnmur"
