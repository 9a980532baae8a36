# SPDX-License-Identifier: EUPL-1.2
"""The agenda of a session."""

from django.conf import settings
from django.utils.translation import gettext_lazy

from comity.core.pages import ActForm, TextField


class SessionItemForm(ActForm):
    title = TextField(label=gettext_lazy("Another item"), max_length=settings.COMITY_LIMITS["title_characters"])


class StandingItemForm(ActForm):
    title_en = TextField(label=gettext_lazy("Title in English"), max_length=settings.COMITY_LIMITS["title_characters"])
    title_fr = TextField(label=gettext_lazy("Title in French"), max_length=settings.COMITY_LIMITS["title_characters"])
