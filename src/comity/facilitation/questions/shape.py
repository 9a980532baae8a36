# SPDX-License-Identifier: EUPL-1.2
"""A questionnaire as it is kept and exchanged, and what is wrong with one that somebody made."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from comity.statute import Text

from .model import CHOICES, Kind, Option, Question, Questionnaire, Section, When

_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where (the code of a question, or of nothing) and how to mend it."""

    code: str
    text: Text


def to_json(form: Questionnaire) -> dict[str, Any]:
    """Return the questionnaire as plain data."""
    return {
        "sections": [
            {"title": _said(section.title), "questions": [_question(one) for one in section.questions]}
            for section in form.sections
        ]
    }


def _said(text: Text) -> dict[str, str]:
    return {"en": text.en, "fr": text.fr}


def _question(one: Question) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": one.code, "kind": one.kind.value, "text": _said(one.text), "help": _said(one.help),
        "compulsory": one.is_compulsory,
        "options": [{"code": option.code, "text": _said(option.text)} for option in one.options],
    }  # fmt: skip
    if one.when:
        found["when"] = {"code": one.when.code, "answers": list(one.when.answers)}
    return found


def from_json(data: Mapping[str, Any]) -> Questionnaire:
    """Return the questionnaire that `to_json` gave; raises KeyError or ValueError for anything else."""
    return Questionnaire(
        tuple(
            Section(_text(section["title"]), tuple(_read(one) for one in section["questions"]))
            for section in data.get("sections", ())
        )
    )


def _text(data: Mapping[str, str]) -> Text:
    return Text(data["en"], data["fr"])


def _read(data: Mapping[str, Any]) -> Question:
    when = data.get("when")
    return Question(
        code=data["code"], kind=Kind(data["kind"]), text=_text(data["text"]), help=_text(data["help"]),
        is_compulsory=data["compulsory"],
        options=tuple(Option(one["code"], _text(one["text"])) for one in data["options"]),
        when=When(when["code"], tuple(when["answers"])) if when else None,
    )  # fmt: skip


def problems_of(form: Questionnaire) -> list[Problem]:
    """Return why a questionnaire cannot be put to anybody; empty where it can."""
    found = []
    seen: dict[str, Question] = {}
    for one in form.questions():
        found += [Problem(one.code, text) for text in _of_question(one, seen)]
        seen[one.code] = one
    if not seen:
        text = Text("Nothing is asked yet. Add a question.", "Rien n'est encore demandé. Ajoutez une question.")
        found.append(Problem("", text))
    return found


def _of_question(one: Question, before: Mapping[str, Question]) -> list[Text]:
    found = []
    if not _CODE.fullmatch(one.code):
        found.append(
            Text(
                "The code of a question is made of small letters, digits and “_”.",
                "Le code d'une question se compose de minuscules, de chiffres et de « _ ».",
            )
        )
    if one.code in before:
        found.append(
            Text(
                "This code is taken by an earlier question. Choose another.",
                "Ce code est pris par une question antérieure. Choisissez-en un autre.",
            )
        )
    if not one.text.en.strip() or not one.text.fr.strip():
        found.append(Text("Ask in both languages.", "Posez la question dans les deux langues."))
    found += _of_options(one)
    if one.when:
        found += _of_condition(one.when, before)
    return found


def _of_options(one: Question) -> list[Text]:
    codes = [option.code for option in one.options]
    found = []
    if len(codes) != len(set(codes)) or not all(_CODE.fullmatch(code) for code in codes):
        found.append(Text("Each choice is named once.", "Chaque choix n'est nommé qu'une fois."))
    if one.kind in {Kind.ONE, Kind.SEVERAL} and len(codes) < 2:
        found.append(Text("Give two choices at least.", "Donnez au moins deux choix."))
    if one.kind == Kind.TABLE and not codes:
        found.append(Text("Name the columns of the table.", "Nommez les colonnes du tableau."))
    if codes and one.kind not in {Kind.ONE, Kind.SEVERAL, Kind.TABLE}:
        found.append(Text("This type of question has no choices.", "Ce type de question n'a pas de choix."))
    if any(not option.text.en.strip() or not option.text.fr.strip() for option in one.options):
        found.append(Text("Write each choice in both languages.", "Écrivez chaque choix dans les deux langues."))
    return found


def _of_condition(when: When, before: Mapping[str, Question]) -> list[Text]:
    asked = before.get(when.code)
    if asked is None or asked.kind not in CHOICES:
        return [
            Text(
                "The condition names an earlier question with choices.",
                "La condition désigne une question antérieure à choix.",
            )
        ]
    if not when.answers or not set(when.answers) <= {option.code for option in asked.choices()}:
        return [
            Text("The condition names choices of that question.", "La condition désigne des choix de cette question.")
        ]
    return []
