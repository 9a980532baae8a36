# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from .views import hooks, preferences

app_name = "notices"
urlpatterns = [
    path("", preferences.preferences, name="preferences"),
    path("address/", preferences.address_looked_at, name="address_looked_at"),
    path("calendar/", preferences.calendar_link, name="calendar_link"),
    path("calendar/end/", preferences.calendar_end, name="calendar_end"),
    path("webhooks/", hooks.hooks, name="hooks"),
    path("webhooks/<uuid:hook_id>/secret/", hooks.rotate, name="hook_rotate"),
    path("webhooks/<uuid:hook_id>/start/", hooks.start, name="hook_start"),
    path("webhooks/<uuid:hook_id>/missed/", hooks.resend, name="hook_resend"),
    path("webhooks/<uuid:hook_id>/end/", hooks.end, name="hook_end"),
]
