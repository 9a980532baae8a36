# SPDX-License-Identifier: EUPL-1.2
"""Sign-in: accounts are made by a party's administrator, never by their holders."""

from typing import cast

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from comity.parties.models import Person


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """allauth's rules, but nobody opens an account of their own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: people are invited by paper code (see /welcome/)."""
        return False


def display_name(user: object) -> str:
    """Return the name that allauth's pages greet a person by."""
    return cast("Person", user).name
