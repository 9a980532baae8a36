# SPDX-License-Identifier: EUPL-1.2
"""Every address there is. The matrix test walks this configuration: an address without its row fails the build."""

from django.urls import include, path
from django.views.i18n import set_language

from comity.api.main import api

import importlib.util as _u  # BUILDING
_rooms = [("", "parties"), ("requests/", "requests"), ("dossiers/", "dossiers")]
urlpatterns = [
    path("", include("comity.web.urls")),
    *[path(p, include(f"comity.{r}.urls")) for p, r in _rooms if _u.find_spec(f"comity.{r}.urls")],
    path("language/", set_language, name="set_language"),
    path("api/", api.urls),
    path("account/", include("allauth.urls")),
]

handler400 = "comity.web.errors.bad_request"
handler403 = "comity.web.errors.forbidden"
handler404 = "comity.web.errors.not_found"
handler500 = "comity.web.errors.server_error"
