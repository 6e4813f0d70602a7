"""What people decided on the site, in the form of decisions/*.csv. Rows are added, never changed."""

from django.db import models

KINDS = ("accept_risk", "reopen", "comment", "approve", "send_back", "pin", "unpin", "forbid")


class Decision(models.Model):
    """One decision. The columns are those of the declared table `decision`, plus what the site asks for."""

    decision_id = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.CharField(max_length=200)
    organisation_id = models.CharField(max_length=200, blank=True, default="")
    value = models.TextField(blank=True, default="")
    reason = models.TextField()
    decided_by = models.CharField(max_length=150)
    decided_at = models.DateTimeField()
    valid_to = models.DateField(null=True, blank=True)
    measure = models.TextField(blank=True, default="")
    answers_for = models.CharField(max_length=150, blank=True, default="")
    members = models.JSONField(null=True, blank=True)
    """What a wave was when it was decided about: its workloads, and what was to become of each."""
    guarded = models.BooleanField(null=True)
    """Whether it is about a finding that needs the security right; nothing where that was not yet kept."""

    class Meta:
        """Where it is kept, and what cannot be."""

        db_table = "web_decision"
        indexes = [models.Index(fields=["subject_kind", "subject_id"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="known_kind"),
            models.CheckConstraint(
                condition=~models.Q(kind="accept_risk")
                | (
                    models.Q(valid_to__isnull=False)
                    & ~models.Q(reason="")
                    & ~models.Q(measure="")
                    & ~models.Q(answers_for="")
                ),
                name="accepted_risk_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
