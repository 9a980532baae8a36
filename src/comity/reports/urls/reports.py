# SPDX-License-Identifier: EUPL-1.2
"""Reports: what was published, and the desk on which one is written."""

from django.urls import path

from ..views import reports as views

app_name = "report"
urlpatterns = [
    path("", views.library, name="list"),
    path("new/", views.begin, name="begin"),
    path("<uuid:report_id>/", views.published, name="published"),
    path("<uuid:report_id>/files/<str:language>/receipt", views.receipt, name="receipt"),
    path("<uuid:report_id>/files/<str:language>/<str:form>", views.download, name="download"),
    path("<uuid:report_id>/draft/", views.draft, name="draft"),
    path("<uuid:report_id>/draft/masthead/", views.masthead, name="masthead"),
    path("<uuid:report_id>/draft/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:report_id>/draft/sections/<slug:section>/mandates/", views.choose, name="mandates"),
    path("<uuid:report_id>/draft/sections/<slug:section>/add/", views.add, name="add"),
    path("<uuid:report_id>/draft/blocks/<uuid:block_id>/", views.block, name="block"),
    path("<uuid:report_id>/draft/blocks/<uuid:block_id>/move/", views.move, name="move"),
    path("<uuid:report_id>/draft/blocks/<uuid:block_id>/remove/", views.remove, name="remove"),
    path("<uuid:report_id>/draft/blocks/<uuid:block_id>/<slug:language>/", views.translate, name="translate"),
    path("<uuid:report_id>/draft/blocks/<uuid:block_id>/<slug:language>/review/", views.review, name="review"),
    path("<uuid:report_id>/draft/blocks/<uuid:block_id>/<slug:language>/versions/", views.versions, name="versions"),
    path("<uuid:report_id>/draft/clearance/", views.clearance, name="clearance"),
    path("<uuid:report_id>/draft/clearance/<slug:seat>/<slug:key>/", views.refuse, name="refuse"),
    path("<uuid:report_id>/draft/languages/<slug:language>/", views.translations, name="translations"),
    path("<uuid:report_id>/draft/languages/<slug:language>/redaction/", views.redaction, name="redaction"),
    path("<uuid:report_id>/draft/languages/<slug:language>/comparison/", views.compare, name="compare"),
    path("<uuid:report_id>/draft/languages/<slug:language>/comparison.pdf", views.compare_pdf, name="compare_pdf"),
    path("<uuid:report_id>/draft/files/", views.outputs, name="outputs"),
    path("<uuid:report_id>/draft/files/<uuid:build_id>/<slug:form>", views.built, name="built"),
    path("<uuid:report_id>/draft/publish/", views.publish, name="publish"),
]
