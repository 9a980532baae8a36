# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry", models.BinaryField(max_length=33)),
            ],
            options={
                "verbose_name_plural": "leaves",
            },
        ),
        migrations.CreateModel(
            name="Pending",
            fields=[
                (
                    "leaf",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="ledger.leaf",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "pending",
            },
        ),
    ]
