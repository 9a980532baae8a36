# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class FacilitationConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "comity.facilitation"
    label = "facilitation"
