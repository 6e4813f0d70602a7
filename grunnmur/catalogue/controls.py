"""Rule packs: what a law, a norm or an owner demands, and the rules that give evidence for it.

One file a pack and version, `controls/<pack>/<version>.yaml`, shipped and from a user's own folders.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from grunnmur.catalogue import files
from grunnmur.catalogue.files import CatalogueError
from grunnmur.catalogue.rules import LANGUAGES, LAYERS, BrokenRule, Words

FOLDER = Path(__file__).parent / "controls"

Values = Mapping[str, Mapping[str, object]]
"""What a person has set: pack → "control.parameter" → value."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number or text the law leaves to be found or decided. `value` None is not set."""

    parameter_id: str
    title: Words
    value: str | None


@dataclass(frozen=True, slots=True)
class Control:
    """One demand. `rules` give evidence for it; `not_measured` says what they cannot see."""

    control_id: str
    title: Words
    group: Words
    rules: tuple[str, ...]
    not_measured: Words
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """The controls of one law, norm or decision. `clause` writes a control as rules name it."""

    pack_id: str
    version: str
    title: Words
    publisher: str
    layer: str
    clause: str
    controls: tuple[Control, ...]
    file: Path

    def clause_of(self, control: Control) -> str:
        """The control as a clause: "NSM Grunnprinsipper 2.1 – 2.3"."""
        return self.clause.format(id=control.control_id)


@dataclass(frozen=True, slots=True)
class Packs:
    """The packs that can be used, by id and version; the files and settings that cannot."""

    packs: tuple[Pack, ...]
    broken: tuple[BrokenRule, ...] = ()


def load(folders: Iterable[Path] = (), values: Values | None = None) -> Packs:
    """The shipped packs and those of `folders`; of two with the same id and version the later holds."""
    packs: dict[tuple[str, str], Pack] = {}
    broken: list[BrokenRule] = []
    for folder in (FOLDER, *folders):
        if not folder.is_dir():
            broken.append(BrokenRule(folder, "the folder does not exist"))
        for path in sorted(folder.glob("*/*.yaml")):
            try:
                pack = read(path)
            except CatalogueError as error:
                broken.append(BrokenRule(path, files.reason(error)))
                continue
            packs[pack.pack_id, pack.version] = pack
    given = {pack: dict(entries) for pack, entries in (values or {}).items()}
    found = tuple(_set(packs[key], given.get(key[0], {})) for key in sorted(packs))
    return Packs(found, (*broken, *_unknown(found, given)))


def read(path: Path) -> Pack:
    """The pack in a file. Raises CatalogueError saying what is wrong with it."""
    text = files.read(path)
    files.require(path, text, "pack", "version", "title", "layer", "groups")
    files.require(path, text["title"], *LANGUAGES)
    if (text["pack"], str(text["version"])) != (path.parent.name, path.stem):
        raise files.wrong(path, "the file is named <pack>/<version>.yaml after what it holds")
    if text["layer"] not in LAYERS:
        raise files.wrong(path, f"layer is one of {', '.join(LAYERS)}, not {text['layer']}")
    return Pack(
        pack_id=text["pack"],
        version=str(text["version"]),
        title=text["title"],
        publisher=str(text.get("publisher", "")),
        layer=text["layer"],
        clause=str(text.get("clause", "{id}")),
        controls=_controls(path, text["groups"]),
        file=path,
    )


def _controls(path: Path, groups: object) -> tuple[Control, ...]:
    found: dict[str, Control] = {}
    for group in files.mappings(path, "groups", groups):
        files.require(path, group, "title", "controls")
        files.require(path, group["title"], *LANGUAGES)
        for entry in files.mappings(path, "controls", group["controls"]):
            control = _control(path, entry, group["title"])
            if control.control_id in found:
                raise files.wrong(path, f"{control.control_id} stands twice")
            found[control.control_id] = control
    return tuple(found.values())


def _control(path: Path, entry: Mapping[str, Any], group: Words) -> Control:
    files.require(path, entry, "id", "title", "not_measured")
    for words in ("title", "not_measured"):
        files.require(path, entry[words], *LANGUAGES)
    if not isinstance(entry.get("rules") or [], list):
        raise files.wrong(path, f"{entry['id']}: rules is a list")
    return Control(
        control_id=str(entry["id"]),
        title=entry["title"],
        group=group,
        rules=tuple(entry.get("rules") or ()),
        not_measured=entry["not_measured"],
        parameters=tuple(
            _parameter(path, one)
            for one in files.mappings(path, "parameters", entry.get("parameters"))
        ),
    )


def _parameter(path: Path, entry: Mapping[str, Any]) -> Parameter:
    files.require(path, entry, "id", "title")
    files.require(path, entry["title"], *LANGUAGES)
    value = entry.get("value")
    return Parameter(str(entry["id"]), entry["title"], None if value is None else str(value))


def _set(pack: Pack, given: dict[str, object]) -> Pack:
    """The pack with a person's values in place of its own."""
    return replace(
        pack,
        controls=tuple(
            replace(
                control,
                parameters=tuple(
                    replace(one, value=str(given[name]))
                    if (name := f"{control.control_id}.{one.parameter_id}") in given
                    else one
                    for one in control.parameters
                ),
            )
            for control in pack.controls
        ),
    )


def _unknown(packs: Iterable[Pack], given: Values) -> list[BrokenRule]:
    """Values for parameters that no pack has."""
    known = {
        (pack.pack_id, f"{control.control_id}.{one.parameter_id}")
        for pack in packs
        for control in pack.controls
        for one in control.parameters
    }
    return [
        BrokenRule(Path("grunnmur.toml"), f"no pack {pack} has a parameter {name}")
        for pack, entries in sorted(given.items())
        for name in sorted(entries)
        if (pack, name) not in known
    ]
