"""The export is of the form BloodHound publishes for OpenGraph, whatever stands in the chains."""

import re
from datetime import date

from grunnmur import reach
from grunnmur.reach import open_graph, redact
from tests.worlds import world

SID = "S-1-5-21-1-2-3"


def _document(folder, named=None):
    """A client whose machine account may do all to an administrator of patient data, through what is inherited."""
    estate = world(
        folder,
        account=[{"account_id": "s", "name": "svc «x»", "kind": "service", "enabled": True}],
        asset=[{"asset_id": "pc", "name": "pc", "kind": "client"}, {"asset_id": "v", "kind": "vm"}],
        identifier=[
            {"noun": "asset", "entity_id": "pc", "kind": "sid", "value": f"{SID}-1"},
            {"noun": "account", "entity_id": "s", "kind": "sid", "value": f"{SID}-2"},
        ],
        directory_link=[
            {"from_kind": "principal", "from_id": f"{SID}-1", "to_kind": "principal", "to_id": f"{SID}-2",
             "link": "generic_all", "inherited": True},
            {"from_kind": "principal", "from_id": f"{SID}-1", "to_kind": "template", "to_id": "T",
             "link": "enroll_as_anyone"},
            {"from_kind": "template", "from_id": "T", "to_kind": "authority", "to_id": "C", "link": "offered_by"},
            {"from_kind": "authority", "from_id": "C", "to_kind": "domain", "to_id": SID, "link": "issues_for"},
        ],
        privilege=[{"account_id": "s", "target_kind": "asset", "target_id": "v", "level": "admin"}],
        data_store=[{"data_store_id": "d", "asset_id": "v", "data_class": "patient"}],
    )  # fmt: skip
    reach.reach(estate, on=date(2026, 9, 1))
    return open_graph.document(estate, classification="secret", named=named)


def _plain(properties):
    """Whether properties are a flat map of text, numbers, yes and no, or lists of one of these."""
    return properties is None or all(
        isinstance(value, str | int | float | bool)
        or (isinstance(value, list) and len({type(one) for one in value} | {str}) <= 2)
        for value in properties.values()
    )  # fmt: skip


def test_nodes_and_edges_are_of_the_published_form(tmp_path):
    document = _document(tmp_path)

    assert set(document) == {"metadata", "graph"}
    assert set(document["graph"]) == {"nodes", "edges"}
    known = set()
    for node in document["graph"]["nodes"]:
        assert set(node) <= {"id", "kinds", "properties"}
        assert isinstance(node["id"], str)
        assert 1 <= len(node["kinds"]) <= 3
        assert all(re.fullmatch(r"[A-Za-z0-9_]+", kind) for kind in node["kinds"])
        assert _plain(node["properties"])
        known.add(node["id"])
    assert len(known) == len(document["graph"]["nodes"])
    for edge in document["graph"]["edges"]:
        assert set(edge) == {"start", "end", "kind", "properties"}
        assert re.fullmatch(r"[A-Za-z0-9_]+", edge["kind"])
        assert _plain(edge["properties"])
        for end in (edge["start"], edge["end"]):
            assert end["match_by"] == "id"
            assert end["value"] in known


def test_every_kind_of_node_in_a_chain_has_a_kind_of_its_own(tmp_path):
    kinds = {node["kinds"][0] for node in _document(tmp_path)["graph"]["nodes"]}

    assert {"GrunnmurInheritedRight", "GrunnmurCertificateTemplate", "GrunnmurDomain"} <= kinds
    assert "GrunnmurThing" not in kinds


def test_redacted_it_names_nobody(tmp_path):
    text = str(_document(tmp_path, lambda noun, entity: redact.pseudonym(b"key", noun, entity)))

    assert "svc" not in text
    assert SID not in text


def test_a_workload_s_id_is_replaced_too():
    row = redact.redacted(
        lambda noun, _: f"{noun}-x", ("item", "workload_id"), ("r-1", "infrastructure/A/Oslo")
    )

    assert row == ("r-1", "workload-x")
