"""Flow records in an object store: every file is looked at and counted as one here would be, and read where it lies.

The readers on a leash have left the network, so this is done in the process that was asked: of each file its end alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pyarrow as pa
from pyarrow.fs import FileSystem

from grunnmur.collect.claim import Found
from grunnmur.collect.flows_parquet import opened, pointed_at
from grunnmur.collect.writer import Writer
from grunnmur.errors import CollectError
from grunnmur.kit import stores
from grunnmur.settings import SourceSettings


def take(source: SourceSettings, writer: Writer) -> Iterator[str]:
    """Points at the source's files, or notes why not. Yields what differs when a file is another one."""
    try:
        system, files = stores.files(source.path)
    except (OSError, pa.ArrowException) as error:
        _note(source, writer, "store_unreadable", {"reason": str(error)[:300]})
        return
    flows = [file for file in files if file.is_parquet]
    if not flows:
        _note(source, writer, "store_without_flows", {})
    elif len(flows) < len(files):
        left = [file.place for file in files if not file.is_parquet]
        _note(source, writer, "store_files_left", {"count": len(left), "first": left[0]})
    with ThreadPoolExecutor(stores.AT_ONCE) as pool:
        for file, found in zip(flows, pool.map(partial(_looked_at, system), flows), strict=True):
            document = writer.document(source.name, file.place, source.format)
            if isinstance(found, CollectError):
                document.note(found.code, found.facts)
            else:
                for one in found:
                    document.take(one)
            document.close()
            yield f"{file.place} {file.size} {file.written}"


def _looked_at(system: FileSystem, file: stores.StoredFile) -> list[Found] | CollectError:
    if not file.size:
        return CollectError("file_empty")
    try:
        with system.open_input_file(file.path) as stream, opened(stream) as parquet:
            return list(pointed_at(file.place, parquet))
    except CollectError as error:
        return error
    except OSError as error:  # not ours to read, or gone since the folder was listed
        return CollectError("parquet_unreadable", reason=str(error)[:200])


def _note(source: SourceSettings, writer: Writer, code: str, facts: dict[str, object]) -> None:
    document = writer.document(source.name, source.path, source.format)
    document.note(code, {"path": source.path, **facts})
    document.close()
