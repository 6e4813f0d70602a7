"""What is offered: a file, and the source it is for."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from grunnmur import settings
from grunnmur.errors import SettingsError
from grunnmur.settings import FILE, SourceSettings

FOLDER = "uploads"
"""Where the files of sources lie that were made by an upload, in the estate directory."""

_MARKS = frozenset("*?[")
_NAME = re.compile(r"[\w][\w .()+,&@=-]{0,119}")
_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class Offer:
    """A file's name, the source it is for, and whether that source is to be made.

    The name is in composed letters: some systems send å as an a and a ring. `organisation` owns what a new source
    tells of, where the file does not say; it may be empty.
    """

    file_name: str
    source: str
    new: bool = False
    organisation: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "file_name", _composed(self.file_name))


def sources(estate: Path, environment: dict[str, str]) -> tuple[SourceSettings, ...]:
    """The sources of the estate directory, as its settings name them."""
    return settings.read(estate, environment=environment).sources


def target(offer: Offer, known: tuple[SourceSettings, ...], estate: Path) -> PurePosixPath:
    """Where the file is to lie, relative to the estate directory.

    A source that is one file has it replaced; one that is a folder or a pattern has it added, or
    replaced where there is one of that name. SettingsError says why it cannot be.
    """
    if not _NAME.fullmatch(offer.file_name) or offer.file_name == FILE:
        raise SettingsError("upload_name", name=offer.file_name)
    by_name = {source.name: source for source in known}
    if offer.new:
        if not _SOURCE.fullmatch(offer.source):
            raise SettingsError("upload_source_name", name=offer.source)
        if offer.source in by_name:
            raise SettingsError("upload_source_taken", name=offer.source)
        return PurePosixPath(FOLDER, offer.source, offer.file_name)
    if offer.source not in by_name:
        raise SettingsError("upload_source_unknown", name=offer.source)
    return _of(offer, by_name[offer.source], estate)


def block(offer: Offer) -> str:
    """The lines that make the new source, to be added at the end of the settings."""
    lines = [
        "\n[[source]]",
        f"name = {_quoted(offer.source)}",
        'format = "auto"',
        f"path = {_quoted(f'{FOLDER}/{offer.source}')}",
    ]
    if offer.organisation:
        lines.append(f"organisation = {_quoted(offer.organisation)}")
    return "\n".join(lines) + "\n"


def _of(offer: Offer, source: SourceSettings, estate: Path) -> PurePosixPath:
    path = PurePosixPath(source.path)
    if path.is_absolute() or ".." in path.parts or "://" in source.path:
        raise SettingsError("upload_source_elsewhere", name=source.name, path=source.path)
    if (estate / path).is_dir():
        return _within(estate, path, offer.file_name)
    if not (estate / path).exists() and _MARKS & set(source.path):
        folder = PurePosixPath(*(part for part in path.parent.parts if part != "**"))
        if _MARKS & set(str(folder)):
            raise SettingsError("upload_no_one_folder", name=source.name, path=source.path)
        if not fnmatchcase(offer.file_name, path.name):
            raise SettingsError("upload_name_other", name=offer.file_name, path=source.path)
        return _within(estate, folder, offer.file_name)
    if path.suffix.lower() != PurePosixPath(offer.file_name).suffix.lower():
        raise SettingsError("upload_suffix", name=offer.file_name, suffix=path.suffix or "–")
    return path


def _within(estate: Path, folder: PurePosixPath, name: str) -> PurePosixPath:
    """The file in the folder, by the letters it has there, if it is there."""
    there = (estate / folder).iterdir() if (estate / folder).is_dir() else ()
    return folder / next((file.name for file in there if _composed(file.name) == name), name)


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's is one, as long as nothing is left as a surrogate."""
    return json.dumps(text, ensure_ascii=False)
