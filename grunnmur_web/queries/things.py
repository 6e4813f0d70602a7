"""One thing: its row, where every attribute came from, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import sql

from grunnmur.estate import TABLES
from grunnmur_web import keyed, reading
from grunnmur_web.reading import Row


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source said of one attribute."""

    attribute: str
    value: str
    source: str
    record_key: str
    chosen: bool


def thing(noun: str, entity_id: str) -> Row | None:
    """The thing's row; None where it is not there or may not be seen, which is the same answer."""
    return reading.row(
        sql.SQL("select * from {} where {} = %s").format(
            sql.Identifier(noun), sql.Identifier(TABLES[noun].id_column)
        ),
        [entity_id],
    )


def evidence(noun: str, entity_id: str) -> dict[str, list[Claim]]:
    """Every claim about the thing, by attribute, the winner first. Asked only of what may be seen.

    Evidence is the largest table there is, and sorted by key: a few pages of one file hold the answer.
    """
    found = keyed.rows(
        "evidence",
        {"noun": noun, "entity_id": entity_id},
        order="attribute, chosen desc, seen_at desc, source, record_key",
    )
    by_attribute: dict[str, list[Claim]] = {}
    for row in found:
        claim = Claim(
            row["attribute"], row["value"], row["source"], row["record_key"], bool(row["chosen"])
        )
        by_attribute.setdefault(claim.attribute, []).append(claim)
    return by_attribute


def history(noun: str, entity_id: str) -> list[Row]:
    """When the id was born, and what was merged into it or split from it."""
    return keyed.rows("entity", {"noun": noun, "entity_id": entity_id}, order="entity_id")


def findings(noun: str, entity_id: str) -> list[Row]:
    """What is wrong with it, worst first."""
    return reading.rows(
        "select * from finding where subject_id = %s and subject_kind = %s order by "
        "array_position(array['critical', 'high', 'medium', 'low'], severity), rule_id",
        [entity_id, noun],
    )


def neighbours(noun: str, entity_id: str) -> dict[str, list[Row]]:
    """What it needs, and what needs it, the most used first.

    Between applications the verdict is the pair's, else whether it was declared or observed.
    """
    needs = reading.rows(
        "select provider_kind as noun, provider_id as entity_id, provider_seen as seen, "
        "provider_organisation_id as organisation_id, protocol, port, coalesce(verdict, origin) as verdict, flows, "
        "coalesce(last_seen_at, pair_seen_at) as last_seen_at, missed_probability "
        "from dependency_needs where consumer_id = %s and consumer_kind = %s "
        "order by flows desc nulls last, provider_id limit %s",
        [entity_id, noun, reading.MOST],
    )
    needed = reading.rows(
        "select consumer_kind as noun, consumer_id as entity_id, consumer_seen as seen, "
        "consumer_organisation_id as organisation_id, protocol, port, coalesce(verdict, origin) as verdict, flows, "
        "coalesce(last_seen_at, pair_seen_at) as last_seen_at, missed_probability "
        "from dependency_needed_by where provider_id = %s and provider_kind = %s "
        "order by flows desc nulls last, consumer_id limit %s",
        [entity_id, noun, reading.MOST],
    )
    return {"needs": needs, "needed_by": needed}


def moves(noun: str, entity_id: str) -> list[Row]:
    """When it moves, in the plan that stands."""
    return reading.rows(
        "select workload.workload_id, workload.name, wave.starts_on, wave.ends_on, move.disposition, move.cost "
        "from workload_member join workload using (workload_id) join move using (workload_id) "
        "left join wave on wave.plan_id = move.plan_id and wave.wave_id = move.wave_id "
        "where entity_id = %s and workload_member.noun = %s order by wave.starts_on, workload.name",
        [entity_id, noun],
    )


def reached_by(column: str, entity_id: str) -> list[Row]:
    """Who can reach the patient data on it, or what an account can. Without a right of its own nothing comes back."""
    return reading.rows(
        sql.SQL(
            "select access.account_id, access.data_store_id, could, did, provable, access.organisation_id, "
            "country, verdict, approval, valid_to, logons, path_id "
            "from access join data_store using (data_store_id) where {} = %s order by verdict, account_id limit {}"
        ).format(
            sql.Identifier("access" if column == "account_id" else "data_store", column),
            sql.Literal(reading.MOST),
        ),
        [entity_id],
    )


def rows_where(table: str, column: str, value: str, *, order: str) -> list[Row]:
    """The first rows of a declared table with this value."""
    return reading.rows(
        sql.SQL("select * from {} where {} = %s order by {} limit {}").format(
            sql.Identifier(table),
            sql.Identifier(column),
            sql.Identifier(order),
            sql.Literal(reading.MOST),
        ),
        [value],
    )
