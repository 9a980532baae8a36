# SPDX-License-Identifier: EUPL-1.2
"""Sound drafts pass without any finding; defective ones are blocked for exactly the reasons they state."""

from datetime import date
from pathlib import Path

import pytest

from comity.statute import Draft, assess, rome
from comity.statute.drafts import read_draft

DRAFTS = Path(__file__).parent / "drafts"
SOUND = sorted((DRAFTS / "sound").glob("*.toml"))
DEFECTIVE = sorted((DRAFTS / "defective").glob("*.toml"))
TODAY = date(2026, 11, 24)


def expected(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return sorted(line.removeprefix("# expected: ") for line in lines if line.startswith("# expected: "))


def read(path: Path) -> Draft:
    draft = read_draft(rome(), path, TODAY)
    assert isinstance(draft, Draft), draft
    return draft


def test_there_are_twenty_of_each() -> None:
    assert (len(SOUND) >= 20, len(DEFECTIVE) >= 20) == (True, True)


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_sound_draft_has_no_finding(path: Path) -> None:
    assessment = assess(rome(), read(path), today=TODAY)

    assert (assessment.findings, assessment.ready) == ((), True)


@pytest.mark.parametrize("path", DEFECTIVE, ids=lambda path: path.stem)
def test_defective_draft_is_blocked_for_the_stated_reasons(path: Path) -> None:
    assessment = assess(rome(), read(path), today=TODAY)

    assert sorted(f"{one.code}:{one.field}" for one in assessment.blocking) == expected(path)
    assert (assessment.ready, expected(path) != []) == (False, True)


@pytest.mark.parametrize("path", DEFECTIVE, ids=lambda path: path.stem)
def test_every_finding_names_its_article_and_a_remedy_in_both_languages(path: Path) -> None:
    law = rome()
    findings = assess(law, read(path), today=TODAY).findings

    assert [one for one in findings if one.article not in law.articles] == []
    assert [one for one in findings for text in (one.message, one.remedy) if not (text.en and text.fr)] == []
    assert [one for one in findings if "{" in one.message.en + one.message.fr + one.remedy.en + one.remedy.fr] == []
