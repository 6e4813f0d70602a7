"""The estate directory as it is, as it would be with a file, and with the file put into it."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path, PurePosixPath

from grunnmur.settings import FILE
from grunnmur_web.uploads import offer as offers
from grunnmur_web.uploads.offer import Offer

DECIDED = PurePosixPath("decisions", "web.csv")
"""What was decided on the site, for the next run. It is ours, and no change of the exports."""


def mirror(estate: Path, folder: Path, offer: Offer, place: PurePosixPath, file: Path) -> Path:
    """The estate directory as it would be: the same names, linked, and the file in its place."""
    for found, folders, files in os.walk(estate):
        below = folder / Path(found).relative_to(estate)
        below.mkdir(parents=True, exist_ok=True)
        links = [name for name in folders if (Path(found) / name).is_symlink()]
        for name in (*files, *links):
            (below / name).symlink_to((Path(found) / name).absolute())
    wanted = folder / place
    wanted.parent.mkdir(parents=True, exist_ok=True)
    wanted.unlink(missing_ok=True)
    wanted.symlink_to(file.absolute())
    if offer.new:
        written = (estate / FILE).read_text(encoding="utf-8")
        (folder / FILE).unlink()
        (folder / FILE).write_text(written + offers.block(offer), encoding="utf-8")
    return folder


def state(estate: Path) -> str:
    """A digest of which files there are, how large and how old: whether anything was changed since."""
    whole = hashlib.blake2b(digest_size=16)
    for path in sorted(path for path in estate.rglob("*") if path.is_file()):
        name = path.relative_to(estate).as_posix()
        if name != str(DECIDED):
            told = path.stat()
            whole.update(f"{name}\0{told.st_size}\0{told.st_mtime_ns}\n".encode())
    return whole.hexdigest()


def install(estate: Path, offer: Offer, place: PurePosixPath, file: Path) -> None:
    """Puts the file into the estate directory. May be asked again: the result is the same.

    The file comes first: killed in between, a file lies there that no source names yet.
    """
    wanted = estate / place
    wanted.parent.mkdir(parents=True, exist_ok=True)
    put(wanted, file.read_bytes())
    settings = estate / FILE
    written = settings.read_text(encoding="utf-8")
    if offer.new and offers.block(offer) not in written:
        put(settings, (written + offers.block(offer)).encode())


def put(path: Path, content: bytes) -> None:
    """Writes the file in one step: who reads it sees the old or the new, never half."""
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    if path.exists():
        shutil.copymode(path, partial)
    partial.replace(path)
