"""Which claim wins: by what the settings say, else by who is nearest to what it is about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.estates import directory, run

AGENT = {
    "deviceid": "srv1-2020",
    "itemtype": "Computer",
    "content": {
        "versionclient": "GLPI-Agent",
        "hardware": {"name": "srv1"},
        "bios": {"ssn": "CZC1234XYZ"},
        "operatingsystem": {"full_name": "Debian GNU/Linux 12"},
    },
}


@pytest.mark.parametrize("read_as", ["glpi", "auto"])
def test_a_recognised_format_is_believed_as_if_it_were_named(tmp_path: Path, read_as: str) -> None:
    agent = f'[[source]]\nname = "z-agent"\nformat = "{read_as}"\npath = "srv1.json"\n'
    register = {"key": "1", "serial": "CZC1234XYZ", "os_name": "Debian GNU/Linux 9"}
    place = directory(
        tmp_path / "estate",
        {"name": "a-register", "into": "asset", "rows": [register]},
        extra=agent,
    )
    (place / "srv1.json").write_text(json.dumps(AGENT), encoding="utf-8")

    estate = run(place, tmp_path / "workspace")

    systems = estate.connection.sql("select os_name from asset").fetchall()
    assert systems == [("Debian GNU/Linux 12",)]
