# SPDX-License-Identifier: EUPL-1.2
"""Every fetch of this room; the viewer is the first argument, but for the two functions that find out who it is."""

from comity.parties.queries.directory import (
    PartyFilter,
    authorities_of,
    authorities_to_choose,
    authority_by_id,
    declarations_of,
    memberships_of,
    parties_page,
    parties_to_address,
    party_by_code,
    party_by_id,
)
from comity.parties.queries.duty import obligation_of
from comity.parties.queries.people import (
    colleagues,
    has_administrator,
    person_by_id,
    post_by_id,
    posts_of_person,
    posts_page,
    record_page,
    substitution_by_id,
    substitutions_of,
    system_has_people,
)
from comity.parties.queries.rights import (
    may_admit_parties,
    may_keep_authorities,
    may_manage_people,
    may_name_substitute,
    may_record_declarations,
)
from comity.parties.queries.seats import Seat, posts_open_to, viewer_of
from comity.parties.queries.terms import (
    ChannelTerms,
    LanguageTerms,
    channel_in_force,
    languages_in_force,
    terms_in_force,
    terms_of,
)

__all__ = [
    "ChannelTerms",
    "LanguageTerms",
    "PartyFilter",
    "Seat",
    "authorities_of",
    "authorities_to_choose",
    "authority_by_id",
    "channel_in_force",
    "colleagues",
    "declarations_of",
    "has_administrator",
    "languages_in_force",
    "may_admit_parties",
    "may_keep_authorities",
    "may_manage_people",
    "may_name_substitute",
    "may_record_declarations",
    "memberships_of",
    "obligation_of",
    "parties_page",
    "parties_to_address",
    "party_by_code",
    "party_by_id",
    "person_by_id",
    "post_by_id",
    "posts_of_person",
    "posts_open_to",
    "posts_page",
    "record_page",
    "substitution_by_id",
    "substitutions_of",
    "system_has_people",
    "terms_in_force",
    "terms_of",
    "viewer_of",
]
