"""A project from the text of a file, by the ending of its name."""

from __future__ import annotations

from pathlib import PurePath

from grunnmur.errors import ProblemError
from grunnmur.plan.activities.forms import patterson, progen_max, psplib
from grunnmur.plan.activities.project import Project

_FORMS = {
    ".sm": psplib.read,
    ".mm": psplib.read,
    ".rcp": patterson.read,
    ".sch": progen_max.read,
}


def read(name: str, text: str) -> Project:
    """The project in a file of one of the forms .sm, .mm (PSPLIB), .rcp (Patterson) or .sch
    (ProGen/max, with time lags). Raises ProblemError for another form or an unreadable text."""
    form = _FORMS.get(PurePath(name).suffix.lower())
    if form is None:
        raise ProblemError("project_form_unknown", name=name, known=", ".join(sorted(_FORMS)))
    try:
        return form(PurePath(name).name, text)
    except (ValueError, IndexError, KeyError) as trouble:
        reason = f"{type(trouble).__name__}: {trouble}"
        raise ProblemError("project_unreadable", name=name, reason=reason) from trouble
