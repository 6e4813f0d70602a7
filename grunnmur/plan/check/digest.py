"""The digest of a problem document, as docs/plan-json.md states it."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def problem_digest(document: Any) -> str:  # noqa: ANN401 - a JSON value
    """`sha256:` and the digest of the document in canonical form."""
    text = json.dumps(_fold(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode('utf-8')).hexdigest()}"


def _fold(value: Any) -> Any:  # noqa: ANN401 - a JSON value
    if isinstance(value, dict):
        folded = ((key, _fold(member)) for key, member in value.items())
        return {key: member for key, member in folded if member}
    if isinstance(value, list):
        numbers = {item for item in value if type(item) is int}
        if len(value) > 1 and len(numbers) == 1 and all(type(item) is int for item in value):
            return value[0]
        return [_fold(item) for item in value]
    return value
