# SPDX-License-Identifier: EUPL-1.2
"""Findings that the drafts in files do not show: advice, limits, and what a senior may let pass."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.statute import Draft, Given, Limits, Obligation, Text, assess, rome, text_problem

LAW = rome()
PARTY = Obligation("state_party", "86", date(2005, 6, 1), None, verified=True, note=Text("", ""))
ELEMENTS = ("purpose", "assistance", "legal_basis", "person_or_place", "facts", "procedure", "national_law", "other")
DRAFT = Draft(
    kind="DOCS",
    issuer="OTP",
    addressee="ZAF",
    addressee_kind="state",
    basis=PARTY,
    on=date(2026, 11, 2),
    situation="FIC-01",
    language="en",
    subject="Register",
    contents={code: Given("Words of March 2014.") for code in (*ELEMENTS, "documents")},
)


def codes(draft: Draft, severity: str = "advice") -> list[str]:
    return [one.code for one in assess(LAW, draft).findings if one.severity == severity]


def asking_for(text: str) -> Draft:
    return replace(DRAFT, contents={**DRAFT.contents, "assistance": Given(text)})


def test_sound_draft_has_no_advice() -> None:
    assert assess(LAW, DRAFT).findings == ()


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (asking_for("Supply any and all documents of 2014."), "vague_words"),
        (asking_for("Transmettre tous documents utiles de 2014."), "vague_words"),
        (asking_for("Freeze the account and interview the holder in 2014."), "compound"),
        (replace(DRAFT, contents={code: Given("Words.") for code in (*ELEMENTS, "documents")}), "no_dates"),
        (replace(DRAFT, contents={code: Given("Words of 2014.") for code in ELEMENTS}), "documents_not_named"),
        (replace(DRAFT, requested_by=date(2026, 11, 1)), "requested_by_past"),
        (replace(DRAFT, as_invitation=True), "basis_exists"),
        (replace(DRAFT, addressee="GMB", language="fr"), "language_declared"),
    ],
)
def test_advice_never_blocks(draft: Draft, code: str) -> None:
    assert (codes(draft), assess(LAW, draft).ready) == ([code], True)


def test_several_persons_are_better_asked_for_one_by_one() -> None:
    assert "several_persons" in codes(replace(DRAFT, kind="SURR", issuer="CHM", persons=("A-0", "B-0")))


def test_invitation_without_duty_is_fine() -> None:
    assert assess(LAW, replace(DRAFT, addressee="USA", basis=None, as_invitation=True)).findings == ()


def test_remedy_without_duty_is_the_invitation() -> None:
    found = assess(LAW, replace(DRAFT, addressee="USA", basis=None)).findings

    assert [one.code for one in found] == ["no_basis"]
    assert "invitation under article 87(5)" in found[0].remedy.en


def test_unknown_kind_is_a_finding_with_near_matches() -> None:
    found = assess(LAW, replace(DRAFT, kind="DOX"))

    assert (found.ready, [one.code for one in found.findings]) == (False, ["unknown_kind"])
    assert "DOCS" in found.findings[0].remedy.en


@pytest.mark.parametrize(
    ("sign", "code"),
    [
        ("\u202e", "direction_override"),
        ("\u2066", "direction_override"),
        ("\x00", "control_characters"),
        ("\x85", "control_characters"),
    ],
)
def test_hidden_characters_block_wherever_they_stand(sign: str, code: str) -> None:
    spoiled = (
        replace(DRAFT, subject=f"Reg{sign}ister"),
        asking_for(f"2014{sign}"),
        replace(DRAFT, persons=(f"A{sign}0",)),
        replace(DRAFT, contents={**DRAFT.contents, "other": Given("", not_applicable=True, reason=f"No{sign}")}),
    )

    assert [codes(draft, "blocking") for draft in spoiled] == [[code]] * 4


def test_any_text_that_people_type_can_be_judged_alone() -> None:
    found = text_problem(LAW, "No\u202ete")

    assert found is not None
    assert "U+202E" in found.fr
    assert text_problem(LAW, "Note") is None


def test_line_breaks_and_arabic_are_text() -> None:
    assert assess(LAW, asking_for("Première ligne 2014\n\tثانيا")).findings == ()


def test_limits_can_be_set() -> None:
    assert codes(asking_for("2014" * 5001), "blocking") == ["too_long"]
    assert [one.code for one in assess(LAW, DRAFT, limits=Limits(subject=3)).findings] == ["too_long"]


def test_only_a_missing_element_can_be_let_pass() -> None:
    found = assess(LAW, replace(DRAFT, subject="", contents={}, kind="PROV", issuer="CHM")).blocking

    assert {one.code: one.overridable for one in found} == {"element_missing": True, "subject_missing": False}


@given(st.text(max_size=300), st.sampled_from(list(LAW.kinds)))
def test_no_text_makes_it_stumble(text: str, kind: str) -> None:
    elements = {element.code: Given(text) for element in LAW.kinds[kind].elements}
    draft = replace(DRAFT, kind=kind, addressee=text, subject=text, language=text, contents=elements)

    assert {one.article for one in assess(LAW, draft).findings} <= set(LAW.articles)
