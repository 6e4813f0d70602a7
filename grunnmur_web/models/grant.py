"""What a person may do, and for whom."""

from django.conf import settings
from django.db import models

from grunnmur_web.roles import ROLES


class Grant(models.Model):
    """A role for one organisation, or for the whole group where `organisation_id` is empty."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants"
    )
    role = models.CharField(max_length=20)
    organisation_id = models.CharField(max_length=200, blank=True, default="")
    granted_by = models.CharField(max_length=150, blank=True, default="")
    granted_at = models.DateTimeField(auto_now_add=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """Where it is kept, and what cannot be."""

        db_table = "web_grant"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organisation_id"], name="one_grant_of_a_kind"
            ),
            models.CheckConstraint(condition=models.Q(role__in=ROLES), name="known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.organisation_id or '*'}"
