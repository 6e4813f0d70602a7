"""What a wave was when it was decided about. Of what was decided before it is not known, so that it is asked for again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more column."""

    dependencies = [("grunnmur_web", "0004_calendar_of_one")]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="members",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
