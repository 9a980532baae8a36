# SPDX-License-Identifier: EUPL-1.2
"""The reference data: States, organs, organisations, with source and date, loaded as often as one likes."""

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.db import models, transaction

from comity.parties.models import Declaration, Languages, Membership, Party, PartyEntry, PartyKind, folded
from comity.statute import Act, Law, StateRow, rome

M = TypeVar("M", bound=models.Model)
DATA = Path(__file__).parent.parent / "data"
GENERAL_KNOWLEDGE = "general knowledge"
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NOTIFIED = re.compile(rf"(?:notification of|,) (\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}})")
_PARTY_FACTS = (
    "kind", "iso2", "zone", "name_en", "name_fr", "key_en", "key_fr", "region",
    "remark_en", "remark_fr", "source", "as_of", "is_verified",
)  # fmt: skip
_MEMBERSHIP_KEY = ("party_id", "basis", "situation_code", "since")
_MEMBERSHIP_FACTS = ("instrument", "until", "source", "note_en", "note_fr", "is_verified")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a load has added or brought up to date; all zero where nothing was new."""

    parties: int
    memberships: int
    declarations: int


@transaction.atomic
def system_load_reference(*, at: datetime) -> Loaded:
    """Bring the reference data up to what this version holds; touches nothing that a person has recorded.

    Loads each State of the statute's list with its intervals of membership and its choices of channel and language,
    the organs of the Court, the Assembly's secretariat, and organisations. Loading again changes nothing.
    """
    law, extra = rome(), _read("reference.toml")
    entered = set(PartyEntry.objects.filter(act=Act.PARTY_ADD).values_list("party__code", flat=True))
    wanted = [*_organs(), *_organisations(), *_states(law, extra)]
    parties = _bring_up_to_date(
        Party.objects, [row for row in wanted if row.code not in entered], key=("code",), facts=_PARTY_FACTS
    )
    ids = dict(Party.objects.values_list("code", "id"))
    for row in (memberships := list(_memberships(law, extra))):
        row.party_id = ids[row.party.code]
    for declaration in (declarations := list(_declarations(law, at))):
        declaration.party_id = ids[declaration.party.code]
    return Loaded(
        parties=parties,
        memberships=_bring_up_to_date(Membership.objects, memberships, key=_MEMBERSHIP_KEY, facts=_MEMBERSHIP_FACTS),
        declarations=_add_missing(declarations),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def _zones() -> dict[str, str]:
    """The time zone of each State's capital, by its code of three letters."""
    lines = (DATA / "zones.csv").read_text(encoding="utf-8").splitlines()
    return {row["iso3"]: row["zone"] for row in csv.DictReader(line for line in lines if not line.startswith("#"))}


def _party(kind: PartyKind, code: str, en: str, fr: str, **more: Any) -> Party:
    return Party(kind=kind, code=code, name_en=en, name_fr=fr, key_en=folded(en), key_fr=folded(fr), **more)


def _organs() -> Iterator[Party]:
    document = _read("organs.toml")
    for code, row in document.items():
        if isinstance(row, dict):
            kind = PartyKind(row["kind"])
            yield _party(kind, code, row["en"], row["fr"], source=document["source"], as_of=document["as_of"])


def _organisations() -> Iterator[Party]:
    document = _read("organisations.toml")
    for code, row in document.items():
        if isinstance(row, dict):
            yield _party(
                PartyKind.ORGANISATION,
                code,
                row["en"],
                row["fr"],
                source=row["source"],
                as_of=document["as_of"],
                is_verified=row["verified"],
                remark_en=row["remark_en"],
                remark_fr=row["remark_fr"],
            )


def _states(law: Law, extra: dict[str, Any]) -> Iterator[Party]:
    zones = _zones()
    for row in (*law.parties, *law.others):
        remark = extra["remarks"].get(row.iso3, {"en": "", "fr": ""})
        yield _party(
            PartyKind.STATE,
            row.iso3,
            row.name.en,
            row.name.fr,
            iso2=row.iso2,
            zone=zones[row.iso3],
            region=row.region,
            source=row.source,
            as_of=extra["as_of"],
            is_verified=_is_verified(row.source),
            remark_en=remark["en"],
            remark_fr=remark["fr"],
        )


def _memberships(law: Law, extra: dict[str, Any]) -> Iterator[Membership]:
    for row in law.parties:
        if row.in_force_on is None:
            continue
        doubt = extra["memberships"].get(row.iso3)
        yield Membership(
            party=Party(code=row.iso3),
            basis=Membership.Basis.STATE_PARTY,
            instrument=row.instrument,
            since=row.in_force_on,
            until=row.withdrawn_on,
            source=row.source,
            note_en=doubt["en"] if doubt else "",
            note_fr=doubt["fr"] if doubt else "",
            is_verified=_is_verified(row.source) and doubt is None,
        )
    for basis in (law.bases["declaration_12_3"], law.bases["security_council"]):
        for bond in basis.bound:
            yield Membership(
                party=Party(code=bond.iso3),
                basis=Membership.Basis(basis.code),
                situation_code=extra["situations"].get(bond.iso3, ""),
                instrument=bond.resolution,
                since=bond.since,
                until=bond.until,
                source=GENERAL_KNOWLEDGE,
                note_en=bond.note.en,
                note_fr=bond.note.fr,
                is_verified=False,
            )


def _declarations(law: Law, at: datetime) -> Iterator[Declaration]:
    for row in law.parties:
        received = _notified_on(row.declaration_source)
        for subject, text in (
            (Declaration.Subject.CHANNEL, row.channel),
            (Declaration.Subject.LANGUAGE, row.languages),
        ):
            if text:
                yield Declaration(
                    party=Party(code=row.iso3),
                    subject=subject,
                    text=text,
                    languages=Languages.read(text).rows() if subject == Declaration.Subject.LANGUAGE else [],
                    received_on=received,
                    effective_on=received + timedelta(days=Declaration.DAYS_TO_EFFECT) if received else None,
                    source=row.declaration_source,
                    is_verified=_is_declaration_verified(row),
                    recorded_at=at,
                )


def _notified_on(source: str) -> date | None:
    """Return the day of the notification that a source names; the date of a national law is none."""
    found = None if source.startswith("national law") else _NOTIFIED.search(source)
    return date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1])) if found else None


def _is_verified(source: str) -> bool:
    return not source.startswith(GENERAL_KNOWLEDGE)


def _is_declaration_verified(row: StateRow) -> bool:
    """A national law is not what the State told the depositary, and an attribution by position is a guess."""
    return not ("national law" in row.declaration_source or "attribution by" in row.declaration_source)


def _bring_up_to_date(
    rows: "models.Manager[M]", wanted: Iterable[M], *, key: Sequence[str], facts: Sequence[str]
) -> int:
    """Insert the rows that are missing and update those whose facts differ, in two statements; return how many."""
    kept = {tuple(getattr(row, name) for name in key): row for row in rows.all()}
    missing, changed = [], []
    for row in wanted:
        there = kept.get(tuple(getattr(row, name) for name in key))
        if there is None:
            missing.append(row)
        elif any(getattr(there, name) != getattr(row, name) for name in facts):
            for name in facts:
                setattr(there, name, getattr(row, name))
            changed.append(there)
    rows.bulk_create(missing)
    if changed:
        rows.bulk_update(changed, facts)
    return len(missing) + len(changed)


def _add_missing(wanted: Iterable[Declaration]) -> int:
    """Insert what the reference newly says; what it said before stays on record, as history."""
    loaded = Declaration.objects.filter(recorded_by__isnull=True)
    kept = set(loaded.values_list("party_id", "subject", "text", "source"))
    missing = [row for row in wanted if (row.party_id, row.subject, row.text, row.source) not in kept]
    Declaration.objects.bulk_create(missing)
    return len(missing)
