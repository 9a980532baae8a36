# SPDX-License-Identifier: EUPL-1.2
from django.urls import include, path

from . import law, views, work

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
    path("upkeep/", work.work, name="work"),
    path("upkeep/clocks/", work.work_clocks, name="work_clocks"),
    path("upkeep/<int:owed_id>/retry/", work.work_retry, name="work_retry"),
    path("progress/<uuid:progress_id>/", work.work_progress, name="progress"),
]
urlpatterns = [
    path("", include((shell_pages, "web"))),
    path("law/", include((law_pages, "law"))),
]
