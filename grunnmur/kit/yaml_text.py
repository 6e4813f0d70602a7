"""YAML read quickly: our words, rules and catalogue are read by every command that starts."""

from __future__ import annotations

from typing import Any

import yaml

# The C loader takes a fifth of the time; it is missing where libyaml is.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str) -> Any:  # noqa: ANN401 YAML is anything
    """What the text holds. Raises what PyYAML raises."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 (a safe loader)
