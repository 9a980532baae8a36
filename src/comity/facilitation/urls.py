# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from . import views

app_name = "facilitation"
urlpatterns = [
    path("", views.facilitations, name="facilitations"),
    path("<uuid:facilitation_id>/", views.facilitation, name="facilitation"),
]
