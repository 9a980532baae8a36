# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from .. import views

app_name = "reports"
urlpatterns = [
    path("", views.figures, name="figures"),
    path("new/", views.propose, name="propose"),
    path("<uuid:snapshot_id>/", views.snapshot, name="snapshot"),
    path("<uuid:snapshot_id>/agree/", views.agree, name="agree"),
    path("<uuid:snapshot_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:snapshot_id>/figures.json", views.file, name="file"),
    path("<uuid:snapshot_id>/figures.csv", views.csv_file, name="csv"),
    path("<uuid:snapshot_id>/receipt", views.receipt, name="receipt"),
    path("<uuid:snapshot_id>/requests/", views.requests_behind, name="requests"),
]
