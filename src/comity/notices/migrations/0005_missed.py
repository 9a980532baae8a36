# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0004_doubts"),
    ]

    operations = [
        migrations.AddField(
            model_name="hook",
            name="is_catching_up",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="hook",
            name="busy_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="kept_at",
            field=models.DateTimeField(default=timezone.now),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="stage",
            field=models.CharField(
                choices=[
                    ("waiting", "waiting"),
                    ("missed", "missed"),
                    ("delivered", "delivered"),
                    ("given_up", "given up"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
    ]
