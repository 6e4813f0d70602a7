"""nftables as text and as JSON: what passes, what may, and the same as iptables says it."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grunnmur.collect import iptables, nftables
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.iptables import chains as other_chains
from grunnmur.collect.nftables import chains
from grunnmur.collect.packet_addresses import holds, network
from grunnmur.collect.packet_filter import PROTOCOLS, through, verdict
from tests.collect import reading

RULESET = """#!/usr/sbin/nft -f
define servers = { 10.2.0.0/16, 10.3.0.5 }
table inet filter {
    set admins {
        type ipv4_addr
        flags interval
        elements = { 10.9.0.0/24 timeout 1d expires 2h,
                 10.9.7.7 }
    }
    set learnt { type ipv4_addr; flags dynamic; }
    map ports {
        type inet_service : verdict
        elements = { 22 : jump admin, 80 : accept }
    }
    chain admin {
        ip saddr @admins counter packets 3 bytes 180 accept comment "admins # only"
        return
    }
    chain forward {
        type filter hook forward priority filter; policy drop;
        ct state vmap { established : accept, related : accept, invalid : drop }
        ip6 saddr ::/0 accept
        ip daddr $servers tcp dport vmap @ports
        ip saddr . tcp dport { 10.1.0.1 . 443, 10.1.0.2 . 8443 } accept
        ip saddr 10.7.0.0/16 ip daddr != 10.2.0.0/16 udp dport 53 log prefix "dns: " accept
        ip saddr @learnt accept
        meta l4proto { tcp, udp } th dport 500-510 accept
        iifname "lo" accept
        limit rate 3/minute burst 5 packets ip saddr 10.8.0.0/16 accept
    }
    chain late {
        type filter hook forward priority 10; policy accept;
        tcp dport 505 reject with tcp reset
    }
    chain output { type filter hook output priority 0; policy drop; }
}
table ip nat { chain pre { type nat hook prerouting priority dstnat; tcp dport 80 dnat to 10.2.0.1; } }
"""


def _rules(document: Document):
    """The rules of each chain at the hook."""
    found = nftables.read(document)
    lo = {"lo": network("127.0.0.0/8")}
    return [chains.rules(*one, lo, Counter()) for one in chains.base(found, "forward")]


def _passes(filters, source, target, protocol, port):
    """yes, no, or maybe."""
    ((one, _),), ((other, _),) = network(source), network(target)
    found = through([verdict(rules, one, other) for rules in filters])
    sure = holds(found.passes.get(protocol, ()), port)
    may = holds(found.may_pass.get(protocol, ()), port)
    assert may or not sure
    return "yes" if sure else "maybe" if may else "no"


@pytest.mark.parametrize(
    ("source", "target", "protocol", "port", "expected"),
    [
        ("10.5.0.1", "10.2.0.1", "tcp", 80, "yes"),  # the map accepts
        ("10.5.0.1", "10.3.0.5", "tcp", 80, "yes"),  # the variable's second value
        ("10.5.0.1", "10.3.0.6", "tcp", 80, "maybe"),  # else only the learnt and the limited
        ("10.9.0.9", "10.2.0.1", "tcp", 22, "yes"),  # the set, through a jump
        ("10.9.7.7", "10.2.0.1", "tcp", 22, "yes"),
        ("10.1.0.1", "8.8.8.8", "tcp", 443, "yes"),  # joined keys
        ("10.7.0.1", "8.8.8.8", "udp", 53, "yes"),
        ("10.5.0.1", "8.8.8.8", "udp", 501, "yes"),
        ("10.5.0.1", "8.8.8.8", "tcp", 505, "no"),  # accepted, and refused by the later chain
        ("127.0.0.1", "8.8.8.8", "tcp", 9, "yes"),  # what is behind an interface
    ],
)
def test_sets_maps_jumps_and_later_chains(tmp_path, source, target, protocol, port, expected):
    rules = _rules(reading.written(tmp_path, "fw.nft", RULESET))

    assert _passes(rules, source, target, protocol, port) == expected


def test_what_is_not_understood_is_noted_and_taken_to_be_open(tmp_path):
    found = list(nftables.parse(reading.written(tmp_path, "fw.nft", RULESET)))

    noted = [one for one in found if isinstance(one, Note) and one.code == "match_not_understood"]
    doubted = {note.facts["match"] for note in noted}
    assert doubted == {"set @learnt", "limit"}


def test_every_rule_is_counted_also_those_of_other_tables(tmp_path):
    found = list(nftables.parse(reading.written(tmp_path, "fw.nft", RULESET)))

    # two in admin, nine in forward, one in late, one of address translation
    assert reading.rows(found) == 13 + len(reading.records(found))


JSON = {
    "nftables": [
        {"metainfo": {"version": "1.0.9", "json_schema_version": 1}},
        {"table": {"family": "ip", "name": "filter"}},
        {"set": {"family": "ip", "table": "filter", "name": "admins",
                 "elem": [{"prefix": {"addr": "10.9.0.0", "len": 24}}, {"elem": {"val": "10.9.7.7", "timeout": 9}}]}},
        {"chain": {"family": "ip", "table": "filter", "name": "fwd", "type": "filter", "hook": "forward",
                   "prio": 0, "policy": "drop"}},
        {"rule": {"family": "ip", "table": "filter", "chain": "fwd", "expr": [
            {"match": {"op": "in", "left": {"ct": {"key": "state"}}, "right": ["established", "related"]}},
            {"accept": None}]}},
        {"rule": {"family": "ip", "table": "filter", "chain": "fwd", "expr": [
            {"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": "saddr"}}, "right": "@admins"}},
            {"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}},
                       "right": {"set": [22, {"range": [8000, 8010]}]}}},
            {"counter": {"packets": 0, "bytes": 0}}, {"accept": None}]}},
        {"rule": {"family": "ip", "table": "filter", "chain": "fwd", "expr": [
            {"vmap": {"key": {"meta": {"key": "l4proto"}}, "data": {"set": [["icmp", {"accept": None}]]}}}]}},
        {"rule": {"family": "ip", "table": "filter", "chain": "fwd", "expr": [{"strange": 1, "more": 2}]}},
    ]
}  # fmt: skip


def test_json_says_the_same_things(tmp_path):
    document = reading.written(tmp_path, "fw.json", json.dumps(JSON))
    rules = _rules(document)
    found = list(nftables.parse(document))

    assert nftables.recognise(document)
    assert _passes(rules, "10.9.0.1", "10.2.0.1", "tcp", 8005) == "yes"
    assert _passes(rules, "10.9.7.7", "10.2.0.1", "tcp", 22) == "yes"
    assert _passes(rules, "10.9.1.1", "10.2.0.1", "icmp", 0) == "yes"
    assert (
        _passes(rules, "10.9.1.1", "10.2.0.1", "tcp", 22) == "maybe"
    )  # the rule nobody could read
    assert reading.codes(found)["rule_unreadable"] == 1
    assert reading.rows(found) == 4 + len(reading.records(found))


_NETS = st.sampled_from(["10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32", "192.168.0.0/16"])
_PORTS = st.sampled_from([22, 80, (400, 450)])
_RULE = st.fixed_dictionaries(
    {
        "saddr": st.one_of(st.none(), st.tuples(_NETS, st.booleans())),
        "daddr": st.one_of(st.none(), st.tuples(_NETS, st.booleans())),
        "service": st.one_of(st.none(), st.tuples(st.sampled_from(["tcp", "udp"]), _PORTS)),
        "verdict": st.sampled_from(["accept", "drop", "own", "return"]),
    }
)  # fmt: skip


def _as_iptables(chain, rule):
    text = f"-A {chain}"
    for name, option in (("saddr", "-s"), ("daddr", "-d")):
        if rule[name]:
            text += (" !" if rule[name][1] else "") + f" {option} {rule[name][0]}"
    if rule["service"]:
        protocol, port = rule["service"]
        span = f"{port[0]}:{port[1]}" if isinstance(port, tuple) else port
        text += f" -p {protocol} -m {protocol} --dport {span}"
    return f"{text} -j {rule['verdict'].upper() if rule['verdict'] != 'own' else 'own'}"


def _as_nftables(rule):
    parts = [
        f"ip {name} {'!= ' if rule[name][1] else ''}{rule[name][0]}"
        for name in ("saddr", "daddr")
        if rule[name]
    ]
    if rule["service"]:
        protocol, port = rule["service"]
        parts.append(
            f"{protocol} dport {f'{port[0]}-{port[1]}' if isinstance(port, tuple) else port}"
        )
    return " ".join([*parts, "jump own" if rule["verdict"] == "own" else rule["verdict"]])


@settings(max_examples=150, deadline=None)
@given(st.lists(_RULE, max_size=6), st.lists(_RULE, max_size=3), st.booleans())
def test_the_same_rules_in_iptables_and_nftables_let_the_same_pass(
    tmp_path_factory, forward, own, drop
):
    own = [
        {**rule, "verdict": "drop" if rule["verdict"] == "own" else rule["verdict"]} for rule in own
    ]
    old = [
        "*filter",
        ":INPUT ACCEPT [0:0]",
        f":FORWARD {'DROP' if drop else 'ACCEPT'} [0:0]",
        ":own - [0:0]",
    ]
    old += [_as_iptables("FORWARD", rule) for rule in forward] + [
        _as_iptables("own", rule) for rule in own
    ]
    new = ["table ip filter {", "chain own {", *map(_as_nftables, own), "}", "chain forward {",
           f"type filter hook forward priority 0; policy {'drop' if drop else 'accept'};",
           *map(_as_nftables, forward), "}", "}"]  # fmt: skip
    folder = tmp_path_factory.mktemp("twins")
    saved, _ = iptables.read(reading.written(folder, "old", "\n".join([*old, "COMMIT", ""])))
    theirs = other_chains.rules(saved[False].table, "FORWARD", {}, Counter())

    (ours,) = _rules(reading.written(folder, "new", "\n".join(new) + "\n"))

    places = [
        network(a)[0][0] for a in ("10.0.0.1", "10.1.0.1", "10.1.2.3", "192.168.1.1", "8.8.8.8")
    ]
    for one in places:
        for other in places:
            left, right = verdict(theirs, one, other), verdict(ours, one, other)
            for protocol in PROTOCOLS:
                assert left.passes.get(protocol, ()) == right.passes.get(protocol, ())
                assert left.may_pass.get(protocol, ()) == right.may_pass.get(protocol, ())


@pytest.mark.parametrize(
    "content",
    ["table ip x {\nchain y {\n", "table ip x { chain y { tcp dport { 1, ", '{"nftables": [}'],
)
def test_half_a_rule_set_is_refused_or_read_as_far_as_it_goes(tmp_path, content):
    from grunnmur.errors import CollectError

    with pytest.raises(CollectError):
        list(nftables.parse(reading.written(tmp_path, "x", content)))


@pytest.mark.needs_data
def test_a_real_rule_set_lets_pass_what_its_owner_meant(data, tmp_path):
    import tarfile

    with tarfile.open(data / "network_configs" / "iptables_collection.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    document = reading.document(tmp_path / "config_ongy_flat_share" / "2015_aug_nft-ruleset")
    rules = _rules(document)

    assert nftables.recognise(document)
    assert _passes(rules, "10.149.104.34", "10.149.1.1", "tcp", 8080) == "yes"
    assert _passes(rules, "10.1.1.1", "10.149.1.1", "tcp", 8080) == "no"
    assert _passes(rules, "10.13.37.200", "8.8.8.8", "tcp", 443) == "yes"
    assert _passes(rules, "10.13.37.200", "8.8.8.8", "udp", 443) == "no"
    assert _passes(rules, "10.13.37.5", "8.8.8.8", "udp", 443) == "yes"
    ferm = reading.document(
        tmp_path / "configs_tails_os" / "feature_various-firewall-hardening_ferm.conf"
    )
    assert not nftables.recognise(ferm)
