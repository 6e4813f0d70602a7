"""Folders of Parquet in an object store, opened by Arrow: nothing to install or download beside it.

Who may read and where the store is come from the environment, as for every tool of such stores: `AWS_ACCESS_KEY_ID`,
`AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, and `AWS_ENDPOINT_URL` for a store of one's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from pyarrow.dataset import Dataset
    from pyarrow.fs import FileSystem

AT_ONCE = 16
"""How many files' ends are asked for at a time: each costs a few journeys to the store."""

_S3 = frozenset(("s3", "s3a"))  # Arrow says the first, Hadoop the second


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in a store: `place` as a person would write it, `path` as the store does, its bytes, and when it was
    written (UTC, ISO 8601)."""

    place: str
    path: str
    size: int
    written: str

    @property
    def is_parquet(self) -> bool:
        """By its name: what lies beside is the marks and sums of those who wrote."""
        return self.path.endswith(".parquet")


def is_stored(place: str) -> bool:
    """Whether the place is in a store, and no path here."""
    return "://" in place


def opened(place: str) -> tuple[FileSystem, str]:
    """The store a place is in, and the place's path there. ArrowInvalid or OSError when it cannot be."""
    from pyarrow.fs import FileSystem

    scheme, _, path = place.partition("://")
    if scheme in _S3:  # keys are taken as they are written: a URI would have them escaped
        return FileSystem.from_uri(f"s3://{path.split('/')[0]}")[0], path
    system, path = FileSystem.from_uri(place)
    return system, str(path)


def files(folder: str) -> tuple[FileSystem, list[StoredFile]]:
    """The store, and all files below a folder, sorted. OSError when it does not answer, or has no such folder."""
    from pyarrow.fs import FileSelector

    system, path = opened(folder.rstrip("/"))
    found = system.get_file_info(FileSelector(path, recursive=True))
    return system, [
        StoredFile(
            folder.rstrip("/") + info.path[len(path) :],
            info.path,
            info.size,
            info.mtime.isoformat() if info.mtime else "",
        )
        for info in sorted(found, key=lambda info: str(info.path))
        if info.is_file
    ]


def dataset(places: Sequence[str]) -> Dataset:
    """These Parquet files of one store as rows, with the columns of all; one that a file lacks is null there.

    OSError or ArrowInvalid when one cannot be read, ArrowTypeError when they contradict each other.
    """
    import pyarrow.dataset as pa_dataset
    import pyarrow.parquet as pq

    system, path = opened(places[0])
    before = len(places[0]) - len(path)
    paths = [place[before:] for place in places]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        schemas = pool.map(lambda path: _plain(pq.read_schema(path, filesystem=system)), paths)
        whole = pa.unify_schemas(list(schemas), promote_options="permissive")
    return pa_dataset.dataset(paths, schema=whole, format="parquet", filesystem=system)


def _plain(schema: pa.Schema) -> pa.Schema:
    """The schema without metadata and with words instead of their numbers, which differ from file to file."""
    kinds = [
        field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        for field in schema
    ]
    return pa.schema(list(zip(schema.names, kinds, strict=True)))
