# SPDX-License-Identifier: EUPL-1.2
"""Every address there is. The matrix test walks this configuration: an address without its row fails the build."""

from django.urls import include, path
from django.views.i18n import set_language

from comity.api.main import api
from comity.dossiers.urls import receipt_pages

urlpatterns = [
    path("", include("comity.web.urls")),
    path("", include("comity.parties.urls")),
    path("requests/", include("comity.requests.urls")),
    path("dossiers/", include("comity.dossiers.urls")),
    path("receipts/", include((receipt_pages, "receipts"))),
    path("facilitations/", include("comity.facilitation.urls")),
    path("mandates/", include("comity.mandates.urls")),
    path("figures/", include("comity.reports.urls")),
    path("reports/", include("comity.reports.urls.reports")),
    path("ledger/", include("comity.ledger.urls")),
    path("preferences/", include("comity.notices.urls")),
    path("language/", set_language, name="set_language"),
    path("api/", api.urls),
    path("account/", include("comity.web.accounts")),
]

handler400 = "comity.web.errors.bad_request"
handler403 = "comity.web.errors.forbidden"
handler404 = "comity.web.errors.not_found"
handler500 = "comity.web.errors.server_error"
