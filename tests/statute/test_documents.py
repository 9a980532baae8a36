# SPDX-License-Identifier: EUPL-1.2
"""Conditions under which documents were given: lead only, national security, third parties."""

import pytest

from comity.statute import Act, refusal_to_give, rome

ARTICLES = ["54(3)(e)", "72", "73", "87(4)", "93(8)"]
LAW = rome()


@pytest.mark.parametrize(
    ("condition", "article"),
    [("lead_only", "54(3)(e)"), ("national_security", "72"), ("supplied_lead", "93(8)(b)"), ("third_party", "73")],
)
def test_what_another_gave_goes_on_with_consent_only(condition: str, article: str) -> None:
    def refused(*, is_own: bool = False, has_consent: bool = False) -> object:
        return refusal_to_give(
            LAW, Act.REQUEST_SEND, title="Note 4", conditions=[condition], is_own=is_own, has_consent=has_consent
        )

    refusal = refusal_to_give(
        LAW, Act.REQUEST_SEND, title="Note 4", conditions=[condition], is_own=False, has_consent=False
    )

    assert refusal is not None
    assert (refusal.article, refusal.code, "Note 4" in refusal.reason.fr) == (article, condition, True)
    assert (refused(is_own=True), refused(has_consent=True)) == (None, None)


def test_document_without_conditions_may_go() -> None:
    assert refusal_to_give(LAW, Act.REQUEST_SEND, title="Note", conditions=[], is_own=False, has_consent=False) is None


def test_protection_is_for_those_whom_the_article_names() -> None:
    assert {one.article for one in LAW.protections.values()} == {"87(4)"}
    assert sorted(LAW.protections) == ["families", "victims", "witnesses"]
