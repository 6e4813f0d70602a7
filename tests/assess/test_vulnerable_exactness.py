"""Verdicts worked out by reading records, one row each in verdicts.csv."""

from __future__ import annotations

from pathlib import Path

from tests.assess.matching import Run, edition_of, listed, reading, verdicts

ROWS = listed(Path(__file__).parent / "verdicts.csv")


def test_the_set_is_large_and_covers_what_is_awkward():
    verdict = [row["verdict"] for row in ROWS]

    assert len(ROWS) > 300
    assert min(map(verdict.count, ("affected", "clear", "unknown"))) > 100
    assert sum(row["update"] != "" for row in ROWS) > 50
    assert sum(row["beside"] != "" for row in ROWS) > 30
    assert sum(row["version"] == "" for row in ROWS) > 50
    assert sum(row["version"] == "-" for row in ROWS) > 10


def test_every_verdict_is_the_one_worked_out_by_hand(data, tmp_path):
    edition = edition_of(data, tmp_path, {row["cve"] for row in ROWS})

    found = verdicts(edition, [_run(row) for row in ROWS])

    wrong = [
        {**row, "found": answer.get(row["cve"], "clear")}
        for row, answer in zip(ROWS, found, strict=True)
        if answer.get(row["cve"], "clear") != row["verdict"]
    ]
    assert wrong == []


def _run(row):
    beside = tuple(
        reading(product, version.partition("|")[0].replace("?", ""), version.partition("|")[2])
        for product, _, version in (
            part.partition("=") for part in row["beside"].split(";") if part
        )
    )
    return Run(reading(row["product"], row["version"], row["update"]), beside)
