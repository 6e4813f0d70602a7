"""Contacts outside: which addresses are the internet's, and which are ours or nobody's."""

from __future__ import annotations

from datetime import timedelta
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


def test_addresses_of_both_kinds_seen_on_many_days_are_told_apart(tmp_path: Path) -> None:
    outside = ("8.8.8.8", "2001:4860:4860::8888")
    at = [NOON - timedelta(days=day) for day in range(20)]
    estate = depended(
        tmp_path,
        *[record("10.0.0.1:51000", f"{ip}:443", on, opened=True) for ip in outside for on in at],
    )

    conclude(estate, on=NOON.date(), group_most=50)

    found = estate.connection.sql("select peer from outside_contact order by all").fetchall()
    assert found == [("2001:4860:4860::8888",), ("8.8.8.8",)]


def test_bytes_that_do_not_fit_in_the_sum_of_days_are_not_known(tmp_path: Path) -> None:
    huge = [
        record("10.0.0.1:51000", "8.8.8.8:443", NOON - timedelta(days=day), bytes=2**62, opened=True)
        for day in range(2)
    ]  # fmt: skip
    estate = depended(tmp_path, *huge)

    conclude(estate, on=NOON.date(), group_most=50)

    found = estate.connection.sql("select flows, bytes from outside_contact").fetchall()
    assert found == [(2, None)]


def test_whether_anybody_answered_is_told(tmp_path: Path) -> None:
    probe = record("8.8.8.8:5071", "10.0.0.1:5060", protocol="udp", opened=True)
    call = record("8.8.8.8:50000", "10.0.0.2:443", opened=True, answered=True)
    estate = depended(tmp_path, probe, call, {**call, "answered": None})

    conclude(estate, on=NOON.date(), group_most=50)

    found = estate.connection.sql("select asset_id, answered from outside_contact order by all")
    assert found.fetchall() == [("db", True), ("web", None)]


def test_an_address_lies_in_the_narrowest_network_that_is_registered(tmp_path: Path) -> None:
    """Of either kind: a vendor's cloud is called by as many addresses as it has."""
    networks = [
        {"network_id": name, "cidr": cidr}
        for name, cidr in (
            ("wide", "2a05:d000::/20"), ("cloud", "2A05:D018::/36"), ("four", "8.8.0.0/16"), ("odd", "2a05::/999"),
        )
    ]  # fmt: skip
    outside = ("2a05:d018::1", "2a05:d018:0:ff::2", "2a05:d01c::3", "2a06::4", "8.8.8.8")
    estate = depended(
        tmp_path,
        *[record("10.0.0.1:51000", f"{ip}:443", opened=True) for ip in outside],
        network=networks,
    )

    conclude(estate, on=NOON.date(), group_most=50)

    found = estate.connection.sql(
        "select peer, network_id, addresses from outside_contact order by 1"
    )
    assert found.fetchall() == [
        ("2a06::4", None, 1), ("cloud", "cloud", 2), ("four", "four", 1), ("wide", "wide", 1),
    ]  # fmt: skip


def _peers(folder: Path, other: str) -> list[tuple[str, str, int]]:
    estate = depended(folder, record("10.0.0.1:51000", f"{other}:443", opened=True))
    conclude(estate, on=NOON.date(), group_most=50)
    return estate.connection.execute(
        "select peer, direction, port from outside_contact order by all"
    ).fetchall()
