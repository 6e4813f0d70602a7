"""What the site ships of others, from the lock file: `python -m grunnmur_web.assets.build`.

Needs npm; whoever only runs or changes the site does not. Of the design system only the parts that
pages use are taken, and of the fonts only what Norwegian and English need.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

_HERE = Path(__file__).parent
_VENDOR = _HERE.parent / "static" / "site" / "vendor"
_DESIGN = "@digdir/designsystemet-css/dist"
_PARTS = (
    "base", "alert", "button", "card", "chip", "details", "divider", "field", "fieldset", "heading",
    "input", "label", "link", "list", "pagination", "paragraph", "table", "tabs", "tag", "validation-message",
)  # fmt: skip


def build(target: Path = _VENDOR) -> None:
    """Writes the design system as one file, the fonts, htmx, and the licences of all of them."""
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(_HERE / name, scratch)
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],  # noqa: S607 whichever npm there is
            cwd=scratch,
            check=True,
        )
        found = Path(scratch) / "node_modules"
        target.mkdir(parents=True, exist_ok=True)
        _design(found, target)
        for weight in (400, 600):
            name = f"inter-latin-{weight}-normal.woff2"
            shutil.copy(found / "@fontsource" / "inter" / "files" / name, target / name)
        shutil.copy(found / "htmx.org" / "dist" / "htmx.min.js", target / "htmx.min.js")
        _licences(found, target)


def _design(found: Path, target: Path) -> None:
    order = "@layer ds.theme, ds.base, ds.components;\n"
    files = [found / _DESIGN / "theme" / "designsystemet.css"]
    files += [found / _DESIGN / "src" / f"{part}.css" for part in _PARTS]
    written = order + "\n".join(
        path.read_text(encoding="utf-8").replace('@charset "UTF-8";', "") for path in files
    )
    (target / "designsystemet.css").write_text(written, encoding="utf-8")


def _licences(found: Path, target: Path) -> None:
    names = ("@digdir/designsystemet-css", "@fontsource/inter", "htmx.org")
    parts = [
        f"{name}\n\n{(found / name / 'LICENSE').read_text(encoding='utf-8')}" for name in names
    ]
    (target / "LICENSES.txt").write_text("\n\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    build()
