"""A file that somebody sent, and what became of it."""

from django.db import models

STATES = (
    "waiting", "trying", "tried", "refused", "confirmed", "applied", "outdated", "discarded",
)  # fmt: skip
"""waiting → trying → tried or refused; tried → confirmed → applied, or outdated where something else
came first; outdated → waiting again; whatever is not confirmed may be discarded."""


class Upload(models.Model):
    """One file for one source. The file and what its trial found lie in the workspace's `uploads/`."""

    upload_id = models.CharField(max_length=16, unique=True)
    file_name = models.CharField(max_length=120)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=200)
    new_source = models.BooleanField(default=False)
    organisation = models.CharField(max_length=200, blank=True, default="")
    sent_by = models.CharField(max_length=150)
    sent_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    base_run = models.CharField(max_length=40, blank=True, default="")
    made_run = models.CharField(max_length=40, blank=True, default="")
    why = models.JSONField(null=True)

    class Meta:
        """Where it is kept, and what cannot be."""

        db_table = "web_upload"
        indexes = [models.Index(fields=["state"], name="web_upload_state")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="known_state"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} → {self.source}"
