"""Who reaches patient data, from where, and what stops it. Row-level security asks for its own right."""

from __future__ import annotations

from grunnmur_web import keyed, reading
from grunnmur_web.reading import FIRST, Row, Window


def violations() -> list[Row]:
    """Pairs of account and data that a rule does not let pass, by rule."""
    return reading.rows(
        """
        select rule_id, layer, verdict, count(distinct account_id) as accounts, count(distinct data_store_id) as stores,
            count(*) as pairs
        from access_violation group by 1, 2, 3 order by layer, verdict, pairs desc, rule_id
        """
    )


def pairs(rule_id: str, window: Window = FIRST) -> list[Row]:
    """Who reaches which data against a rule."""
    return reading.rows(
        "select * from access_violation where rule_id = %s "
        "order by verdict, layer, account_id, data_store_id limit %s offset %s",
        [rule_id, *window],
    )


def use() -> list[Row]:
    """Rights against use: who could reach data, who did log on, and what could be proven."""
    return reading.rows(
        """
        select could, did, provable, count(distinct account_id) as accounts,
            count(distinct data_store_id) as stores, count(*) as pairs
        from access group by could, did, provable
        order by could desc nulls last, did desc nulls last, provable desc nulls last
        """
    )


def countries() -> list[Row]:
    """From where data can be reached."""
    return reading.rows(
        """
        select country, count(distinct account_id) as accounts, count(distinct data_store_id) as stores,
            count(*) filter (where verdict = 'fail') as failed
        from access group by country order by accounts desc, country nulls last
        """
    )


def surface() -> list[Row]:
    """Ways of attack, from each class of entries to each class of targets."""
    return reading.rows("select * from attack_surface order by entry_class, target")


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


def path(path_id: str) -> list[Row]:
    """A chain, link by link, for those who see the whole group's."""
    if not reading.value("select access.sees_all('security')"):
        return []
    return keyed.rows("path_step", {"path_id": path_id}, order="step")
