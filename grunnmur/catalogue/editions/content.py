"""Which feeds an update left as they were: what was read again is no new edition."""

from __future__ import annotations

from collections.abc import Collection

from grunnmur.kit.engine import Steps

_ORIGIN = "if(origin = 'cisa', 'cve', origin)"
_FEED = {
    "vulnerability_record": _ORIGIN,
    "affected": _ORIGIN,
    **dict.fromkeys(("advisory", "advisory_product", "advisory_vulnerability"), "'csaf'"),
    "exploited": "'kev'",
    "exploit_probability": "'epss'",
    **dict.fromkeys(("release_cycle", "product_name"), "'endoflife'"),
}
"""Of each table a feed tells, whose a row is. Of names only those of releases are told; the others follow."""


def unchanged(steps: Steps, feeds: Collection[str], made: Collection[str]) -> set[str]:
    """Those of the `feeds` that tell in the tables made now what they told in the earlier edition."""
    changed: set[str] = set()
    for table in sorted(set(made) & _FEED.keys()):
        for time, name in (("before", f"old_{table}"), ("now", table)):
            whole = f'select {_FEED[table]} as feed, * from "{name}"'
            if table == "product_name":
                whole += " where kind in ('title', 'alias', 'purl', 'repology')"
            steps.connection.execute(f"create or replace temp view told_{time} as {whole}")
        changed |= {str(feed) for (feed,) in steps.rows("changed_feed")}
    return set(feeds) - changed
