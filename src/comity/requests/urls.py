# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from . import views

app_name = "requests"
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.begin, name="begin"),
    path("views/", views.save_view, name="views_save"),
    path("views/<uuid:view_id>/delete/", views.delete_view, name="views_delete"),
    path("tasks/<uuid:task_id>/done/", views.task_done, name="task_done"),
    path("register/<str:code>/", views.register, name="register"),
    path("register/<str:code>/file/", views.register_file, name="register_file"),
    path("<uuid:request_id>/", views.page, name="page"),
    path("<uuid:request_id>/edit/", views.edit, name="edit"),
    path("<uuid:request_id>/save/", views.save, name="save"),
    path("<uuid:request_id>/texts/", views.texts, name="texts"),
    path("<uuid:request_id>/copy/", views.copy, name="copy"),
    path("<uuid:request_id>/split/", views.split, name="split"),
    path("<uuid:request_id>/several/", views.several, name="several"),
    path("<uuid:request_id>/open/", views.open_request, name="open"),
    path("<uuid:request_id>/act/<slug:slug>/", views.act, name="act"),
    path("<uuid:request_id>/send/", views.send, name="send"),
    path("<uuid:request_id>/correct/", views.correct, name="correct"),
    path("<uuid:request_id>/supplement/", views.supplement, name="supplement"),
    path("<uuid:request_id>/versions/", views.versions, name="versions"),
    path("<uuid:request_id>/bundle/", views.bundle, name="bundle"),
    path("<uuid:request_id>/documents/new/", views.document_new, name="document_new"),
    path("<uuid:request_id>/documents/uploads/", views.uploads, name="uploads"),
    path("<uuid:request_id>/documents/uploads/<uuid:upload_id>/", views.upload, name="upload"),
    path("<uuid:request_id>/documents/files/<uuid:version_id>/", views.document_file, name="document_file"),
    path("<uuid:request_id>/documents/files/<uuid:version_id>/pages/", views.document_look, name="document_look"),
    path(
        "<uuid:request_id>/documents/files/<uuid:version_id>/pages/<int:number>/",
        views.document_page,
        name="document_page",
    ),
    path(
        "<uuid:request_id>/documents/files/<uuid:version_id>/pages/<int:number>/picture/",
        views.document_picture,
        name="document_picture",
    ),
    path("<uuid:request_id>/documents/<uuid:document_id>/", views.document, name="document"),
    path("<uuid:request_id>/documents/<uuid:document_id>/replace/", views.document_replace, name="document_replace"),
    path("<uuid:request_id>/documents/<uuid:document_id>/consent/", views.document_consent, name="document_consent"),
    path("<uuid:request_id>/documents/<uuid:document_id>/withdraw/", views.document_withdraw, name="document_withdraw"),
    path("<uuid:request_id>/versions/<int:number>/file/", views.version_file, name="version_file"),
    path("<uuid:request_id>/print/", views.print_view, name="print"),
    path("<uuid:request_id>/references/", views.references, name="references"),
    path("<uuid:request_id>/notes/", views.notes, name="notes"),
    path("<uuid:request_id>/tasks/", views.tasks, name="tasks"),
    path("<uuid:request_id>/clocks/<uuid:clock_id>/extend/", views.clock_extend, name="clock_extend"),
]
