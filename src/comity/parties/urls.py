# SPDX-License-Identifier: EUPL-1.2
from django.urls import path

from comity.parties.views import directory, keys, mine, people, recovery, signing

app_name = "parties"
urlpatterns = [
    path("parties/", directory.parties, name="list"),
    path("parties/new/", directory.add_party, name="add_party"),
    path("parties/authorities/<uuid:authority_id>/change/", directory.change_authority, name="change_authority"),
    path("parties/authorities/<uuid:authority_id>/confirm/", directory.confirm_authority, name="confirm_authority"),
    path("parties/authorities/<uuid:authority_id>/end/", directory.end_authority, name="end_authority"),
    path("parties/authorities/<uuid:authority_id>/key/", keys.authority_key, name="authority_key"),
    path("parties/authorities/<uuid:authority_id>/signing/", signing.signing_key, name="signing_key"),
    path("parties/signing/<uuid:key_id>/end/", signing.end_signing_key, name="end_signing_key"),
    path("parties/<str:code>/", directory.party, name="party"),
    path("parties/<str:code>/administrator/", people.invite, name="invite_administrator"),
    path("parties/<str:code>/authorities/new/", directory.add_authority, name="add_authority"),
    path("parties/<str:code>/declarations/new/", directory.add_declaration, name="add_declaration"),
    path("parties/<str:code>/seal/", keys.seal, name="seal"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/keys/", keys.keys, name="keys"),
    path("people/keys/<uuid:key_id>/end/", keys.end_key, name="end_key"),
    path("people/keys/recovery/", recovery.recovery_key, name="recovery_key"),
    path("people/keys/recovery/begin/", recovery.begin_recovery, name="begin_recovery"),
    path("people/keys/recovery/<uuid:recovery_id>/approve/", recovery.approve_recovery, name="approve_recovery"),
    path("people/me/", mine.me, name="me"),
    path("people/record/", people.record, name="record"),
    path("people/posts/<uuid:post_id>/end/", people.end_post, name="end_post"),
    path("people/posts/<uuid:post_id>/substitute/", mine.name_substitute, name="name_substitute"),
    path("people/substitutions/<uuid:substitution_id>/end/", mine.end_substitution, name="end_substitution"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/code/", people.issue_code, name="issue_code"),
    path("people/<uuid:person_id>/posts/new/", people.give_post, name="give_post"),
    path("act-as/", mine.act_as, name="act_as"),
    path("welcome/", mine.welcome, name="welcome"),
]
