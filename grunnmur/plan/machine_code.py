"""Where the machine code of compiled functions is kept: a folder for each wording of all their sources.

Numba looks at the file of a function alone. What it calls or takes constants from in other files is part of its
machine code all the same, so after an update old code would be used with new (decision 088).
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba.misc.appdirs import AppDirs

_ROOT = Path(__file__).parent
_MARKED = re.compile(r"^@(?:kernel|compiled|exactly|inlined)\b", re.MULTILINE)
_IMPORT = re.compile(r"^from (grunnmur[\w.]*) import (\([^)]*\)|.*)", re.MULTILINE)
_KEPT = 4
"""Folders that stay: one that is no longer used may belong to a process that still runs."""


def kept(function: Callable[..., object], *signature: object, **options: object) -> object:
    """The function compiled, from machine code that was kept or to be kept; where no folder can be written to, anew."""
    assert Path(function.__code__.co_filename) in _sources(), "its file is not among the kernels'"
    folder = _folder()
    compile_: Callable[..., Callable[[object], object]] = numba.njit
    with _kept_in(folder):
        return compile_(*signature, cache=folder is not None, **options)(function)


@contextmanager
def _kept_in(folder: Path | None) -> Iterator[None]:
    """Numba asks when a function is made. What others compile in this process stays where they have it."""
    config: Any = numba.config
    before = config.CACHE_DIR
    config.CACHE_DIR = "" if folder is None else str(folder)
    try:
        yield
    finally:
        config.CACHE_DIR = before


@cache
def _folder() -> Path | None:
    """The folder of this wording: where a person wants it, else beside the sources, else the user's own."""
    config: Any = numba.config
    chosen = [Path(config.CACHE_DIR)] if config.CACHE_DIR else _usual()
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        digest.update(f"{path.relative_to(_ROOT.parent)}\0".encode() + path.read_bytes() + b"\0")
    for place in chosen:
        folder = place / f"grunnmur-{digest.hexdigest()[:16]}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
            os.utime(folder)
        except OSError:
            continue
        _tidy(place)
        return folder
    return None


def _usual() -> list[Path]:
    """Where Numba keeps machine code when nobody says anything."""
    own: Any = AppDirs  # which has no types
    return [_ROOT / "__pycache__", Path(own(appname="numba", appauthor=False).user_cache_dir)]


def _tidy(place: Path) -> None:
    """Removes all folders but those used last."""
    used = {path: path.stat().st_mtime for path in place.glob("grunnmur-*")}
    for path in sorted(used, key=lambda path: used[path])[:-_KEPT]:
        shutil.rmtree(path, ignore_errors=True)


@cache
def _sources() -> frozenset[Path]:
    """The files with compiled functions, and those they import from."""
    waiting = [path for path in _ROOT.rglob("*.py") if _MARKED.search(_text(path))]
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += _imported(_text(path))
    return frozenset(found)


def _imported(text: str) -> list[Path]:
    named = [
        _ROOT.parent.parent / f"{module.replace('.', '/')}{part}.py"
        for module, names in _IMPORT.findall(text)
        for part in ("", *(f"/{name}" for name in re.findall(r"\w+", names)))
    ]
    return [path for path in named if path.is_file()]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
