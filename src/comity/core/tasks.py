# SPDX-License-Identifier: EUPL-1.2
"""Owed work of this room."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings

from .clock import now
from .models import FormTaken


def sweep(_key: str) -> None:
    """Delete what serves the working of the house and has had its time: forms taken long ago, sessions that ended."""
    limit = now() - timedelta(days=settings.COMITY_LIMITS["forms_taken_days"])
    FormTaken.objects.filter(taken_at__lt=limit).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
