"""A reader: the process that reads files, one after the other, with nothing of the network about it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grunnmur.collect import archives, formats
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.writer import DocumentWriter, Writer
from grunnmur.errors import CollectError
from grunnmur.kit.solitude import leave_network
from grunnmur.settings import Limits


@dataclass(frozen=True, slots=True)
class Errand:
    """One file to read, for one source."""

    source: str
    format: str
    path: Path
    name: str
    size: int
    options: dict[str, Any] = field(default_factory=dict)


def allowance(limits: Limits, size: int) -> Limits:
    """What a file of that many bytes on disk may cost."""
    megabytes = max(0.0, size / (1 << 20) - 1)
    return Limits(limits.seconds + 5 * megabytes, round(limits.megabytes * 0.8 + 20 * megabytes))


def work(pipe: Any) -> None:  # noqa: ANN401 multiprocessing's own type
    """A reader process: takes parcels until the pipe closes. No file is worth a word to the outside."""
    leave_network()
    formats.names()  # found while nobody waits: a reader may be started before there is anything to read
    while True:
        try:
            errands, part, folder, limits = pipe.recv()
        except (EOFError, OSError):
            return
        writer = Writer(folder, part)
        for number, errand in enumerate(errands):
            pipe.send(number)
            _read_file(writer, errand, limits)
        writer.flush()
        pipe.send(None)


def _read_file(writer: Writer, errand: Errand, limits: Limits) -> None:
    megabytes = allowance(limits, errand.size).megabytes
    document = Document(errand.path, errand.name, errand.options, megabytes)
    with tempfile.TemporaryDirectory(prefix="grunnmur-") as scratch:
        try:
            for member in archives.documents(document, Path(scratch)):
                _read_document(writer, errand, member)
        except (CollectError, OSError) as error:
            _note_failure(writer, errand, errand.name, error)


def _read_document(writer: Writer, errand: Errand, document: Document) -> None:
    try:
        name = formats.recognised(document) if errand.format == "auto" else errand.format
        form = formats.load(name)
    except (CollectError, OSError, EOFError) as error:
        _note_failure(writer, errand, document.name, error, document.damage)
        return
    taken = writer.document(errand.source, document.name, name)
    known = formats.options(errand.format)
    for option in document.options:
        if option not in known:
            taken.note("option_unknown", {"option": option, "known": ", ".join(known) or "–"})
    told = False
    try:
        for found in _parsed(form, document):
            taken.take(found)
            told = told or (isinstance(found, Note) and found.code == "truncated")
        if document.damage and not told:
            taken.note("truncated", {"reason": document.damage[0]})
    except CollectError as error:
        _note_error(taken, error, document.damage)
    finally:
        taken.close()


def _parsed(form: formats.Format, document: Document) -> Iterator[Any]:
    """What the reader finds; whatever breaks it becomes one CollectError with the reason."""
    try:
        yield from form.parse(document)
    except CollectError:
        raise
    except MemoryError as error:
        raise CollectError("too_much_memory", megabytes=0) from error
    except (
        Exception
    ) as error:  # a stranger's file may break it in any way, and must not stop the run
        raise CollectError("reader_failed", reason=f"{type(error).__name__}: {error}") from error


def _note_failure(
    writer: Writer, errand: Errand, name: str, error: Exception, damage: Sequence[str] = ()
) -> None:
    taken = writer.document(errand.source, name, errand.format)
    _note_error(taken, error, damage)
    taken.close()


def _note_error(taken: DocumentWriter, error: Exception, damage: Sequence[str]) -> None:
    """Why nothing more was read, and how the file is damaged, which may be why."""
    if isinstance(error, CollectError):
        taken.note(error.code, error.facts)
    else:
        taken.note("file_unreadable", {"reason": str(error)})
    if damage:
        taken.note("archive_damaged", {"reason": damage[0]})
