# SPDX-License-Identifier: EUPL-1.2
"""Texts: proposals side by side, taken up into the next version, and nobody's but their own party's."""

from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer
from comity.dossiers.models import Entry
from comity.facilitation import actions, queries
from comity.facilitation.models import Facilitation, Proposal, Text, TextVersion
from comity.facilitation.queries.compiling import compiled
from comity.statute import Act

from .conftest import AT


def propose(viewer: Viewer, text: Text, key: str, kind: str, words: str = "") -> Proposal:
    return actions.make_proposal(
        viewer, facilitation_id=text.facilitation_id, text_id=text.id, key=key, kind=kind, words=words,
        reason="It is clearer.", at=AT,
    )  # fmt: skip


def merge(viewer: Viewer, text: Text, *accepted: Proposal, seen: int = 1) -> TextVersion:
    return actions.merge_proposals(
        viewer, facilitation_id=text.facilitation_id, text_id=text.id, accepted={one.id for one in accepted},
        seen=seen, at=AT,
    )  # fmt: skip


def _states(*rows: Proposal) -> list[str]:
    return [Proposal.objects.unguarded("a test").get(id=row.id).state for row in rows]


def test_a_text_begins_with_numbered_paragraphs(text: Text) -> None:
    version = TextVersion.objects.unguarded("a test").get(of=text)

    assert [(one["key"], one["text"]) for one in version.paragraphs] == [
        ("p1", "Lamps are lit at dusk."), ("p2", "Keepers report in March."), ("p3", "Paint is white."),
    ]  # fmt: skip


def test_the_next_version_takes_up_what_was_chosen(text: Text, leader: Viewer, delegate: Viewer) -> None:
    first = propose(delegate, text, "", "add", "All harbours are equal.")
    added = propose(leader, text, "p1", "add", "They burn until dawn.")
    gone = propose(delegate, text, "p2", "delete")
    other = propose(leader, text, "p2", "replace", "Keepers report in June.")
    white = propose(delegate, text, "p3", "replace", "Paint is grey.")

    version = merge(leader, text, first, added, gone)

    assert [(one["key"], one["text"]) for one in version.paragraphs] == [
        ("p4", "All harbours are equal."), ("p1", "Lamps are lit at dusk."), ("p5", "They burn until dawn."),
        ("p3", "Paint is white."),
    ]  # fmt: skip
    assert _states(first, added, gone, other, white) == ["accepted"] * 3 + ["lapsed", "open"]


def test_two_that_contradict_each_other_are_not_taken_up_together(text: Text, leader: Viewer, delegate: Viewer) -> None:
    one, two = propose(leader, text, "p1", "replace", "x"), propose(delegate, text, "p1", "delete")

    with pytest.raises(Invalid) as invalid:
        merge(leader, text, one, two)

    assert "1, 2" in invalid.value.problems[""]
    assert TextVersion.objects.unguarded("a test").filter(of=text).count() == 1


def test_a_version_that_was_not_looked_at_is_not_merged(text: Text, leader: Viewer, delegate: Viewer) -> None:
    one, two = propose(delegate, text, "p1", "delete"), propose(delegate, text, "p2", "delete")
    merge(leader, text, one)

    with pytest.raises(Invalid):
        merge(leader, text, two, seen=1)


@pytest.mark.parametrize("act", ["edit", "withdraw"])
def test_no_delegation_touches_the_proposal_of_another(act: str, text: Text, leader: Viewer, delegate: Viewer) -> None:
    """Not even who facilitates."""
    row = propose(delegate, text, "p1", "replace", "Lamps are lit at noon.")
    on: dict[str, Any] = {"facilitation_id": text.facilitation_id, "proposal_id": row.id, "at": AT}

    does = actions.withdraw_proposal if act == "withdraw" else partial(actions.edit_proposal, words="no", reason="x")

    with pytest.raises(Refused) as refused:
        does(leader, **on)

    assert refused.value.refusal.code == "own_proposal"
    assert _states(row) == ["open"]


def test_its_own_party_changes_it_and_the_timeline_keeps_what_it_was(text: Text, delegate: Viewer) -> None:
    row = propose(delegate, text, "p1", "replace", "Lamps are lit at noon.")
    on: dict[str, Any] = {"facilitation_id": text.facilitation_id, "proposal_id": row.id, "at": AT}

    actions.edit_proposal(delegate, words="Lamps are lit at dawn.", reason="Better.", **on)
    actions.withdraw_proposal(delegate, **on)

    entry = Entry.objects.unguarded("a test").get(act=Act.PROPOSAL_EDIT)
    assert (entry.data["words_before"], entry.data["words"]) == ("Lamps are lit at noon.", "Lamps are lit at dawn.")
    assert _states(row) == ["withdrawn"]


def test_an_ngo_neither_sees_the_text_nor_proposes(text: Text, ngo: Viewer) -> None:
    with pytest.raises((Refused, NotFound)):
        propose(ngo, text, "p1", "delete")

    row = Facilitation.rows.get(id=text.facilitation_id)
    standing = queries.standing(ngo, row, at=AT)
    assert queries.texts_of(ngo, row, standing=standing) == []


def test_a_facilitator_alone_merges(text: Text, delegate: Viewer) -> None:
    row = propose(delegate, text, "p1", "delete")

    with pytest.raises(Refused) as refused:
        merge(delegate, text, row)

    assert refused.value.refusal.code == "facilitator_leads"


def test_the_database_refuses_to_change_a_version(text: Text) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TextVersion.objects.unguarded("a test").filter(of=text).update(paragraphs=[])


def test_a_compilation_puts_proposals_where_they_belong(text: Text, leader: Viewer, delegate: Viewer) -> None:
    rows = [propose(delegate, text, "p2", "delete"), propose(leader, text, "", "add", "First.")]
    version = TextVersion.objects.unguarded("a test").get(of=text)

    lines = compiled(version.paragraphs, rows)

    assert [(line.number, len(line.proposals), line.is_disputed) for line in lines] == [
        (0, 1, False), (1, 0, False), (2, 1, True), (3, 0, False),
    ]  # fmt: skip
