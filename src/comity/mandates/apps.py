# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class MandatesConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "comity.mandates"
    label = "mandates"
