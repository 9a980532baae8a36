# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from . import views

app_name = "mandates"
urlpatterns = [
    path("", views.board, name="board"),
    path("mandates.csv", views.csv_file, name="csv"),
    path("mandates.atom", views.feed, name="feed"),
    path("mandates.ics", views.dates, name="dates"),
    path("sessions/", views.sessions, name="sessions"),
    path("instruments/", views.library, name="library"),
    path("instruments/new/", views.add, name="add"),
    path("instruments/<uuid:instrument_id>/", views.instrument, name="instrument"),
    path("instruments/recommendations.csv", views.recommendations, name="recommendations"),
    path("instruments/<uuid:instrument_id>/correct/", views.correct_instrument, name="correct_instrument"),
    path("instruments/<uuid:instrument_id>/review/", views.review, name="review"),
    path("instruments/<uuid:instrument_id>/mandate/", views.add_mandate, name="add_mandate"),
    path("<uuid:mandate_id>/", views.mandate, name="mandate"),
    path("<uuid:mandate_id>/correct/", views.correct, name="correct"),
    path("<uuid:mandate_id>/strike/", views.strike, name="strike"),
    path("<uuid:mandate_id>/step/", views.step, name="step"),
    path("<uuid:mandate_id>/own/", views.own, name="own"),
    path("<uuid:mandate_id>/bind/", views.bind, name="bind"),
]
