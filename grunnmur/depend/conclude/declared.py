"""What people declared beside what the network showed, and whom things outside were spoken with."""

from __future__ import annotations

from grunnmur.depend import address_kinds
from grunnmur.depend.conclude import registered
from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps, give


def write(estate: Estate, steps: Steps) -> None:
    """Writes `dependency_match`, every pair that was declared or seen, and `outside_contact`."""
    estate.write(TABLES["dependency_match"], steps.text("out_dependency_match"))
    _kinds(estate)
    estate.write(TABLES["outside_contact"], steps.text("outside_contact"))


def _kinds(estate: Estate) -> None:
    """Makes `address_kind` and `odd_spelling`: which addresses are the internet's; and `placed_six`: whose of IPv6."""
    ends = estate.connection.execute(
        "select source_ip from conversed where source_id is null "
        "union select target_ip from conversed where target_id is null"
    ).fetchall()
    written = [str(ip) for (ip,) in ends if ip is not None]
    ranges = estate.connection.execute(
        "select network_id, cidr from network where contains(cidr, ':')"
    ).fetchall()
    for name, table in (
        ("address_kind", address_kinds.beginnings()),
        ("odd_spelling", address_kinds.spellings(written)),
        ("placed_six", registered.of_six(ranges, (ip for ip in written if ":" in ip))),
    ):
        give(estate.connection, name, table)
