# SPDX-License-Identifier: EUPL-1.2
"""Corrigendum and supplement: the original stays, old and new stand side by side."""

import hashlib
from datetime import timedelta

import pytest

from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.parties.models import Party
from comity.requests import actions
from comity.requests.models import Request, Version
from comity.requests.queries import find, lines_of, request_page, version_file
from comity.statute import Act, Role
from tests.factories.parties import person_at
from tests.factories.requests import (
    NOT_APPLICABLE,
    TEXT,
    a_delivered,
    a_registered,
    an_approved,
    bring_to,
    entries,
    fresh,
    in_execution,
)

WHY = "a test looks at the rows themselves"


def correct(
    viewer: Viewer, request: Request, *, subject: str = "", reason: str = "A slip of the pen", **texts: str
) -> Request:
    with as_viewer(viewer):
        return actions.correct_request(
            viewer, request_id=request.id, texts=texts, subject=subject, reason=reason, at=now()
        )


def supplement(viewer: Viewer, request: Request, *, reason: str = "More is known", **texts: str) -> Request:
    with as_viewer(viewer):
        return actions.supplement_request(viewer, request_id=request.id, texts=texts, reason=reason, at=now())


def versions_of(request: Request) -> list[tuple[int, str, str]]:
    rows = Version.objects.unguarded(WHY).filter(request=request).order_by("number")
    return [(row.number, row.kind, row.contents["facts"]["text"]) for row in rows]


def test_corrigendum_stands_beside_the_original(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    correct(asking, request, facts="On 4 May 2021")
    assert versions_of(request) == [(1, "original", TEXT), (2, "corrigendum", "On 4 May 2021")]
    assert fresh(request).contents["facts"] == {"text": "On 4 May 2021"}
    assert fresh(request).state == "in_execution"
    for viewer in (asking, asked):
        assert [version.contents["facts"]["text"] for version in request_page(viewer, request.id).versions] == [
            TEXT,
            "On 4 May 2021",
        ]
    (entry,) = entries(request, Act.REQUEST_CORRECT)
    (document,) = entry.data.pop("documents")
    assert entry.data == {"reasons": "A slip of the pen", "version": 2, "fields": ["facts"]}
    assert document["sha256"] == hashlib.sha256(version_file(asked, request.id, 2)).hexdigest()


def test_supplement_is_added_below_what_was_sent(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    supplement(asking, request, facts="A second crate was seen.")
    assert versions_of(request)[1] == (2, "supplement", f"{TEXT}\n\nA second crate was seen.")


def test_third_text_stands_beside_the_first_two(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    correct(asking, request, facts="On 4 May 2021")
    supplement(asking, request, facts="At night.")
    correct(asking, request, facts="On 5 May 2021, at night.")
    assert [(number, kind) for number, kind, _text in versions_of(request)] == [
        (1, "original"),
        (2, "corrigendum"),
        (3, "supplement"),
        (4, "corrigendum"),
    ]


def test_subject_is_corrected(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    correct(asking, request, subject="Service of the summons")
    assert fresh(request).subject == "Service of the summons"
    subjects = [version.subject for version in request_page(asked, request.id).versions]
    assert subjects == [request.subject, "Service of the summons"]


def test_corrected_request_is_found_by_its_new_words(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    correct(asking, request, facts="At the lighthouse")
    for viewer in (asking, asked):
        assert [row.id for row in find(viewer, "lighthouse")] == [request.id]


def test_element_that_was_not_applicable_is_given_by_a_corrigendum(asking: Viewer, asked: Viewer) -> None:
    request = bring_to("received", asking, procedure="", **NOT_APPLICABLE)
    correct(asking, request, procedure="A written record")
    (line,) = [line for line in lines_of(fresh(request)) if line.element.code == "procedure"]
    assert (line.text, line.not_applicable) == ("A written record", False)


def test_corrigendum_that_changes_nothing_is_refused(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    for texts in ({}, {"facts": TEXT}, {"unknown": "x"}, {"facts": ""}):
        with pytest.raises(Invalid):
            correct(asking, request, **texts)
    assert len(versions_of(request)) == 1


def test_corrigendum_takes_a_reason(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    with pytest.raises(Invalid) as caught:
        correct(asking, request, reason="  ", facts="Other")
    assert set(caught.value.problems) == {"reasons"}
    assert len(versions_of(request)) == 1


BAD = {"megabyte": "x" * 1_000_000, "null": "a\x00b", "override": "abc\u202edcba"}


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("place", ["facts", "subject", "reasons"])
def test_text_that_cannot_be_taken_is_refused(bad: str, place: str, asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    given = {"facts": "Other", {"reasons": "reason"}.get(place, place): BAD[bad]}
    with pytest.raises(Invalid) as caught:
        correct(asking, request, **given)
    assert set(caught.value.problems) == {place}
    assert (len(versions_of(request)), fresh(request).subject) == (1, request.subject)


def test_subject_longer_than_its_field_is_refused(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    with pytest.raises(Invalid) as caught:
        correct(asking, request, subject="s" * 201)
    assert set(caught.value.problems) == {"subject"}


def test_request_not_yet_sent_is_edited_and_not_corrected(asking: Viewer, asked: Viewer) -> None:
    request = an_approved(asking)
    with pytest.raises(Refused):
        correct(asking, request, facts="Other")
    assert versions_of(request) == []


def test_corrigendum_is_the_issuers_alone(
    chamber: Viewer, registrar: Viewer, asked: Viewer, stranger: Viewer, chambers: Party
) -> None:
    request = a_registered(chamber, kind="SURR")
    for viewer, code in ((asked, "wrong_side"), (registrar, "wrong_side")):
        with pytest.raises(Refused) as caught:
            correct(viewer, request, location="Elsewhere")
        assert caught.value.refusal.code == code
    with pytest.raises(NotFound):
        correct(stranger, request, location="Elsewhere")
    with pytest.raises(Refused) as caught:
        correct(person_at(chambers, Role.READER, clearance=UNDER_SEAL), request, location="Elsewhere")
    assert caught.value.refusal.code == "wrong_role"


def test_request_delivered_and_corrected_shows_neither_text_before_it_is_fetched(asking: Viewer, asked: Viewer) -> None:
    request = a_delivered(asking, at=now() - timedelta(days=1))
    correct(asking, request, facts="At the lighthouse")
    page = request_page(asked, request.id)
    assert (list(page.versions), list(page.lines)) == ([], [])
    assert "lighthouse" not in str([entry.data for entry in page.entries])


@pytest.mark.parametrize("state", ["closed", "withdrawn"])
def test_final_request_is_not_corrected(state: str, asking: Viewer, asked: Viewer) -> None:
    request = bring_to(state, asking)
    with pytest.raises(Refused) as caught:
        correct(asking, request, facts="Other")
    assert caught.value.refusal.code == "final"
