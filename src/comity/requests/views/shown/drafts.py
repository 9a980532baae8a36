# SPDX-License-Identifier: EUPL-1.2
"""The form of a draft, whole or one field of it, made ready for its template."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from comity.statute import Finding, rome

from ...actions import Saved
from ...forms import Typed, draft_groups, named_fields, resolution_in
from ...models import Request
from ...queries import Editing, Terms, draft_value, mark_of
from .page import language_words
from .words import chip, said


def context_of(draft: Editing, typed: Typed) -> dict[str, Any]:
    """Return the context of the whole form."""
    request = draft.request
    return {
        "one": request,
        "chip": chip(request.state),
        "kind": draft.kind,
        "title": request.subject or said(draft.kind.name),
        "groups": draft_groups(
            request,
            terms=draft.terms,
            persons=draft.persons,
            others=draft.others,
            findings=draft.assessment.findings,
            typed=typed,
        ),
        "save_url": reverse("requests:save", args=[request.id]),
        "conflicts": list(typed.conflicts),
        "problems": list(typed.problems),
        **_beside(draft),
    }


def _beside(draft: Editing) -> dict[str, Any]:
    blocking = draft.assessment.blocking
    return {
        "gaps": [(finding, anchor_of(finding)) for finding in blocking],
        "advice": [(finding, anchor_of(finding)) for finding in draft.assessment.findings if finding not in blocking],
        "terms": terms_shown(draft.terms, draft.request),
        "duplicates": draft.duplicates,
        "linked": [(one, chip(one.state)) for one in draft.linked],
    }


def terms_shown(terms: Terms, request: Request) -> dict[str, Any]:
    """Return what stands towards the addressee today; without a duty, the advice to invite (article 87(5))."""
    addressee = request.addressee
    kind = rome().kinds[request.kind]
    basis = terms.obligation
    owes = addressee is not None and addressee.kind == "state" and kind.obligation
    return {
        "addressee": addressee.name if addressee else "",
        "channel": terms.channel,
        "channel_article": terms.channel_article,
        "languages": language_words(terms.languages),
        "languages_article": terms.languages_article,
        "basis": said(rome().bases[basis.code].name) if basis else "",
        "basis_article": basis.article if basis else "",
        "basis_note": said(basis.note) if basis else "",
        "since": basis.since if basis else None,
        "advises_invitation": bool(owes and basis is None and not request.is_invitation),
        "is_invitation": request.is_invitation,
        "owes": owes,
    }


def anchor_of(finding: Finding) -> str:
    """Return where on the form a finding is mended."""
    renamed = {"urgent": "urgency", "as_invitation": "is_invitation", "situation": "addressee", "persons": "person"}
    return "field-" + field_of(renamed.get(finding.field, finding.field))


def field_of(name: str) -> str:
    """Return the field that a text belongs to: `purpose.why` is part of `purpose`."""
    return name.partition(".")[0]


def kept(saved: Saved, typed: Mapping[str, str], marks: Mapping[str, str], post: Mapping[str, str]) -> Typed:
    """Return what was typed and not saved, to be shown again with the mark it was based on."""
    unsaved = {conflict.field for conflict in saved.conflicts} | set(saved.problems)
    shown = Typed(
        values={name: typed[name] for name in unsaved},
        marks={name: marks[name] for name in unsaved},
        conflicts=saved.conflicts,
        problems=saved.problems,
    )
    how, name = resolution_in(post)  # type: ignore[arg-type]  # a QueryDict is read as a mapping of texts
    if how == "both":
        mine, theirs = post.get(name, ""), draft_value(saved.request, name)
        shown.values[name] = f"{mine}\n\n{theirs}"
        shown.marks[name] = mark_of(theirs)
    return shown


def answer_of(
    draft: Editing, typed: Typed, name: str, saved: Saved, at: datetime, *, is_resolved: bool
) -> dict[str, Any]:
    """Return the context of the answer to the saving of one field: its marks, its problems, and all findings anew."""
    groups = draft_groups(
        draft.request,
        terms=draft.terms,
        persons=draft.persons,
        others=draft.others,
        findings=draft.assessment.findings,
        typed=typed,
    )
    fields = named_fields(groups)
    field = fields.get(name)
    failed = ""
    if typed.problems:
        failed = _("Not saved: see the field")
    elif typed.conflicts:
        failed = _("Somebody else wrote in this field: choose")
    return {
        "one": draft.request,
        "field": field,
        "is_resolved": is_resolved,
        "groups": groups,
        "language_field": fields["language"] if "addressee" in saved.saved else None,
        "save_url": reverse("requests:save", args=[draft.request.id]),
        "saved_at": None if failed else at,
        "failed": failed,
        **_beside(draft),
    }


def names_of(kind: str) -> dict[str, str]:
    """Return what each text of a draft is called."""
    names = {
        "subject": _("Subject"),
        "addressee": _("Addressee"),
        "language": _("Language of the request"),
        "urgency": _("Urgency"),
        "requested_by": _("Requested by"),
        "is_invitation": _("Send as an invitation"),
        "person": _("Person concerned"),
    }
    for element in rome().kinds[kind].elements:
        name = said(element.name)
        names[element.code] = name
        names[f"{element.code}.na"] = _("%(name)s: does not apply") % {"name": name}
        names[f"{element.code}.why"] = _("%(name)s: why it does not apply") % {"name": name}
    return names
