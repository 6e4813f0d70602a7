"""Whether the programme moves a thing: a person's decision, else a rule of the settings, else it does."""

from __future__ import annotations

import duckdb

from grunnmur.settings import Settings


def rule_table(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Makes `scope_rule` (noun, rule, attribute, value, scope, reason): all attributes of a rule must match."""
    connection.execute(
        "create or replace temp table scope_rule "
        "(noun varchar, rule int, attribute varchar, value varchar, scope varchar, reason varchar)"
    )
    for number, rule in enumerate(settings.scopes):
        for attribute, values in rule.where.items():
            for value in values:
                connection.execute(
                    "insert into scope_rule values (?, ?, ?, ?, ?, ?)",
                    [rule.noun, number, attribute, value, rule.scope, rule.reason],
                )
