"""What Typer finds wrong with the command line, said in a person's words and language."""

from __future__ import annotations

import difflib
from enum import Enum
from typing import Any, get_args

from grunnmur.cli.command import metavar
from grunnmur.cli.shell import Shell
from grunnmur.errors import QueryError

_TYPES = {"float": "cli_type_number", "integer": "cli_type_whole", "int": "cli_type_whole"}


def is_misuse(error: Exception) -> bool:
    """Whether the error is Typer's, about what was written on the command line."""
    return hasattr(error, "format_message") and getattr(error, "exit_code", 0) == 2


def explain(here: Shell, error: Any) -> None:  # noqa: ANN401 Typer's own classes are private
    """Says what was wrong and where help is."""
    code, facts = _sentence(here, error)
    here.complain(code, **facts)
    context = getattr(error, "ctx", None)
    here.hint("cli_see_help", command=context.command_path if context else "grunnmur")


def point_at(here: Shell, error: QueryError) -> None:
    """Shows the line of a question with a mark under the place, where the place is known."""
    if "excerpt" not in error.facts:
        return
    excerpt, position = str(error.facts["excerpt"]), int(str(error.facts["position"]))
    start = max(0, position - here.err.width + 20)
    here.err.print(f"  {excerpt[start : start + here.err.width - 4]}", markup=False)
    here.err.print(f"  {' ' * (position - 1 - start)}^", style="bold red")


def _sentence(here: Shell, error: Any) -> tuple[str, dict[str, object]]:  # noqa: ANN401 see above
    kind = type(error).__name__
    if kind == "MissingParameter":
        return "cli_missing", {"name": _named(here, error)}
    if kind == "NoSuchOption":
        near = difflib.get_close_matches(error.option_name, error.possibilities or (), n=2)
        if near:
            return "cli_no_such_option_near", {"name": error.option_name, "near": near}
        return "cli_no_such_option", {"name": error.option_name}
    if kind == "BadParameter" and (known := _choices(error.param)):
        return "cli_bad_choice", {"name": _named(here, error), "known": known}
    if kind == "BadParameter":
        return "cli_bad_value", {
            "name": _named(here, error),
            "expected": here.voice(_expected(error.param)),
        }
    if kind == "BadOptionUsage":
        return "cli_option_needs_value", {"name": error.option_name}
    return "cli_misuse", {"reason": error.format_message()}


def _expected(parameter: Any) -> str:  # noqa: ANN401 see above
    """What the parameter takes."""
    kind = _type(parameter)
    kind = next(iter(get_args(kind)), kind)  # what a list is of
    return _TYPES.get(getattr(kind, "__name__", getattr(kind, "name", "")), "cli_type_other")


def _choices(parameter: Any) -> list[str]:  # noqa: ANN401 see above
    kind = _type(parameter)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [one.value for one in kind]
    return list(getattr(kind, "choices", ()))


def _type(parameter: Any) -> Any:  # noqa: ANN401 see above
    """Typer has its types as Python's; older ones as their own."""
    runtime = getattr(parameter, "get_runtime_param", lambda: None)()
    return getattr(runtime, "annotation", None) or getattr(parameter, "type", None)


def _named(here: Shell, error: Any) -> str:  # noqa: ANN401 see above
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "?")
    if parameter.param_type_name == "option":
        return str(max(parameter.opts, key=len))
    return metavar(parameter, here.voice)
