# SPDX-License-Identifier: EUPL-1.2
"""Texts: begun with a first version, moved on by the facilitators, who take up what was proposed."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.text import tidy
from comity.core.viewer import Viewer
from comity.parties.actions.given import needed_text
from comity.statute import Act

from .. import queries
from ..models import Proposal, Text, TextVersion
from ..queries.compiling import Contradiction, merged
from .entering import Held, by, led, record
from .rules import Rule

_NUMBER = re.compile(r"^(?:\d{1,3}|[a-z])[.)]\s+")
_KEY = re.compile(r"^p(\d+)$")


@transaction.atomic
def begin_text(
    viewer: Viewer, *, facilitation_id: UUID, layer: str, title: str, language: str, words: str, at: datetime
) -> Text:
    """Begin a text with its first version, one paragraph for each passage between empty lines. Raises Refused, Invalid.

    Numbers that were typed are left away: paragraphs are numbered by their place.
    """
    found = led(viewer, facilitation_id, Act.TEXT_BEGIN, at=at)
    title = needed_text("title", title, longest=settings.COMITY_LIMITS["title_characters"])
    paragraphs = _paragraphs(words)
    text = Text(**found.placed(layer), id=uuid4(), title=title, language=language, at=at)
    text.save(force_insert=True)
    _version(viewer, text, 1, paragraphs, at=at)
    record(
        viewer, Act.TEXT_BEGIN, text, about=text.id, at=at, after=text.state, title=title,
        paragraphs=[one["text"] for one in paragraphs],
    )  # fmt: skip
    return text


def _paragraphs(words: str) -> list[dict[str, str]]:
    limits = settings.COMITY_LIMITS
    given = [_NUMBER.sub("", part.strip()) for part in re.split(r"\n\s*\n", tidy(words)) if part.strip()]
    if not given:
        raise Invalid({"words": _("A text has at least one paragraph. Separate paragraphs by an empty line.")})
    if len(given) > limits["text_paragraphs"]:
        raise Invalid(
            {
                "words": _("This has %(count)d paragraphs; at most %(limit)d are taken.")
                % {"count": len(given), "limit": limits["text_paragraphs"]}
            }
        )
    for part in given:
        needed_text("words", part, longest=limits["field_characters"])
    return [{"key": f"p{number}", "text": part} for number, part in enumerate(given, 1)]


@transaction.atomic
def merge_proposals(
    viewer: Viewer, *, facilitation_id: UUID, text_id: UUID, accepted: Collection[UUID], seen: int, at: datetime
) -> TextVersion:
    """Make the next version of a text, with these open proposals taken up; the others stay open.

    `seen` is the number of the version that the facilitator looked at. What is proposed to a paragraph that goes is
    overtaken. Raises Refused, or Invalid: for proposals that contradict each other, or that changed meanwhile.
    """
    found = led(viewer, facilitation_id, Act.TEXT_MERGE, at=at)
    text, last = open_text(viewer, found, text_id, Act.TEXT_MERGE)
    rows = list(queries.proposals_of(viewer, found.row, text_id, standing=found.standing).filter(state="open"))
    taken = [row for row in rows if row.id in accepted]
    if last.number != seen or len(taken) != len(set(accepted)):
        raise Invalid({"": _("The text or a proposal changed since you looked at it. Look at it again.")})
    if not taken:
        raise Invalid({"": _("Choose the proposals that are taken up.")})
    versions = queries.versions_of(viewer, found.row, text_id, standing=found.standing)
    try:
        paragraphs = merged(last.paragraphs, taken, next_key=_next_key(versions))
    except Contradiction as two:
        numbers = ", ".join(str(number) for number in two.numbers)
        raise Invalid({"": _("Proposals %(numbers)s want different things of one paragraph: take up one of them.")
                       % {"numbers": numbers}}) from None  # fmt: skip
    version = _version(viewer, text, last.number + 1, paragraphs, at=at)
    _settle(rows, taken, version, kept={"", *(one["key"] for one in paragraphs)})
    record(
        viewer, Act.TEXT_MERGE, text, about=text.id, at=at, before=str(last.number), after=str(version.number),
        taken_up=[row.number for row in taken], paragraphs=[one["text"] for one in paragraphs],
    )  # fmt: skip
    return version


def open_text(viewer: Viewer, found: Held, text_id: UUID, act: Act) -> tuple[Text, TextVersion]:
    """Return a text that is under discussion with its latest version; raises NotFound, Refused for any other."""
    text = queries.text(viewer, found.row, text_id, standing=found.standing)
    if text.state != Text.State.DRAFTING:
        raise Rule.UNDER_SILENCE.broken_by(act)
    return text, queries.versions_of(viewer, found.row, text_id, standing=found.standing)[0]


def _next_key(versions: Iterable[TextVersion]) -> int:
    keys = (_KEY.match(one["key"]) for version in versions for one in version.paragraphs)
    return 1 + max(int(key.group(1)) for key in keys if key)


def _version(viewer: Viewer, text: Text, number: int, paragraphs: list[dict[str, str]], *, at: datetime) -> TextVersion:
    if len(paragraphs) > settings.COMITY_LIMITS["text_paragraphs"]:
        raise Invalid({"": _("The text would have more than %(limit)d paragraphs.")
                       % {"limit": settings.COMITY_LIMITS["text_paragraphs"]}})  # fmt: skip
    on = {"facilitation_id": text.facilitation_id, "dossier_id": text.dossier_id, "layer": text.layer}
    row = TextVersion(**on, **by(viewer, at), id=uuid4(), of=text, number=number, paragraphs=paragraphs)
    row.save(force_insert=True)
    return row


def _settle(rows: Iterable[Proposal], taken: Collection[Proposal], version: TextVersion, *, kept: set[str]) -> None:
    """Say of each proposal what became of it; one to a paragraph that is still there stays open."""
    for row in rows:
        if row in taken:
            row.state = Proposal.State.ACCEPTED
        elif row.key not in kept:
            row.state = Proposal.State.LAPSED
        else:
            continue
        row.merged_in = version.number
        row.save(update_fields=["state", "merged_in"])
