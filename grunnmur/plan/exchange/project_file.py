"""A plan as a Microsoft Project XML file (the interchange form with its published schema)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from grunnmur.plan.names import Names
from grunnmur.text import Voice

if TYPE_CHECKING:
    from grunnmur.plan.plan import Move, Plan
    from grunnmur.plan.problem import Problem
    from grunnmur.plan.workload import Disposition, Workload

NAMESPACE = "http://schemas.microsoft.com/project"
_HOURS_A_DAY = 8
_FINISH_TO_FINISH = 0
_ELAPSED_DAYS = 8
_TENTHS_A_DAY = 24 * 60 * 10
"""A lag is told in tenths of a minute."""
_DAYS = (False, True, True, True, True, True, False)
"""Sunday to Saturday: which are worked."""


def project_file(problem: Problem, plan: Plan, voice: Voice) -> bytes:
    """The file's bytes: a summary task a wave, a task a workload, its links and its people.

    Tasks are scheduled by hand: the dates are the plan's, and a tool that opens the file leaves
    them. A precedence is a link from finish to finish with the days from the one period's end to
    that of `lag` periods later. What is not counted in hours is a material.
    """
    title = voice("plan_title", name=problem.name)
    content = [
        f'<Project xmlns="{NAMESPACE}">',
        *_tags("SaveVersion", 14, "Name", title, "Title", title),
        *_tags("ScheduleFromStart", 1, "StartDate", _morning(problem.periods[0].starts_on)),
        *_tags("FinishDate", _evening(problem.periods[-1].ends_on), "CalendarUID", 1),
        *_tags("DefaultStartTime", "08:00:00", "DefaultFinishTime", "16:00:00"),
        *_tags("MinutesPerDay", 60 * _HOURS_A_DAY, "MinutesPerWeek", 300 * _HOURS_A_DAY),
        *_calendar(),
        *_Tasks(problem, plan, voice).lines(),
        "</Project>",
    ]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return ("\n".join([head, *content]) + "\n").encode()


class _Tasks:
    """Tasks, resources and assignments, numbered as they are told."""

    def __init__(self, problem: Problem, plan: Plan, voice: Voice) -> None:
        self.problem, self.voice, self.names = problem, voice, Names(problem, voice)
        self.workload = {row.id: row for row in problem.workloads}
        self.executed = {row.workload for row in problem.executed}
        self.moves = [move for move in plan.moves if move.period >= 0]
        self.period = {move.workload: move.period for move in self.moves}
        self.uid = {row.id: 10_000 + n for n, row in enumerate(problem.workloads)}
        self.resource = {row.id: 1 + n for n, row in enumerate(problem.resources)}
        self.before: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for row in problem.precedences:
            if row.before in self.period:
                self.before[row.after].append((row.before, row.lag))

    def lines(self) -> list[str]:
        """The three lists."""
        waves: dict[int, list[Move]] = defaultdict(list)
        for move in self.moves:
            waves[move.period].append(move)
        tasks: list[str] = []
        number = 0
        for wave, period in enumerate(sorted(waves), 1):
            number += 1
            tasks += self._summary(number, wave, period, waves[period])
            for place, move in enumerate(waves[period], 1):
                number += 1
                tasks += self._task(number, f"{wave}.{place}", move)
        return [
            "<Tasks>", *tasks, "</Tasks>",
            "<Resources>", *self._resources(), "</Resources>",
            "<Assignments>", *self._assignments(), "</Assignments>",
        ]  # fmt: skip

    def _summary(self, number: int, wave: int, period: int, moves: Sequence[Move]) -> list[str]:
        starts_on = min(self._work(move)[0] for move in moves)
        ends_on = self.problem.periods[period].ends_on
        month = f"{self.problem.periods[period].starts_on:%Y-%m}"
        name = self.voice("plan_event_wave", month=month, count=len(moves))
        return [
            "<Task>",
            *_tags("UID", 1 + period, "ID", number, "Name", name, "Active", 1, "Manual", 1),
            *_tags("Type", 1, "IsNull", 0, "WBS", wave, "OutlineNumber", wave, "OutlineLevel", 1),
            *_span(starts_on, ends_on),
            *_tags("Milestone", 0, "Summary", 1),
            "</Task>",
        ]

    def _task(self, number: int, outline: str, move: Move) -> list[str]:
        row = self.workload[move.workload]
        starts_on, ends_on = self._work(move)
        how = self.voice.word("value", move.disposition)
        name = self.voice("plan_event_cutover", name=row.name, disposition=how)
        done = move.workload in self.executed
        actual = _tags("ActualStart", _morning(starts_on), "ActualFinish", _evening(ends_on))
        return [
            "<Task>",
            *_tags("UID", self.uid[row.id], "ID", number, "Name", name, "Active", 1, "Manual", 1),
            *_tags("Type", 1, "IsNull", 0, "WBS", outline, "OutlineNumber", outline),
            *_tags("OutlineLevel", 2),
            *_span(starts_on, ends_on),
            *_tags("Milestone", 0, "Summary", 0, "PercentComplete", 100 if done else 0),
            *(actual if done else []),
            *self._deadline(row),
            *_tags(
                "Notes",
                f"{row.id} · {row.platform} · {', '.join(self.names.organisations(row.organisations))}",
            ),
            *self._links(move),
            "</Task>",
        ]

    def _deadline(self, row: Workload) -> list[str]:
        """The first deadline, in a period the plan has."""
        last = min((deadline.last for deadline in row.deadlines), default=None)
        if last is None or last >= len(self.problem.periods):
            return []
        return _tags("Deadline", _evening(self.problem.periods[last].ends_on))

    def _links(self, move: Move) -> list[str]:
        lines = []
        for before, lag in self.before[move.workload]:
            lines += [
                "<PredecessorLink>",
                *_tags("PredecessorUID", self.uid[before], "Type", _FINISH_TO_FINISH),
                *_tags("CrossProject", 0, "LinkLag", self._lag(self.period[before], lag)),
                *_tags("LagFormat", _ELAPSED_DAYS),
                "</PredecessorLink>",
            ]
        return lines

    def _lag(self, period: int, lag: int) -> int:
        periods = self.problem.periods
        later = periods[min(period + lag, len(periods) - 1)]
        return (later.ends_on - periods[period].ends_on).days * _TENTHS_A_DAY

    def _work(self, move: Move) -> tuple[date, date]:
        way = self._way(move)
        first = max(0, move.period - way.duration + 1)
        return self.problem.periods[first].starts_on, self.problem.periods[move.period].ends_on

    def _way(self, move: Move) -> Disposition:
        ways = self.workload[move.workload].dispositions
        return next(way for way in ways if way.name == move.disposition)

    def _resources(self) -> list[str]:
        lines = []
        for row in self.problem.resources:
            uid = self.resource[row.id]
            worked = _is_hours(row.unit)
            name = self.names.resource(row.id)
            lines += ["<Resource>", *_tags("UID", uid, "ID", uid, "Name", name)]
            lines += _tags("Type", int(worked), "IsNull", 0)
            if worked:
                most = max(
                    capacity / max(1, _hours(period.starts_on, period.ends_on))
                    for capacity, period in zip(row.capacity, self.problem.periods, strict=True)
                )
                lines += _tags("MaxUnits", f"{most:.2f}")
            elif row.unit:
                lines += _tags("MaterialLabel", row.unit[:15])
            lines.append("</Resource>")
        return lines

    def _assignments(self) -> list[str]:
        worked = {row.id: _is_hours(row.unit) for row in self.problem.resources}
        lines = []
        number = 0
        for move in self.moves:
            way = self._way(move)
            starts_on, ends_on = self._work(move)
            periods = min(way.duration, move.period + 1)
            for name, amount in way.effort:
                number += 1
                units = f"{amount * periods / max(1, _hours(starts_on, ends_on)):.4f}"
                if not worked[name]:
                    units = str(amount)
                lines += ["<Assignment>", *_tags("UID", number, "TaskUID", self.uid[move.workload])]
                lines += _tags("ResourceUID", self.resource[name], "Finish", _evening(ends_on))
                lines += _tags("Start", _morning(starts_on), "Units", units)
                if worked[name]:
                    lines += _tags("Work", f"PT{amount * periods}H0M0S")
                lines.append("</Assignment>")
        return lines


def _span(starts_on: date, ends_on: date) -> list[str]:
    start, finish = _morning(starts_on), _evening(ends_on)
    hours = f"PT{_hours(starts_on, ends_on)}H0M0S"
    return [
        *_tags("Start", start, "Finish", finish, "Duration", hours, "ManualStart", start),
        *_tags("ManualFinish", finish, "ManualDuration", hours, "DurationFormat", 7),
    ]


def _calendar() -> list[str]:
    lines = ["<Calendars>", "<Calendar>", *_tags("UID", 1, "Name", "Standard", "IsBaseCalendar", 1)]
    lines.append("<WeekDays>")
    for number, worked in enumerate(_DAYS, 1):
        lines += ["<WeekDay>", *_tags("DayType", number, "DayWorking", int(worked))]
        if worked:
            hours = "".join(_tags("FromTime", "08:00:00", "ToTime", "16:00:00"))
            lines.append(f"<WorkingTimes><WorkingTime>{hours}</WorkingTime></WorkingTimes>")
        lines.append("</WeekDay>")
    return [*lines, "</WeekDays>", "</Calendar>", "</Calendars>"]


def _tags(*pairs: str | int) -> list[str]:
    """Elements with names and contents in turn."""
    told: Iterable[tuple[str | int, str | int]] = zip(pairs[::2], pairs[1::2], strict=True)
    return [f"<{name}>{escape(_allowed(str(content)))}</{name}>" for name, content in told]


def _allowed(text: str) -> str:
    """The text without characters that XML does not allow."""
    return "".join(
        sign for sign in text if sign in "\t\n\r" or " " <= sign < "\ud800" or sign >= "\ue000"
    ).translate({0xFFFE: None, 0xFFFF: None})


def _is_hours(unit: str) -> bool:
    return unit.casefold() in ("hour", "hours", "h", "time", "timer")


def _hours(starts_on: date, ends_on: date) -> int:
    """Working hours from Monday to Friday."""
    days = (ends_on - starts_on).days + 1
    weeks, rest = divmod(days, 7)
    extra = sum((starts_on + timedelta(days=n)).weekday() < 5 for n in range(rest))
    return (weeks * 5 + extra) * _HOURS_A_DAY


def _morning(day: date) -> str:
    return f"{day.isoformat()}T08:00:00"


def _evening(day: date) -> str:
    return f"{day.isoformat()}T16:00:00"
