"""Who stands around one thing: each neighbour once, with all that runs between the two."""

from __future__ import annotations

from psycopg import sql

from grunnmur_web import reading
from grunnmur_web.reading import FIRST, Row, Window

SIDES = ("needed_by", "needs")


def around(noun: str, entity_id: str, window: Window = FIRST) -> dict[str, list[Row]]:
    """The window of its neighbours on each side, the most used first; `total` is how many one may see on that side.

    A neighbour one may not see has no id: those of one verdict are one row, with how many dependencies they are.
    `shared` is one that many share: infrastructure or middleware, or a service to treat apart.
    """
    values = {"noun": noun, "id": entity_id, **window._asdict()}
    return reading.together({name: _side(name) for name in SIDES}, values)


def side(name: str, noun: str, entity_id: str, window: Window) -> list[Row]:
    """The window of its neighbours on one side."""
    values = {"noun": noun, "id": entity_id, **window._asdict()}
    return reading.rows(_side(name), values)


def _side(name: str) -> sql.Composed:
    own, other = ("provider", "consumer") if name == "needed_by" else ("consumer", "provider")
    names = {
        "view": f"dependency_{name}", "own_kind": f"{own}_kind", "own_id": f"{own}_id", "kind": f"{other}_kind",
        "id": f"{other}_id", "organisation": f"{other}_organisation_id", "seen": f"{other}_seen",
    }  # fmt: skip
    return sql.SQL(_AROUND).format(**{key: sql.Identifier(value) for key, value in names.items()})


_AROUND = """
with told as (
    select {kind} as noun, {id} as entity_id, {organisation} as organisation_id, {seen} as seen,
        case when not {seen} then coalesce(verdict, origin) end as hidden_verdict,
        count(*) as dependencies, sum(flows)::bigint as flows,
        max(coalesce(last_seen_at, pair_seen_at)) as last_seen_at,
        string_agg(distinct concat_ws(' ', protocol, port), ', ') as protocols,
        min(coalesce(verdict, origin)) as verdict
    from {view} where {own_id} = %(id)s and {own_kind} = %(noun)s
    group by 1, 2, 3, 4, 5
)
select told.noun, told.entity_id, told.seen, thing.name, told.organisation_id, thing.platform, application.function,
    verdict, dependencies, flows, protocols, last_seen_at, role.role, role.sub_role,
    coalesce(role.role, '') in ('infrastructure', 'middleware') or split_item.application_id is not null as shared,
    count(*) filter (where told.seen) over () as total
from told
left join thing on thing.noun = told.noun and thing.entity_id = told.entity_id
left join application on told.noun = 'application' and application.application_id = told.entity_id
left join provider_role as role on role.noun = told.noun and role.entity_id = told.entity_id
left join split_item on told.noun = 'application' and split_item.application_id = told.entity_id
order by flows desc nulls last, dependencies desc, thing.name, told.entity_id, told.noun, verdict
limit %(limit)s offset %(offset)s
"""
