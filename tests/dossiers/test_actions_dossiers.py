# SPDX-License-Identifier: EUPL-1.2
from datetime import timedelta
from uuid import uuid4

import pytest

from comity.core.clock import now
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import CONFIDENTIAL, UNDER_SEAL, Viewer
from comity.dossiers import actions, queries
from comity.dossiers.models import Dossier, Entry, Participation
from comity.ledger.models import Leaf, Pending
from comity.parties.models import Party, PartyEntry
from comity.statute import Act, Role
from tests.factories.dossiers import a_circle, a_dossier, a_situation, an_exchange, in_circle, let_in, own_file
from tests.factories.parties import person_at


def opened(viewer: Viewer, **given: object) -> Dossier:
    terms: dict[str, object] = {
        "title": "The Holm case",
        "situation": None,
        "case_number": "",
        "classification": CONFIDENTIAL,
        "circle_id": None,
        "at": now(),
    }
    return actions.open_dossier(viewer, **(terms | given))  # type: ignore[arg-type]  # as an action is called by name


def parts(dossier: Dossier) -> list[tuple[str, str, str]]:
    rows = Participation.rows.filter(dossier=dossier).order_by("id")
    return [(row.party.code, row.side, row.scope) for row in rows]


def acts(viewer: Viewer, about: Dossier) -> list[str]:
    return [entry.act for entry in queries.timeline(viewer, about.id)]


# Opening


def test_opened_dossier_is_its_own_partys_alone(asking: Viewer, stranger: Viewer) -> None:
    dossier = opened(asking, situation=a_situation(), title="  The  Holm case ")

    assert parts(dossier) == [("OTP", "issuer", "full")]
    assert queries.dossier(asking, dossier.id).title == "The  Holm case"
    with pytest.raises(NotFound):
        queries.dossier(stranger, dossier.id)


def test_opening_is_entered_and_committed(asking: Viewer) -> None:
    dossier = opened(asking)
    entry = queries.timeline(asking, dossier.id).get()

    assert (entry.act, entry.party_id, entry.actor_id) == (Act.DOSSIER_OPEN, asking.party_id, asking.person_id)
    assert entry.data == {"title": "The Holm case"}
    assert Leaf.objects.get(pk=entry.leaf_id).entry[:1] == b"\x01"
    assert Pending.objects.filter(leaf_id=entry.leaf_id).exists()


def test_dossier_above_the_own_clearance_is_not_opened(uncleared: Viewer) -> None:
    with pytest.raises(Invalid) as error:
        opened(uncleared, classification=UNDER_SEAL)
    assert list(error.value.problems) == ["classification"]


def test_dossier_for_a_foreign_circle_is_not_opened(otp: Party, asking: Viewer) -> None:
    with pytest.raises(Invalid) as error:
        opened(asking, circle_id=a_circle(otp).id)
    assert list(error.value.problems) == ["circle"]


def test_dossier_without_a_title_is_not_opened(asking: Viewer) -> None:
    with pytest.raises(Invalid) as error:
        opened(asking, title=" ")
    assert list(error.value.problems) == ["title"]


def test_reader_opens_no_dossier(otp: Party) -> None:
    with pytest.raises(Refused) as error:
        opened(person_at(otp, Role.READER))
    assert (error.value.refusal.act, error.value.refusal.article) == (Act.DOSSIER_OPEN, "practice")


def test_nobody_opens_no_dossier(db: None, anonymous: Viewer) -> None:
    with pytest.raises(Invalid):
        opened(anonymous, classification=0)


# Exchanges and the files beside them


def test_exchange_takes_over_from_its_file(otp: Party, asking: Viewer) -> None:
    circle = a_circle(otp)
    viewer = in_circle(asking, circle)
    file = opened(viewer, classification=UNDER_SEAL, circle_id=circle.id, situation=a_situation(), case_number="TST/1")
    exchange = actions.open_exchange(viewer, file=file, title="One request", at=now())
    part = queries.participation(viewer, exchange.id)

    assert (exchange.classification, exchange.parent_id, exchange.case_number) == (UNDER_SEAL, file.id, "TST/1")
    assert (part.side, part.circle_id, part.classification) == ("issuer", circle.id, UNDER_SEAL)


def test_own_file_of_the_other_side_is_theirs_alone(otp: Party, belgium: Party, asking: Viewer, asked: Viewer) -> None:
    exchange = an_exchange(own_file(otp), otp, belgium)
    own = actions.open_own_file(asking, exchange=exchange, party_id=belgium.id, at=now())

    assert queries.dossier(asked, own.id).kind == Dossier.Kind.PARTY
    with pytest.raises(NotFound):
        queries.dossier(asking, own.id)


# Letting in and out


def test_party_let_in_sees_from_now_on(otp: Party, chambers: Party, asking: Viewer, chamber: Viewer) -> None:
    file = own_file(otp)
    actions.admit(
        asking, dossier_id=file.id, party_id=chambers.id, side="chamber", scope="full", reason="joined", at=now()
    )

    assert queries.participation(chamber, file.id).side == "chamber"
    assert acts(asking, file) == [Act.PARTICIPANT_ADMIT]


def test_party_let_in_again_keeps_the_circle_it_chose(otp: Party, belgium: Party, asking: Viewer) -> None:
    exchange = an_exchange(own_file(otp), otp, belgium)
    circle = a_circle(belgium)
    Participation.rows.filter(dossier=exchange, party=belgium).update(circle=circle, until=now())
    part = actions.admit(
        asking, dossier_id=exchange.id, party_id=belgium.id, side="addressee", scope="full", reason="again", at=now()
    )

    assert (part.circle_id, part.until) == (circle.id, None)


def test_party_is_let_in_until_an_instant(otp: Party, registry: Party, asking: Viewer, registrar: Viewer) -> None:
    file, until = own_file(otp), now() + timedelta(hours=1)
    actions.admit(
        asking,
        dossier_id=file.id,
        party_id=registry.id,
        side="observer",
        scope="full",
        reason="r",
        until=until,
        at=now(),
    )

    assert queries.participation(registrar, file.id).until == until
    assert queries.timeline(asking, file.id).get().data["until"] == until.isoformat()


def test_dossier_not_seen_is_not_opened_to_others(otp: Party, norway: Party, stranger: Viewer) -> None:
    file = own_file(otp)
    with pytest.raises(NotFound):
        actions.admit(
            stranger, dossier_id=file.id, party_id=norway.id, side="observer", scope="full", reason="", at=now()
        )
    assert parts(file) == [("OTP", "issuer", "full")]


def test_letting_in_is_entered_on_the_file_and_not_on_the_exchange(
    otp: Party, belgium: Party, chambers: Party, asking: Viewer, asked: Viewer
) -> None:
    file = own_file(otp)
    exchange = an_exchange(file, otp, belgium)
    actions.admit(
        asking, dossier_id=exchange.id, party_id=chambers.id, side="observer", scope="full", reason="", at=now()
    )

    assert acts(asking, exchange) == [Act.PARTICIPANT_ADMIT]
    assert acts(asked, exchange) == []


def test_ended_part_shows_nothing_any_more(otp: Party, belgium: Party, asking: Viewer, asked: Viewer) -> None:
    exchange = an_exchange(own_file(otp), otp, belgium)
    ended = actions.end_participation(asking, dossier_id=exchange.id, party_id=belgium.id, reason="recall", at=now())

    assert ended == 1
    with pytest.raises(NotFound):
        queries.dossier(asked, exchange.id)
    queries.dossier(asking, exchange.id)


def test_part_that_had_ended_keeps_its_end(otp: Party, belgium: Party, asking: Viewer) -> None:
    exchange = an_exchange(own_file(otp), otp, belgium)
    past = now() - timedelta(days=3)
    Participation.rows.filter(dossier=exchange, party=belgium).update(until=past)
    ended = actions.end_participation(asking, dossier_id=exchange.id, party_id=belgium.id, reason="again", at=now())

    assert ended == 0
    assert Participation.rows.get(dossier=exchange, party=belgium).until == past
    assert acts(asking, exchange) == []


def test_one_side_of_two_is_ended(otp: Party, registry: Party, asking: Viewer) -> None:
    file = own_file(otp)
    let_in(file, registry, side="sender", scope="envelope")
    let_in(file, registry, side="observer")
    actions.end_participation(
        asking, dossier_id=file.id, party_id=registry.id, side="observer", reason="done", at=now()
    )
    rows = queries.running(queries.participants(asking, file.id), now())

    assert [(row.party.code, row.side) for row in rows] == [("OTP", "issuer"), ("REG", "sender")]


# Limiting to a circle


def test_file_is_limited_with_its_exchanges(
    otp: Party, belgium: Party, asking: Viewer, asking_approver: Viewer, asked: Viewer
) -> None:
    file = own_file(otp)
    exchange = an_exchange(file, otp, belgium)
    circle = a_circle(otp)
    viewer = in_circle(asking, circle)
    actions.limit_to_circle(viewer, dossier_id=file.id, circle_id=circle.id, at=now())

    for dossier in (file, exchange):
        assert queries.participation(viewer, dossier.id).circle_id == circle.id
        with pytest.raises(NotFound):
            queries.dossier(asking_approver, dossier.id)
    assert queries.participation(asked, exchange.id).circle_id is None


def test_limit_is_lifted(otp: Party, asking: Viewer, asking_approver: Viewer) -> None:
    circle = a_circle(otp)
    viewer = in_circle(asking, circle)
    file = opened(viewer, circle_id=circle.id)
    actions.limit_to_circle(viewer, dossier_id=file.id, circle_id=None, at=now())

    assert queries.dossier(asking_approver, file.id) == file


def test_exchange_of_an_own_file_is_limited_with_all_of_it(otp: Party, belgium: Party, asking: Viewer) -> None:
    file = own_file(otp)
    exchange, other = an_exchange(file, otp, belgium), an_exchange(file, otp, belgium)
    circle = a_circle(otp)
    viewer = in_circle(asking, circle)
    actions.limit_to_circle(viewer, dossier_id=exchange.id, circle_id=circle.id, at=now())

    assert {queries.participation(viewer, row.id).circle_id for row in (file, exchange, other)} == {circle.id}


def test_other_side_limits_its_own_part_and_its_own_file(
    otp: Party, belgium: Party, asking: Viewer, asked: Viewer
) -> None:
    exchange = an_exchange(own_file(otp), otp, belgium)
    own = actions.open_own_file(asking, exchange=exchange, party_id=belgium.id, at=now())
    circle = a_circle(belgium, "Unit 7")
    viewer = in_circle(asked, circle)
    actions.limit_to_circle(viewer, dossier_id=exchange.id, circle_id=circle.id, at=now())
    colleague = person_at(belgium, clearance=UNDER_SEAL)

    assert {queries.participation(viewer, row.id).circle_id for row in (exchange, own)} == {circle.id}
    assert queries.participation(asking, exchange.id).circle_id is None
    with pytest.raises(NotFound):
        queries.dossier(colleague, own.id)


def test_other_side_learns_nothing_of_a_circle(otp: Party, belgium: Party, asking: Viewer, asked: Viewer) -> None:
    exchange = an_exchange(own_file(otp), otp, belgium)
    circle = a_circle(belgium, "Unit 7")
    viewer = in_circle(asked, circle)
    actions.limit_to_circle(viewer, dossier_id=exchange.id, circle_id=circle.id, at=now())

    assert acts(asking, exchange) == []
    assert [row.circle for row in queries.participants(asking, exchange.id)] == [None, None]
    assert PartyEntry.objects.get(party=belgium).act == Act.CIRCLE_FORM


def test_nobody_shuts_themselves_out(otp: Party, asking: Viewer) -> None:
    file = own_file(otp)
    with pytest.raises(Invalid) as error:
        actions.limit_to_circle(asking, dossier_id=file.id, circle_id=a_circle(otp).id, at=now())
    assert list(error.value.problems) == ["circle"]


def test_observer_limits_its_own_part_only(otp: Party, registry: Party, asking: Viewer, registrar: Viewer) -> None:
    file = own_file(otp)
    let_in(file, registry, side="observer")
    circle = a_circle(registry)
    viewer = in_circle(registrar, circle)
    actions.limit_to_circle(viewer, dossier_id=file.id, circle_id=circle.id, at=now())

    assert queries.participation(asking, file.id).circle_id is None
    assert queries.participation(viewer, file.id).circle_id == circle.id


def test_dossier_that_is_not_there_is_not_limited(asking: Viewer) -> None:
    with pytest.raises(NotFound):
        actions.limit_to_circle(asking, dossier_id=uuid4(), circle_id=None, at=now())


def test_entry_holds_what_the_ledger_commits_to(asking: Viewer) -> None:
    dossier = opened(asking)
    entry = Entry.objects.visible_to(asking).get(dossier_id=dossier.id)

    assert len(bytes(entry.salt)) == 32
    assert entry.function == asking.function


def test_public_dossier_is_seen_by_its_own_party_alone(otp: Party, uncleared: Viewer, belgium: Party) -> None:
    let_in(a_dossier(otp, classification=0), otp)

    assert list(Dossier.objects.visible_to(uncleared)) == []
