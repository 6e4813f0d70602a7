"""What groups of machines and applications are called."""

from __future__ import annotations

from collections.abc import Sequence

from grunnmur.text import Voice
from grunnmur_web import grids
from grunnmur_web.queries import plans


def names(by: str, codes: Sequence[str], said: Voice) -> dict[str, str]:
    """The names of trusts, functions and clinical services by code; a platform is called by its own."""
    if by == "organisation_id":
        called = plans.called(sorted(codes))
    elif by == "service_id":
        called = grids.names(("clinical_service", code) for code in codes)
    elif by == "function":
        called = {code: said.word("function", code, otherwise=code) for code in codes}
    else:
        called = {}
    return {code: called.get(code, code) for code in codes}
