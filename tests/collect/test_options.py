"""Settings of a source that its format does not read are noted, so that a misspelt one is seen."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from grunnmur import collect, settings

SOCKETS = """Netid State Recv-Q Send-Q Local Address:Port Peer Address:Port Process
tcp ESTAB 0 0 10.0.0.5:5432 10.0.0.9:40000 users:(("postgres",pid=9,fd=3))
"""


@pytest.mark.parametrize(
    ("form", "known"),
    [("ss", {"seen_at", "timezone"}), ("nmap", {"–"}), ("auto", {"into", "seen_at"})],
)
def test_a_misspelt_setting_is_noted_with_those_there_are(
    tmp_path: Path, form: str, known: set[str]
) -> None:
    (tmp_path / "srv1.txt").write_text(SOCKETS, encoding="utf-8")
    said = f'[[source]]\nname = "s"\nformat = "{form}"\npath = "srv1.txt"\n'
    extra = 'timezon = "Europe/Oslo"\n' + (
        'seen_at = "2026-08-01 12:00"\n' if form != "nmap" else ""
    )
    (tmp_path / "grunnmur.toml").write_text(said + extra, encoding="utf-8")

    collect.collect(settings.read(tmp_path), tmp_path / "claims", workers=1)

    notes = pq.read_table(tmp_path / "claims" / "_note").to_pylist()
    (noted,) = (note for note in notes if note["code"] == "option_unknown")
    assert '"timezon"' in noted["facts"]
    assert all(name in noted["facts"] for name in known)
