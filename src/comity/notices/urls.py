# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [
    path("", views.preferences, name="preferences"),
    path("calendar/", views.calendar_link, name="calendar_link"),
    path("calendar/end/", views.calendar_end, name="calendar_end"),
]
