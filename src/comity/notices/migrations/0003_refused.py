# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_webhooks"),
    ]

    operations = [
        migrations.AddField(
            model_name="preference",
            name="refused_at",
            field=models.DateTimeField(null=True),
        ),
    ]
