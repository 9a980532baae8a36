# SPDX-License-Identifier: EUPL-1.2
"""Copies of a document share its file on the disk."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_fixed")]
    operations = [
        migrations.AlterField(
            model_name="version",
            name="content_id",
            field=models.UUIDField(db_index=True),
        ),
    ]
