"""A plan in from people's spreadsheets, with nothing lost, and out to the tools they have."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from grunnmur.errors import ProblemError
from grunnmur.plan import check, problem_document, solve
from grunnmur.plan.conditions import Executed, Freeze, Precedence, Resource
from grunnmur.plan.exchange import (
    Imported,
    Sheet,
    calendar,
    import_plan,
    project_file,
    read_sheets,
    workbook,
)
from grunnmur.plan.exchange.months import period_of
from grunnmur.plan.period import Period, months
from grunnmur.plan.plan import CostParts, Move, Plan
from grunnmur.plan.problem import Problem
from grunnmur.plan.workload import Disposition
from grunnmur.text import Voice
from grunnmur.text.sentences import entries

from .problems import problem, workload
from .small import problems

COUNT = 6
WAYS = (
    Disposition("rehost", 1, (("s", 8),), one_off=40),
    Disposition("replatform", 2, (("s", 4),)),
)
SAID = datetime(2026, 11, 22, 9, 30)
NB, EN = Voice("nb"), Voice("en")


def hospital(**columns: Any) -> Problem:
    """October 2026 to March 2027: a journal, a laboratory, and two called "Archive"."""
    rows = [
        workload(name, COUNT, *WAYS, exposure=10, platform="P", organisations=("NORTH",))
        for name in ("app-1", "app-2", "app-3", "app-4")
    ]
    names = ("Journal; nord, =sum", "Laboratorium", "Arkiv", "Arkiv")
    rows = [
        type(row)(**{f: getattr(row, f) for f in row.__slots__} | {"name": name})
        for row, name in zip(rows, names, strict=True)
    ]
    columns.setdefault("resources", (Resource("s", (40,) * COUNT, "skill", "hours"),))
    return problem(*rows, count=COUNT, **columns)


def plan(*periods: int) -> Plan:
    """Rehosts app-1, app-2… in these periods."""
    moves = tuple(Move(f"app-{n}", "rehost", p) for n, p in enumerate(periods, 1))
    return Plan("", moves, 0, 0, CostParts())


def sheet(*rows: tuple[Any, ...]) -> Sheet:
    """A sheet of these rows."""
    return Sheet("Ark1", tuple(enumerate(rows, 1)))


def taken(*rows: tuple[Any, ...], **columns: Any) -> Imported:
    """What is made of rows below the headings Id, Navn, Måned, Disposisjon."""
    return import_plan(hospital(**columns), [sheet(("Id", "Navn", "Måned", "Disposisjon"), *rows)])


def codes(found: Imported) -> list[str]:
    """The notes' codes, but for those about what is missing."""
    return [note.code for note in found.notes if note.code != "workloads_not_in_sheet"]


def moved(found: Imported) -> dict[str, tuple[str, int]]:
    """Disposition and period by workload."""
    return {row["workload"]: (row["disposition"], row["period"]) for row in found.document["moves"]}


def test_a_whole_plan_is_read_checked_and_priced() -> None:
    found = taken(
        ("app-1", None, "2026-10", "rehost"),
        (None, "laboratorium", date(2026, 11, 5), "flyttes og fornyes"),
        ("APP-3", "whatever", "mars 2027", "Rehost"),
        ("app-4", None, "15.12.2026", "rehost"),
    )

    assert moved(found) == {
        "app-1": ("rehost", 0),
        "app-2": ("replatform", 1),
        "app-3": ("rehost", 5),
        "app-4": ("rehost", 2),
    }
    assert found.notes == ()
    report = check(problem_document(hospital()), found.document)
    assert report.feasible
    assert found.plan is not None
    assert (found.plan.cost, found.plan.cost_total) == (report.cost, report.cost_total)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("app-9", None, "2026-10", "rehost"), "row_unknown"),
        ((None, "Arkiv", "2026-10", "rehost"), "row_ambiguous"),
        ((None, None, "2026-10", "rehost"), "row_without_workload"),
        (("app-1", None, None, "rehost"), "month_not_given"),
        (("app-1", None, "soon", "rehost"), "month_not_understood"),
        (("app-1", None, "03/04/2027", "rehost"), "month_ambiguous"),
        (("app-1", None, "2031-01", "rehost"), "month_not_in_plan"),
        (("app-1", None, "2026-10", "wish it away"), "disposition_not_known"),
    ],
)
def test_a_row_that_cannot_be_used_is_noted_with_its_number(row: Any, code: str) -> None:
    found = taken(row)

    assert moved(found) == {}
    (note,) = (note for note in found.notes if note.code == code)
    assert (note.place, note.facts["row"]) == ("Ark1!2", 2)
    assert found.plan is None
    assert "cost" not in found.document


def test_the_first_of_two_rows_about_the_same_stands() -> None:
    found = taken(
        ("app-1", None, "2026-10", "rehost"),
        ("app-1", None, "2026-10", "rehost"),
        ("app-1", None, "2026-11", "rehost"),
    )

    assert moved(found) == {"app-1": ("rehost", 0)}
    assert codes(found) == ["row_repeated", "row_contradicts"]
    assert found.notes[1].facts["first"] == 2


def test_where_no_way_is_written_the_cheapest_that_can_be_done_is_taken_and_noted() -> None:
    # Replatforming costs 40 less but takes two periods; in October it cannot have been begun.
    found = taken(("app-1", None, "2026-10", None), ("app-2", None, "2026-11", None))

    assert moved(found) == {"app-1": ("rehost", 0), "app-2": ("replatform", 1)}
    assert codes(found) == ["disposition_chosen"]


def test_what_is_missing_is_named() -> None:
    found = taken(("app-1", None, "2026-10", "rehost"))

    (note,) = found.notes
    assert note.code == "workloads_not_in_sheet"
    assert note.facts["workloads"] == ["app-2", "app-3", "app-4"]


def test_executed_moves_are_the_problems_own() -> None:
    done = (Executed("app-1", "rehost", 0),)

    assert codes(taken(("app-1", None, "2026-12", "rehost"), executed=done)) == [
        "row_already_executed"
    ]
    assert moved(taken(executed=done)) == {"app-1": ("rehost", 0)}


def test_headings_may_stand_lower_in_another_sheet_and_be_english() -> None:
    first = Sheet("Notes", ((1, ("Nothing here",)),))
    second = Sheet(
        "Plan",
        (
            (1, ("Our plan",)),
            (4, ("Owner", "Application name", "Go-live", "Wave")),
            (5, ("Kari", "Laboratorium", "2026-12", "7")),
        ),
    )

    found = import_plan(hospital(), [first, second])

    assert moved(found) == {"app-2": ("replatform", 2)}
    assert codes(found) == [
        "column_ignored",
        "row_above_headings",
        "sheet_not_read",
        "disposition_chosen",
    ]


def test_a_sheet_that_says_neither_what_nor_when_is_refused() -> None:
    with pytest.raises(ProblemError) as caught:
        import_plan(hospital(), [sheet(("Owner", "Room"), ("Kari", "12"))])

    assert caught.value.code == "sheet_without_headings"


@pytest.mark.parametrize(
    "written",
    [
        "2027-03", "2027/3", "03.2027", "3/2027", "mars 2027", "Mar. 2027", "March 2027", "2027 mars",
        "1. mars 2027", "2027-03-31", "2027-03-31T10:00", "31.03.2027", "1.3.27", "31/3/2027", "3/31/2027",
        "202703", 202703.0, 5.0, "5", date(2027, 3, 9),
    ],
)  # fmt: skip
def test_a_month_is_read_however_it_is_written(written: Any) -> None:
    assert period_of(written, hospital().periods) == 5


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2027-13", "month_not_understood"),
        ("30.02.2027", "month_not_understood"),
        ("1.5", "month_not_understood"),
        (2.5, "month_not_understood"),
        ("6", "month_not_in_plan"),
        ("²", "month_not_understood"),
        ("9" * 400, "month_not_understood"),
        (float("inf"), "month_not_understood"),
        ("Q1 2027", "month_not_understood"),
        ("mars", "month_not_understood"),
        ("2/3/2027", "month_ambiguous"),
    ],
)
def test_a_month_that_is_none_is_not_guessed(written: Any, code: str) -> None:
    assert period_of(written, hospital().periods) == code


@pytest.mark.parametrize(
    ("heading", "first"), [("Pulje", 1), ("Bølge", 1), ("Wave", 1), ("Periode", 0), ("Måned", 0)]
)
def test_waves_are_counted_from_one_and_a_note_says_how(heading: str, first: int) -> None:
    rows: list[tuple[Any, ...]] = [("Id", heading, "Disposisjon")]
    rows += [("app-1", 2.0, "rehost"), ("app-2", "1", "rehost"), ("app-3", "2027-01", "rehost")]

    found = import_plan(hospital(), [sheet(*rows)])

    assert moved(found) == {
        "app-1": ("rehost", 2 - first),
        "app-2": ("rehost", 1 - first),
        "app-3": ("rehost", 3),
    }
    (note,) = (note for note in found.notes if note.code == "month_counted")
    assert note.facts == {
        "heading": heading, "number": first, "starts_on": "2026-10-01", "count": 2
    }  # fmt: skip


def test_there_is_no_wave_before_the_first_and_none_after_the_last() -> None:
    rows = (("Id", "Wave"), ("app-1", "0"), ("app-2", "7"), ("app-3", "6"))

    found = import_plan(hospital(), [sheet(*rows)])

    assert {name: period for name, (_, period) in moved(found).items()} == {"app-3": 5}
    assert codes(found).count("month_not_in_plan") == 2


def test_a_month_of_two_fortnights_does_not_say_which() -> None:
    fortnights = (
        Period(date(2027, 3, 1), date(2027, 3, 14)),
        Period(date(2027, 3, 15), date(2027, 3, 28)),
    )

    assert period_of("2027-03", fortnights) == "month_has_several_periods"
    assert period_of("2027-03-20", fortnights) == 1


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("\ufeffId;Måned\napp-1;2026-10\n".encode(), "2026-10"),
        ("Id,Måned\napp-1,2026-10\n".encode("cp1252"), "2026-10"),
        ("Id\tMåned\napp-1\t'=2026-10\n".encode("utf-16"), "=2026-10"),
    ],
)
def test_csv_is_read_in_the_spelling_it_is_in(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(content)

    (found,) = read_sheets(path)

    assert found.rows == ((1, ("Id", "Måned")), (2, ("app-1", expected)))


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 broken", b"\x00\x01\x02", b"a,b\n" + b"x" * 200_000]
)
def test_a_broken_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)

    with pytest.raises(ProblemError) as caught:
        read_sheets(path)

    assert caught.value.code == "sheet_damaged"


def test_a_cell_is_too_long_whatever_others_allow_the_csv_module(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(b"a,b\n" + b"x" * 40_000)
    before = csv.field_size_limit(1 << 24)

    try:
        with pytest.raises(ProblemError) as caught:
            read_sheets(path)
    finally:
        csv.field_size_limit(before)

    assert caught.value.code == "sheet_damaged"


@given(st.binary(max_size=200))
def test_any_bytes_are_rows_or_a_refusal(tmp_path_factory: Any, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "plan.csv"
    path.write_bytes(content)

    try:
        found = read_sheets(path)
    except ProblemError as error:
        assert error.code == "sheet_damaged"
    else:
        assert all(isinstance(row, tuple) for one in found for _, row in one.rows)


@settings(max_examples=25, deadline=None)
@given(problems(), st.sampled_from(["nb", "en"]))
def test_what_is_written_as_a_workbook_is_read_again(
    tmp_path_factory: Any, given_problem: Problem, language: Any
) -> None:
    answer = solve(given_problem, effort=2, workers=1, prove=False)
    path = tmp_path_factory.mktemp("out") / "plan.xlsx"

    path.write_bytes(workbook(given_problem, answer, Voice(language)))
    found = import_plan(given_problem, read_sheets(path))

    assert found.plan is not None
    assert found.plan.moves == answer.moves
    assert found.plan.cost == answer.cost
    assert {note.code for note in found.notes} == {"sheet_not_read"}


def test_a_workbook_runs_nothing_and_is_the_same_each_time(tmp_path: Path) -> None:
    given_problem = problem(workload("=cmd|calc", COUNT, WAYS[0], organisations=("@a",)), count=COUNT,
                            resources=(Resource("s", (40,) * COUNT),))  # fmt: skip
    answer = Plan("", (Move("=cmd|calc", "rehost", 1),), 0, 0, CostParts())

    content = workbook(given_problem, answer, NB)
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)

    assert content == workbook(given_problem, answer, NB)
    import zipfile

    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert b"'=cmd" in archive.read("xl/sharedStrings.xml")
        assert not any(
            b"<f>" in archive.read(name) for name in archive.namelist() if "sheet" in name
        )
    assert import_plan(given_problem, read_sheets(path)).plan is not None


def test_a_real_workbook_with_dates_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Bølger")
        page.write_row(0, 0, ["System", "Dato"])
        page.write_string(1, 0, "Laboratorium")
        page.write_datetime(
            1, 1, datetime(2026, 12, 24), book.add_format({"num_format": "dd.mm.yyyy"})
        )

    assert moved(import_plan(hospital(), read_sheets(path))) == {"app-2": ("replatform", 2)}


def test_a_calendar_says_which_month_and_keeps_its_ids() -> None:
    given_problem = hospital(freezes=(Freeze("f", (2, 3, 5), reason="Jul, og vinter"),))
    lines = calendar(given_problem, plan(0, 1, 1, 4), NB, stamped_at=SAID).decode().split("\r\n")
    later = calendar(given_problem, plan(4, 1, 1, 4), NB, stamped_at=SAID).decode().split("\r\n")
    ids = [line for line in lines if line.startswith("UID:")]

    assert lines[0] == "BEGIN:VCALENDAR"
    assert f"X-WR-CALNAME:Flytteplan {given_problem.name}" in lines
    assert lines[-2:] == ["END:VCALENDAR", ""]
    # Four cutovers, and freezes in December and January, and in March.
    assert len(ids) == len(set(ids)) == 6
    assert set(ids) == {line for line in later if line.startswith("UID:")}
    assert lines[lines.index(ids[0]) + 1 :][:4] == [
        "DTSTAMP:20261122T093000Z",
        "DTSTART;VALUE=DATE:20261001",
        "DTEND;VALUE=DATE:20261101",
        "SUMMARY:Journal\\; nord\\, =sum: flyttes som den er",
    ]
    assert "DTSTART;VALUE=DATE:20261201" in lines
    assert "DTEND;VALUE=DATE:20270201" in lines
    assert "SUMMARY:Fryst (alle foretak): Jul\\, og vinter" in lines


def test_a_calendar_is_called_in_the_readers_language_and_keeps_its_ids_from_run_to_run() -> None:
    earlier, later = (replace(hospital(), name=name) for name in ("Sør", "Sør, igjen"))
    norwegian, english, next_month = (
        calendar(one, plan(0, 1, 1, 4), voice, stamped_at=SAID).decode().split("\r\n")
        for one, voice in ((earlier, NB), (earlier, EN), (later, NB))
    )
    own = calendar(hospital(), plan(0, 1, 1, 4), NB, stamped_at=SAID, organisation="NORTH").decode()

    assert "X-WR-CALNAME:Flytteplan Sør" in norwegian
    assert "X-WR-CALNAME:Migration plan Sør" in english
    assert f"X-WR-CALNAME:Flytteplan {hospital().name}\\, " in own
    assert [line for line in norwegian if line.startswith("UID:")] == [
        line for line in next_month if line.startswith("UID:")
    ]


def test_a_calendar_may_be_one_trusts() -> None:
    assert b"VEVENT" not in calendar(
        hospital(), plan(0, 1, 1, 4), NB, stamped_at=SAID, organisation="SOUTH"
    )


def test_a_project_file_has_tasks_links_and_people() -> None:
    given_problem = hospital(precedences=(Precedence("app-1", "app-2", 1),))

    root = ElementTree.fromstring(project_file(given_problem, plan(0, 2, 2, 4), NB))
    space = {"m": "http://schemas.microsoft.com/project"}
    tasks = {row.findtext("m:Name", "", space): row for row in root.iterfind(".//m:Task", space)}

    assert len(tasks) == 3 + 3  # three waves; the two archives in different waves share a name
    lab = tasks["Laboratorium: flyttes som den er"]
    assert lab.findtext("m:Start", "", space) == "2026-12-01T08:00:00"
    assert lab.findtext("m:Finish", "", space) == "2026-12-31T16:00:00"
    # From the end of October to that of November: 30 days of 24 × 60 × 10 tenths of a minute.
    link = lab.find("m:PredecessorLink", space)
    assert link is not None
    assert [link.findtext(f"m:{name}", "", space) for name in ("Type", "LinkLag", "LagFormat")] == [
        "0", "432000", "8",
    ]  # fmt: skip
    work = [row.findtext("m:Work", "", space) for row in root.iterfind(".//m:Assignment", space)]
    assert work == ["PT8H0M0S"] * 4


def test_a_project_file_takes_any_text() -> None:
    row = workload("a", COUNT, WAYS[0])
    odd = type(row)(**{f: getattr(row, f) for f in row.__slots__} | {"name": "<&\x00\x0b\ufffe>"})
    given_problem = problem(odd, count=COUNT, resources=(Resource("s", (40,) * COUNT),))

    root = ElementTree.fromstring(
        project_file(given_problem, Plan("", (Move("a", "rehost", 0),), 0, 0, CostParts()), NB)
    )

    names = [task.text for task in root.iter("{http://schemas.microsoft.com/project}Name")]
    assert "<&>: flyttes som den er" in names


def test_periods_need_not_be_months() -> None:
    assert months(date(2026, 10, 1), 1)[0].ends_on == date(2026, 10, 31)


def test_every_code_people_meet_has_words() -> None:
    import re

    import grunnmur.plan as package

    folder = Path(package.__file__).parent
    found = {
        code
        for name in ("explain", "edit", "simulate", "compare", "exchange", "ledger")
        for path in (folder / name).glob("*.py")
        for code in re.findall(
            r'"((?:binds|lacks|row|month|column|sheet|disposition|plan_event|plan_sheet|breaks)_[a-z_]+)"',
            path.read_text(encoding="utf-8"),
        )
    }

    assert len(found) > 40
    assert sorted(code for code in found if code not in entries()) == []
