"""Where an upload lies until it is decided about: a folder of its own in the workspace."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Spool:
    """The folder of one upload. What a trial finds out lies beside the file."""

    folder: Path

    @property
    def file(self) -> Path:
        """The file as it was sent, under a name of ours."""
        return self.folder / "file"

    @property
    def work(self) -> Path:
        """Where the trial works."""
        return self.folder / "trial"

    @property
    def readings(self) -> Path:
        """What the trial read of the file."""
        return self.work / "readings"

    def preview(self) -> dict[str, Any] | None:
        """What the trial found out; None before it is done."""
        return _read(self.folder / "preview.json")

    def progress(self) -> dict[str, Any] | None:
        """How far the trial is."""
        return _read(self.folder / "progress.json")

    def keep(self, chunks: Iterable[bytes]) -> int:
        """Writes the file; its size."""
        self.folder.mkdir(parents=True, mode=0o700)
        with self.file.open("xb") as stream:
            for chunk in chunks:
                stream.write(chunk)
            size = stream.tell()
        self.file.chmod(0o600)
        return size

    def tell(self, name: str, content: dict[str, Any]) -> None:
        """Writes one of the small files in one step."""
        partial = self.folder / f".{name}"
        text = json.dumps(content, ensure_ascii=False, default=str)
        partial.write_text(text, encoding="utf-8")
        partial.replace(self.folder / f"{name}.json")

    def begin(self) -> None:
        """Clears what an earlier trial left, also that it was being taken: a new trial asks anew."""
        shutil.rmtree(self.work, ignore_errors=True)
        for name in ("preview", "progress", "taking"):
            (self.folder / f"{name}.json").unlink(missing_ok=True)

    def clear(self) -> None:
        """Takes the file and the trial away; what it found out stays, for whoever asks later."""
        shutil.rmtree(self.work, ignore_errors=True)
        self.file.unlink(missing_ok=True)


def of(workspace: Path, upload_id: str) -> Spool:
    """The folder of this upload."""
    assert _ID.fullmatch(upload_id), upload_id
    return Spool(workspace / "uploads" / upload_id)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return found
