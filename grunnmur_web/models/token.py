"""A key for a program that asks the API on a person's behalf."""

from django.conf import settings
from django.db import models

SCOPES = ("read", "write", "calendar")
"""What the API may be asked with it, or that it opens a calendar and nothing else."""


class Token(models.Model):
    """Only the digest is kept. A token never outlives its day, and never may more than its person."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens"
    )
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=10, default="read")
    organisation_id = models.CharField(max_length=200, blank=True, default="")
    """Whose calendar it opens."""
    made_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Where it is kept, and what cannot be."""

        db_table = "web_token"
        constraints = [
            models.CheckConstraint(condition=models.Q(scope__in=SCOPES), name="known_scope"),
        ]

    def __str__(self) -> str:
        return self.name
