"""What people declared beside what the network showed, and whom things outside were spoken with."""

from __future__ import annotations

from grunnmur.depend import address_kinds
from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps, give


def write(estate: Estate, steps: Steps) -> None:
    """Writes `dependency_match`, every pair that was declared or seen, and `outside_contact`."""
    estate.write(TABLES["dependency_match"], steps.text("out_dependency_match"))
    _kinds(estate)
    estate.write(TABLES["outside_contact"], steps.text("outside_contact"))


def _kinds(estate: Estate) -> None:
    """Makes `address_kind` and `odd_spelling`: which addresses are the internet's."""
    ends = estate.connection.execute(
        "select source_ip from conversed where source_id is null "
        "union select target_ip from conversed where target_id is null"
    ).fetchall()
    for name, table in (
        ("address_kind", address_kinds.beginnings()),
        ("odd_spelling", address_kinds.spellings(str(ip) for (ip,) in ends if ip is not None)),
    ):
        give(estate.connection, name, table)
