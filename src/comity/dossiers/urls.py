# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from .views import circles, files, keeping, observers, persons, receipts

app_name = "dossiers"
urlpatterns = [
    path("", files.files, name="list"),
    path("new/", files.new, name="new"),
    path("circles/", circles.circles, name="circles"),
    path("circles/<uuid:circle_id>/", circles.circle, name="circle"),
    path("grants/<uuid:grant_id>/end/", circles.grant_end, name="grant_end"),
    path("persons/<uuid:person_id>/restricted/", persons.restricted, name="restricted"),
    path("persons/<uuid:person_id>/restricted/readers/", persons.reader, name="reader"),
    path("persons/<uuid:person_id>/restricted/readers/<uuid:reader_id>/end/", persons.reader_end, name="reader_end"),
    path("<uuid:dossier_id>/", files.page, name="page"),
    path("<uuid:dossier_id>/persons/new/", persons.new, name="person_new"),
    path("<uuid:dossier_id>/keeping/<slug:step>/", keeping.keep, name="keep"),
    path("<uuid:dossier_id>/limit/", files.limit, name="limit"),
    path("<uuid:dossier_id>/admit/", observers.admit, name="admit"),
    path("<uuid:dossier_id>/participants/<str:code>/end/", observers.end, name="participation_end"),
]

receipt_pages = [
    path("<uuid:entry_id>/", receipts.page, name="page"),
    path("<uuid:entry_id>/sign/", receipts.sign, name="sign"),
    path("<uuid:entry_id>/file/", receipts.file, name="file"),
]
