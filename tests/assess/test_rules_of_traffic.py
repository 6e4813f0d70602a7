"""Rules that judge what the network showed: undocumented-integration, plaintext-across-zones, internet-exposure
and home-device-abroad. Counts are passed, failed, unknown, not asked."""

from datetime import datetime
from pathlib import Path

from grunnmur.catalogue import protocols, rules
from tests.assess.judging import counts
from tests.worlds import Row

TWO = [{"application_id": "a", "name": "A"}, {"application_id": "b", "name": "B"}]
DECLARED = {"consumer_id": "b", "provider_id": "a", "verdict": "confirmed", "confidence": 1.0}


def _matched(folder: Path, *rows: Row) -> tuple[int, ...]:
    return counts(folder, "undocumented-integration", application=TWO, dependency_match=list(rows))


def test_what_is_seen_and_declared_is_documented(tmp_path: Path) -> None:
    assert _matched(tmp_path, DECLARED) == (1, 0, 0, 1)


def test_what_is_seen_and_in_no_register_is_a_fault(tmp_path: Path) -> None:
    seen = {"consumer_id": "a", "provider_id": "b", "verdict": "undeclared", "confidence": 0.9}

    assert _matched(tmp_path, DECLARED, seen) == (1, 1, 0, 0)


def test_what_was_perhaps_seen_is_unknown_and_so_is_all_where_nobody_declares(
    tmp_path: Path,
) -> None:
    seen = {"consumer_id": "a", "provider_id": "b", "verdict": "undeclared", "confidence": 0.3}

    assert _matched(tmp_path / "1", DECLARED, seen) == (1, 0, 1, 0)
    assert _matched(tmp_path / "2", {**seen, "confidence": 0.9}) == (0, 0, 1, 1)


def test_what_was_not_seen_is_not_asked(tmp_path: Path) -> None:
    silent = {"consumer_id": "a", "provider_id": "b", "verdict": "silent"}

    assert _matched(tmp_path, silent) == (0, 0, 0, 2)


def _called(
    folder: Path, port: int, *, zone: str | None = "z2", protocol: str = "HL7v2"
) -> tuple[int, ...]:
    """The device in zone z1 calls the server, whose network lies in `zone`."""
    return counts(
        folder,
        "plaintext-across-zones",
        asset=[{"asset_id": "device"}, {"asset_id": "server"}],
        network=[{"network_id": "n1", "zone_id": "z1"}, {"network_id": "n2", "zone_id": zone}],
        address=[
            {"asset_id": "device", "ip": "10.0.0.1", "network_id": "n1"},
            {"asset_id": "server", "ip": "10.0.1.1", "network_id": "n2"},
        ],
        dependency=[
            {
                "consumer_kind": "asset", "consumer_id": "device", "provider_kind": "asset",
                "provider_id": "server", "protocol": protocol, "port": port, "origin": "observed",
            }
        ],
    )  # fmt: skip


def test_plain_text_between_zones_is_a_fault(tmp_path: Path) -> None:
    assert _called(tmp_path, 2575) == (0, 1, 0, 1)


def test_the_protocol_counts_wherever_it_listens(tmp_path: Path) -> None:
    assert _called(tmp_path / "1", 6661) == (0, 1, 0, 1)
    assert _called(tmp_path / "2", 8530, protocol="HTTP") == (0, 1, 0, 1)


def test_what_seals_its_messages_itself_is_not_asked(tmp_path: Path) -> None:
    assert _called(tmp_path, 5985, protocol="HTTP") == (0, 0, 0, 2)


def test_plain_text_within_a_zone_is_none(tmp_path: Path) -> None:
    assert _called(tmp_path, 2575, zone="z1") == (1, 0, 0, 1)


def test_plain_text_into_an_unknown_zone_is_unknown(tmp_path: Path) -> None:
    assert _called(tmp_path, 2575, zone=None) == (0, 0, 1, 1)


def test_what_is_encrypted_is_not_asked(tmp_path: Path) -> None:
    assert _called(tmp_path / "1", 443, protocol="HTTPS") == (0, 0, 0, 2)
    assert _called(tmp_path / "2", 2575, protocol="HL7v2 over TLS") == (0, 0, 0, 2)


def test_the_plain_protocols_are_those_of_the_catalogue() -> None:
    (rule,) = (rule for rule in rules.load().rules if rule.rule_id == "plaintext-across-zones")
    known = {protocol.name: protocol for protocol in protocols.load()}

    assert [name for name in rule.parameters["protocols"] if name not in known] == []
    assert [name for name in rule.parameters["protocols"] if known[name].sealed == name] == []


def _reached(
    folder: Path,
    *,
    pillar: str | None,
    direction: str = "in",
    ended: datetime | None = None,
    answered: bool | None = True,
) -> tuple[int, ...]:
    """A server that somebody outside reached; `ended` is when it left an address whose zone is not known."""
    return counts(
        folder,
        "internet-exposure",
        asset=[{"asset_id": "server"}],
        zone=[{"zone_id": "z", "pillar": pillar}] if pillar else [],
        network=[{"network_id": "n", "zone_id": "z"}],
        address=[
            {"asset_id": "server", "ip": "10.0.0.1", "network_id": "n"},
            *([{"asset_id": "server", "ip": "10.9.0.1", "to_at": ended}] if ended else []),
        ],
        outside_contact=[
            {"asset_id": "server", "direction": direction, "peer": "203.0.113.9", "protocol": "tcp",
             "port": 443, "flows": 3, "addresses": 1, "answered": answered}
        ],
    )  # fmt: skip


def test_who_answers_the_internet_from_inside_is_exposed(tmp_path: Path) -> None:
    assert _reached(tmp_path, pillar="clinical") == (0, 1, 0, 0)


def test_who_may_not_have_answered_is_unknown(tmp_path: Path) -> None:
    """Of a router's records a probe by UDP looks like a call."""
    assert _reached(tmp_path, pillar="clinical", answered=None) == (0, 0, 1, 0)


def test_a_zone_made_for_it_may_answer(tmp_path: Path) -> None:
    assert _reached(tmp_path, pillar="dmz") == (1, 0, 0, 0)


def test_whose_zone_nobody_knows_is_unknown(tmp_path: Path) -> None:
    assert _reached(tmp_path, pillar=None) == (0, 0, 1, 0)


def test_an_address_that_has_ended_says_nothing_of_where_it_is_now(tmp_path: Path) -> None:
    assert _reached(tmp_path / "1", pillar="clinical", ended=datetime(2020, 1, 1)) == (0, 1, 0, 0)
    assert _reached(tmp_path / "2", pillar="clinical", ended=datetime(2099, 1, 1)) == (0, 0, 1, 0)


def test_who_only_calls_out_is_not_asked(tmp_path: Path) -> None:
    assert _reached(tmp_path, pillar="clinical", direction="out") == (0, 0, 0, 1)


def _sent(
    folder: Path, *countries: str | None, kind: str | None = "home_device"
) -> tuple[int, ...]:
    return counts(
        folder,
        "home-device-abroad",
        asset=[{"asset_id": "aid", "kind": kind}],
        location=[
            {"location_id": f"l{number}", "country": country}
            for number, country in enumerate(countries)
        ],
        network=[
            {"network_id": f"n{number}", "location_id": f"l{number}"}
            for number in range(len(countries))
        ],
        outside_contact=[
            {"asset_id": "aid", "direction": "out", "peer": f"n{number}", "network_id": f"n{number}",
             "protocol": "tcp", "port": 443}
            for number in range(len(countries))
        ],
    )  # fmt: skip


def test_an_aid_that_sends_abroad_is_a_fault(tmp_path: Path) -> None:
    assert _sent(tmp_path / "1", "US") == (0, 1, 0, 0)
    assert _sent(tmp_path / "2", "NO", "IE", None) == (0, 1, 0, 0)


def test_an_aid_that_sends_at_home_is_none(tmp_path: Path) -> None:
    assert _sent(tmp_path, "NO") == (1, 0, 0, 0)


def test_an_aid_that_sends_nobody_knows_where_is_unknown(tmp_path: Path) -> None:
    assert _sent(tmp_path, "NO", None) == (0, 0, 1, 0)


def test_other_things_and_silent_aids_are_not_asked(tmp_path: Path) -> None:
    assert _sent(tmp_path / "1", "US", kind="medical") == (0, 0, 0, 1)
    assert _sent(tmp_path / "2") == (0, 0, 0, 1)


def test_what_sends_outside_and_may_be_a_home_device_is_unknown(tmp_path: Path) -> None:
    assert _sent(tmp_path, "US", kind=None) == (0, 0, 1, 0)
