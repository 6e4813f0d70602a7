"""36 with extended rights, 86 with lesser, 150 logons from abroad by seven: from lists as houses keep them.

The settings are those of the recipe in docs/formats.md, word for word.
"""

from __future__ import annotations

import csv
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from grunnmur import assess, reach
from tests import estates
from tests.incidents.scene import ON, ask, found, register

ROOT = Path(__file__).parents[2]
EXTENDED, LESSER, LOGONS, CONNECTED = 36, 86, 150, 7


def _recipe() -> str:
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    part = text.split("## Who was let in", 1)[1]
    block = re.search(r"```toml\n(.*?)```", part, re.DOTALL)
    assert block is not None
    return block[1]


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", encoding="cp1252", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def estate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("registers")
    directory = estates.directory(
        folder / "region",
        register("ting", "asset", [{"key": n, "name": n, "kind": "server"} for n in ("db1", "hopp1")]),
        register("hf", "organisation", [{"key": "s", "name": "Sykehus HF", "kind": "trust", "country": "NO"}]),
        register(
            "lagre",
            "data_store",
            [{"key": "j", "name": "journal", "asset_id": "db1", "kind": "primary", "data_class": "patient",
              "controller_id": "Sykehus HF"}],
        ),
        extra=_recipe(),
    )  # fmt: skip
    people = [f"P{number:03}" for number in range(EXTENDED + LESSER)]
    _write(
        directory / "leverandorer.csv",
        [{"Leverandør": "Fjern Drift Sdn", "Org.nr": "999999999", "Land": "MY"}],
    )
    _write(directory / "leverandorpersoner.csv", [
        {"Navn": f"Person {p}", "Personnr hos oss": p, "Leverandør": "Fjern Drift Sdn", "Arbeider fra": "MY",
         "Sluttet": ""}
        for p in people])  # fmt: skip
    _write(directory / "leverandorkontoer.csv", [
        {"Brukernavn": f"ext-{p.lower()}", "Personnr hos oss": p, "Aktiv": "ja"} for p in people])  # fmt: skip
    _write(directory / "tilganger.csv", [
        {"Brukernavn": f"ext-{p.lower()}", "Maskin": "db1" if n < EXTENDED else "hopp1",
         "Nivå": "Utvidet" if n < EXTENDED else "Begrenset", "Godkjent av": "", "Gyldig til": "", "Opptak": "nei"}
        for n, p in enumerate(people)])  # fmt: skip
    begin = datetime(2026, 8, 1, 22, 10)
    logons = [
        {"Brukernavn": f"ext-{people[n % CONNECTED].lower()}", "Til": "db1", "Fra land": "MY",
         "Tid": (begin + timedelta(hours=n)).strftime("%d.%m.%Y %H:%M")}
        for n in range(LOGONS)
    ]  # fmt: skip
    _write(directory / "vpn-2026-08a.csv", logons[:80])
    _write(directory / "vpn-2026-08b.csv", logons[80:])
    run = estates.run(directory, folder / "work", until="assess")
    reach.reach(run, on=ON)
    assess.assess(run, on=ON, after="reach")
    return run


def test_every_row_of_the_lists_is_read(estate):
    rows = dict(ask(estate, "select source, records - claimed from source"))

    assert set(rows.values()) == {0}
    assert ask(estate, "select count(*) from privilege") == [(EXTENDED + LESSER,)]


def test_a_hundred_and_fifty_logons_from_abroad_by_seven(estate):
    assert ask(
        estate, "select country, count(*), count(distinct account_id) from logon group by 1"
    ) == [("MY", LOGONS, CONNECTED)]


def test_rights_used_and_rights_held(estate):
    used, unused = ask(
        estate,
        "select count(*) filter (did), count(*) filter (did = false) from access where could",
    )[0]

    assert (used, unused) == (CONNECTED, EXTENDED - CONNECTED)
    assert len(found(estate, "approval-missing")) == EXTENDED
    assert len(found(estate, "residency-by-reach")) == EXTENDED
