"""CSV from publishers → columns of text."""

from __future__ import annotations

import io
import re

import pyarrow as pa
import pyarrow.csv as arrow_csv

from grunnmur.catalogue.feeds.reading import Reading, Unreadable
from grunnmur.catalogue.feeds.shapes import SHAPES, Shape

_HEAD = 4096  # characters in which a header line must end
_REMARK = re.compile(r"#(?:model_version:(?P<model>[^,\s]+))?,?(?:score_date:(?P<day>[\d-]{10}))?")
_DAY_IN_NAME = re.compile(r"(\d{4}-\d\d-\d\d)")


def recognised(head: str) -> Shape | None:
    """The shape whose columns the header names: of several, the one that needs most of them."""
    names = set(_header(head))
    fitting = [shape for shape in SHAPES.values() if names >= set(shape.columns)]
    return max(fitting, key=lambda shape: len(shape.columns), default=None)


def read(place: str, raw: bytes, shape: Shape, *, sealed: bool = False) -> Reading:
    """The rows of a CSV file. Raises Unreadable when it is cut off or its rows differ in length.

    `sealed` says that what it came out of was whole; else the last line must be.
    """
    remark = _REMARK.match(raw[:_HEAD].decode("utf-8", "replace"))
    body = raw.split(b"\n", 1)[1] if remark and b"\n" in raw else raw
    if not sealed and not body.endswith(b"\n"):
        raise Unreadable("feed_cut_off", file=place)
    day = _DAY_IN_NAME.search(place)
    return Reading(
        shape=shape.name,
        place=place,
        rows=shape.filled(_table(place, body)),
        edition=remark["model"] if remark else None,
        as_of=(remark["day"] if remark else None) or (day[1] if day else None),
        part=shape.feed not in ("kev", "epss"),
    )


def _table(place: str, body: bytes) -> pa.Table:
    names = _header(body[:_HEAD].decode("utf-8", "replace"))
    try:
        return arrow_csv.read_csv(
            io.BytesIO(body),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(
                strings_can_be_null=False,
                column_types={name: pa.string() for name in names},
            ),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise Unreadable("feed_broken", file=place, reason=str(error)[:200]) from error


def _header(head: str) -> list[str]:
    lines = [line for line in head.splitlines() if not line.startswith("#")]
    first = lines[0].lstrip("\ufeff") if lines else ""
    return [name.strip().strip('"') for name in first.split(",")]
