# SPDX-License-Identifier: EUPL-1.2
"""Correcting what was sent: the original stays, a corrigendum or supplement stands beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.text import tidy, validate_length, validate_plain_text
from comity.core.viewer import Viewer
from comity.statute import Act, rome

from ..models import Request, Version
from ..models.as_sent import documents_of_text
from .perform import give_chosen
from .step import begin, finish

SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Enclosed:
    """Which prepared documents go with a text, and whether those limited on the own side are opened there."""

    documents: tuple[UUID, ...] = ()
    opens: bool = False


NOTHING = Enclosed()


@transaction.atomic
def correct_request(
    viewer: Viewer,
    *,
    request_id: UUID,
    texts: Mapping[str, str],
    subject: str,
    reason: str,
    at: datetime,
    enclosed: Enclosed = NOTHING,
) -> Request:
    """Issue a corrigendum: the given elements replace the old ones; both sides see old and new side by side.

    The chosen documents go with it. Raises Invalid where neither a text differs nor a document goes.
    """
    return _issue(
        viewer, Act.REQUEST_CORRECT, Version.Kind.CORRIGENDUM, request_id, texts, subject, reason, enclosed, at
    )


@transaction.atomic
def supplement_request(
    viewer: Viewer,
    *,
    request_id: UUID,
    texts: Mapping[str, str],
    reason: str,
    at: datetime,
    enclosed: Enclosed = NOTHING,
) -> Request:
    """Issue a supplement: the given texts are added below what was sent, and the chosen documents go with it."""
    return _issue(viewer, Act.REQUEST_SUPPLEMENT, Version.Kind.SUPPLEMENT, request_id, texts, "", reason, enclosed, at)


def _issue(
    viewer: Viewer,
    act: Act,
    kind: str,
    request_id: UUID,
    texts: Mapping[str, str],
    subject: str,
    reason: str,
    enclosed: Enclosed,
    at: datetime,
) -> Request:
    step = begin(viewer, request_id=request_id, act=act, at=at)
    request = step.request
    problems: dict[str, str] = {}
    contents, changed = _changed(request, texts, problems, is_added=kind == Version.Kind.SUPPLEMENT)
    subject, reason = _sound("subject", subject, problems), _sound("reasons", reason, problems)
    if len(subject) > SUBJECT:
        problems["subject"] = _("A subject has at most %(limit)d characters.") % {"limit": SUBJECT}
    if problems:
        raise Invalid(problems)
    if not changed and subject in {"", request.subject} and not enclosed.documents:
        raise Invalid({"": _("Nothing differs from what was sent: change at least one field, or enclose a document.")})
    if not reason:
        raise Invalid({"reasons": _("Say what this corrects or adds: the other side reads it first.")})
    versions = Version.objects.visible_to(viewer).filter(request=request)
    number = versions.count() + 1
    request.contents = contents
    request.subject = subject or request.subject
    text = {"number": number, "kind": kind, "subject": request.subject, "contents": contents, "reason": reason}
    Version(dossier_id=request.dossier_id, request=request, at=at, **text).save(force_insert=True)
    given = give_chosen(step, enclosed.documents, opens=enclosed.opens) if enclosed.documents else []
    documents = [*documents_of_text(**text), *given]
    finish(
        step,
        changed={"contents", "subject"},
        data={"reasons": reason, "version": number, "fields": sorted(changed), "documents": documents},
        is_new_text=True,
    )
    return request


def _changed(
    request: Request, texts: Mapping[str, str], problems: dict[str, str], *, is_added: bool
) -> tuple[dict[str, Any], set[str]]:
    """Return the new contents and which elements differ; texts that cannot be taken are named among the problems."""
    contents, changed = dict(request.contents), set()
    for element in rome().kinds[request.kind].elements:
        text = _sound(element.code, texts.get(element.code, ""), problems)
        old = contents.get(element.code, {}).get("text", "")
        if not text or text == old:
            continue
        contents[element.code] = {"text": f"{old}\n\n{text}".strip() if is_added else text}
        changed.add(element.code)
    return contents, changed


def _sound(name: str, typed: str, problems: dict[str, str]) -> str:
    """Return the text as it is kept, having named it among the problems where it cannot be taken."""
    text = tidy(typed)
    try:
        validate_plain_text(text)
        validate_length(text)
    except ValidationError as error:
        problems[name] = error.messages[0]
    return text
