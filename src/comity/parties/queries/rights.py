# SPDX-License-Identifier: EUPL-1.2
"""Who may change what of a party's affairs: asked by the actions that refuse, and by the pages that show a button."""

from uuid import UUID

from comity.core.viewer import Viewer
from comity.parties.models import KeyShare, Post, SealingKey
from comity.statute import Role

REGISTRY = "REG"


def may_record_declarations(viewer: Viewer) -> bool:
    """Whether this viewer records choices of channel and language: the Registrar alone receives them (rule 176(3))."""
    return viewer.party_code == REGISTRY and Role.OFFICER in viewer.roles


def may_keep_authorities(viewer: Viewer, *, party_id: UUID) -> bool:
    """Whether this viewer keeps that party's entries of the directory: its own administrators, and the Registry."""
    is_own = viewer.is_administrator and viewer.party_id == party_id
    return is_own or (viewer.party_code == REGISTRY and (viewer.is_administrator or Role.OFFICER in viewer.roles))


def may_keep_keys(viewer: Viewer, *, party_id: UUID) -> bool:
    """Whether this viewer registers and ends keys of that party: its own administrators, and nobody for them."""
    return viewer.is_known and viewer.is_administrator and viewer.party_id == party_id


def may_begin_recovery(viewer: Viewer, *, key: SealingKey) -> bool:
    """Whether this viewer begins a recovery of that key: who holds a share of it, or administers its party."""
    holds = viewer.is_known and KeyShare.objects.filter(key=key, holder_id=viewer.person_id).exists()
    return holds or may_keep_keys(viewer, party_id=key.party_id)


def may_manage_people(viewer: Viewer) -> bool:
    """Whether this viewer manages the people of their own party."""
    return viewer.is_known and viewer.is_administrator


def may_name_substitute(viewer: Viewer, *, post: Post) -> bool:
    """Whether this viewer names who stands in at that post: its holder, or an administrator of the same party."""
    is_holder = viewer.person_id is not None and viewer.person_id == post.person_id
    return is_holder or (may_manage_people(viewer) and viewer.party_id == post.party_id)


def may_admit_parties(viewer: Viewer) -> bool:
    """Whether this viewer enters new parties and names the first administrator of another one."""
    return viewer.party_code == REGISTRY and viewer.is_administrator
