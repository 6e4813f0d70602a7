"""Why a finding is one, in words: each rule brings words for its own codes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from grunnmur.catalogue import rules
from grunnmur.text import Voice


def said(voice: Voice, rule_id: str | None, code: str) -> str:
    """The rule's own words for the code; for a rule we do not ship, what any table's word for it is."""
    words = _words().get(rule_id or "", {}).get(code)
    return words[voice.language] if words else voice.word("value", code)


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return {rule.rule_id: rule.reasons for rule in rules.load().rules}
