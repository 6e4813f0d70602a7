"""Whether what was decided is about a guarded finding. Of what was decided before it is not known: that is guarded too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more column."""

    dependencies = [("grunnmur_web", "0005_members")]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="guarded",
            field=models.BooleanField(null=True),
        ),
    ]
