# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_refused"),
    ]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="doubts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
