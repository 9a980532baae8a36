# SPDX-License-Identifier: EUPL-1.2
"""The agenda of a session, and the items that stand on every one."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer
from comity.facilitation import actions, queries
from comity.facilitation.models import Facilitation, SessionItem
from comity.mandates import actions as mandates
from comity.parties.models import PartyEntry

from .conftest import AT

SignIn = Callable[[Viewer], Client]


def test_an_agenda_is_built_from_standing_items_and_mandates_and_keeps_its_order(
    held: Facilitation, secretariat: Viewer
) -> None:
    actions.add_standing_item(secretariat, title_en="Opening", title_fr="Ouverture", at=AT)
    mandates.enter_session(secretariat, number=11, first_day=date(2012, 11, 14), source="invented", at=AT)
    actions.build_agenda(secretariat, number=11, at=AT)
    added = actions.add_session_item(secretariat, number=11, title="Any other lamp", at=AT)

    def shown() -> list[str]:
        items = queries.session_items(secretariat, 11)
        return [str(one)[:14] for one in items if not one.is_left_out]

    before = shown()
    actions.move_session_item(secretariat, number=11, item_id=added.pk, move="up", at=AT)
    opening = SessionItem.rows.get(standing__isnull=False)
    actions.move_session_item(secretariat, number=11, item_id=opening.pk, move="out", at=AT)
    actions.build_agenda(secretariat, number=11, at=AT)

    assert before == ["Opening", "report on the ", "Any other lamp"]
    assert shown() == ["Any other lamp", "report on the "]


def test_the_agenda_is_kept_by_the_assembly(held: Facilitation, leader: Viewer, secretariat: Viewer) -> None:
    with pytest.raises(NotFound):
        actions.build_agenda(secretariat, number=11, at=AT)
    with pytest.raises(Refused) as refused:
        actions.build_agenda(leader, number=11, at=AT)

    assert refused.value.refusal.code == "assembly_keeps_agenda"


def standing_titles(viewer: Viewer) -> list[str]:
    return [row.title_en for row in queries.standing_items(viewer)]


def test_standing_items_are_put_in_order_and_ended_and_built_agendas_keep_theirs(
    held: Facilitation, secretariat: Viewer
) -> None:
    opening, lamps, oil = (
        actions.add_standing_item(secretariat, title_en=title, title_fr=title, at=AT)
        for title in ("Opening", "Lamps", "Oil")
    )
    mandates.enter_session(secretariat, number=11, first_day=date(2012, 11, 14), source="invented", at=AT)
    actions.build_agenda(secretariat, number=11, at=AT)
    for row, move in ((oil, "up"), (opening, "down"), (oil, "up"), (lamps, "end")):
        actions.move_standing_item(secretariat, item_id=row.pk, move=move, at=AT)

    on_agenda = [one.standing.title_en for one in queries.session_items(secretariat, 11) if one.standing]

    assert standing_titles(secretariat) == ["Oil", "Opening"]
    assert on_agenda == ["Opening", "Lamps", "Oil"]
    acts = PartyEntry.objects.filter(act__startswith="facilitation:standing:")
    added = [("add", row.pk) for row in (opening, lamps, oil)]
    # The third move met no neighbour, and is no act.
    assert sorted((one.act.rpartition(":")[2], one.data["item"]) for one in acts) == [
        *added, ("end", lamps.pk), ("order", opening.pk), ("order", oil.pk),
    ]  # fmt: skip


def test_an_ended_standing_item_is_not_built_in_and_not_moved(held: Facilitation, secretariat: Viewer) -> None:
    row = actions.add_standing_item(secretariat, title_en="Opening", title_fr="Ouverture", at=AT)
    actions.move_standing_item(secretariat, item_id=row.pk, move="end", at=AT)
    mandates.enter_session(secretariat, number=11, first_day=date(2012, 11, 14), source="invented", at=AT)
    actions.build_agenda(secretariat, number=11, at=AT)

    assert [one.standing for one in queries.session_items(secretariat, 11) if one.standing] == []
    with pytest.raises(NotFound):
        actions.move_standing_item(secretariat, item_id=row.pk, move="up", at=AT)


def test_an_item_moves_past_its_neighbour_that_is_shown_and_one_left_out_keeps_its_place(
    held: Facilitation, secretariat: Viewer
) -> None:
    mandates.enter_session(secretariat, number=11, first_day=date(2012, 11, 14), source="invented", at=AT)
    actions.build_agenda(secretariat, number=11, at=AT)
    rows = {title: actions.add_session_item(secretariat, number=11, title=title, at=AT).pk for title in "ABC"}
    for title, move in (("B", "out"), ("C", "up"), ("B", "in"), ("C", "down")):
        actions.move_session_item(secretariat, number=11, item_id=rows[title], move=move, at=AT)

    assert [one.title for one in queries.session_items(secretariat, 11) if one.title] == ["A", "C", "B"]


def test_standing_items_are_kept_by_the_assembly_as_many_as_is_set(
    held: Facilitation, leader: Viewer, secretariat: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = actions.add_standing_item(secretariat, title_en="Opening", title_fr="Ouverture", at=AT)
    for act in (
        partial(actions.add_standing_item, title_en="Lamps", title_fr="Lampes"),
        partial(actions.move_standing_item, item_id=row.pk, move="end"),
    ):
        with pytest.raises(Refused) as refused:
            act(leader, at=AT)
        assert refused.value.refusal.code == "assembly_keeps_agenda"
    monkeypatch.setitem(settings.COMITY_LIMITS, "standing_items", 1)
    with pytest.raises(Invalid):
        actions.add_standing_item(secretariat, title_en="Lamps", title_fr="Lampes", at=AT)
    with pytest.raises(Invalid):
        actions.move_standing_item(secretariat, item_id=row.pk, move="sideways", at=AT)


def test_standing_items_are_kept_by_hand(held: Facilitation, secretariat: Viewer, sign_in: SignIn) -> None:
    browser, address = sign_in(secretariat), reverse("facilitation:standing")
    for title in ("Opening", "Lamps"):
        assert browser.post(address, {"title_en": title, "title_fr": title})["Location"] == address
    row = queries.standing_items(secretariat)[1]
    answer = browser.post(reverse("facilitation:standing_order", args=[row.pk]), {"move": "up"})

    assert answer["Location"] == f"{address}#item-{row.pk}"
    assert standing_titles(secretariat) == ["Lamps", "Opening"]
