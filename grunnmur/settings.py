"""What a person wrote in grunnmur.toml, as values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import Any

from grunnmur.errors import SettingsError
from grunnmur.kit import toml

FILE = "grunnmur.toml"


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One [[source]]. `options` are what only its format understands."""

    name: str
    format: str
    path: str
    organisation: str | None = None
    realm: str = ""
    platform: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scope:
    """One [[scope]]: things of `noun` whose attributes match `where` are in or out, and why."""

    noun: str
    where: Mapping[str, tuple[str, ...]]
    scope: str
    reason: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Larger files get more: see collect.workshop."""

    seconds: float = 10.0
    megabytes: int = 512


@dataclass(frozen=True, slots=True)
class Engine:
    """Where flow records are added up: `duckdb`, `spark` or `spark://host:port`.

    `shared` is a folder that all of Spark's workers reach; `spark` are Spark's own settings.
    """

    flows: str = "duckdb"
    shared: str | None = None
    spark: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Depend:
    """`group_most`: applications that can still be tested and moved as one.

    Fifty is a judgement: a week's cutover of a full team.
    """

    group_most: int = 50


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole estate directory's settings. `precedence` maps attribute patterns to source patterns."""

    directory: Path
    group: str
    country: str
    sources: tuple[SourceSettings, ...]
    scopes: tuple[Scope, ...] = ()
    precedence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limits: Limits = Limits()
    plan: Mapping[str, Any] = field(default_factory=dict)
    rules: tuple[Path, ...] = ()
    engine: Engine = Engine()
    depend: Depend = Depend()
    controls: tuple[Path, ...] = ()
    control_values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    logon_days: int | None = None


def read(directory: Path, *, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of an estate directory. SettingsError says what is missing or wrong, and where.

    `${NAME}` in a source's path is taken from `environment`.
    """
    path = directory / FILE
    if not directory.is_dir():
        raise SettingsError("no_estate_directory", path=str(directory))
    if not path.is_file():
        raise SettingsError("no_settings_file", path=str(directory), file=FILE)
    try:
        raw = toml.read(path)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError("settings_not_toml", path=str(path), reason=str(error)) from error
    return _settings(directory, path, raw, environment or {})


def _settings(
    directory: Path, path: Path, raw: Mapping[str, Any], environment: Mapping[str, str]
) -> Settings:
    known = {
        "group",
        "source",
        "scope",
        "precedence",
        "limits",
        "plan",
        "rules",
        "catalogue",
        "engine",
        "depend",
        "controls",
        "privacy",
    }
    for name in raw:
        if name not in known:
            raise SettingsError(
                "settings_unknown_part", path=str(path), part=name, known=sorted(known)
            )
    sources = tuple(
        _source(path, number, entry, environment)
        for number, entry in enumerate(raw.get("source", []), 1)
    )
    if not sources:
        raise SettingsError("settings_no_source", path=str(path))
    names = [source.name for source in sources]
    for name in names:
        if names.count(name) > 1:
            raise SettingsError("settings_source_twice", path=str(path), source=name)
    group = raw.get("group", {})
    limits = raw.get("limits", {})
    return Settings(
        directory=directory,
        group=str(group.get("name", directory.name)),
        country=str(group.get("country", "")),
        sources=sources,
        scopes=tuple(_scope(path, entry) for entry in raw.get("scope", [])),
        precedence={key: tuple(value) for key, value in raw.get("precedence", {}).items()},
        limits=Limits(float(limits.get("seconds", 10)), int(limits.get("megabytes", 512))),
        plan=raw.get("plan", {}),
        rules=tuple(directory / folder for folder in raw.get("rules", {}).get("folders", [])),
        engine=_engine(path, raw.get("engine", {})),
        depend=_depend(path, raw.get("depend", {})),
        controls=tuple(directory / folder for folder in raw.get("controls", {}).get("folders", [])),
        control_values=_control_values(path, raw.get("controls", {}).get("parameters", {})),
        logon_days=_logon_days(path, raw.get("privacy", {})),
    )


def _engine(path: Path, entry: Mapping[str, Any]) -> Engine:
    for name in entry:
        if name not in ("flows", "shared", "spark"):
            raise SettingsError(
                "settings_unknown_part", path=str(path), part=f"engine.{name}",
                known=["engine.flows", "engine.shared", "engine.spark"],
            )  # fmt: skip
    return Engine(
        flows=str(entry.get("flows", "duckdb")),
        shared=entry.get("shared"),
        spark={key: str(value) for key, value in entry.get("spark", {}).items()},
    )


def _logon_days(path: Path, entry: Mapping[str, Any]) -> int | None:
    """How long logons are kept; without a word about it all that the sources tell."""
    for name in entry:
        if name != "logon_days":
            raise SettingsError(
                "settings_unknown_part", path=str(path), part=f"privacy.{name}", known=["privacy.logon_days"],
            )  # fmt: skip
    days = entry.get("logon_days")
    if days is not None and (type(days) is not int or days < 0):
        raise SettingsError("settings_logon_days", path=str(path), value=days)
    return days


def _depend(path: Path, entry: Mapping[str, Any]) -> Depend:
    for name in entry:
        if name != "group_most":
            raise SettingsError(
                "settings_unknown_part", path=str(path), part=f"depend.{name}",
                known=["depend.group_most"],
            )  # fmt: skip
    most = entry.get("group_most", Depend().group_most)
    if not isinstance(most, int) or isinstance(most, bool) or most < 1:
        raise SettingsError("settings_group_most", path=str(path), value=str(most))
    return Depend(group_most=most)


def _control_values(path: Path, given: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    for pack, values in given.items():
        if not isinstance(values, dict):
            raise SettingsError("settings_control_values", path=str(path), pack=pack)
    return given


def _source(
    path: Path, number: int, entry: Mapping[str, Any], environment: Mapping[str, str]
) -> SourceSettings:
    for key in ("name", "format", "path"):
        if not isinstance(entry.get(key), str) or not entry[key]:
            raise SettingsError("settings_source_lacks", path=str(path), number=number, key=key)
    taken = {"name", "format", "path", "organisation", "realm", "platform"}
    return SourceSettings(
        name=entry["name"],
        format=entry["format"],
        path=_expanded(path, entry["path"], environment),
        organisation=entry.get("organisation"),
        realm=entry.get("realm", ""),
        platform=entry.get("platform"),
        options={key: value for key, value in entry.items() if key not in taken},
    )


def _expanded(path: Path, text: str, environment: Mapping[str, str]) -> str:
    try:
        return Template(text).substitute(environment)
    except KeyError as error:
        raise SettingsError(
            "settings_variable_unset", path=str(path), name=error.args[0]
        ) from error
    except ValueError:
        return text


def _scope(path: Path, entry: Mapping[str, Any]) -> Scope:
    if entry.get("scope") not in ("in", "out") or not entry.get("reason") or not entry.get("where"):
        raise SettingsError("settings_scope_lacks", path=str(path), entry=dict(entry))
    where = {
        key: tuple(value) if isinstance(value, list) else (str(value),)
        for key, value in entry["where"].items()
    }
    return Scope(entry.get("noun", "application"), where, entry["scope"], entry["reason"])
