"""Tokens that open a calendar and nothing else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("grunnmur_web", "0002_uploads"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="token", name="known_scope"),
        migrations.AddConstraint(
            model_name="token",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__in", ("read", "write", "calendar"))), name="known_scope"
            ),
        ),
    ]
