# SPDX-License-Identifier: EUPL-1.2
"""Addresses of sign-in: those of allauth's that this house wants, and no others.

Nobody signs up, and no mail proves who somebody is: passwords are set by paper code and changed by their holders, so
allauth's pages for sign-up, for addresses and for resetting a password by mail are not there.
"""

from allauth.account import views
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from comity.core.errors import NotFound
from comity.core.http import public


@public
def closed(request: HttpRequest) -> HttpResponse:
    """Answer as for an address that never was: allauth asks for the names of these pages, nobody for the pages."""
    raise NotFound


urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("signup/", closed, name="account_signup"),
    path("email/", closed, name="account_email"),
    path("2fa/", include("allauth.mfa.urls")),
]
