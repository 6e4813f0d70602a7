"""Every rule's answer for every subject, in one table; a rule that cannot answer is told apart."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable
from datetime import date

import duckdb
import pyarrow as pa

from grunnmur.catalogue.rules import BrokenRule, Rule
from grunnmur.estate import Estate
from grunnmur.kit.engine import Steps

_VERDICTS = ("pass", "fail", "unknown", "not_applicable")


class _UnusableError(Exception):
    """A rule's answer is not one: the message says why."""


_USERS_MISTAKES = (
    *(duckdb.Error, _UnusableError),
    *(ImportError, AttributeError, TypeError, ValueError, LookupError),  # of a rule in Python
)


def collect(
    estate: Estate, steps: Steps, rules: Iterable[Rule], *, on: date
) -> tuple[BrokenRule, ...]:
    """Makes `answer` and `judging_rule` of the rules that can be used. Gives those that cannot."""
    connection = estate.connection
    steps.run("answer", "judging_rule")
    broken: list[BrokenRule] = []
    for rule in rules:
        try:
            _answer(estate, steps, rule, on)
        except _USERS_MISTAKES as error:
            broken.append(BrokenRule(rule.file, _first_line(error)))
            continue
        connection.execute(
            "insert into judging_rule values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(rule.rule_id, rule.edition, rule.title["nb"], rule.title["en"]),
                *(rule.explanation["nb"], rule.explanation["en"], rule.aspect, rule.layer),
                *(rule.severity, rule.blocking, "; ".join(rule.clauses), rule.guarded),
            ],
        )
    return tuple(broken)


def _answer(estate: Estate, steps: Steps, rule: Rule, on: date) -> None:
    """Makes `rule_answer`, checks it, and adds it to `answer`."""
    connection = estate.connection
    select, given = rule.select or "from _answered", {"on": on, **rule.parameters}
    if rule.function:
        connection.register("_answered", _function(rule.function)(estate, **given))
    used = {key: value for key, value in given.items() if re.search(rf"\${key}\b", select)}
    connection.execute(
        f"create or replace temp table rule_answer as {steps.text('answered')} from ({select})",
        {**used, "rule_id": rule.rule_id},
    )
    _check(steps, rule)
    connection.execute("insert into answer from rule_answer")


def _check(steps: Steps, rule: Rule) -> None:
    """Refuses verdicts and subjects that are not declared, and two answers about one subject."""
    for kind, verdict in steps.rows("answer_kinds"):
        if verdict not in _VERDICTS:
            raise _UnusableError(f"the verdict {verdict!r} is none of {', '.join(_VERDICTS)}")
        if kind not in rule.subject_kinds:
            raise _UnusableError(f"it answers about {kind!r}, which subject_kinds does not name")
    if twice := steps.rows("answered_twice"):
        raise _UnusableError(f"it answers more than once about {twice[0][0]}")


def _function(name: str) -> Callable[..., pa.Table]:
    module, _, attribute = name.partition(":")
    function: Callable[..., pa.Table] = getattr(importlib.import_module(module), attribute)
    return function


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
