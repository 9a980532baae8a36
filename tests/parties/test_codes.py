# SPDX-License-Identifier: EUPL-1.2
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import ANONYMOUS, Viewer
from comity.parties import actions
from comity.parties.actions.codes import new_code
from comity.parties.models import PaperCode, Party, PartyEntry, Person
from tests.factories.parties import PASSWORD, PostFactory

AT = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


@pytest.fixture
def person(belgium: Party) -> Person:
    return PostFactory.make(party=belgium, person__email="nina@example.org").person


@pytest.fixture
def code(person: Person, belgium: Party) -> str:
    return new_code(person, belgium, at=AT)


def redeem(code: str, **fields: Any) -> Person:
    given = {"email": "nina@example.org", "password": PASSWORD, "at": AT, **fields}
    return actions.redeem_paper_code(ANONYMOUS, code=code, **given)


def refused_code(code: str, **fields: Any) -> str:
    with pytest.raises(Invalid) as invalid:
        redeem(code, **fields)
    assert set(invalid.value.problems) == {"code"}
    return invalid.value.problems["code"]


def test_a_code_sets_the_password_once(person: Person, code: str) -> None:
    redeem(code)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    refused_code(code)


def test_a_code_has_more_than_128_bits_in_groups(code: str) -> None:
    assert [len(group) for group in code.split("-")] == [4] * 7
    assert 31**28 > 2**128


@pytest.mark.parametrize("spoil", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_dashes_blanks_and_case_do_not_matter(code: str, spoil: Any) -> None:
    assert redeem(spoil(code), email=" NINA@example.org ").email == "nina@example.org"


def test_lookalikes_do_not_matter(person: Person, belgium: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comity.parties.actions.codes.secrets.choice", lambda _letters: "1")
    new_code(person, belgium, at=AT)
    redeem("I" * 14 + "l" * 14)


def test_only_a_hash_is_kept(code: str) -> None:
    row = PaperCode.objects.get()
    assert code.replace("-", "") not in row.code_hash
    assert len(row.code_hash) == 64


def test_a_code_is_good_for_14_days(code: str) -> None:
    refused_code(code, at=AT + timedelta(days=14))
    redeem(code, at=AT + timedelta(days=14, seconds=-1))


def test_the_fifth_wrong_attempt_kills_it(code: str) -> None:
    for _attempt in range(5):
        refused_code("wrong")
    assert PaperCode.objects.get().failures == 5
    refused_code(code)


def test_four_wrong_attempts_do_not(code: str) -> None:
    for _attempt in range(4):
        refused_code("wrong")
    redeem(code)


def test_an_unknown_address_is_told_in_the_same_words(code: str) -> None:
    assert refused_code(code, email="nobody@example.org") == refused_code("wrong")


def test_a_code_of_another_person_does_not_serve(code: str, belgium: Party) -> None:
    other = PostFactory.make(party=belgium, person__email="other@example.org").person
    new_code(other, belgium, at=AT)
    refused_code(code, email="other@example.org")


def test_somebody_inactive_gets_nowhere(person: Person, code: str) -> None:
    Person.objects.update(is_active=False)
    refused_code(code)


@pytest.mark.parametrize("password", ["short", "passwordpassword"[:8], "nina@example.org"])
def test_a_weak_password_costs_neither_code_nor_attempt(code: str, password: str) -> None:
    with pytest.raises(Invalid) as invalid:
        redeem(code, password=password)
    assert set(invalid.value.problems) == {"password"}
    assert PaperCode.objects.get().failures == 0
    redeem(code)


def test_redeeming_forgets_older_second_factors_and_goes_on_record(person: Person, code: str) -> None:
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    redeem(code)
    assert not Authenticator.objects.exists()
    assert PartyEntry.objects.get().act == "parties:code:redeem"


def test_an_administrator_issues_a_new_code_and_the_old_one_is_dead(
    person: Person, code: str, asked_administrator: Viewer
) -> None:
    new = actions.issue_paper_code(asked_administrator, person_id=person.pk, at=AT)
    refused_code(code)
    redeem(new)
    assert set(PartyEntry.objects.values_list("act", flat=True)) == {"parties:code:issue", "parties:code:redeem"}


def test_nobody_else_issues_one(person: Person, asked: Viewer, asking_administrator: Viewer) -> None:
    with pytest.raises(Refused) as refused:
        actions.issue_paper_code(asked, person_id=person.pk, at=AT)
    assert refused.value.refusal.code == "own_administrators"
    with pytest.raises(NotFound):
        actions.issue_paper_code(asking_administrator, person_id=person.pk, at=AT)


def test_a_code_never_opens_a_post_in_another_party(person: Person, asked_administrator: Viewer, norway: Party) -> None:
    PostFactory.make(person=person, party=norway)
    with pytest.raises(Refused) as refused:
        actions.issue_paper_code(asked_administrator, person_id=person.pk, at=AT)
    assert refused.value.refusal.code == "works_elsewhere"


def test_no_code_for_somebody_without_a_running_post(person: Person, asked_administrator: Viewer) -> None:
    PostFactory._meta.model.objects.filter(person=person).update(ended_at=AT)
    with pytest.raises(Invalid):
        actions.issue_paper_code(asked_administrator, person_id=person.pk, at=AT)
