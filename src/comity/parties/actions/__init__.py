# SPDX-License-Identifier: EUPL-1.2
"""Every change of this room: declarations, authorities, people, posts, substitutes, paper codes, reference data."""

from comity.parties.actions.authorities import (
    AuthorityDetails,
    add_authority,
    change_authority,
    confirm_authority,
    end_authority,
)
from comity.parties.actions.codes import issue_paper_code, redeem_paper_code, system_sweep_codes
from comity.parties.actions.declarations import record_declaration
from comity.parties.actions.keys import (
    QUORUMS,
    end_key,
    register_authority_key,
    register_own_key,
    register_recovery_key,
)
from comity.parties.actions.load import Loaded, system_load_reference
from comity.parties.actions.made_up import system_made_up_authority, system_made_up_party, system_made_up_person
from comity.parties.actions.parties import add_party
from comity.parties.actions.people import (
    Invitation,
    PostDetails,
    choose_language,
    end_post,
    give_post,
    invite_person,
    system_first_administrators,
)
from comity.parties.actions.recovery import approve_recovery, begin_recovery
from comity.parties.actions.signing import end_signing_key, register_signing_key
from comity.parties.actions.substitutes import end_substitution, name_substitute

__all__ = [
    "QUORUMS",
    "AuthorityDetails",
    "Invitation",
    "Loaded",
    "PostDetails",
    "add_authority",
    "add_party",
    "approve_recovery",
    "begin_recovery",
    "change_authority",
    "choose_language",
    "confirm_authority",
    "end_authority",
    "end_key",
    "end_post",
    "end_signing_key",
    "end_substitution",
    "give_post",
    "invite_person",
    "issue_paper_code",
    "name_substitute",
    "record_declaration",
    "redeem_paper_code",
    "register_authority_key",
    "register_own_key",
    "register_recovery_key",
    "register_signing_key",
    "system_first_administrators",
    "system_load_reference",
    "system_made_up_authority",
    "system_made_up_party",
    "system_made_up_person",
    "system_sweep_codes",
]
