# SPDX-License-Identifier: EUPL-1.2
"""What files were made of is kept when they are made anew: only the last making of a language is the one in force."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_published")]
    operations = [
        migrations.RemoveConstraint(model_name="build", name="build_once"),
        migrations.AlterField(
            model_name="build",
            name="state",
            field=models.CharField(
                choices=[
                    ("making", "Being made"),
                    ("ready", "Ready"),
                    ("failed", "Could not be made"),
                    ("replaced", "Made anew since"),
                ],
                default="making",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="build",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "replaced"), _negated=True),
                fields=("report", "language", "is_public"),
                name="build_once",
            ),
        ),
    ]
