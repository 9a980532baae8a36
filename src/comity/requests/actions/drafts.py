# SPDX-License-Identifier: EUPL-1.2
"""Drafts that cannot be lost: begun as a row at once, saved field by field, no text ever overwritten unseen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comity.core.errors import Conflict, Invalid, NotFound
from comity.core.ids import new_reference
from comity.core.text import tidy, validate_length, validate_plain_text
from comity.core.viewer import Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers import queries as dossier_queries
from comity.dossiers.models import Dossier
from comity.parties import queries as parties
from comity.parties.models import Party
from comity.statute import Act, Kind, Role, rome, sender_of

from ..models import DraftText, Request
from ..queries.addressees import addressee_named
from ..queries.texts import draft_value, field_names, mark_of
from .step import begin, demand_day, finish, index

# Within this time a text that one person goes on typing into one field is one text: the last of it is kept.
ONE_SITTING = timedelta(minutes=10)
# What no database keeps: the null character, and halves of characters.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(slots=True)
class Saved:
    """What a save did: which fields now hold what was typed, which were changed by somebody else meanwhile."""

    request: Request
    saved: set[str] = field(default_factory=set)
    conflicts: list[Conflict] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)


def issuers_for(viewer: Viewer, kind: Kind) -> bool:
    """Return whether the viewer's party may issue requests of a kind (rules 176(2), 199; articles 57(3)(b), 93(10))."""
    as_issuer = {"state": "STATE", "defence": "DEFENCE"}.get(viewer.party_kind, viewer.party_code)
    return as_issuer in kind.issuers


@transaction.atomic
def begin_request(
    viewer: Viewer,
    *,
    file_id: UUID,
    kind: str,
    at: datetime,
    subject: str = "",
    copied_from: Request | None = None,
    batch: UUID | None = None,
) -> Request:
    """Begin a draft in one of the party's own case files; from here on nothing typed is lost.

    Raises NotFound for a file the viewer does not see, Invalid for an unknown kind, for a kind that this party may not
    issue (naming those who may), and for somebody without the drafter's role.
    """
    known = rome().kinds.get(kind)
    if known is None:
        raise Invalid({"kind": _("There is no kind of request “%(kind)s”.") % {"kind": kind}})
    if not issuers_for(viewer, known):
        raise Invalid(
            {
                "kind": _("A request under article %(article)s is issued by: %(issuers)s. Choose another kind.")
                % {"article": known.article, "issuers": ", ".join(known.issuers)}
            }
        )
    if Role.DRAFTER not in viewer.roles or viewer.person_id is None or viewer.party_id is None:
        raise Invalid({"": _("Only a drafter begins a request: ask your administrator for that role.")})
    demand_day(viewer, at)
    subject = tidy(subject)
    problem = _problem(subject) or _subject_problem(subject)
    if problem:
        raise Invalid({"subject": problem})
    file = dossier_queries.dossier(viewer, file_id)
    if file.owner_id != viewer.party_id or file.is_exchange or file.kind != Dossier.Kind.JUDICIAL:
        raise NotFound
    request = Request(
        id=uuid4(),
        file=file,
        issuer_id=viewer.party_id,
        sender_id=_sender_id(viewer, known),
        kind=kind,
        subject=subject,
        drafter_id=viewer.person_id,
        copied_from=copied_from,
        batch=batch,
        created_at=at,
        changed_at=at,
    )
    request.dossier = dossiers.open_exchange(viewer, file=file, title=known.name.in_(viewer.language), at=at)
    _insert(request, viewer.party_code)
    dossiers.record(
        viewer, Act.REQUEST_CREATE, dossier_id=file.id, about=request.id, at=at, after="draft", data={"kind": kind}
    )
    index(request, is_new=True)
    return request


def _sender_id(viewer: Viewer, kind: Kind) -> UUID:
    """Who transmits: the Registrar for Chambers and the defence, the Presidency, or the issuer (rules 176(2), 199)."""
    assert viewer.party_id is not None
    code = sender_of(kind, {"state": "STATE", "defence": "DEFENCE"}.get(viewer.party_kind, viewer.party_code))
    return viewer.party_id if code in {"STATE", viewer.party_code} else parties.party_by_code(viewer, code=code).id


def _insert(request: Request, party_code: str) -> None:
    """Insert under a fresh random reference; one already taken (perhaps by a foreign row) is drawn again unnoticed."""
    prefix = "DEF" if party_code.startswith("DEF") else party_code
    for _attempt in range(5):
        request.reference = new_reference(prefix)
        try:
            with transaction.atomic():
                request.save(force_insert=True)
        except IntegrityError:
            continue
        return
    raise RuntimeError("five random references in a row were taken")


@transaction.atomic
def save_draft(
    viewer: Viewer,
    *,
    request_id: UUID,
    typed: Mapping[str, str],
    marks: Mapping[str, str],
    at: datetime,
) -> Saved:
    """Save the fields of a draft that this person touched; return what was saved and what somebody else changed.

    `typed` maps names of `field_names` to texts, `marks` maps them to the mark (`mark_of`) of the text the form was
    loaded with. A field whose text still has its mark was not touched and is left as it is, so that a stale form never
    puts back an old text. A field that both changed is a conflict: it is not overwritten, and both texts are kept.
    Raises NotFound, and Refused where the request is no longer a draft.
    """
    step = begin(viewer, request_id=request_id, act=Act.REQUEST_EDIT, at=at)
    request, result = step.request, Saved(step.request)
    names, kept = set(field_names(request.kind)), _Texts(viewer, request, at)
    for name, raw in typed.items():
        if name not in names:
            continue
        text, now = tidy(raw), draft_value(request, name)
        if mark_of(text) == marks.get(name, "") or text == now:
            continue
        problem = _problem(text)
        kept.keep(name, text, before=now)
        if problem:
            result.problems[name] = problem
        elif mark_of(now) != marks.get(name, mark_of(now)):
            result.conflicts.append(Conflict(field=name, mine=text, theirs=now, revision=0))
        else:
            refused = _set(viewer, request, name, text)
            if refused:
                result.problems[name] = refused
            else:
                result.saved.add(name)
    kept.write()
    if result.saved:
        request.changed_at = at
        request.save(
            update_fields=[
                "subject",
                "addressee",
                "language",
                "urgency",
                "requested_by",
                "is_invitation",
                "person",
                "contents",
                "changed_at",
            ]
        )
        index(request)
    return result


def _problem(text: str) -> str:
    try:
        validate_plain_text(text)
        validate_length(text)
    except ValidationError as error:
        return error.messages[0]
    return ""


class _Texts:
    """Keeps typed texts for ever, whatever becomes of them; one sitting of one person is one text."""

    def __init__(self, viewer: Viewer, request: Request, at: datetime) -> None:
        self.request, self.person_id, self.at = request, dossier_queries.person_of(viewer), at
        self.rows = DraftText.objects.visible_to(viewer).filter(request_id=request.id)
        self.new: list[DraftText] = []

    @cached_property
    def latest(self) -> dict[str, DraftText]:
        """The last text of this sitting by field."""
        found = self.rows.filter(person_id=self.person_id, at__gt=self.at - ONE_SITTING).order_by("at", "id")
        return {text.field: text for text in found}

    @cached_property
    def begun(self) -> set[str]:
        """The fields into which anybody has ever typed."""
        return set(self.rows.values_list("field", flat=True).distinct())

    def keep(self, name: str, text: str, *, before: str) -> None:
        """Keep a text typed into a field that held another one before."""
        text = _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
        latest = self.latest.get(name)
        if latest is not None and _goes_on(latest.text, text):
            latest.text, latest.at = text, self.at
            latest.save(update_fields=["text", "at"])
            return
        # A text that came with a copy was typed by nobody here; it is kept before the first change of it.
        kept = [before, text] if before and name not in self.begun else [text]
        self.new += [
            DraftText(
                dossier_id=self.request.file_id,
                request=self.request,
                field=name,
                text=one,
                person_id=self.person_id,
                at=self.at,
            )
            for one in kept
        ]

    def write(self) -> None:
        """Write the texts that are new, in the order in which they were kept."""
        DraftText.objects.bulk_create(self.new)


def _goes_on(before: str, now: str) -> bool:
    """Whether a text is the one before, typed on: it keeps half of that one at its ends. Else both are kept."""
    head = _alike(before, now)
    tail = _alike(before[head:][::-1], now[head:][::-1])
    return 2 * (head + tail) >= len(before)


def _alike(one: str, other: str) -> int:
    """Return with how many same letters two texts begin."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _set(viewer: Viewer, request: Request, name: str, text: str) -> str:
    """Set one field from its text; return what is wrong with the text, or ""."""
    match name:
        case "addressee":
            return _set_addressee(viewer, request, text)
        case "person":
            return _set_person(viewer, request, text)
        case "requested_by":
            return _set_requested_by(request, text)
        case "urgency":
            if text not in Request.Urgency.values:
                return _("Choose one of the urgencies listed.")
            request.urgency = text
        case "is_invitation":
            request.is_invitation = text == "on"
        case "subject":
            if problem := _subject_problem(text):
                return problem
            request.subject = text
        case "language":
            if len(text) > 12 or not text:
                return _("Choose one of the languages listed.")
            request.language = text
        case _:
            _set_element(request, name, text)
    return ""


def _subject_problem(text: str) -> str:
    return _("A subject has at most 200 characters: put the rest into the purpose.") if len(text) > 200 else ""


def _set_addressee(viewer: Viewer, request: Request, text: str) -> str:
    if not text:
        request.addressee = None
        return ""
    found = addressee_named(viewer, text)
    if found is None:
        return _("“%(name)s” is no State or organisation known here: choose from the list.") % {"name": text}
    if found.id == request.issuer_id:
        return _("A request goes to another party than your own.")
    request.addressee = found
    return ""


def _set_person(viewer: Viewer, request: Request, text: str) -> str:
    if not text:
        request.person = None
        return ""
    try:
        chosen = dossier_queries.person(viewer, UUID(text))
    except (ValueError, NotFound):
        chosen = None
    if chosen is None or chosen.dossier_id != request.file_id:
        return _("Choose one of the persons of this dossier.")
    request.person = chosen
    return ""


def _set_requested_by(request: Request, text: str) -> str:
    if not text:
        request.requested_by = None
        return ""
    try:
        chosen = date.fromisoformat(text)
    except ValueError:
        return _("“%(text)s” is no date: write it as 2027-03-31.") % {"text": text}
    if not date(2002, 7, 1) <= chosen <= date(2100, 1, 1):
        return _("Choose a date between 1 July 2002 and 1 January 2100.")
    request.requested_by = chosen
    return ""


def _set_element(request: Request, name: str, text: str) -> None:
    code, _dot, part = name.partition(".")
    given = dict(request.contents.get(code, {}))
    match part:
        case "na":
            given["not_applicable"] = text == "on"
        case "why":
            given["reason"] = text
        case _:
            given["text"] = text
    request.contents = {**request.contents, code: {key: value for key, value in given.items() if value}}


def parties_named(viewer: Viewer, code: str) -> Party:
    """Return the party of that code; raises Invalid naming the field where there is none."""
    found = addressee_named(viewer, code)
    if found is None:
        raise Invalid({"addressee": _("“%(name)s” is no State or organisation known here.") % {"name": code}})
    return found


__all__ = ["Saved", "begin_request", "finish", "issuers_for", "parties_named", "save_draft"]
