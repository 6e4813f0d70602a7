"""The forms of the public sets, from small files of our own and from the real ones."""

from __future__ import annotations

import csv
import gzip
import tarfile
from pathlib import Path

import pytest

from grunnmur.errors import ProblemError
from grunnmur.plan.activities import Lag, Mode, Project, broken, read, solve

MULTI = """\
************************************************************************
jobs (incl. supersource/sink ):  3
RESOURCES
  - renewable                 :  1   R
  - nonrenewable              :  2   N
  - doubly constrained        :  0   D
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        2          1           3
   3        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  N 1  N 2
------------------------------------------------------------------------
  1      1     0       0    0    0
  2      1     2       4    6    0
         2     3       1    0    5
  3      1     1       2    0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  N 1  N 2
    4    6    7
************************************************************************
"""
LAGGED = """\
1 2 0 0
0 1 1 1 [0]
1 1 2 2 0 [4] [-3]
2 1 0
0 1 0 0 0
1 1 4 1 2
2 1 0 0 0
3 5
"""
ROW = """\
3 2
5 6
0 0 0 2 2
 3
4 1 2 1 3
0 0 0 0
"""


def test_the_psplib_form_is_read_with_all_modes() -> None:
    found = read("small.mm", MULTI)

    assert found == Project(
        "small.mm",
        (
            (Mode(0, (0,), (0, 0)),),
            (Mode(2, (4,), (6, 0)), Mode(3, (1,), (0, 5))),
            (Mode(1, (2,), (0, 0)),),
        ),
        (Lag(0, 1), Lag(0, 2), Lag(1, 2)),
        capacity=(4,),
        stock=(6, 7),
    )


def test_the_max_form_is_read_with_negative_lags() -> None:
    found = read("PSP1.SCH", LAGGED)

    assert found.activities[1] == (Mode(4, (1, 2)),)
    assert found.capacity == (3, 5)
    assert found.lags == (
        Lag(0, 1, 0, after_end=False),
        Lag(1, 2, 4, after_end=False),
        Lag(1, 0, -3, after_end=False),
    )


def test_the_patterson_form_is_read_however_its_lines_are_broken() -> None:
    found = read("row.rcp", ROW)

    assert found.lags == (Lag(0, 1), Lag(0, 2), Lag(1, 2))
    assert [modes[0].duration for modes in found.activities] == [0, 4, 0]
    assert found.capacity == (5, 6)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("plan.xml", "", "project_form_unknown"),
        ("cut.rcp", ROW[:-6], "project_unreadable"),
        ("cut.sch", LAGGED[:20], "project_unreadable"),
        ("cut.mm", MULTI.replace("RESOURCEAVAIL", "AVAIL"), "project_unreadable"),
        ("both.mm", MULTI.replace(":  0   D", ":  1   D"), "project_unreadable"),
        ("mode.mm", MULTI.replace("   2        2 ", "   2        3 "), "project_unreadable"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(name: str, text: str, code: str) -> None:
    with pytest.raises(ProblemError) as refused:
        read(name, text)

    assert refused.value.code == code
    assert refused.value.facts["name"] == name


@pytest.mark.needs_data
@pytest.mark.parametrize(
    ("archive", "member"),
    [
        ("rcpsp_j30", "j30/j301_3.sm"),
        ("rcpsp_patterson", "patterson/pat1.rcp"),
        ("rcpspmax_j10", "j10/PSP10.SCH"),
        ("rcpspmax_ubo10", "ubo10/psp1.sch"),
        ("mmrcpsp_psplib_j20mm", "psplib_j20mm/j2010_10.mm"),
        ("mmrcpsp_mmlib50", "mmlib50/J5016_4.mm"),
    ],
)
def test_real_instances_are_solved_to_what_is_published(
    data: Path, archive: str, member: str
) -> None:
    folder = data / "scheduling"
    with tarfile.open(folder / f"{archive}.tar.xz") as opened:
        content = opened.extractfile(member)
        assert content is not None
        project = read(member, content.read().decode("latin-1"))

    answer = solve(project, effort=20_000)

    published = _published(folder, archive.split("_")[0], member)
    assert answer.makespan == published
    assert answer.status == ("infeasible" if published is None else "optimal")
    assert answer.schedule is None or broken(project, answer.schedule) == ()


def _published(folder: Path, kind: str, member: str) -> int | None:
    with gzip.open(folder / f"{kind}_bounds.csv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if f"{row['set']}/{row['instance']}" == member:
                return int(row["upper_bound"]) if row["upper_bound"] else None
    raise AssertionError(member)
