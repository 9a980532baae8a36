# SPDX-License-Identifier: EUPL-1.2
"""Faults planted in a copy of the law: each is refused, and the message names file and entry."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.statute import Law, LawError, rome
from comity.statute.law import ROME

Plant = Callable[[str, str, str], tuple[str, ...]]


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Replace a piece of one file of a copied law and return the problems that loading then meets."""

    def planted(file: str, old: str, new: str) -> tuple[str, ...]:
        copy = tmp_path / "law"
        shutil.copytree(ROME, copy)
        text = (copy / file).read_text(encoding="utf-8")
        assert old in text
        (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(LawError) as refused:
            Law.from_dir(copy)
        return refused.value.problems

    return planted


NEW_STATE = """[states.draft]
name = { en = "x", fr = "x" }
meaning = { en = "x", fr = "x" }
turn = "issuer"
tone = "neutral"
"""
FAULTS = [
    ("articles.toml", '"72(5)" =', '"72(55)" =', "grounds.toml: 72(5): unknown article “72(5)”"),
    (
        "states.toml",
        "[states.draft]",
        NEW_STATE.replace("draft", "limbo") + "\n[states.draft]",
        "states.toml: limbo: no act reaches this state",
    ),
    (
        "states.toml",
        "[states.draft]",
        NEW_STATE.replace("draft", "limbo") + "\n[states.draft]",
        "states.toml: limbo: the state cannot be left and is not final",
    ),
    (
        "lifecycle.toml",
        'from = ["recalled"]\nto = "draft"',
        'from = ["recalled", "closed"]\nto = "draft"',
        "states.toml: closed: the state is final but has an act",
    ),
    (
        "clocks.toml",
        'triggers = ["requests:consultation:exhaust"]',
        "triggers = []",
        "clocks.toml: legality_93: the clock has no trigger",
    ),
    (
        "clocks.toml",
        'triggers = ["requests:consultation:exhaust"]',
        'triggers = ["requests:consultation:tire"]',
        "clocks.toml: legality_93: unknown act “requests:consultation:tire”",
    ),
    (
        "clocks.toml",
        'unit = "days"\namount = 60',
        'unit = "days"',
        "clocks.toml: prov_papers: the amount does not fit the unit “days”",
    ),
    (
        "sets.toml",
        'deliver = ["requests:reply:partial"',
        'deliver = ["arrest:custody:arrest", "requests:reply:partial"',
        "kinds_assistance.toml: DOCS: the answer “arrest:custody:arrest” is not in the table for this kind",
    ),
    (
        "kinds_assistance.toml",
        'answers = ["@core", "@assist", "@deliver"]',
        'answers = ["@core", "@assist", "@deliver", "requests:reply:refuse"]',
        "kinds_assistance.toml: IDLO: the answer “requests:reply:refuse” has no ground for this kind",
    ),
    (
        "kinds_assistance.toml",
        'answers = ["@core", "@assist", "@deliver"]',
        'answers = ["@core", "@assist", "@deliver", "requests:reply:decline"]',
        "kinds_assistance.toml: IDLO: a compulsory request cannot be accepted or declined",
    ),
    (
        "acts.toml",
        'fr = "Approuver" }',
        'fr = "" }',
        "acts.toml: requests:request:approve: the French text “label” is missing",
    ),
    (
        "acts.toml",
        '{ en = "Approve",',
        '{ en = " ",',
        "acts.toml: requests:request:approve: the English text “label” is missing",
    ),
    (
        "acts.toml",
        '"requests:request:approve" =',
        '"requests:request:agree" =',
        "acts.toml: requests:request:approve: the act has no words",
    ),
    (
        "acts.toml",
        '"requests:note:write" = { internal = true,',
        '"requests:note:write" = {',
        "acts.toml: requests:note:write: the act has no row in lifecycle.toml",
    ),
    ("kinds_persons.toml", 'code = "SURR-C"', 'code = "SURR"', "kinds_persons.toml: SURR: the code is used twice"),
    (
        "lifecycle.toml",
        'roles = "@desk"',
        'roles = ["clerk"]',
        "lifecycle.toml: requests:request:create: unknown role “clerk”",
    ),
    (
        "lifecycle.toml",
        'roles = "@desk"',
        'roles = "@desks"',
        "lifecycle.toml: requests:request:create: unknown set “@desks”",
    ),
    (
        "lifecycle.toml",
        'guards = ["not_drafter", "complete"]',
        'guards = ["not_draughter", "complete"]',
        "lifecycle.toml: requests:request:approve from “in_review”: unknown guard “not_draughter”",
    ),
    (
        "lifecycle.toml",
        'needs = ["own_reference", "contact"]',
        'needs = ["own_reference", "kontact"]',
        "lifecycle.toml: requests:request:register from “transmitted”: unknown need “kontact”",
    ),
    (
        "lifecycle.toml",
        'needs = ["ground", "text"]',
        'needs = ["text"]',
        "lifecycle.toml: requests:consultation:raise from “received”: a ground is needed but none is known",
    ),
    (
        "lifecycle.toml",
        'kinds = ["IREL"]',
        'kinds = ["IRELAND"]',
        "lifecycle.toml: arrest:detention:review: unknown kind “IRELAND”",
    ),
    (
        "lifecycle.toml",
        'kinds = ["IREL"]',
        'kinds = ["IREL"]\nnot_kinds = ["IREL"]',
        "lifecycle.toml: arrest:detention:review: its restriction leaves no kind",
    ),
    (
        "lifecycle.toml",
        'by = "issuer"',
        'by = "author"',
        "lifecycle.toml: requests:request:create from “”: unknown side “author”",
    ),
    (
        "lifecycle.toml",
        'act = "requests:request:submit"\nfrom = ["draft"]',
        'act = "requests:request:edit"\nfrom = ["draft"]',
        "lifecycle.toml: requests:request:edit from “draft”: 2 rows apply to SURR",
    ),
    (
        "lifecycle.toml",
        'from = ["draft"]\nto = "in_review"',
        'from = ["draft"]\nto = "in_revue"',
        "lifecycle.toml: requests:request:submit from “draft”: unknown state “in_revue”",
    ),
    ("grounds.toml", 'article = "72(5)"', 'article = ""', "grounds.toml: 72(5): a ground without an article"),
    (
        "grounds.toml",
        'article = "73"\nacts = ["requests:reply:refuse"]',
        'article = "practice"\nacts = ["requests:reply:refuse"]',
        "grounds.toml: 73: a ground without an article",
    ),
    ("kinds_persons.toml", 'issuers = ["CHM"]', 'issuers = ["ICJ"]', "kinds_persons.toml: SURR: unknown issuer “ICJ”"),
    (
        "kinds_persons.toml",
        '{ use = "identity" }',
        '{ use = "identify" }',
        "kinds_persons.toml: SURR: unknown element “identify”",
    ),
    (
        "kinds_persons.toml",
        '{ use = "identity" }',
        '{ use = "location" }',
        "kinds_persons.toml: SURR: the element “location” is listed twice",
    ),
    (
        "states.csv",
        "2003-05-01,,state_party",
        "May 2003,,state_party",
        "states.csv: AFG: “in_force_on” is not a date: May 2003",
    ),
    ("states.csv", "ALB,AL,", "AFG,AF,", "states.csv: AFG: the code is used twice"),
    ("bases.toml", 'iso3 = "SDN"', 'iso3 = "SUD"', "bases.toml: security_council: unknown State “SUD”"),
    (
        "lifecycle.toml",
        '"requests:request:edit"',
        '"requests:request:smudge"',
        "lifecycle.toml: requests:request:smudge: unknown act",
    ),
    (
        "states.toml",
        'act = "requests:request:deliver"',
        'act = "requests:request:drop"',
        "states.toml: requests:request:drop: unknown act",
    ),
    ("states.toml", 'turn = "issuer"', 'turn = "defence"', "states.toml: draft: unknown turn “defence”"),
    ("states.toml", 'tone = "neutral"', 'tone = "loud"', "states.toml: draft: unknown tone “loud”"),
    (
        "states.toml",
        "final = true",
        "final = true\nopen = true",
        "states.toml: discarded: a final state cannot be open",
    ),
    ("states.toml", "final = true", 'final = "yes"', "states.toml: discarded: “final” must be true or false"),
    (
        "states.toml",
        'to = "delivered"',
        'to = "lost"',
        "states.toml: requests:request:deliver: unknown transport state “lost”",
    ),
    (
        "states.toml",
        "[states.draft]",
        "[state.draft]",
        "lifecycle.toml: requests:request:create from “”: unknown state “draft”",
    ),
    (
        "lifecycle.toml",
        'roles = "@desk"',
        "roles = []",
        "lifecycle.toml: requests:request:create from “”: no role may do this",
    ),
    (
        "lifecycle.toml",
        'duties = ["compulsory"]',
        'duties = ["moral"]',
        "lifecycle.toml: requests:consultation:exhaust from “consultation”: unknown duty “moral”",
    ),
    (
        "lifecycle.toml",
        'article = "practice"',
        "article = 87",
        "lifecycle.toml: requests:request:edit: “article” is missing",
    ),
    (
        "lifecycle.toml",
        'needs = ["note"]',
        'needs = "note"',
        "lifecycle.toml: requests:request:return: “needs” must be a list",
    ),
    (
        "acts.toml",
        '"requests:request:edit" = {',
        '"requests:request:edit" = { internal = true,',
        "acts.toml: requests:request:edit: an internal act has a row",
    ),
    ("acts.toml", "[acts]", "[act]", "acts.toml: has no table “acts”"),
    ("needs.toml", 'form = "long"', 'form = "essay"', "needs.toml: reasons: unknown form “essay”"),
    ("needs.toml", "max_length = 20000", "max_length = 0", "needs.toml: reasons: the length is not limited"),
    (
        "needs.toml",
        "max_length = 20000",
        'max_length = "long"',
        "needs.toml: reasons: “max_length” must be a whole number",
    ),
    ("grounds.toml", 'acts = ["requests:consultation:raise"]', "acts = []", "grounds.toml: 97: supports no act"),
    (
        "kinds_persons.toml",
        'addressees = ["state"]',
        "addressees = []",
        "kinds_persons.toml: SURR: needs an issuer, an addressee and contents",
    ),
    (
        "kinds_persons.toml",
        '"arrest_at_once"',
        '"arrest_soon"',
        "kinds_persons.toml: SURR: unknown clock “arrest_soon”",
    ),
    (
        "kinds_assistance.toml",
        'element_sets = ["assistance"]',
        'element_sets = ["help"]',
        "kinds_assistance.toml: IDLO: unknown set of elements “help”",
    ),
    (
        "kinds_enforcement.toml",
        ', "enforcement_delivery"]',
        "]",
        "clocks.toml: enforcement_delivery: no kind uses this clock",
    ),
    ("clocks.toml", 'unit = "hours"', 'unit = "moons"', "clocks.toml: transit_landing: unknown unit “moons”"),
    ("states.csv", ",Afghanistan,Afghanistan,", ",Afghanistan,,", "states.csv: AFG: a name is missing"),
    ("states.csv", "2017-10-27,withdrawn", "2004-10-27,withdrawn", "states.csv: BDI: withdrew before it was a party"),
    ("refusals.toml", "chamber = {", "court = {", "refusals.toml: chamber: the side or role has no words"),
    ("guards.toml", "[guards.consent]", "[guards.consent", "guards.toml: not valid TOML"),
    (
        "findings.toml",
        'severity = "blocking"',
        'severity = "grave"',
        "findings.toml: unknown_kind: unknown severity “grave”",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "problem"), FAULTS, ids=lambda value: str(value)[:40])
def test_planted_fault_is_refused_with_file_and_entry(
    plant: Plant, file: str, old: str, new: str, problem: str
) -> None:
    problems = plant(file, old, new)

    assert [found for found in problems if found.startswith(problem)] != [], problems


@pytest.mark.parametrize("name", ["needs.toml", "states.csv"])
def test_missing_and_unreadable_files_are_named(tmp_path: Path, name: str) -> None:
    copy = tmp_path / "law"
    shutil.copytree(ROME, copy)

    (copy / name).write_bytes(b"\xff\xfe")
    with pytest.raises(LawError) as unreadable:
        Law.from_dir(copy)
    (copy / name).unlink()
    with pytest.raises(LawError) as missing:
        Law.from_dir(copy)

    for refused in (unreadable, missing):
        assert [problem for problem in refused.value.problems if problem.startswith(f"{name}: ")] != []


def test_the_law_itself_is_sound_and_read_once() -> None:
    assert rome() is rome()
