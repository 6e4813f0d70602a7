"""How many things there are that no source saw, and when nobody can say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.estates import directory, run


@pytest.mark.parametrize(
    ("seen_by", "estimated"),
    [
        ({3: 20}, 20),  # the best there is: every source sees everything
        ({1: 3, 2: 2, 3: 5}, 11),  # 10 + 2/3 · 3 · 2 / (2 · 3)
        ({1: 6, 2: 4, 3: 0}, 12),  # 10 + 2/3 · 6 · 5 / (2 · 5)
        ({1: 9, 2: 1}, None),  # the sources look at different things
        ({1: 8, 3: 12}, None),  # as do some of them: none is seen by two
        ({1: 3}, None),
    ],
)
def test_what_no_source_saw_is_estimated_where_enough_is_seen_twice_or_more(
    tmp_path: Path, seen_by: dict[int, int], estimated: int | None
) -> None:
    rows: dict[str, list[dict[str, str]]] = {"a": [], "b": [], "c": []}
    for times, things in seen_by.items():
        for thing in range(things):
            row = {"key": f"{times}-{thing}", "serial": f"SERIAL{times}{thing:04d}"}
            for source in ("abc" * 2)[thing % 3 : thing % 3 + times]:
                rows[source].append(row | {"kind": "medical"})
    registers = [
        {"name": name, "into": "asset", "rows": told} for name, told in rows.items() if told
    ]

    estate = run(directory(tmp_path / "estate", *registers), tmp_path / "workspace")

    query = "select of, estimated from coverage where source = '*'"
    assert estate.connection.execute(query).fetchall() == [(sum(seen_by.values()), estimated)]
