"""The named lists of project scheduling instances, and what is told of an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.rcpsp import __main__ as rcpsp
from benchmarks.rcpsp import instances
from benchmarks.rcpsp.best_known import BestKnown, Known, tables
from grunnmur.plan.activities import Answer, Schedule

NAMED = Path(instances.__file__).parent / "named"
COUNTS = {"j120": 60, "lags": 40, "modes": 40, "lags-infeasible": 16, "modes-infeasible": 8}


@pytest.mark.needs_data
@pytest.mark.parametrize("name", sorted(COUNTS))
def test_each_named_instance_is_there_once_and_something_is_known_of_it(
    data: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRUNNMUR_DATA", str(data))
    best_known = BestKnown(tables([]))

    found = list(instances.instances([str(NAMED / f"{name}.txt")]))

    known = [best_known.of(one.path) for one in found]
    assert len({one.path for one in found}) == len(found) == COUNTS[name]
    if "infeasible" in name:
        assert all(row.upper is None for row in known)
    else:
        assert all(row.upper is not None for row in known)


def test_a_list_of_something_that_is_not_there_ends_it(tmp_path: Path) -> None:
    (tmp_path / "some.txt").write_text("# ours\nnowhere.tar.xz:a.sm\n")

    with pytest.raises(SystemExit, match="nowhere"):
        list(instances.instances([str(tmp_path / "some.txt")]))


def test_an_archive_that_is_damaged_ends_it(tmp_path: Path) -> None:
    (tmp_path / "some.tar.xz").write_bytes(b"no archive")

    with pytest.raises(SystemExit, match="damaged"):
        list(instances.instances([str(tmp_path / "some.tar.xz")]))


def test_an_instance_that_cannot_be_read_is_told_and_the_others_are_solved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.sm").write_text("")
    (tmp_path / "b.rcp").write_text("garbage")
    (tmp_path / "c.rcp").write_text("3 1\n1\n0 0 1 2\n2 1 1 3\n0 0 0\n")
    monkeypatch.setenv("GRUNNMUR_DATA", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["rcpsp", str(tmp_path), "--seconds", "5", "--workers", "1"])

    code = rcpsp.main()

    written = capsys.readouterr()
    assert code == 1
    assert "c.rcp | grunnmur | optimal | 2" in written.out
    assert "a.sm cannot be read" in written.err
    assert "b.rcp cannot be read" in written.err


@pytest.mark.parametrize(
    ("answer", "known", "reason"),
    [
        (Answer("feasible", Schedule((), ()), 9, 8), Known(5, 7, False), "bound_above_known_schedule"),
        (Answer("feasible", Schedule((), ()), 6, 4), Known(7, 9, False), "shorter_than_known_bound"),
        (Answer("infeasible", None, None, None), Known(5, 7, False), "infeasible_with_known_schedule"),
        (Answer("feasible", Schedule((), ()), 6, 4), Known(None, None, True), "schedule_though_infeasible"),
        (Answer("optimal", Schedule((), ()), 7, 7), Known(5, 7, False), None),
        (Answer("unknown", None, None, 4), Known(None, None, False), None),
    ],
)  # fmt: skip
def test_what_cannot_be_true_beside_what_is_published_is_told(
    answer: Answer, known: Known, reason: str | None
) -> None:
    assert rcpsp.contradicted(answer, known) == ([reason] if reason else [])
