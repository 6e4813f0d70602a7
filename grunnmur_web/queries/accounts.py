"""Accounts and their roles, as far as one may see them."""

from __future__ import annotations

from django.db.models import Prefetch

from grunnmur_web import reading
from grunnmur_web.models import Grant, User


def seen() -> list[User]:
    """Accounts with their roles, by name: every one for who administers, to give roles to, or audits the whole group.

    Who audits one trust sees those with roles there, and these roles.
    """
    grants = Grant.objects.all()
    users = User.objects.order_by("username")
    if not reading.value("select access.sees_all('audit') or access.let_in('administer')"):
        places = [
            row["place"] for row in reading.rows("select access.organisations('audit') as place")
        ]
        grants = grants.filter(organisation_id__in=places)
        users = users.filter(grants__in=grants).distinct()
    return list(users.prefetch_related(Prefetch("grants", queryset=grants)))
