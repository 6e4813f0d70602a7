"""One thing: its row, where every attribute came from, and what hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from psycopg import sql

from grunnmur.estate import TABLES
from grunnmur_web import keyed, reading
from grunnmur_web.queries.hanging import Hanging
from grunnmur_web.reading import FIRST, Row, Window
from grunnmur_web.store.shelves import SHELVES


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source said of one attribute."""

    attribute: str
    value: str
    source: str
    record_key: str | None
    chosen: bool
    seen_at: datetime | None


def thing(noun: str, entity_id: str) -> Row | None:
    """The thing's row; None where it is not there or may not be seen, which is the same answer.

    `called` is what it is called everywhere: its name, else what the table of names has, else its id.
    """
    return reading.row(
        sql.SQL(
            "select *, coalesce(name, (select name from thing where noun = %(noun)s and entity_id = %(id)s), %(id)s) "
            "as called from {} where {} = %(id)s"
        ).format(sql.Identifier(noun), sql.Identifier(TABLES[noun].id_column)),
        {"noun": noun, "id": entity_id},
    )


def identifiers(noun: str, entity_id: str) -> list[Row]:
    """Every identifier a source gave the thing. Asked only of what may be seen."""
    key = {"noun": noun, "entity_id": entity_id}
    found = keyed.rows("identifier", key, order="shared, kind, value")
    return [{name: row[name] for name in ("kind", "value", "shared")} for row in found]


def evidence(noun: str, entity_id: str) -> dict[str, list[Claim]]:
    """Every claim about the thing, by attribute, the winner first. Asked only of what may be seen.

    Evidence is the largest table there is, and sorted by key: a few pages of one file hold the answer. Of what everyone
    may see, such as a product, a row's key may tell what a trust has: it is for who sees the whole group.
    """
    whole = SHELVES[noun].seen != "everyone" or reading.value("select access.sees_all('read')")
    found = keyed.rows(
        "evidence",
        {"noun": noun, "entity_id": entity_id},
        order="attribute, chosen desc, seen_at desc, source, record_key",
    )
    by_attribute: dict[str, list[Claim]] = {}
    for row in found:
        claim = Claim(
            row["attribute"],
            row["value"],
            row["source"],
            row["record_key"] if whole else None,
            bool(row["chosen"]),
            row["seen_at"],
        )
        by_attribute.setdefault(claim.attribute, []).append(claim)
    return by_attribute


def has(noun: str, name: str) -> bool:
    """Whether this is told of things of this noun."""
    return noun in _OF.get(name, (noun,))


def told(
    noun: str,
    entity_id: str,
    *names: str,
    hanging: Mapping[str, Hanging] | None = None,
    window: Window = FIRST,
) -> dict[str, list[Row]]:
    """What is told of a thing under these names, and what hangs on it; asked at once.

    Of what may be long, `needs`, `needed_by`, `outside`, `reached_by` and what hangs on it, the window comes back.
    """
    asked = {name: _about(noun, name) for name in names}
    asked |= {name: _hanging(one) for name, one in (hanging or {}).items()}
    return reading.together(asked, {"noun": noun, "id": entity_id, **window._asdict()})


def _about(noun: str, name: str) -> reading.Query:
    return sql.SQL(_TOLD[name]).format(own=sql.Identifier(TABLES[noun].id_column))


def _hanging(one: Hanging) -> reading.Query:
    """The rows in the order of what is shown first; where that is the same, of all they hold."""
    return sql.SQL(
        "select * from {table} where {column} = %(id)s order by {first}, {table} limit %(limit)s offset %(offset)s"
    ).format(
        table=sql.Identifier(one.table),
        column=sql.Identifier(one.column),
        first=sql.Identifier(one.columns[0]),
    )


def _ends(view: str, own: str, other: str) -> str:
    """What is at the other end, the most used first; between applications the verdict is the pair's.

    Hidden ends have no id: all that is told of them puts them in an order.
    """
    return f"""
        select {other}_kind as noun, {other}_id as entity_id, {other}_seen as seen,
            {other}_organisation_id as organisation_id, protocol, port, coalesce(verdict, origin) as verdict, flows,
            coalesce(last_seen_at, pair_seen_at) as last_seen_at, missed_probability
        from {view} where {own}_id = %(id)s and {own}_kind = %(noun)s
        order by flows desc nulls last, {other}_id, protocol, port, 1, 4, 7, 9, 10 limit %(limit)s offset %(offset)s
    """


_OF = {
    "findings": ("asset", "application", "data_store", "contract"),
    "moves": ("asset", "application"),
    "role": ("asset", "application"),
    "unseen": ("application",),
    "outside": ("asset",),
    "reached_by": ("asset", "application", "data_store"),
    "checked": ("asset",),
    "mending": ("asset",),
}
"""What is told of things of some nouns only: of those that rules judge, that move, that others call, and that hold
patient data.
"""
_TOLD = {
    # when the id was born, and what was merged into it or split from it
    "history": "select * from entity where noun = %(noun)s and entity_id = %(id)s",
    # what is wrong with it, worst first
    "findings": """
        select * from finding where subject_id = %(id)s and subject_kind = %(noun)s
        order by array_position(array['critical', 'high', 'medium', 'low'], severity), rule_id
    """,
    "needs": _ends("dependency_needs", "consumer", "provider"),
    "needed_by": _ends("dependency_needed_by", "provider", "consumer"),
    # when it moves, in the plan that stands
    "moves": """
        select workload.workload_id, workload.name, wave.starts_on, wave.ends_on, move.disposition, move.cost
        from workload_member join workload using (workload_id) join move using (workload_id)
        left join wave on wave.plan_id = move.plan_id and wave.wave_id = move.wave_id
        where entity_id = %(id)s and workload_member.noun = %(noun)s order by wave.starts_on, workload.name
    """,
    # what it is to those who call it; nothing where it was never seen called
    "role": "select * from provider_role where noun = %(noun)s and entity_id = %(id)s",
    # how likely a dependency of an application left no trace, by how often it is used
    "unseen": """
        select period, probability, round(watched_hours)::bigint as watched_hours, coverage
        from unseen where application_id = %(id)s
        order by array_position(array['daily', 'weekly', 'monthly', 'yearly', 'failover'], period)
    """,
    # whom an asset spoke with outside, the most used first; a registered network is named to who may see it
    "outside": """
        select outside_contact.*,
            coalesce(network.name, network.cidr, case when network_id is null then peer end) as peer_name
        from outside_contact left join network using (network_id)
        where asset_id = %(id)s order by flows desc nulls last, direction, peer, protocol, port
        limit %(limit)s offset %(offset)s
    """,
    # what a scanner reported beside what versions tell, counted; and the updates that would mend something. Without a
    # right of its own nothing comes back
    "checked": """
        select outcome, reason, count(*) as reports from detection_check where asset_id = %(id)s group by 1, 2
        order by array_position(array['agreed', 'only_scanner', 'undecided', 'only_derived'], outcome), 3 desc, 2
    """,
    "mending": """
        select * from situation where asset_id = %(id)s
        order by exploited desc nulls last, affected desc nulls last, product_id, version, written_version
        limit %(limit)s offset %(offset)s
    """,
    # who can reach the patient data on it; without a right of its own nothing comes back
    "reached_by": """
        select access.account_id, access.data_store_id, could, did, provable, access.organisation_id,
            country, verdict, approval, valid_to, logons, path_id
        from access join data_store using (data_store_id) where data_store.{own} = %(id)s
        order by verdict, account_id, access.data_store_id limit %(limit)s offset %(offset)s
    """,
}
