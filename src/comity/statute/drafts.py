# SPDX-License-Identifier: EUPL-1.2
"""Reads a draft from a TOML or JSON file; what cannot be used is a value that says why and what to do."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from comity.statute.facts import Draft, Given, Obligation, SituationFacts
from comity.statute.law import Law
from comity.statute.model import Text, near
from comity.statute.obligation import UnknownState, find_state, obligation

LARGEST = 1024 * 1024
FIELDS = (
    "kind", "issuer", "addressee", "addressee_kind", "situation", "on", "language", "subject", "urgent", "requested_by",
    "as_invitation", "persons", "dates", "contents",
)  # fmt: skip
SITUATION_FIELDS = ("code", "opened_on", "resolution", "territorial", "arrangements")
CONTENT_FIELDS = ("text", "not_applicable", "reason")


@dataclass(frozen=True, slots=True)
class Unusable:
    """Why a file cannot be read as a draft."""

    message: Text


class _UnusableError(Exception):
    def __init__(self, en: str, fr: str) -> None:
        super().__init__(en)
        self.message = Text(en, fr)


def read_draft(law: Law, path: Path, today: date) -> Draft | Unusable:
    """The draft in this file, with the basis of obligation worked out for its date (today if it gives none)."""
    try:
        return _draft(law, _document(path), today)
    except _UnusableError as error:
        return Unusable(error.message)


def _document(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise _UnusableError(
            f"There is no file {path}. Check the name.", f"Le fichier {path} n'existe pas. Vérifiez le nom."
        ) from None
    except OSError as error:
        raise _UnusableError(
            f"The file {path} cannot be read: {error.strerror}.", f"Le fichier {path} est illisible : {error.strerror}."
        ) from None
    if len(raw) > LARGEST:
        raise _UnusableError(
            f"The file {path} is larger than 1 MiB. A request is text; put documents into annexes.",
            f"Le fichier {path} dépasse 1 Mio. Une demande est un texte ; placez les documents en annexe.",
        )
    try:
        text = raw.decode("utf-8-sig")
        found = json.loads(text) if _is_json(path, text) else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # UnicodeDecodeError, JSONDecodeError and TOMLDecodeError are all ValueErrors.
        raise _UnusableError(
            f"The file {path} is neither TOML nor JSON: {error}",
            f"Le fichier {path} n'est ni du TOML ni du JSON : {error}",
        ) from None
    if not isinstance(found, dict):
        raise _UnusableError(
            f"The file {path} holds no table of fields.", f"Le fichier {path} ne contient pas de champs."
        )
    return found


def _is_json(path: Path, text: str) -> bool:
    return path.suffix.lower() == ".json" or (path.suffix.lower() != ".toml" and text.lstrip().startswith("{"))


def _draft(law: Law, found: Mapping[str, Any], today: date) -> Draft:
    _known(found, FIELDS, "")
    code = _word(found, "kind")
    if code not in law.kinds:
        raise _unknown("kind", "type de demande", code, law.kinds)
    kind = law.kinds[code]
    situation = _situation(found.get("situation", ""))
    on = _day(found, "on") or today
    addressee = _word(found, "addressee")
    addressee_kind = _word(found, "addressee_kind") or kind.addressees[0]
    return Draft(
        kind=code,
        issuer=_word(found, "issuer"),
        addressee=addressee,
        addressee_kind=addressee_kind,
        basis=_basis(law, addressee, addressee_kind, situation, on),
        on=on,
        situation=situation.code,
        language=_word(found, "language"),
        subject=_word(found, "subject"),
        urgent=_flag(found, "urgent"),
        requested_by=_day(found, "requested_by"),
        contents={name: _given(name, value) for name, value in _table(found, "contents").items()},
        persons=_words(found, "persons"),
        as_invitation=_flag(found, "as_invitation"),
        dates={name: day for name in _table(found, "dates") if (day := _day(found["dates"], name))},
    )


def _situation(value: Any) -> SituationFacts:
    if isinstance(value, str):
        return SituationFacts(value)
    if not isinstance(value, dict):
        raise _wrong("situation", "a code or a table", "un code ou un tableau")
    _known(value, SITUATION_FIELDS, "situation.")
    return SituationFacts(
        code=_word(value, "code"),
        opened_on=_day(value, "opened_on"),
        resolution=_word(value, "resolution") or None,
        territorial=_words(value, "territorial"),
        arrangements=_words(value, "arrangements"),
    )


def _basis(law: Law, addressee: str, addressee_kind: str, situation: SituationFacts, on: date) -> Obligation | None:
    if addressee_kind != "state" or isinstance(find_state(law, addressee), UnknownState):
        return None
    return obligation(law, addressee, situation, on)


def _given(name: str, value: Any) -> Given:
    if isinstance(value, str):
        return Given(value)
    if isinstance(value, date):
        return Given(value.isoformat())
    if not isinstance(value, dict):
        raise _wrong(f"contents.{name}", "a text or a table", "un texte ou un tableau")
    _known(value, CONTENT_FIELDS, f"contents.{name}.")
    return Given(_word(value, "text"), _flag(value, "not_applicable"), _word(value, "reason"))


def _known(found: Mapping[str, Any], fields: tuple[str, ...], where: str) -> None:
    for name in found:
        if name not in fields:
            raise _unknown("field", "champ", f"{where}{name}", [f"{where}{field}" for field in fields])


def _unknown(en: str, fr: str, name: str, known: Any) -> _UnusableError:
    close = ", ".join(near(name, known))
    return _UnusableError(
        f"Unknown {en} “{name}”." + (f" Near it: {close}." if close else ""),
        f"Inconnu : {fr} « {name} »." + (f" Proches : {close}." if close else ""),
    )


def _wrong(name: str, en: str, fr: str) -> _UnusableError:
    return _UnusableError(f"“{name}” must be {en}.", f"« {name} » doit être {fr}.")


def _table(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = found.get(name, {})
    if not isinstance(value, dict):
        raise _wrong(name, "a table", "un tableau")
    return value


def _word(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name, "")
    if not isinstance(value, str):
        raise _wrong(name, "a text", "un texte")
    return value


def _words(found: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = found.get(name, [])
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise _wrong(name, "a list of texts", "une liste de textes")
    return tuple(value)


def _flag(found: Mapping[str, Any], name: str) -> bool:
    value = found.get(name, False)
    if not isinstance(value, bool):
        raise _wrong(name, "true or false", "vrai ou faux (true, false)")
    return value


def _day(found: Mapping[str, Any], name: str) -> date | None:
    value = found.get(name)
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _wrong(name, "a date such as 2026-03-31", "une date telle que 2026-03-31") from None
