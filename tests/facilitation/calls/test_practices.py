# SPDX-License-Identifier: EUPL-1.2
"""Good practices: own text, cleared by a second person, public, corrected by new versions, withdrawn by its side."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import OperationalError, ProgrammingError
from django.test import Client
from django.urls import reverse

from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import ANONYMOUS, Viewer
from comity.facilitation import actions, queries
from comity.facilitation.models import Practice, Published, themes

from .conftest import AT

WORDS: dict[str, str] = {
    "theme": "assets", "language": "fr", "title": "Saisies d’épaves", "text": "Un bureau gère les navires gelés.",
}  # fmt: skip


def wording(**more: str) -> actions.Wording:
    return actions.Wording(**{**WORDS, **more})


def begun(viewer: Viewer, **more: str) -> Practice:
    return actions.begin_practice(viewer, given=wording(**more), at=AT)


def clear(viewer: Viewer, row: Practice) -> Practice:
    now = queries.practice(viewer, row.id)
    return actions.clear_practice(viewer, practice_id=row.id, seen=actions.practice_mark(now), at=AT)


def publish(writer: Viewer, clearer: Viewer, **more: str) -> Published:
    row = begun(writer, **more)
    clear(clearer, row)
    return actions.publish_practice(writer, practice_id=row.id, at=AT)


def found(**sought: str) -> list[str]:
    page = queries.published_page(ANONYMOUS, sought=queries.Sought(**sought), size=20)
    return [row.title for row in page.rows]


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.refusal.code


def test_two_persons_stand_behind_it_and_then_everybody_reads_it(writer: Viewer, clearer: Viewer) -> None:
    row = begun(writer)
    assert refusal(lambda: actions.publish_practice(writer, practice_id=row.id, at=AT)) == "cleared_first"
    assert refusal(lambda: clear(writer, row)) == "second_clears"
    assert found() == []
    clear(clearer, row)
    made = actions.publish_practice(writer, practice_id=row.id, at=AT)
    assert (made.number, found()) == (1, ["Saisies d’épaves"])
    assert refusal(lambda: actions.publish_practice(writer, practice_id=row.id, at=AT)) == "stands_no_more"


def test_a_correction_is_a_new_version_and_the_one_before_stays(writer: Viewer, clearer: Viewer) -> None:
    first = publish(writer, clearer)
    seen = actions.practice_mark(queries.practice(clearer, first.practice))
    actions.save_practice(clearer, practice_id=first.practice, given=wording(title="Épaves"), seen=seen, at=AT)
    # The clearance was of another text.
    assert refusal(lambda: actions.publish_practice(writer, practice_id=first.practice, at=AT)) == "cleared_first"
    assert found() == ["Saisies d’épaves"]
    row = queries.practice(writer, first.practice)
    assert refusal(lambda: clear(clearer, row)) == "second_clears"


def test_two_editors_lose_nothing(writer: Viewer, clearer: Viewer) -> None:
    row = begun(writer)
    seen = actions.practice_mark(row)
    actions.save_practice(clearer, practice_id=row.id, given=wording(text="Deux bureaux."), seen=seen, at=AT)
    with pytest.raises(Invalid) as stale:
        actions.save_practice(writer, practice_id=row.id, given=wording(text="Trois bureaux."), seen=seen, at=AT)
    assert "Deux bureaux." in stale.value.problems["text"]


def test_only_its_party_sees_a_draft_and_withdraws_what_is_published(
    writer: Viewer, clearer: Viewer, stranger: Viewer, secretariat: Viewer, ngo: Viewer
) -> None:
    row = begun(writer)
    for viewer in (stranger, secretariat, ngo, ANONYMOUS):
        with pytest.raises(NotFound):
            queries.practice(viewer, row.id)
        assert list(Practice.objects.visible_to(viewer)) == []
    made = publish(writer, clearer, title="Another")
    on: dict[str, Any] = {"published_id": made.id, "reason": "It is law now.", "at": AT}
    for viewer in (stranger, secretariat, ngo):
        assert refusal(lambda: actions.withdraw_practice(viewer, **on)) == "own_words"  # noqa: B023
    actions.withdraw_practice(clearer, **on)
    assert found() == []
    assert refusal(lambda: actions.withdraw_practice(clearer, **on)) == "stands_no_more"


def test_a_withdrawal_takes_the_versions_before_with_it(writer: Viewer, clearer: Viewer) -> None:
    first = publish(writer, clearer)
    seen = actions.practice_mark(queries.practice(clearer, first.practice))
    actions.save_practice(writer, practice_id=first.practice, given=wording(text="Un seul."), seen=seen, at=AT)
    clear(clearer, queries.practice(clearer, first.practice))
    second = actions.publish_practice(writer, practice_id=first.practice, at=AT)
    actions.withdraw_practice(clearer, published_id=second.id, reason="It named somebody.", at=AT)

    pages = [Client().get(reverse("facilitation:practice", args=[one.id])).content.decode() for one in (first, second)]

    assert [("It named somebody." in page, first.text in page or second.text in page) for page in pages] == [
        (True, False), (True, False),
    ]  # fmt: skip


def test_it_is_found_by_words_theme_party_and_language(
    writer: Viewer, clearer: Viewer, french: Viewer, french_clearer: Viewer
) -> None:
    publish(writer, clearer)
    publish(french, french_clearer, theme="legislation", language="en", title="Harbour Act")
    assert found(text="epaves NAVIRES") == ["Saisies d’épaves"]
    assert found(text="Belgique") == ["Saisies d’épaves"]
    assert found(theme="legislation") == found(party="FRA") == found(language="en") == ["Harbour Act"]
    assert found(theme="legislation", party="BEL") == []
    assert [party.code for party in queries.parties_publishing(ANONYMOUS)] == ["BEL", "FRA"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"theme": "gossip"}, "theme"), ({"language": "xx"}, "language"), ({"title": " "}, "title"),
        ({"text": "x" * 30_001}, "text"), ({"address": "javascript:alert(1)"}, "address"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said(writer: Viewer, more: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as problem:
        begun(writer, **more)
    assert list(problem.value.problems) == [field]


def test_who_may_not_write_is_refused(secretariat: Viewer, defence: Viewer) -> None:
    for viewer in (secretariat, defence, ANONYMOUS):
        assert refusal(lambda: begun(viewer)) == "parties_publish"  # noqa: B023


def test_what_was_published_does_not_change(writer: Viewer, clearer: Viewer) -> None:
    made = publish(writer, clearer)
    refused = (IntegrityError, OperationalError, ProgrammingError)
    with pytest.raises(refused), transaction.atomic():
        Published.rows.filter(id=made.id).update(text="Something else.")
    with pytest.raises(refused), transaction.atomic():
        Published.rows.filter(id=made.id).delete()


def test_every_theme_has_two_names_and_stands_once() -> None:
    names = [(theme.name.en, theme.name.fr) for theme in themes().values()]
    assert all(en and fr and en != fr for en, fr in names)
    assert len(set(names)) == len(names)
    articles = [theme.article for theme in themes().values() if theme.article]
    assert len(set(articles)) == len(articles)
    assert all(re.fullmatch(r"\d{1,3}(\(\w+\))*", article) for article in articles)
