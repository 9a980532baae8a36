# SPDX-License-Identifier: EUPL-1.2
from django.urls import URLPattern, URLResolver, include, path

from .views import agendas, answers, calls, comments, facilitations, meetings, papers, practices, texts

app_name = "facilitation"

sessions = [
    path("", agendas.sessions, name="sessions"),
    path("standing/", agendas.standing, name="standing"),
    path("standing/<int:item_id>/", agendas.standing_order, name="standing_order"),
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
of_calls = [
    path("", calls.calls, name="calls"),
    path("new/", calls.call_new, name="call_new"),
    path("<uuid:call_id>/", calls.call, name="call"),
    path("<uuid:call_id>/change/", calls.call_change, name="call_change"),
    path("<uuid:call_id>/open/", calls.call_open, name="call_open"),
    path("<uuid:call_id>/extend/", calls.call_extend, name="call_extend"),
    path("<uuid:call_id>/withdraw/", calls.call_withdraw, name="call_withdraw"),
    path("<uuid:call_id>/print/", calls.call_print, name="call_print"),
    path("<uuid:call_id>/sections/new/", calls.section_new, name="section_new"),
    path("<uuid:call_id>/questions/new/", calls.question, name="question_new"),
    path("<uuid:call_id>/questions/<slug:code>/", calls.question, name="question"),
    path("<uuid:call_id>/questions/<slug:code>/up/", calls.question_up, name="question_up"),
    path("<uuid:call_id>/questions/<slug:code>/out/", calls.question_out, name="question_out"),
    path("<uuid:call_id>/answer/", answers.answer, name="answer"),
    path("<uuid:call_id>/answer/texts/", answers.answer_texts, name="answer_texts"),
    path("<uuid:call_id>/answer/review/", answers.answer_review, name="answer_review"),
    path("<uuid:call_id>/answer/clear/", answers.answer_clear, name="answer_clear"),
    path("<uuid:call_id>/answer/submit/", answers.answer_submit, name="answer_submit"),
    path("<uuid:call_id>/paper/", answers.answer_paper, name="answer_paper"),
    path("<uuid:call_id>/analysis/", answers.analysis, name="analysis"),
    path("<uuid:call_id>/answers.csv", answers.answers_csv, name="answers_csv"),
]
of_answers = [
    path("<uuid:submission_id>/", answers.submission, name="submission"),
    path("<uuid:submission_id>/withdraw/", answers.submission_withdraw, name="submission_withdraw"),
]
of_comments = [
    path("", comments.comments, name="comments"),
    path("reports/<uuid:report_id>/", comments.comments_on, name="comments_on"),
    path("reports/<uuid:report_id>/new/", comments.comment_new, name="comment_new"),
    path("<uuid:comment_id>/", comments.comment, name="comment"),
    path("<uuid:comment_id>/reply/", comments.comment_reply, name="comment_reply"),
    path("<uuid:comment_id>/close/", comments.comment_close, name="comment_close"),
    path("<uuid:comment_id>/withdraw/", comments.comment_withdraw, name="comment_withdraw"),
]
of_practices = [
    path("", practices.practices, name="practices"),
    path("practices.csv", practices.practices_csv, name="practices_csv"),
    path("new/", practices.practice_new, name="practice_new"),
    path("own/", practices.practices_own, name="practices_own"),
    path("own/<uuid:practice_id>/", practices.practice_own, name="practice_own"),
    path("own/<uuid:practice_id>/change/", practices.practice_change, name="practice_change"),
    path("own/<uuid:practice_id>/clear/", practices.practice_clear, name="practice_clear"),
    path("own/<uuid:practice_id>/publish/", practices.practice_publish, name="practice_publish"),
    path("<uuid:published_id>/", practices.practice, name="practice"),
    path("<uuid:published_id>/withdraw/", practices.practice_withdraw, name="practice_withdraw"),
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
    path("calls/", include(of_calls)),
    path("answers/", include(of_answers)),
    path("comments/", include(of_comments)),
    path("proposals/<uuid:proposal_id>/", texts.edit, name="proposal_edit"),
    path("proposals/<uuid:proposal_id>/withdraw/", texts.withdraw, name="proposal_withdraw"),
]
urlpatterns = [
    path("", facilitations.facilitations, name="facilitations"),
    path("new/", facilitations.open_one, name="open"),
    path("sessions/", include(sessions)),
    path("practices/", include(of_practices)),
    path("report-follows/", comments.report_follows, name="report_follows"),
    path("<uuid:facilitation_id>/", include(of_one)),
]
