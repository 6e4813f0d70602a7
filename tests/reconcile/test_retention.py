"""Logons are kept as long as the settings say, and a note tells of the others."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from grunnmur import settings
from grunnmur.errors import SettingsError
from grunnmur.reconcile import retention
from tests import worlds

ON = date(2026, 9, 1)


def _estate(tmp_path):
    return worlds.world(
        tmp_path,
        logon=[
            {"account_id": "a", "asset_id": "x", "country": "NO", "at": datetime(2026, 8, 2, 0, 0)},
            {
                "account_id": "b",
                "asset_id": "x",
                "country": "NO",
                "at": datetime(2026, 8, 1, 23, 59),
            },
            {"account_id": "c", "asset_id": "x", "country": "NO", "at": None},
        ],
    )


def _kept(estate):
    return [row[0] for row in estate.table("logon").project("account_id").fetchall()]


def test_what_is_older_or_undated_goes_and_is_counted(tmp_path):
    estate = _estate(tmp_path)

    retention.forget_logons(estate, days=30, on=ON)  # 1 September less 30 days is 2 August

    assert _kept(estate) == ["a"]
    assert estate.table("note").fetchall() == [
        ("", "privacy", "logons_not_kept", '{"rows":2,"days":30}')
    ]


def test_without_a_word_about_it_all_are_kept(tmp_path):
    estate = _estate(tmp_path)

    retention.forget_logons(estate, days=None, on=ON)

    assert len(_kept(estate)) == 3
    assert estate.count("note") == 0


@pytest.mark.parametrize("written", ["logon_days = -1", 'logon_days = "90"', "days = 90"])
def test_a_retention_that_is_not_understood_stops_the_run(tmp_path, written):
    source = '[[source]]\nname = "a"\nformat = "table"\npath = "a.csv"\n'
    (tmp_path / "grunnmur.toml").write_text(f"{source}[privacy]\n{written}\n")

    with pytest.raises(SettingsError):
        settings.read(tmp_path)
