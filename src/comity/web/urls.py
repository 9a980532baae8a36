# SPDX-License-Identifier: EUPL-1.2
from django.urls import include, path

from . import calendar, inbox, law, views, work

law_pages = [
    path("", law.articles, name="articles"),
    path("kinds/", law.kinds, name="kinds"),
    path("kinds/<str:code>/", law.kind, name="kind"),
    path("lifecycle/", law.lifecycle, name="lifecycle"),
    path("clocks/", law.clocks, name="clocks"),
]
shell_pages = [
    path("", views.desk, name="desk"),
    path("search/", views.search, name="search"),
    path("about/", views.about, name="about"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.all_read, name="inbox_all_read"),
    path("inbox/<uuid:notice_id>/read/", inbox.read, name="inbox_read"),
    path("inbox/dates/<uuid:request_id>.ics", calendar.request_dates, name="request_dates"),
    path("upkeep/", work.work, name="work"),
    path("upkeep/mail/<uuid:mail_id>/retry/", work.work_mail_retry, name="work_mail_retry"),
    path("upkeep/clocks/", work.work_clocks, name="work_clocks"),
    path("upkeep/<int:owed_id>/retry/", work.work_retry, name="work_retry"),
    path("progress/<uuid:progress_id>/", work.work_progress, name="progress"),
]
urlpatterns = [
    path("", include((shell_pages, "web"))),
    path("law/", include((law_pages, "law"))),
    path("calendar/<str:token>.ics", calendar.feed, name="calendar_feed"),
]
