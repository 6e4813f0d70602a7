"""Contacts outside: which addresses are the internet's, and which are ours or nobody's."""

from __future__ import annotations

from pathlib import Path

import pytest

from grunnmur.depend.conclude import conclude
from tests.depend.flows import NOON, depended, record


@pytest.mark.parametrize(
    "outside", ["220.181.38.148", "223.5.5.5", "8.8.8.8", "2001:4860:4860::8888"]
)
def test_an_address_of_the_internet_is_a_contact_outside(tmp_path: Path, outside: str) -> None:
    assert _peers(tmp_path, outside) == [(outside, "out", 443)]


OURS = (
    "10.9.9.9", "172.31.0.1", "100.64.0.1", "169.254.1.1", "224.0.0.251", "239.1.1.1", "255.255.255.255",
    "240.0.0.1", "0.0.0.0", "fd00::1", "ff02::fb",
)  # fmt: skip


@pytest.mark.parametrize("inside", OURS)
def test_a_private_or_group_address_is_none(tmp_path: Path, inside: str) -> None:
    assert _peers(tmp_path, inside) == []


def _peers(folder: Path, other: str) -> list[tuple[str, str, int]]:
    estate = depended(folder, record("10.0.0.1:51000", f"{other}:443", opened=True))
    conclude(estate, on=NOON.date(), group_most=50)
    return estate.connection.execute(
        "select peer, direction, port from outside_contact order by all"
    ).fetchall()
