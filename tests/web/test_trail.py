"""The audit log for other machines: every row once, in order, with the hash that chains it."""

from __future__ import annotations

import json
import socket

import pytest

from grunnmur.errors import SettingsError
from grunnmur_web import serve, trail


def _comment(ask, text):
    ask.as_("north").post("/findings/finding-n/say/comment", {"reason": text})


def test_every_row_is_a_line_that_carries_the_hash_of_the_row_before(site, ask):
    _comment(ask, "æ først")
    _comment(ask, "så")

    first, second = (json.loads(line) for _, line in list(trail.lines(site.owner))[-2:])

    assert first["after"]["reason"] == "æ først"
    assert second["previous_hash"] == first["hash"] != second["hash"]


@pytest.fixture
def syslog(tmp_path):
    """Somewhere that receives, as /dev/log does."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(str(tmp_path / "log"))
        receiver.settimeout(2)
        yield receiver


def test_syslog_is_sent_what_is_new_and_nothing_twice(site, ask, syslog, tmp_path):
    mark = tmp_path / "sent"
    mark.write_text(
        str(list(trail.lines(site.owner))[-1][0] if list(trail.lines(site.owner)) else 0)
    )
    _comment(ask, "til logg")

    sent = trail.send(site.owner, f"unix:{tmp_path / 'log'}", mark)
    again = trail.send(site.owner, f"unix:{tmp_path / 'log'}", mark)

    priority, _, line = syslog.recv(65536).decode().partition("grunnmur-audit: ")
    assert (sent, again) == (1, 0)
    assert priority == "<86>"  # authpriv, informational
    assert json.loads(line)["after"]["reason"] == "til logg"


def test_what_could_not_be_sent_is_sent_later(site, ask, tmp_path):
    mark = tmp_path / "sent"
    _comment(ask, "mens ingen hører")

    with pytest.raises(FileNotFoundError):
        trail.send(site.owner, f"unix:{tmp_path / 'log'}", mark)

    assert not mark.exists()


def test_a_database_or_a_receiver_that_is_away_is_said_once_and_ends_nothing(tmp_path):
    said = []
    send = serve._trail(
        f"host={tmp_path}", tmp_path, "unix:/nowhere", lambda code, **_facts: said.append(code)
    )

    send()
    send()

    assert said == ["site_serve_not_sent"]


@pytest.mark.parametrize("address", ["syslog", "udp:host", "tcp::514", "unix:", "http://x:1"])
def test_an_address_that_means_nothing_stops_the_start(address):
    with pytest.raises(SettingsError):
        trail.check(address)
