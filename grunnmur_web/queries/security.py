"""Who reaches patient data, from where, and what stops it. Row-level security asks for its own right."""

from __future__ import annotations

from collections.abc import Mapping

from grunnmur_web import keyed, reading
from grunnmur_web.reading import FIRST, Row, Window


def violations() -> list[Row]:
    """Pairs of account and data that a rule does not let pass, by rule."""
    return reading.rows(
        f"""
        select rule_id, layer, verdict, {_COUNTS}, sum(pairs)::bigint as pairs
        from ({_each("access_violation", "rule_id, layer, verdict")}) as told
        group by 1, 2, 3 order by layer, verdict, pairs desc, rule_id
        """
    )


def pairs(rule_id: str, window: Window = FIRST, *, layer: str = "", verdict: str = "") -> list[Row]:
    """Who reaches which data against a rule, of one layer and verdict where they are given."""
    return reading.rows(
        "select * from access_violation where rule_id = %s and %s in ('', layer) and %s in ('', verdict) "
        "order by verdict, layer, account_id, data_store_id limit %s offset %s",
        [rule_id, layer, verdict, *window],
    )


REACHED = ("could", "did", "provable", "country", "verdict")
"""What narrows the pairs of account and data there are, as the counts of them are told."""


def reached(narrowed: Mapping[str, str], window: Window = FIRST) -> list[Row]:
    """Who reaches which data, of what is `narrowed`: `true`, `false`, a code, or `~` for what is not known."""
    asked = [name for name in REACHED if name in narrowed]
    where = " and ".join(["true", *(f"coalesce({name}::text, '~') = %s" for name in asked)])
    return reading.rows(
        f"select * from access where {where} "
        "order by verdict, account_id, data_store_id limit %s offset %s",
        [*(narrowed[name] for name in asked), *window],
    )


def use() -> list[Row]:
    """Rights against use: who could reach data, who did log on, and what could be proven."""
    return reading.rows(
        f"""
        select could, did, provable, {_COUNTS}, sum(pairs)::bigint as pairs
        from ({_each("access", "could, did, provable")}) as told group by 1, 2, 3
        order by could desc nulls last, did desc nulls last, provable desc nulls last
        """
    )


def countries() -> list[Row]:
    """From where data can be reached."""
    return reading.rows(
        f"""
        select country, {_COUNTS}, sum(pairs)::bigint as pairs, sum(failed)::bigint as failed
        from ({_each("access", "country")}) as told
        group by country order by accounts desc, country nulls last
        """
    )


_COUNTS = "sum(accounts)::bigint as accounts, sum(stores)::bigint as stores"


def _each(table: str, groups: str) -> str:
    """A row for each account of a group, and one for each data store: adding them up counts what is distinct.

    PostgreSQL sorts all pairs to count what is distinct of them, and groups them without: three times as fast.
    """
    return f"""
        select {groups}, 1 as accounts, 0 as stores, count(*) as pairs,
            count(*) filter (where verdict = 'fail') as failed
        from {table} group by {groups}, account_id
        union all
        select {groups}, 0, 1, 0, 0 from {table} group by {groups}, data_store_id
    """


def surface() -> list[Row]:
    """Ways of attack, from each class of entries to each class of targets."""
    return reading.rows("select * from attack_surface order by entry_class, target")


def entries(entry_class: str, window: Window = FIRST, *, onward: bool = False) -> list[Row]:
    """The things an attacker of a class begins with, or those of them that lead on to a target."""
    if not reading.value("select access.sees_all('security')"):
        return []
    return keyed.rows(
        "attack_exposure", _begun(entry_class, onward=onward), order="asset_id", window=window
    )


def entries_kept(entry_class: str, *, onward: bool = False) -> int:
    """How many entries are things: accounts, zones and services are only counted."""
    if not reading.value("select access.sees_all('security')"):
        return 0
    return keyed.count("attack_exposure", _begun(entry_class, onward=onward))


def _begun(entry_class: str, *, onward: bool) -> keyed.Key:
    onwards: dict[str, bool] = {"onward": True} if onward else {}
    return {"entry_class": entry_class, "distance": 0, **onwards}


def cuts() -> list[Row]:
    """Sets of removals, with what no set costs less than."""
    return reading.rows("select * from cut order by cut_id")


def items(cut_id: str) -> list[Row]:
    """What a cut removes, in the order to do it, and when the plan removes it anyway."""
    return reading.rows(
        """
        select cut_item.*, removal_wave.ends_on
        from cut_item left join removal_wave using (cut_id, item)
        where cut_id = %s order by place nulls last, item
        """,
        [cut_id],
    )


def updates(window: Window = FIRST) -> list[Row]:
    """Single updates by the risk they remove, the most first, for those who see the whole group's."""
    return reading.rows(
        """
        select * from update_gain
        order by risk_removed desc nulls last, product_id, version, update_to limit %s offset %s
        """,
        window,
    )


def update(product_id: str, version: str) -> Row | None:
    """The update of a product's version, if one removes anything."""
    return reading.row(
        "select * from update_gain where product_id = %s and coalesce(version, '') = %s "
        "order by update_to limit 1",
        [product_id, version],
    )


def removed(
    product_id: str, version: str, window: Window = FIRST, *, exploited: bool = False
) -> list[Row]:
    """The vulnerabilities an update removes, those that are exploited and most likely to be first."""
    return reading.rows(
        """
        select * from situation_vulnerability
        where product_id = %s and coalesce(version, '') = %s and (exploited or not %s)
        order by exploited desc, epss desc nulls last, cvss desc nulls last, vulnerability_id limit %s offset %s
        """,
        [product_id, version, exploited, *window],
    )


def mends(asset_id: str, product_id: str) -> Row | None:
    """The update that would mend something of a product on an asset, for who has the security right there."""
    return reading.row(
        "select product_id, version from situation where asset_id = %s and product_id = %s order by version limit 1",
        [asset_id, product_id],
    )


def concerning(situation_id: str) -> dict[str, Row]:
    """The vulnerabilities that concern a situation, by their ids. Ask only of a finding one may see."""
    rows = keyed.rows(
        "situation_vulnerability",
        {"situation_id": situation_id, "verdict": "affected"},
        order="vulnerability_id",
    )
    return {row["vulnerability_id"]: row for row in rows}


def perhaps_concerning(situation_id: str, window: Window = FIRST) -> list[Row]:
    """Those of which it is not known whether they do, the weightiest first. Ask only of a finding one may see."""
    return keyed.rows(
        "situation_vulnerability",
        {"situation_id": situation_id, "verdict": "unknown"},
        order="exploited desc nulls last, epss desc nulls last, cvss desc nulls last, vulnerability_id",
        window=window,
    )


def checked() -> list[Row]:
    """How many reports there are of each outcome of scanners beside versions, and of each reason."""
    return reading.rows(
        """
        select outcome, reason, sum(rows)::bigint as reports from detection_check_tally group by 1, 2
        order by array_position(array['agreed', 'only_scanner', 'undecided', 'only_derived'], outcome), 3 desc, 2
        """
    )


def path(path_id: str) -> list[Row]:
    """A chain, link by link, for those who see the whole group's."""
    if not reading.value("select access.sees_all('security')"):
        return []
    return keyed.rows("path_step", {"path_id": path_id}, order="step")
