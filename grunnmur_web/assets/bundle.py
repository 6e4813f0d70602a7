"""One archive for a machine without network: `python -m grunnmur_web.assets.bundle FOLDER`.

Our wheel, every wheel it needs by hash, an installer, the unit file, the bill of materials and digests of all. It fits
machines with this one's system and version of Python.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
from importlib import metadata
from pathlib import Path

from grunnmur_web.assets import bill, locked

_EXAMPLES = locked.ROOT / "examples" / "operate"
_INSTALL = """#!/bin/sh
# Installs Grunnmur with its site into the folder named, /opt/grunnmur otherwise. Asks no network.
set -eu
cd "$(dirname "$0")"
target="${1:-/opt/grunnmur}"
sha256sum --check --quiet SHA256SUMS
"${PYTHON:-python3}" -m venv "$target"
"$target/bin/pip" install --quiet --no-index --find-links wheels --require-hashes --no-deps -r requirements.txt
"$target/bin/grunnmur" --version
"""


def bundle(folder: Path) -> Path:
    """Makes the archive in `folder`. Wheels come from wherever pip is told to take them."""
    name = f"grunnmur-{metadata.version('grunnmur')}-{_fits()}"
    with tempfile.TemporaryDirectory() as scratch:
        content = Path(scratch) / name
        wheels = content / "wheels"
        wheels.mkdir(parents=True)
        own = _own_wheel(wheels)
        _others(wheels, content / "requirements.txt", own)
        for path in sorted(_EXAMPLES.iterdir()):
            shutil.copy(path, content)
        shutil.copy(locked.ROOT / "docs" / "web" / "operate.md", content)
        shutil.copy(locked.ROOT / "LICENSE", content)
        (content / "grunnmur.cdx.json").write_text(
            json.dumps(bill.bill(), indent=1, sort_keys=True), encoding="utf-8"
        )
        (content / "install.sh").write_text(_INSTALL, encoding="utf-8")
        (content / "install.sh").chmod(0o755)
        _sums(content)
        folder.mkdir(parents=True, exist_ok=True)
        archive = folder / f"{name}.tar.gz"
        with tarfile.open(archive, "w:gz", compresslevel=1) as packed:  # wheels are packed already
            packed.add(content, name)
    return archive


def _fits() -> str:
    """What the archive's wheels fit: the system and the version of Python."""
    platform = sysconfig.get_platform().replace("-", "_")
    return f"py{sys.version_info.major}{sys.version_info.minor}-{platform}"


def _own_wheel(wheels: Path) -> Path:
    _pip("wheel", "--no-deps", "--wheel-dir", str(wheels), str(locked.ROOT))
    (own,) = wheels.glob("grunnmur-*.whl")
    return own


def _others(wheels: Path, requirements: Path, own: Path) -> None:
    """Downloads what the lock pins, held to its hashes, and writes it all down for the installer."""
    pinned = "".join(one.text for one in locked.pinned("web"))
    requirements.write_text(pinned, encoding="utf-8")
    _pip(
        "download", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--dest", str(wheels),
        "--requirement", str(requirements),
    )  # fmt: skip
    version = metadata.version("grunnmur")
    line = f"grunnmur=={version} --hash=sha256:{_digest(own)}\n"
    requirements.write_text(line + pinned, encoding="utf-8")


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", *arguments, "--quiet"], check=True)  # noqa: S603 our own command line


def _sums(content: Path) -> None:
    files = sorted(path for path in content.rglob("*") if path.is_file())
    lines = [f"{_digest(path)}  {path.relative_to(content)}\n" for path in files]
    (content / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    print(bundle(Path(sys.argv[1] if len(sys.argv) > 1 else "dist")))  # noqa: T201 a command says what it made
