"""Whether a document has the form its JSON Schema states. The first thing that has not is named."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from grunnmur.errors import ProblemError

Shape = Mapping[str, Any]
_FOLDER = Path(__file__).parents[1]


def read(document: Any, name: str) -> dict[str, Any]:  # noqa: ANN401 - a JSON value
    """The document, without the members that are null: they are as if left out.

    `name` is `problem` or `plan`. Raises ProblemError with the place of what the schema refuses.
    """
    schema = _schema(name)
    expected = schema["properties"]["format"]["const"]
    if not isinstance(document, Mapping):
        raise ProblemError("not_an_object", place=name)
    if document.get("format") != expected:
        raise ProblemError("other_format", format=document.get("format"), expected=expected)
    found: dict[str, Any] = _Form(schema.get("$defs", {})).read(document, schema, name)
    return found


@cache
def _schema(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        (_FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    )
    return content


class _Form:
    """The words of JSON Schema that our two schemas are written in. No other is understood."""

    def __init__(self, named: Mapping[str, Shape]) -> None:
        self._named = named
        self._readers: dict[str, Callable[[Any, Shape, str], Any]] = {
            "object": self._object,
            "array": self._list,
            "string": _text,
            "integer": _whole,
            "number": _number,
            "boolean": _flag,
        }

    def read(self, value: Any, shape: Shape, place: str) -> Any:  # noqa: ANN401
        """The value in the shape."""
        if "$ref" in shape:
            shape = self._named[shape["$ref"].rsplit("/", 1)[-1]]
        if "oneOf" in shape:  # one number, or a list of them
            one, many = shape["oneOf"]
            shape = many if isinstance(value, list) else one
        kind = shape.get("type")
        if kind is None:  # the format, which has been looked at
            return value
        return self._readers[kind if isinstance(kind, str) else kind[0]](value, shape, place)

    def _object(self, value: Any, shape: Shape, place: str) -> Any:  # noqa: ANN401
        if not isinstance(value, Mapping):
            raise ProblemError("not_an_object", place=place)
        known, others = shape.get("properties", {}), shape.get("additionalProperties", {})
        if not known and not others:  # the certificate: who proves with it reads it
            return value
        found = {}
        for name, member in value.items():
            if name not in known and others is False:
                raise ProblemError("unknown_member", place=place, name=name)
            if member is not None or name not in known:
                found[name] = self.read(member, known.get(name, others), f"{place}.{name}")
        for name in shape.get("required", ()):
            if name not in found:
                raise ProblemError("member_missing", place=place, name=name)
        return found

    def _list(self, value: Any, shape: Shape, place: str) -> Any:  # noqa: ANN401
        if not isinstance(value, list):
            raise ProblemError("not_a_list", place=place)
        items = shape["items"]
        if items.get("type") == "integer" and _all_inside(value, items):
            return value
        return [self.read(item, items, f"{place}[{n}]") for n, item in enumerate(value)]


def _text(value: Any, shape: Shape, place: str) -> str:  # noqa: ANN401
    if not isinstance(value, str):
        raise ProblemError("member_not_text", place=place)
    if "enum" in shape and value not in shape["enum"]:
        raise ProblemError("not_one_of", place=place, value=value, known=list(shape["enum"]))
    if "pattern" in shape and not re.search(shape["pattern"], value):
        raise ProblemError("not_a_digest", place=place, value=value)
    if shape.get("format") == "date" and not _is_day(value):
        raise ProblemError("not_a_date", place=place, value=value)
    return value


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _whole(value: Any, shape: Shape, place: str) -> int:  # noqa: ANN401
    if type(value) is not int:
        raise ProblemError("not_a_whole_number", name=place, value=repr(value))
    if not _inside(value, shape):
        least = shape.get("minimum", 0)
        raise ProblemError("number_out_of_range", name=place, value=value, least=least)
    return value


def _all_inside(values: list[Any], shape: Shape) -> bool:
    """Whether they are whole numbers in the range: long series are looked at in one go."""
    whole = set(map(type, values)) == {int}
    return whole and _inside(min(values), shape) and _inside(max(values), shape)


def _inside(value: int, shape: Shape) -> bool:
    least, most = shape.get("minimum"), shape.get("maximum")
    return (least is None or value >= least) and (most is None or value <= most)


def _number(value: Any, shape: Shape, place: str) -> float:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ProblemError("not_a_number", place=place, value=repr(value))
    return value


def _flag(value: Any, shape: Shape, place: str) -> bool:  # noqa: ANN401
    if not isinstance(value, bool):
        raise ProblemError("not_true_or_false", place=place)
    return value
