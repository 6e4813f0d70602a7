"""The forms that the public sets of scheduling problems are written in."""

from grunnmur.plan.activities.forms.reading import read

__all__ = ["read"]
