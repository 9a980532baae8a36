# SPDX-License-Identifier: EUPL-1.2
"""Sign-in: accounts are made by a party's administrator, never by their holders."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from comity.notices.queries import system_refused_address
from comity.parties.models import Person


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """allauth's rules, but nobody opens an account of their own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: people are invited by paper code (see /welcome/)."""
        return False

    def post_login(self, request: HttpRequest, user: Person, **more: Any) -> Any:
        """Tell somebody whose address refuses mail, once, where they begin."""
        refused_at = system_refused_address(user.pk)
        if refused_at is not None:
            day = date_format(timezone.localtime(refused_at), "j F Y")
            text = _("Mail to your address was refused on %(day)s; look at it under your name, “How I am told”.")
            messages.warning(request, text % {"day": day})
        return super().post_login(request, user, **more)


def display_name(user: object) -> str:
    """Return the name that allauth's pages greet a person by."""
    return cast("Person", user).name
