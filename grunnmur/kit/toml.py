"""TOML, read once: several rooms ask the same file of settings, and a large one takes a fiftieth of a second."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any


def read(path: Path) -> dict[str, Any]:
    """What the file says; nobody changes it. TOMLDecodeError or UnicodeDecodeError where it is none, else OSError."""
    return _parsed(path.read_bytes())


@lru_cache(maxsize=4)
def _parsed(content: bytes) -> dict[str, Any]:
    return tomllib.loads(content.decode())
