"""A plan as a workbook: moves, months, use of skills, what is broken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter

from grunnmur.plan.curves import curves
from grunnmur.plan.ledger import Ledger, ledger_of, tables
from grunnmur.plan.names import Names
from grunnmur.text import Voice

if TYPE_CHECKING:
    from grunnmur.plan.plan import Plan
    from grunnmur.plan.problem import Problem

_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - one fixed instant, so that bytes are the same
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_OPTIONS = {
    "in_memory": True,
    "strings_to_urls": False,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
}
Value = str | int | float | date | None


def workbook(problem: Problem, plan: Plan, voice: Voice) -> bytes:
    """The workbook's bytes, with headings in the voice's language.

    Its first sheet can be read in again. Text that a spreadsheet could take for a formula has an
    apostrophe before it.
    """
    ledger = ledger_of(tables(problem), plan)
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        book.set_properties({"created": _CREATED, "title": voice("plan_title", name=problem.name)})
        forms = {
            "heading": book.add_format({"bold": True, "bottom": 1}),
            "month": book.add_format({"num_format": "yyyy-mm"}),
            "number": book.add_format({"num_format": "#,##0"}),
            "share": book.add_format({"num_format": "0%"}),
        }
        _moves(book, forms, ledger, voice)
        _months(book, forms, ledger, voice)
        _use(book, forms, ledger, voice)
        _broken(book, forms, ledger, voice)
        _about(book, forms, plan, voice)
    return stream.getvalue()


def defused(text: str) -> str:
    """The text so that no spreadsheet runs it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _moves(book: Any, forms: Any, ledger: Ledger, voice: Voice) -> None:  # noqa: ANN401 xlsxwriter has no types
    problem = ledger.tables.problem
    order = sorted(range(len(ledger.way)), key=lambda n: (ledger.period[n], n))
    ways = ledger.ways()
    names = Names(problem, voice)
    rows = [
        (
            problem.workloads[n].id,
            problem.workloads[n].name,
            problem.workloads[n].platform,
            ", ".join(names.organisations(problem.workloads[n].organisations)),
            _starts_on(ledger, max(0, int(ledger.period[n]) - ways[n].duration + 1)),
            _starts_on(ledger, int(ledger.period[n])),
            voice.word("value", ways[n].name),
            ways[n].one_off,
        )
        for n in order
    ]
    codes = ("id", "name", "platform", "organisations", "begins", "month", "disposition", "one_off")
    _sheet(book, forms, voice, "moves", codes, rows, months=(4, 5))


def _months(book: Any, forms: Any, ledger: Ledger, voice: Voice) -> None:  # noqa: ANN401 see above
    problem, found = ledger.tables.problem, curves(ledger)
    cutovers = [0] * len(problem.periods)
    for period in ledger.period.tolist():
        if period >= 0:
            cutovers[period] += 1
    rows = [
        (period.starts_on, cutovers[n], found.exposure[n], found.one_off[n], found.run[n],
         found.coupling[n], found.fixed[n], found.lateness[n])
        for n, period in enumerate(problem.periods)
    ]  # fmt: skip
    codes = ("month", "cutovers", "exposure", "one_off", "run", "coupling", "fixed", "lateness")
    sheet = _sheet(book, forms, voice, "months", codes, rows, months=(0,))
    chart = book.add_chart({"type": "line"})
    for column in (2, 3):
        chart.add_series(
            {
                "name": [sheet.get_name(), 0, column],
                "categories": [sheet.get_name(), 1, 0, len(rows), 0],
                "values": [sheet.get_name(), 1, column, len(rows), column],
            }
        )
    chart.set_size({"width": 720, "height": 360})
    sheet.insert_chart(1, len(codes) + 1, chart)


def _use(book: Any, forms: Any, ledger: Ledger, voice: Voice) -> None:  # noqa: ANN401 see above
    problem, limit = ledger.tables.problem, ledger.tables.limit
    called = Names(problem, voice)
    named = [called.resource(row.id) for row in problem.resources]
    named += [called.organisation(row.organisation) for row in problem.slots]
    rows = [
        (name, period.starts_on, int(ledger.used[n, p]), int(limit[n, p]),
         int(ledger.used[n, p]) / int(limit[n, p]) if limit[n, p] else None)
        for n, name in enumerate(named)
        for p, period in enumerate(problem.periods)
    ]  # fmt: skip
    codes = ("resource", "month", "used", "capacity", "share")
    sheet = _sheet(book, forms, voice, "use", codes, rows, months=(1,), shares=(4,))
    if rows:
        scale = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#F4A582"}
        sheet.conditional_format(1, 4, len(rows), 4, scale)


def _broken(book: Any, forms: Any, ledger: Ledger, voice: Voice) -> None:  # noqa: ANN401 see above
    names = Names(ledger.tables.problem, voice)
    rows = [(voice(row.code, **names.told(row.facts)),) for row in ledger.broken()]
    _sheet(book, forms, voice, "broken", ("condition",), rows)


def _about(book: Any, forms: Any, plan: Plan, voice: Voice) -> None:  # noqa: ANN401 see above
    rows: list[Sequence[Value]] = [
        (voice("plan_sheet_digest"), plan.problem_digest),
        (voice("plan_sheet_cost_total"), plan.cost_total),
        (voice("plan_sheet_cost"), plan.cost),
        (voice("plan_sheet_bound"), plan.bound if plan.bound is not None else "–"),
        (voice("plan_sheet_gap"), voice.share(plan.gap, 1)),
    ]
    _sheet(book, forms, voice, "about", ("what", "value"), rows)


def _sheet(
    book: Any,  # noqa: ANN401 xlsxwriter has no types
    forms: Any,  # noqa: ANN401 see above
    voice: Voice,
    name: str,
    codes: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    months: Sequence[int] = (),
    shares: Sequence[int] = (),
) -> Any:  # noqa: ANN401 see above
    sheet = book.add_worksheet(voice(f"plan_sheet_{name}"))
    for column, code in enumerate(codes):
        sheet.write_string(0, column, voice(f"plan_sheet_{code}"), forms["heading"])
    widths = [10] * len(codes)
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                sheet.write_string(line, column, defused(value))
                widths[column] = max(widths[column], min(60, len(value)))
            elif isinstance(value, date):
                sheet.write_datetime(line, column, value, forms["month"])
            else:
                form = "share" if column in shares else "number"
                sheet.write_number(line, column, value, forms[form])
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 2)
    sheet.freeze_panes(1, 0)
    return sheet


def _starts_on(ledger: Ledger, period: int) -> date | None:
    return ledger.tables.problem.periods[period].starts_on if period >= 0 else None
