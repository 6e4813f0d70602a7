"""Flow records another tool keeps as Parquet: checked, counted and read where they lie, never copied.

A file has the columns of `flow_record`; of these only the times and ends it cannot do without. Hive
partitions may split the folder; their names are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from grunnmur.collect.claim import Found, InPlace, Note
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError
from grunnmur.estate import RAW, Column

_TABLE = RAW["flow_record"]
_NEEDED = frozenset(("started_at", "source_ip", "target_ip", "protocol"))


def recognise(document: Document) -> bool:
    """Whether it is Parquet with the columns a flow cannot do without."""
    if not document.head.startswith(b"PAR1"):
        return False
    with opened(document.path) as file:
        return set(file.schema_arrow.names) >= _NEEDED


def parse(document: Document) -> Iterator[Found]:
    """The file itself, or why it cannot be used: a file still being written has no end yet."""
    if not document.path.stat().st_size:
        raise CollectError("file_empty")
    with opened(document.path) as file:
        yield from pointed_at(str(document.path.absolute()), file)


def opened(source: Path | pa.NativeFile) -> pq.ParquetFile:
    """The Parquet file, its end read; CollectError when it has none that can be."""
    try:
        return pq.ParquetFile(source)
    except (pa.ArrowInvalid, OSError) as error:
        raise CollectError("parquet_unreadable", reason=str(error)[:200]) from error


def pointed_at(place: str, file: pq.ParquetFile) -> Iterator[Found]:
    """The file, to be read at `place`; CollectError when it does not hold flows as we know them."""
    schema = file.schema_arrow
    missing = sorted(_NEEDED - set(schema.names))
    if missing:
        raise CollectError("flow_columns_missing", columns=", ".join(missing))
    wrong = [name for name in _TABLE.by_name if not _fits(schema, _TABLE.by_name[name])]
    if wrong:
        raise CollectError("flow_columns_of_other_type", columns=", ".join(wrong))
    strange = sorted(set(schema.names) - set(_TABLE.by_name))
    if strange:
        yield Note("columns_not_mapped", {"headings": ", ".join(strange)})
    yield InPlace(_TABLE.name, place, file.metadata.num_rows)


def _fits(schema: pa.Schema, column: Column) -> bool:
    """Whether the file's column can be read as ours without guessing; one that is not there can."""
    place = schema.get_field_index(column.name)
    if place < 0:
        return True
    kind = schema.field(place).type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    checks = {
        "text": lambda: pa.types.is_string(kind) or pa.types.is_large_string(kind),
        "whole": lambda: pa.types.is_integer(kind),
        "flag": lambda: pa.types.is_boolean(kind),
        "instant": lambda: pa.types.is_timestamp(kind),
    }
    return bool(pa.types.is_null(kind) or checks[column.type]())
