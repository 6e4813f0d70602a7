"""Problems and plans as JSON: read, written, and the digest that names a problem.

The form is documented in docs/plan-json.md and problem.schema.json. What is written is canonical:
the same value is the same bytes. Members with their default value are left out, and a series that
is the same in every period is written as one number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from grunnmur.errors import ProblemError
from grunnmur.plan import json_read, json_write
from grunnmur.plan.plan import Plan
from grunnmur.plan.problem import Problem

Document = Mapping[str, Any]
_DEFAULTS: tuple[object, ...] = (None, 0, "", [], {})


def problem_document(problem: Problem) -> dict[str, Any]:
    """The problem as JSON values."""
    return json_write.problem(problem)


def plan_document(plan: Plan) -> dict[str, Any]:
    """The plan as JSON values."""
    return json_write.plan(plan)


def read_problem(document: Document) -> Problem:
    """The problem a JSON document describes. Raises ProblemError naming what is wrong."""
    return json_read.problem(document)


def read_plan(document: Document) -> Plan:
    """The plan a JSON document describes. Its costs are as written: `check` recomputes them."""
    return json_read.plan(document)


def write(document: Document) -> bytes:
    """The document as UTF-8 with sorted keys, two spaces of indent and a final newline."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return (text + "\n").encode()


def parse(content: bytes) -> Any:  # noqa: ANN401 - a JSON value
    """The document in the bytes. What is no object, or no whole number, is refused by who reads it.

    Half a surrogate pair is no text: JSON can spell it, but no file can hold it.
    """
    try:
        document = json.loads(content)
        if b"\\ud" in content or b"\\uD" in content:
            json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise ProblemError("not_json", reason=str(error)) from error
    return document


def digest(problem: Problem) -> str:
    """The problem's digest: `sha256:` and 64 hexadecimal digits."""
    return document_digest(problem_document(problem))


def document_digest(document: Document) -> str:
    """The digest of a problem document, however its defaults and series are written."""
    canonical = json.dumps(
        _canonical(document), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


def _canonical(value: Any) -> Any:  # noqa: ANN401 - a JSON value
    if isinstance(value, Mapping):
        members = {key: _canonical(member) for key, member in value.items()}
        return {key: member for key, member in members.items() if member not in _DEFAULTS}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _canonical_list(value)
    return value


def _canonical_list(values: Sequence[Any]) -> Any:  # noqa: ANN401 - a JSON value
    if len(values) > 1 and isinstance(values[0], int) and all(v == values[0] for v in values):
        return values[0]
    return [_canonical(value) for value in values]
