# SPDX-License-Identifier: EUPL-1.2
from django.urls import URLPattern, URLResolver, include, path

from .views import agendas, facilitations, meetings, papers, texts

app_name = "facilitation"

sessions = [
    path("", agendas.sessions, name="sessions"),
    path("<int:number>/", agendas.agenda, name="agenda"),
    path("<int:number>/build/", agendas.build, name="agenda_build"),
    path("<int:number>/agenda.csv", agendas.agenda_csv, name="agenda_csv"),
    path("<int:number>/<int:item_id>/", agendas.order, name="agenda_order"),
]
of_meetings = [
    path("", meetings.meetings, name="meetings"),
    path("new/", meetings.call, name="meeting_call"),
    path("<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("<uuid:meeting_id>/meeting.ics", meetings.meeting_ics, name="meeting_ics"),
    path("<uuid:meeting_id>/move/", meetings.move, name="meeting_move"),
    path("<uuid:meeting_id>/cancel/", meetings.cancel, name="meeting_cancel"),
    path("<uuid:meeting_id>/items/", meetings.item_new, name="item_new"),
    path("<uuid:meeting_id>/items/<int:item_id>/remove/", meetings.item_remove, name="item_remove"),
    path("<uuid:meeting_id>/attendance/", meetings.attendance, name="attendance"),
    path("<uuid:meeting_id>/record/", meetings.minutes, name="minutes"),
    path("<uuid:meeting_id>/addendum/", meetings.addendum, name="addendum"),
]
of_papers = [
    path("", papers.papers, name="papers"),
    path("new/", papers.submit, name="paper_new"),
    path("<uuid:paper_id>/", papers.paper, name="paper"),
    path("<uuid:paper_id>/files/<uuid:version_id>/", papers.paper_file, name="paper_file"),
    path("<uuid:paper_id>/withdraw/", papers.retract, name="paper_retract"),
]
of_texts = [
    path("", texts.texts, name="texts"),
    path("new/", texts.begin, name="text_new"),
    path("<uuid:text_id>/", texts.text, name="text"),
    path("<uuid:text_id>/versions/", texts.compare, name="text_compare"),
    path("<uuid:text_id>/next/", texts.merge, name="text_merge"),
    path("<uuid:text_id>/silence/", texts.silence, name="silence"),
    path("<uuid:text_id>/objection/", texts.objection, name="objection"),
    path("<uuid:text_id>/propose/<slug:key>/", texts.propose, name="propose"),
]
of_one: list[URLPattern | URLResolver] = [
    path("", facilitations.facilitation, name="facilitation"),
    path("record/", facilitations.record, name="record"),
    path("end/", facilitations.end, name="end"),
    path("facilitators/new/", facilitations.appoint, name="appoint"),
    path("facilitators/<int:facilitator_id>/end/", facilitations.relieve, name="relieve"),
    path("participants/new/", facilitations.invite, name="invite"),
    path("participants/<uuid:party_id>/end/", facilitations.leave, name="leave"),
    path("meetings/", include(of_meetings)),
    path("papers/", include(of_papers)),
    path("texts/", include(of_texts)),
    path("proposals/<uuid:proposal_id>/", texts.edit, name="proposal_edit"),
    path("proposals/<uuid:proposal_id>/withdraw/", texts.withdraw, name="proposal_withdraw"),
]
urlpatterns = [
    path("", facilitations.facilitations, name="facilitations"),
    path("new/", facilitations.open_one, name="open"),
    path("sessions/", include(sessions)),
    path("<uuid:facilitation_id>/", include(of_one)),
]
