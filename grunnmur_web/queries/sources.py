"""Where the estate came from."""

from __future__ import annotations

from grunnmur_web import keyed, reading
from grunnmur_web.reading import FIRST, Row, Window
from grunnmur_web.store.shelves import SHELVES

_SECRET = tuple(name for name, shelf in SHELVES.items() if shelf.right == "security")
"""Nouns that need the security right."""


def run() -> Row:
    """The run that is shown."""
    return reading.row("select * from run order by run_id desc limit 1") or {}


def sources() -> list[Row]:
    """Every source with its age on the day judged, what is oldest or of unknown age first.

    Where it lies and how much it holds may be another trust's, and is for who sees the whole group.
    """
    return reading.rows(
        """
        select source, format, seen_at, (select max(on_date) from run) - seen_at::date as days, counted.*,
            case when (select access.sees_all('read')) then coalesce(notes, 0) end as notes
        from source left join lateral (
            select path, records, claimed, noted, noted::float / nullif(records, 0) as noted_share
            where (select access.sees_all('read'))
        ) as counted on true
        left join (select source, count(*) as notes from note group by source) as told using (source)
        order by seen_at nulls first, source
        """
    )


def notes() -> list[Row]:
    """Notes by kind, the most first, with one as an example. Whoever sees the whole group sees them."""
    return reading.rows(
        """
        select code, count(*) as notes, count(distinct source) as sources, min(facts) as facts
        from note group by code order by notes desc, code
        """
    )


def each_note(code: str = "", source: str = "", window: Window = FIRST) -> list[Row]:
    """Every note, of a kind and of a source where they are given."""
    return reading.rows(
        "select * from note where %(code)s in ('', code) and %(source)s in ('', source) "
        "order by source, place, code, facts limit %(limit)s offset %(offset)s",
        {"code": code, "source": source, **window._asdict()},
    )


def used(source: str, window: Window = FIRST) -> list[Row]:
    """The rows of a source that are about a thing, with the thing. Whoever sees the whole group sees them.

    Those about accounts and what else needs the security right are for who holds it for the whole group.
    """
    if not reading.value("select access.sees_all('read')"):
        return []
    return keyed.rows(
        "record",
        {"source": source},
        order="record_key, noun, entity_id",
        window=window,
        but=_guarded(),
    )


def counted(source: str) -> Row | None:
    """How many rows of a source were read, used and noted, and how many of those used are about a thing."""
    row = reading.row(
        "select source, records, claimed, noted from source "
        "where source = %s and (select access.sees_all('read'))",
        [source],
    )
    return row and {**row, "kept": keyed.count("record", {"source": source}, but=_guarded())}


def _guarded() -> keyed.But:
    """What is left out for who may not see it."""
    return None if reading.value("select access.sees_all('security')") else ("noun", _SECRET)


def coverage() -> list[Row]:
    """How much of each kind of thing all sources together saw, beside the estimate."""
    return reading.rows(
        "select asset_kind, seen, estimated from coverage where source = '*' order by seen desc, asset_kind"
    )
