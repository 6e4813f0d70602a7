"""What people declared beside what the network showed."""

from __future__ import annotations

from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps


def write(estate: Estate, steps: Steps) -> None:
    """Writes `dependency_match`: every pair that was declared or seen, and how long it has been silent."""
    estate.write(TABLES["dependency_match"], steps.text("out_dependency_match"))
