"""A calendar's address opens the calendar it was made for. Of those made before it is not known: they open none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more column."""

    dependencies = [("grunnmur_web", "0003_calendars")]

    operations = [
        migrations.AddField(
            model_name="token",
            name="organisation_id",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
    ]
