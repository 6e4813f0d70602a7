"""Matches products as CPE writes them against records, without naming and without patch days."""

from __future__ import annotations

import csv
import lzma
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa

from grunnmur.assess.vulnerable import items, match
from grunnmur.assess.vulnerable.vulnerable import CONDITION_STEPS
from grunnmur.catalogue import editions
from grunnmur.catalogue.cpe import Reading
from grunnmur.catalogue.editions import Edition
from grunnmur.kit import engine
from grunnmur.kit.engine import Steps

_SYSTEMS = ("microsoft:windows", "linux:", "apple:mac")


@dataclass(frozen=True, slots=True)
class Run:
    """Something that runs, and what runs beside it."""

    own: Reading
    beside: tuple[Reading, ...] = ()


def edition_of(data: Path, folder: Path, cves: set[str]) -> Edition:
    """An edition of the NVD's records of these vulnerabilities alone."""
    chosen = folder / "files"
    chosen.mkdir(parents=True)
    for name in ("nvd_cpe_match.csv", "nvd_records.csv"):
        with (
            lzma.open(
                data / "vulnerabilities" / f"{name}.xz", "rt", encoding="utf-8", newline=""
            ) as given,
            (chosen / name).open("w", encoding="utf-8", newline="") as kept,
        ):
            kept.write(next(given))
            kept.writelines(line for line in given if line.partition(",")[0] in cves)
    made = editions.update(
        chosen, folder / "catalogue", on=date(2026, 9, 1), made_at=datetime(2026, 9, 1)
    )
    assert made.edition is not None
    return made.edition


def verdicts(edition: Edition, runs: Sequence[Run]) -> list[dict[str, str]]:
    """For each run, every vulnerability that concerns it or may: "affected" or "unknown"."""
    connection = engine.connect(threads=1)
    edition.register(connection)
    every = dict.fromkeys(r for run in runs for r in (run.own, *run.beside))
    written = {("given", str(n), None, None): _item(r) for n, r in enumerate(every)}
    items.write_rows(connection, written)
    number = {
        item.readings[0]: n for n, item in enumerate(dict.fromkeys(written.values()), start=1)
    }
    _assets(
        connection,
        [
            (f"{n:05d}", number[r], _place(r, run))
            for n, run in enumerate(runs)
            for r in (run.own, *run.beside)
        ],
    )
    match.match(connection)
    Steps(connection, match.STEPS).run(*CONDITION_STEPS)
    found = connection.execute(_ALL).fetchall()
    answers: list[dict[str, str]] = [{} for _ in runs]
    for asset, item, vulnerability, truth in found:
        if item == number[runs[int(asset)].own]:
            answers[int(asset)][vulnerability] = "affected" if truth == 2 else "unknown"
    return answers


_ALL = """
select a.asset_id, a.item_id, v.vulnerability_id, max(m.truth)
from asset_item a
left join gathering g on g.asset_id = a.asset_id
left join makeup k on k.gathering_id = g.gathering_id
join (
    select item_id, null as makeup_id, vuln, truth from item_match
    union all select item_id, makeup_id, vuln, truth from conditional_match
) m on m.item_id = a.item_id and coalesce(m.makeup_id, k.makeup_id, -1) = coalesce(k.makeup_id, -1)
join ranked_vulnerability v using (vuln)
group by all order by all
"""


def reading(product: str, version: str, update: str = "") -> Reading:
    """A reading as verdicts.csv writes it: "" is not known, a + at the end says it may go on."""
    is_open = version.endswith("+")
    return Reading(product, version.removesuffix("+") or None, update or None, is_open=is_open)


def listed(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file whose first lines are comments."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def _item(given: Reading) -> items.Item:
    return items.Item(given.cpe, given.version, True, None, None, (given,))


def _place(given: Reading, run: Run) -> str:
    if given == run.own:
        return "installation"
    return "system" if given.cpe.startswith(_SYSTEMS) else "equipment"


def _assets(connection, rows: Iterable[tuple[str, int, str]]) -> None:
    columns = list(zip(*rows, strict=True))
    given = pa.table({"asset_id": columns[0], "item_id": columns[1], "place": columns[2]})
    connection.register("_given", given)
    connection.execute("create temp table asset_item as from _given").fetchall()
