"""The chains as BloodHound OpenGraph JSON, to be looked at there."""

from __future__ import annotations

from grunnmur.estate import Estate
from grunnmur.reach.answers.names import Named

_KINDS = {
    "account": "GrunnmurAccount",
    "asset": "GrunnmurAsset",
    "application": "GrunnmurApplication",
    "data_store": "GrunnmurDataStore",
    "domain": "GrunnmurDomain",
    "zone": "GrunnmurZone",
    "network": "GrunnmurNetwork",
    "service": "GrunnmurService",
    "container": "GrunnmurUnit",
    "policy": "GrunnmurPolicy",
    "template": "GrunnmurCertificateTemplate",
    "authority": "GrunnmurCertificateAuthority",
    "grant": "GrunnmurInheritedRight",
}
_NODES = """
    with met as (
        select from_kind as kind, "from" as id from path_step union select to_kind, "to" from path_step
    ), named as (
        select 'account' as kind, account_id as id, name from account
        union all select 'asset', asset_id, name from asset
        union all select 'service', asset_id, name from asset
        union all select 'application', application_id, name from application
        union all select 'data_store', data_store_id, name from data_store
        union all select 'zone', zone_id, name from zone
    )
    select m.kind, m.id, n.name from met m left join named n on n.kind = m.kind and n.id = m.id
    order by m.kind, m.id
"""
_EDGES = """
    select distinct from_kind, "from", to_kind, "to", "by", technique from path_step order by all
"""


def document(
    estate: Estate, *, classification: str, named: Named | None = None
) -> dict[str, object]:
    """The OpenGraph document of every chain in `path_step`. With `named`, names and ids are what it says."""
    nodes = [
        _node(kind, entity_id, name, named)
        for kind, entity_id, name in estate.connection.execute(_NODES).fetchall()
    ]
    edges = [_edge(row, named) for row in estate.connection.execute(_EDGES).fetchall()]
    return {
        "metadata": {"source_kind": "Grunnmur"},
        "graph": {"nodes": [_said(classification), *nodes], "edges": edges},
    }


def _said(classification: str) -> dict[str, object]:
    """A node that carries the classification; the format has no other place for it."""
    properties = {"name": classification}
    return {
        "id": "grunnmur-classification",
        "kinds": ["GrunnmurClassification"],
        "properties": properties,
    }


def _node(kind: str, entity_id: str, name: str | None, named: Named | None) -> dict[str, object]:
    shown = named(kind, entity_id) if named else name or entity_id
    return {
        "id": _id(kind, entity_id, named),
        "kinds": [_KINDS.get(kind, "GrunnmurThing")],
        "properties": {"name": shown, "noun": kind},
    }


def _edge(
    row: tuple[str, str, str, str, str, str | None], named: Named | None
) -> dict[str, object]:
    from_kind, start, to_kind, end, by, technique = row
    properties = {"technique": technique} if technique else {}
    return {
        "kind": "".join(part.capitalize() for part in by.split("_")),
        "start": {"match_by": "id", "value": _id(from_kind, start, named)},
        "end": {"match_by": "id", "value": _id(to_kind, end, named)},
        "properties": properties,
    }


def _id(kind: str, entity_id: str, named: Named | None) -> str:
    return named(kind, entity_id) if named else f"{kind}:{entity_id}"
