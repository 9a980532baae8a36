# SPDX-License-Identifier: EUPL-1.2
"""Figures: what a clerk counts by hand is what is printed, and what is printed tells of nobody."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.core.clock import now
from comity.core.db import as_system, as_viewer
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.models import Owed
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.ledger.actions import system_publish, system_sequence
from comity.ledger.format.receipt import Document, verify_receipt
from comity.ledger.queries import peers
from comity.parties.models import Party
from comity.reports import actions, queries
from comity.reports.figures import DefinitionsError, Item, definitions, printed
from comity.reports.figures.definitions import read
from comity.reports.models import Counted, Snapshot
from comity.reports.queries import counts_of, system_items
from comity.requests.models import Request
from comity.statute import Act, Role, rome
from tests.factories.parties import person_at
from tests.factories.requests import a_delivered, a_file, a_sent, act, bring_to, take

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
BEFORE = datetime(2025, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
def counting(registry: Party) -> Viewer:
    return person_at(registry, Role.OFFICER, function="Cooperation section")


@pytest.fixture
def agreeing(registry: Party) -> Viewer:
    return person_at(registry, Role.APPROVER, Role.SENIOR, function="Head of the cooperation section")


def by_hand() -> list[Item]:
    """Forty requests as a clerk would have them on cards."""

    def cards(number: int, kind: str, region: str, duty: str, outcome: str, days: int | None = None) -> list[Item]:
        return [Item(kind, region, duty, outcome, days)] * number

    return [
        *cards(9, "SERV", "Africa", "compulsory", "executed", 20),
        *cards(6, "SERV", "WEOG", "compulsory", "executed", 40),
        *cards(7, "SERV", "Africa", "compulsory", "unanswered"),
        *cards(2, "SERV", "WEOG", "compulsory", "unanswered"),
        *cards(6, "DOCS", "WEOG", "compulsory", "executed", 61),
        *cards(5, "DOCS", "Africa", "compulsory", "consultation", 8),
        *cards(3, "IREL", "WEOG", "voluntary", "declined", 12),
        *cards(2, "IREL", "Africa", "voluntary", "declined", 12),
    ]


def test_two_clerks_with_pencils_get_the_printed_numbers() -> None:
    figures = printed(counts_of(by_hand()), first=FIRST, last=LAST).figures

    tables = {table["code"]: table for table in figures["due"]}
    columns = tables["kind"]["columns"]
    kinds = {row["code"]: dict(zip(columns, row["counts"], strict=True)) for row in tables["kind"]["rows"]}
    regions = {row["code"]: dict(zip(columns, row["counts"], strict=True)) for row in tables["region"]["rows"]}
    # 40 in all: 21 executed, 9 unanswered, 5 in consultation, 5 declined; of SERV 24, of DOCS 11, of IREL 5.
    assert kinds["total"] == {
        "executed": 21, "partly": 0, "consultation": 5, "postponed": 0, "declined": 5, "refused": 0, "chamber": 0,
        "unanswered": 9, "withdrawn": 0, "total": 40,
    }  # fmt: skip
    assert (kinds["SERV"]["executed"], kinds["SERV"]["unanswered"], kinds["SERV"]["total"]) == (15, 9, 24)
    assert (kinds["DOCS"]["executed"], kinds["DOCS"]["consultation"], kinds["DOCS"]["total"]) == (6, 5, 11)
    assert regions["WEOG"]["unanswered"] is None
    assert regions["Africa"]["unanswered"] is None  # or the total of nine would give the two of the other back
    assert figures["median_days"] == {"DOCS": "61.0", "IREL": "12.0", "SERV": "20.0", "total": "20.0"}
    assert json.loads(printed(counts_of(by_hand()), first=FIRST, last=LAST).file) == figures


def test_no_small_number_is_in_the_file() -> None:
    figures = printed(counts_of(by_hand()), first=FIRST, last=LAST).figures
    counts = [count for table in figures["due"] for row in table["rows"] for count in row["counts"]]
    assert [count for count in counts if count is not None and 0 < count < 5] == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(rome().kinds)),
            st.sampled_from(["Africa", "WEOG", "none"]),
            st.sampled_from(["compulsory", "voluntary"]),
        ),
        max_size=60,
    ),
    st.randoms(use_true_random=False),
)
def test_figures_are_made_of_whatever_was_counted(drawn: list[tuple[str, str, str]], random: Any) -> None:
    items = [
        Item(
            kind,
            region,
            duty,
            random.choice([outcome.code for outcome in definitions().outcomes]),
            random.choice([None, 3]),
        )
        for kind, region, duty in drawn
    ]
    once, again = (printed(counts_of(some), first=FIRST, last=LAST).file for some in (items, items[::-1]))
    assert once == again


def test_each_state_of_the_law_that_a_sent_request_can_be_in_has_one_outcome() -> None:
    states = {code for code, state in rome().states.items() if state.open} | {"closed", "withdrawn"}
    definitions().check(states, closed="closed")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('states = ["postponed"]', 'states = ["postponed", "executed"]', "in two outcomes: executed"),
        ('states = ["postponed"]', 'states = ["postponed", "lost"]', "no state of the law: lost"),
        ('states = ["postponed"]', "states = []", "in no outcome: postponed"),
    ],
)
def test_definitions_that_contradict_the_law_are_refused(old: str, new: str, words: str) -> None:
    from importlib.resources import files  # noqa: PLC0415

    text = (files("comity.reports.figures") / "definitions.toml").read_text()
    states = {code for code, state in rome().states.items() if state.open} | {"closed", "withdrawn"}
    with pytest.raises(DefinitionsError, match=re.escape(words)):
        read(text.replace(old, new)).check(states, closed="closed")


def test_a_lawful_answer_is_no_failure_and_there_is_no_such_outcome() -> None:
    assert not {outcome.code for outcome in definitions().outcomes} & {"failure", "failed", "non_compliance"}
    for state in rome().states.values():
        if state.lawful:
            assert definitions().outcome_of(state.code) != definitions().outcome_of("transmitted")


@pytest.fixture
def served(asking: Viewer, asked: Viewer) -> dict[str, Request]:
    """One request for each way in which it is counted, or is not."""
    file = a_file(asking, at=BEFORE)
    on: dict[str, Any] = {"requested_by": "2025-06-30", "at": BEFORE, "file": file}
    found = {
        state: bring_to(state, asking, **on)
        for state in ("transmitted", "received", "executed", "partly_executed", "consultation", "closed", "withdrawn")
    }
    found["recalled"] = take(a_sent(asking, **on), Act.REQUEST_RECALL, at=BEFORE)
    found["next year"] = a_delivered(asking, **{**on, "requested_by": "2026-01-01"})
    found["undated"] = a_delivered(asking, at=BEFORE, file=file)
    found["sealed"] = a_sent(asking, **{**on, "file": a_file(asking, classification=UNDER_SEAL, at=BEFORE)})
    found["late"] = a_delivered(asking, **on)
    act(asked, found["late"], Act.REQUEST_FETCH, at=datetime(2026, 1, 2, tzinfo=UTC))
    return found


def snapshot(first: date = FIRST, last: date = LAST) -> Snapshot:
    return Snapshot(first_day=first, last_day=last, proposed_at=now())


def test_each_request_is_counted_as_it_stood_at_the_last_instant(served: dict[str, Request]) -> None:
    with as_system("test"):
        items = system_items(snapshot())
    counted = {name: items[row.id][1].outcome for name, row in served.items() if row.id in items}
    assert counted == {
        "transmitted": "unanswered",
        "received": "unanswered",
        "executed": "executed",
        "partly_executed": "partly",
        "consultation": "consultation",
        "closed": "partly",
        "withdrawn": "withdrawn",
        "undated": "unanswered",
        "late": "unanswered",
    }
    assert items[served["undated"].id][1].age == "year"
    assert items[served["executed"].id][1].days == 0


def test_what_was_done_after_the_last_instant_is_not_counted(served: dict[str, Request], asked: Viewer) -> None:
    with as_system("test"):
        before = system_items(snapshot())
    take(served["late"], Act.REQUEST_REGISTER, at=datetime(2026, 1, 3, tzinfo=UTC))
    take(served["received"], Act.REQUEST_ASSIGN, at=datetime(2026, 1, 3, tzinfo=UTC))
    with as_system("test"):
        assert system_items(snapshot()) == before


def test_the_last_instant_is_midnight_in_the_hague(asking: Viewer, asked: Viewer) -> None:
    row = bring_to("in_execution", asking, requested_by="2025-06-30", at=BEFORE)
    # 22:59:59 UTC of 31 December is the last second of the year in The Hague.
    act(asked, row, Act.REPLY_FULL, at=datetime(2025, 12, 31, 23, 0, 0, tzinfo=UTC))
    with as_system("test"):
        assert system_items(snapshot())[row.id][1].outcome == "unanswered"
        assert system_items(snapshot(last=date(2026, 1, 1)))[row.id][1].outcome == "executed"


def frozen(counting: Viewer, agreeing: Viewer, first: date = FIRST, last: date = LAST) -> Snapshot:
    at = now()
    with as_viewer(counting):
        row = actions.propose(counting, first=first, last=last, at=at)
    with as_viewer(agreeing):
        actions.agree(agreeing, snapshot_id=row.id, at=at)
    assert Owed.objects.filter(name="reports.freeze", key=str(row.id)).count() == 1
    with as_system("reports.freeze"):
        actions.system_freeze(row.id, at=at)
    return Snapshot.rows.get(id=row.id)


def test_figures_are_frozen_and_the_same_when_made_again(
    served: dict[str, Request], counting: Viewer, agreeing: Viewer, asked: Viewer
) -> None:
    row = frozen(counting, agreeing)
    take(served["received"], Act.REQUEST_ASSIGN)
    with as_system("test"):
        items = queries.system_items_of(row)
        assert queries.again(row, items, others=[]).file.decode() == row.file
        # Nor does counting the requests themselves once more give anything else.
        assert {key: item for key, (_dossier, item) in system_items(row).items()} == items


def test_freezing_twice_does_nothing_the_second_time(counting: Viewer, agreeing: Viewer) -> None:
    row = frozen(counting, agreeing)
    with as_system("reports.freeze"):
        assert actions.system_freeze(row.id, at=now()) is False
    assert Snapshot.rows.get(id=row.id).leaf_id == row.leaf_id


def test_the_receipt_binds_the_file_of_the_figures(
    counting: Viewer, agreeing: Viewer, settings: Any, tmp_path: Any
) -> None:
    settings.COMITY_DATA = tmp_path
    row = frozen(counting, agreeing)
    assert queries.receipt_of(row) == b""
    system_sequence()
    system_publish(at=now())
    data = queries.receipt_of(row)
    figures, others = (Document.of("figures.json", text.encode()) for text in (row.file, row.file + " "))
    assert verify_receipt(data, peers().policy, [figures]).fault is None
    assert verify_receipt(data, peers().policy, [others]).fault is not None


def test_frozen_figures_do_not_change(served: dict[str, Request], counting: Viewer, agreeing: Viewer) -> None:
    row = frozen(counting, agreeing)
    for statement in (
        "UPDATE reports_snapshot SET file = 'x'",
        "DELETE FROM reports_snapshot",
        "UPDATE reports_counted SET outcome = 'executed'",
        "DELETE FROM reports_counted",
    ):
        with (
            as_system("test"),
            pytest.raises((IntegrityError, DatabaseError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert Snapshot.rows.get(id=row.id).file == row.file


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (FIRST, LAST),
        (FIRST, date(2026, 1, 1)),
        (FIRST, date(2025, 12, 30)),
        (LAST, date(2026, 3, 1)),
        (date(2024, 12, 1), FIRST),
        (date(2024, 12, 1), date(2026, 3, 1)),
    ],
)
def test_the_difference_between_two_figures_can_not_be_had(
    counting: Viewer, agreeing: Viewer, first: date, last: date
) -> None:
    """Who takes one figure from another that has all but a few days in common learns of the few: see threats."""
    frozen(counting, agreeing)
    with as_viewer(counting), pytest.raises(Refused) as refused:
        actions.propose(counting, first=first, last=last, at=datetime(2026, 6, 1, tzinfo=UTC))
    assert refused.value.refusal.code == "period_once"


def test_two_proposals_that_overlap_are_not_both_agreed_to(counting: Viewer, agreeing: Viewer) -> None:
    at = now()
    with as_viewer(counting):
        one = actions.propose(counting, first=FIRST, last=LAST, at=at)
        other = actions.propose(counting, first=FIRST, last=LAST - timedelta(days=30), at=at)
    with as_viewer(agreeing):
        actions.agree(agreeing, snapshot_id=one.id, at=at)
        with pytest.raises(Refused) as refused:
            actions.agree(agreeing, snapshot_id=other.id, at=at)
    assert refused.value.refusal.code == "period_once"


def test_undated_requests_of_two_years_are_compared_by_no_small_difference() -> None:
    def undated(number: int) -> dict[Any, Item]:
        return {n: Item("SERV", "Africa", "compulsory", "unanswered", None, "older") for n in range(number)}

    earlier, later = undated(30), undated(32)
    row = snapshot()
    alone = queries.again(row, later, others=[]).figures["undated"]
    beside = queries.again(row, later, others=[earlier]).figures["undated"]
    assert [line["counts"][-1] for line in alone["rows"] if line["code"] == "total"] == [32]
    assert beside["rows"] == []


def test_the_same_person_does_not_agree(counting: Viewer, agreeing: Viewer) -> None:
    with as_viewer(agreeing):
        row = actions.propose(agreeing, first=FIRST, last=LAST, at=now())
        with pytest.raises(Refused) as refused:
            actions.agree(agreeing, snapshot_id=row.id, at=now())
    assert refused.value.refusal.code == "second_person"
    with as_viewer(counting), pytest.raises(Refused):
        actions.agree(counting, snapshot_id=row.id, at=now())


def test_a_withdrawn_period_may_be_proposed_again(counting: Viewer, agreeing: Viewer) -> None:
    with as_viewer(counting):
        row = actions.propose(counting, first=FIRST, last=LAST, at=now())
        with pytest.raises(Invalid):
            actions.propose(counting, first=FIRST, last=LAST, at=now())
        actions.withdraw(counting, snapshot_id=row.id, at=now())
        actions.propose(counting, first=FIRST, last=LAST, at=now())
    with as_viewer(agreeing), pytest.raises(Refused) as refused:
        actions.agree(agreeing, snapshot_id=row.id, at=now())
    assert refused.value.refusal.code == "only_proposed"


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2002, 6, 30), date(2003, 1, 1), "first"),
        (date(2025, 2, 1), date(2025, 1, 1), "last"),
        (date(2025, 1, 1), date(2999, 1, 1), "last"),
        (date(2010, 1, 1), date(2025, 1, 1), "last"),
    ],
)
def test_a_period_that_cannot_be_is_refused_by_its_field(counting: Viewer, first: date, last: date, field: str) -> None:
    with as_viewer(counting), pytest.raises(Invalid) as invalid:
        actions.propose(counting, first=first, last=last, at=now())
    assert set(invalid.value.problems) == {field}


def test_only_the_registry_proposes(asking: Viewer, asked: Viewer, secretariat: Viewer, registry: Party) -> None:
    for viewer in (asking, asked, secretariat):
        with as_viewer(viewer), pytest.raises(Refused):
            actions.propose(viewer, first=FIRST, last=LAST, at=now())


def test_a_proposal_is_known_to_the_registry_alone(counting: Viewer, secretariat: Viewer, asking: Viewer) -> None:
    with as_viewer(counting):
        row = actions.propose(counting, first=FIRST, last=LAST, at=now())
    for viewer in (secretariat, asking):
        with as_viewer(viewer), pytest.raises(NotFound):
            queries.snapshot(viewer, row.id)


def test_behind_the_figures_each_sees_the_requests_that_they_see(
    served: dict[str, Request], counting: Viewer, agreeing: Viewer, asking: Viewer, asked: Viewer, stranger: Viewer
) -> None:
    row = frozen(counting, agreeing)
    seen = {}
    for name, viewer in {"asking": asking, "asked": asked, "stranger": stranger, "counting": counting}.items():
        with as_viewer(viewer):
            seen[name] = {one.request_id for one in queries.behind(viewer, row, size=50).rows}
    everything = {served[name].id for name in served if name not in {"recalled", "next year", "sealed"}}
    assert seen == {"asking": everything, "asked": everything, "stranger": set(), "counting": set()}


def test_nothing_of_a_few_requests_is_printed(served: dict[str, Request], counting: Viewer, agreeing: Viewer) -> None:
    figures = queries.figures_in(frozen(counting, agreeing))
    assert figures["undated"]["rows"] == []
    assert Counted.objects.unguarded("a test looks at the rows").count() == 9
    numbers = [count for table in figures["due"] for line in table["rows"] for count in line["counts"]]
    assert {count for count in numbers if count is not None} <= {0, 8}
