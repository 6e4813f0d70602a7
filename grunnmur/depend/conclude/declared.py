"""What people declared beside what the network showed, and whom things outside were spoken with."""

from __future__ import annotations

from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps


def write(estate: Estate, steps: Steps) -> None:
    """Writes `dependency_match`, every pair that was declared or seen, and `outside_contact`."""
    estate.write(TABLES["dependency_match"], steps.text("out_dependency_match"))
    estate.write(TABLES["outside_contact"], steps.text("outside_contact"))
