"""The estate directory as it is, as it would be with a file, and with the file put into it."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from grunnmur.settings import FILE
from grunnmur_web.uploads import offer as offers
from grunnmur_web.uploads.offer import Offer

DECIDED = PurePosixPath("decisions", "web.csv")
"""What was decided on the site, for the next run. It is ours, and no change of the exports."""


def mirror(
    estate: Path,
    folder: Path,
    offer: Offer,
    place: PurePosixPath,
    file: Path,
    *,
    named: Iterable[str] = (),
) -> Path:
    """The estate directory as it would be: the same names, linked, and the file in its place. Gives where it lies.

    `named` are paths that its settings name: those that lead out of the directory lead to the same from there.
    """
    root = _beside_the_same(estate, folder, [path for path in named if not _is_whole(path)])
    _link_all(estate, root)
    _part_from_links(root, place)
    wanted = root / place
    wanted.parent.mkdir(parents=True, exist_ok=True)
    wanted.unlink(missing_ok=True)
    wanted.symlink_to(file.absolute())
    if offer.new:
        written = (estate / FILE).read_text(encoding="utf-8")
        (root / FILE).unlink()
        (root / FILE).write_text(written + offers.block(offer), encoding="utf-8")
    return root


def _is_whole(path: str) -> bool:
    return "://" in path or PurePosixPath(path).is_absolute()


def _beside_the_same(estate: Path, folder: Path, paths: Sequence[str]) -> Path:
    """A folder for the mirror, as deep below `folder` as paths lead up, with what they lead to linked beside it."""
    home = estate.resolve()
    depth = max((PurePosixPath(path).parts.count("..") for path in paths), default=0)
    root = folder.joinpath(*home.parts[1:][-depth:]) if depth else folder
    root.mkdir(parents=True, exist_ok=True)
    for path in paths:
        parts = PurePosixPath(os.path.relpath(home / path, home)).parts
        up = parts.count("..")
        if up and parts[up:]:
            above, name = home.parents[up - 1], parts[up]
            for found in [above / name] if (above / name).exists() else above.glob(name):
                link = root.parents[up - 1] / found.name
                if not link.exists():
                    link.symlink_to(found)
    return root


def _link_all(source: Path, folder: Path) -> None:
    """Makes the folders that are in one in the other too, and links all else. A link stays one, also to a folder;
    a workspace, which the mirror may lie in, becomes one.
    """
    for found, folders, files in os.walk(source):
        below = folder / Path(found).relative_to(source)
        below.mkdir(parents=True, exist_ok=True)
        workspaces = _parted(Path(found), folders)
        links = [name for name in folders if (Path(found) / name).is_symlink()]
        for name in (*files, *links, *workspaces):
            (below / name).symlink_to((Path(found) / name).absolute())


def _parted(found: Path, folders: list[str]) -> list[str]:
    """Takes workspaces from the folders that are walked on to. Gives their names."""
    from grunnmur.workspace import is_workspace  # starts threads: only once the network is left

    workspaces = [name for name in folders if is_workspace(found / name)]
    folders[:] = sorted(set(folders).difference(workspaces))
    return workspaces


def _part_from_links(root: Path, place: PurePosixPath) -> None:
    """Makes folders of the links on the way to the place: what is put there must not be put where they lead."""
    below = root
    for part in place.parts[:-1]:
        below /= part
        if below.is_symlink():
            led = below.resolve()
            below.unlink()
            _link_all(led, below)


def state(estate: Path) -> str:
    """A digest of which files there are, how large and how old: whether anything was changed since."""
    whole = hashlib.blake2b(digest_size=16)
    for path in sorted(path for path in _below(estate) if path.is_file()):
        name = path.relative_to(estate).as_posix()
        if name != str(DECIDED):
            told = path.stat()
            whole.update(f"{name}\0{told.st_size}\0{told.st_mtime_ns}\n".encode())
    return whole.hexdigest()


def _below(estate: Path) -> Iterator[Path]:
    """What lies in the directory, and in folders that it links to; where links go round in a ring, once. A workspace
    is no part of it.
    """
    known = set()
    for found, folders, files in os.walk(estate, followlinks=True):
        told = Path(found).stat()
        if (told.st_dev, told.st_ino) in known:
            folders.clear()
            continue
        known.add((told.st_dev, told.st_ino))
        _parted(Path(found), folders)
        yield from (Path(found) / name for name in files)


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
    try:
        with partial.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            shutil.copymode(path, partial)
        partial.replace(path)
    except OSError:  # the next run would read the half of it as a file of the source
        partial.unlink(missing_ok=True)
        raise
