# SPDX-License-Identifier: EUPL-1.2
"""A paragraph drafted from a mandate and its evidence, in the fixed words of `kinds/wording.toml`."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import override

from comity.core.clock import THE_HAGUE
from comity.mandates.models import Step
from comity.mandates.queries import Standing

from ..kinds import words
from ..paper.model import Language
from ..paper.words import words as printed


def drafted(standing: Standing, language: str) -> tuple[str, list[str]]:
    """Return the text and the footnotes of a paragraph: what was asked, of whom, by when, where it stands, and why so.

    What others wrote is quoted as it stands; signs in it that mean something here are taken apart.
    """
    said: Mapping[str, Any] = words()[language]
    mandate, notes = standing.mandate, list[str]()

    def mark(note: str) -> str:
        notes.append(note)
        return f"[^{len(notes)}]"

    paragraph, instrument = mandate.paragraph, mandate.paragraph.instrument
    named = {"symbol": plain(instrument.symbol), "paragraph": plain(str(paragraph))}
    source = said["note_source"].format(**named, title=plain(instrument.title))
    adopted = said["adopted"].format(day=day_in(language)(instrument.adopted)) if instrument.adopted else ""
    text = said["asks"][mandate.kind].format(
        **named, adopted=adopted, addressee=plain(mandate.addressee) or "–", action=plain(mandate.action),
        mark=mark(source),
    )  # fmt: skip
    text += _due(mandate, said, language)
    steps = standing.steps[: settings.COMITY_LIMITS["report_steps"]]
    for place, step in enumerate(steps):
        text += _step(step, said["earlier" if place else "stands"], said, language, mark)
    if not steps:
        text += said["no_step"]
    for bond in standing.bonds:
        named = {"symbol": plain(bond.paragraph.instrument.symbol), "paragraph": plain(str(bond.paragraph))}
        text += said[bond.how].format(**named)
    return text, notes


def day_in(language: str) -> Callable[[date], str]:
    """Return how a day is written in a language, as everywhere in what is printed."""
    return printed(Language(language)).day


def _due(mandate: Any, said: Mapping[str, Any], language: str) -> str:
    day = day_in(language)(mandate.due_day) if mandate.due_day else ""
    text = ""
    if mandate.session and mandate.paragraph.instrument.is_of_assembly:
        text = said["session" if day else "session_unknown"].format(number=mandate.session, day=day)
    elif day:
        text = said["due_day"].format(day=day)
    elif mandate.due:
        text = said["due_stated"].format(due=plain(mandate.due))
    return text + (said["every"].format(every=plain(mandate.every)) if mandate.every else "")


def _step(step: Step, form: str, said: Mapping[str, Any], language: str, mark: Any) -> str:
    day = day_in(language)(step.at.astimezone(THE_HAGUE).date())
    with override(language):
        who = f"{step.party.name}, {step.function}" if step.function else step.party.name
    note = said["note_step"].format(who=plain(who), day=day, evidence=plain(step.evidence))
    if step.document:
        note += said["note_document"].format(document=plain(step.document))
    return form.format(day=day, status=said["status"][step.status], mark=mark(note))


def drafted_figures(language: str) -> tuple[str, list[str]]:
    """Return the text and the footnote of a paragraph of figures: it calls each number, and holds none itself."""
    said = words()[language]
    return said["figures"].format(), [said["figures_note"].format()]


def plain(text: str) -> str:
    """Return what somebody else wrote on one line, with nothing in it that could be taken for a mark of ours."""
    line = " ".join(text.split())
    line = re.sub(r"\[(?=[\[^])|\](?=\])", lambda found: f"{found[0]}\N{WORD JOINER}", line)
    return line.replace("{", "(").replace("}", ")")
