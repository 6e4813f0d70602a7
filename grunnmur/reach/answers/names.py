"""What things are called."""

from __future__ import annotations

from collections.abc import Callable

from grunnmur.estate import TABLES, Estate
from grunnmur.reach.answers.asked import asked

Named = Callable[[str, str], str]
"""What a thing of a noun and an id shall be called."""


def name(estate: Estate, noun: str, entity_id: str) -> str:
    """The name a person knows the thing by: a machine's without its domain. Its id where it has none."""
    if noun == "domain":
        found = asked(estate).rows("domain_name", sid=entity_id)
        return str(found[0][0]) if found else entity_id
    if noun not in TABLES or "name" not in TABLES[noun].by_name:
        return entity_id
    found = estate.connection.execute(
        f'select name from "{noun}" where "{TABLES[noun].id_column}" = ?', [entity_id]
    ).fetchall()
    known = str(found[0][0]) if found and found[0][0] else entity_id
    return known.partition(".")[0] if noun == "asset" else known
