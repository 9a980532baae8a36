# SPDX-License-Identifier: EUPL-1.2
"""Texts: side by side with what is proposed, in brackets, version against version; proposals; silence."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.comparing import marked
from comity.core.errors import NotFound
from comity.core.http import ViewerRequest, public, taken_once
from comity.core.pages import done
from comity.statute import Act

from .. import actions, forms, queries
from ..actions.rules import Rule
from ..models import Proposal, Silence, Text, TextVersion
from ..queries.compiling import compiled
from .pages import Shown, act_page, demand, form_page, own_zone, page, posted, shown
from .shown import times


@public
@require_safe
def texts(request: ViewerRequest, facilitation_id: UUID) -> HttpResponse:
    """List the texts that the reader may know of."""
    of = shown(request, facilitation_id)
    return page(
        request, "texts.html", of, "texts",
        {"rows": queries.texts_of(request.viewer, of.row, standing=of.standing)},
    )  # fmt: skip


@public
@require_safe
def text(request: ViewerRequest, facilitation_id: UUID, text_id: UUID) -> HttpResponse:
    """Show the latest version with what is proposed beside each paragraph, or in brackets within the text."""
    viewer = request.viewer
    of, row = _with_text(request, facilitation_id, text_id)
    versions = queries.versions_of(viewer, of.row, row.id, standing=of.standing)
    proposals = list(queries.proposals_of(viewer, of.row, row.id, standing=of.standing))
    silences = queries.silences_of(viewer, of.row, row.id, standing=of.standing)
    running = next((one for one in silences if one.state == Silence.State.RUNNING), None)
    is_open, standing = row.state == Text.State.DRAFTING, of.standing
    context = {
        "text": row,
        "latest": versions[0],
        "versions": versions,
        "lines": compiled(versions[0].paragraphs, (one for one in proposals if one.state == Proposal.State.OPEN)),
        "settled": [one for one in proposals if one.state != Proposal.State.OPEN],
        "has_open": any(one.state == Proposal.State.OPEN for one in proposals),
        "in_brackets": request.GET.get("view") == "brackets",
        "silences": silences,
        "running": running,
        "times": times(running.until, own_zone(request)) if running else [],
        "may_propose": is_open and standing.may_propose,
        "may_lead": is_open and standing.may_lead,
        "may_break": running is not None and standing.has_voice and request.at < running.until,
        "own_party": viewer.party_id,
    }
    return page(request, "text.html", of, "texts", context)


@public
@require_safe
def compare(request: ViewerRequest, facilitation_id: UUID, text_id: UUID) -> HttpResponse:
    """Show two versions of a text, paragraph by paragraph."""
    of, row = _with_text(request, facilitation_id, text_id)
    versions = queries.versions_of(request.viewer, of.row, row.id, standing=of.standing)
    by_number = {str(one.number): one for one in versions}
    new = by_number.get(request.GET.get("new", str(versions[0].number)))
    old = by_number.get(request.GET.get("old", str(max(1, versions[0].number - 1))))
    if new is None or old is None:
        raise NotFound
    context = {"text": row, "versions": versions, "old": old, "new": new, "rows": _compared(old, new)}
    return page(request, "compare.html", of, "texts", context)


def _compared(old: TextVersion, new: TextVersion) -> list[dict[str, Any]]:
    """Return the paragraphs of both, in the order of the newer one; those that went come last."""
    before = {one["key"]: one["text"] for one in old.paragraphs}
    rows = [
        (_("Paragraph %(number)d") % {"number": n}, before.pop(one["key"], ""), one["text"])
        for n, one in enumerate(new.paragraphs, 1)
    ]
    rows += [(_("No longer there"), words, "") for words in before.values()]
    found = []
    for label, was, words in rows:
        gone, came = marked(was, words)
        found.append({"label": label, "old": gone, "new": came, "changed": was != words})
    return found


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: ViewerRequest, facilitation_id: UUID) -> HttpResponse:
    """Begin a text."""
    of = shown(request, facilitation_id)
    demand(of.standing.may_lead, Rule.FACILITATOR_LEADS.broken_by(Act.TEXT_BEGIN))
    form = forms.TextForm(posted(request), initial={"layer": "delegations"})
    form.offer_layers(of.standing.layers)
    return act_page(
        request, form,
        lambda given: actions.begin_text(request.viewer, facilitation_id=of.row.id, at=request.at, **given),
        said=_("The text is begun. Proposals can be made to each of its paragraphs."), to=of.url("texts"),
        heading=_("Begin a text"), button=_("Begin it"), lead=of.row.subject,
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: ViewerRequest, facilitation_id: UUID, text_id: UUID, key: str) -> HttpResponse:
    """Propose a change to one paragraph; "start" names the place before the first one."""
    of, row = _with_text(request, facilitation_id, text_id)
    demand(of.standing.may_propose, Rule.PROPOSERS.broken_by(Act.PROPOSAL_MAKE))
    version = queries.versions_of(request.viewer, of.row, row.id, standing=of.standing)[0]
    words = {one["key"]: one["text"] for one in version.paragraphs} | {"start": ""}
    if key not in words:
        raise NotFound
    form = forms.ProposalForm(posted(request), initial={"kind": "replace", "words": words[key]})
    if key == "start":
        form.only("add")
    return act_page(
        request, form,
        lambda given: actions.make_proposal(
            request.viewer, facilitation_id=of.row.id, text_id=row.id, key="" if key == "start" else key,
            at=request.at, **given,
        ),
        said=_("Proposed. Your party, and nobody else, can change and withdraw it."), to=of.url("text", row.id),
        heading=_("Make a proposal"), button=_("Propose it"),
        lead=words[key] or _("Before the first paragraph"),
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ViewerRequest, facilitation_id: UUID, proposal_id: UUID) -> HttpResponse:
    """Change a proposal of one's own party."""
    of, row = _own_proposal(request, facilitation_id, proposal_id, Act.PROPOSAL_EDIT)
    made = forms.EditDeletionForm if row.kind == Proposal.Kind.DELETE else forms.EditForm
    form = made(posted(request), initial={"words": row.words, "reason": row.reason})
    return act_page(
        request, form,
        lambda given: actions.edit_proposal(
            request.viewer, facilitation_id=of.row.id, proposal_id=row.id, words=given.get("words", ""),
            reason=given["reason"], at=request.at,
        ),
        said=_("Changed. What stood there before is kept in the record."), to=of.url("text", row.of_id),
        heading=_("Change the proposal"), button=_("Change it"), lead=row.get_kind_display(),
    )  # fmt: skip


@require_POST
def withdraw(request: ViewerRequest, facilitation_id: UUID, proposal_id: UUID) -> HttpResponse:
    """Withdraw a proposal of one's own party."""
    row = actions.withdraw_proposal(
        request.viewer, facilitation_id=facilitation_id, proposal_id=proposal_id, at=request.at
    )
    messages.success(request, _("Withdrawn. It stays readable as such."))
    return redirect("facilitation:text", facilitation_id, row.of_id)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: ViewerRequest, facilitation_id: UUID, text_id: UUID) -> HttpResponse:
    """Make the next version of what is taken up."""
    viewer = request.viewer
    of, row = _with_text(request, facilitation_id, text_id)
    demand(of.standing.may_lead, Rule.FACILITATOR_LEADS.broken_by(Act.TEXT_MERGE))
    version = queries.versions_of(viewer, of.row, row.id, standing=of.standing)[0]
    rows = queries.proposals_of(viewer, of.row, row.id, standing=of.standing).filter(state=Proposal.State.OPEN)
    numbers = {one["key"]: n for n, one in enumerate(version.paragraphs, 1)}
    form = forms.MergeForm(posted(request), initial={"seen": version.number})
    form.offer((one, _label(one, numbers.get(one.key, 0))) for one in rows)

    def act(given: dict[str, Any]) -> HttpResponse:
        accepted = {UUID(key) for key in given["accepted"]}
        made = actions.merge_proposals(
            viewer, facilitation_id=of.row.id, text_id=row.id, accepted=accepted, seen=given["seen"], at=request.at
        )
        messages.success(request, _("Version %(number)d is made.") % {"number": made.number})
        return redirect("facilitation:text", of.row.id, row.id)

    return done(request, form, act) or form_page(
        request, form, heading=_("Make the next version"), button=_("Make it"), back=of.url("text", row.id),
        lead=_("Choose what is taken up. What is not chosen stays open; what is proposed to a paragraph that goes is "
               "overtaken."),
    )  # fmt: skip


def _label(row: Proposal, number: int) -> str:
    """Return what a proposal is called in a list: its number, who made it, what it does to which paragraph."""
    place = _("paragraph %(number)d") % {"number": number} if number else _("before the first paragraph")
    said = f"{row.number}. {row.party.name} – {place}: {row.get_kind_display()}"
    return f"{said}. {row.words[:160]}" if row.words else said


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def silence(request: ViewerRequest, facilitation_id: UUID, text_id: UUID) -> HttpResponse:
    """Put the latest version under silence."""
    of, row = _with_text(request, facilitation_id, text_id)
    demand(of.standing.may_lead, Rule.FACILITATOR_LEADS.broken_by(Act.SILENCE_BEGIN))
    form = forms.SilenceForm(posted(request))

    def act(_given: dict[str, Any]) -> Silence:
        return actions.begin_silence(
            request.viewer, facilitation_id=of.row.id, text_id=row.id, until=form.until(), at=request.at
        )

    return act_page(
        request, form, act, said=_("The silence runs, and who takes part is told."), to=of.url("text", row.id),
        heading=_("Put under silence"), button=_("Begin the silence"),
        lead=_("The latest version is adopted, unless a delegation of a State Party objects before this time."),
    )  # fmt: skip


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: ViewerRequest, facilitation_id: UUID, text_id: UUID) -> HttpResponse:
    """Break the silence."""
    of, row = _with_text(request, facilitation_id, text_id)
    demand(of.standing.has_voice, Rule.VOICE.broken_by(Act.SILENCE_BREAK))
    return act_page(
        request, forms.ObjectionForm(posted(request)),
        lambda given: actions.break_silence(
            request.viewer, facilitation_id=of.row.id, text_id=row.id, reason=given["reason"], at=request.at
        ),
        said=_("The silence is broken. The text is under discussion again."), to=of.url("text", row.id),
        heading=_("Break the silence"), button=_("Break it"), is_danger=True, lead=row.title,
    )  # fmt: skip


def _with_text(request: ViewerRequest, facilitation_id: UUID, text_id: UUID) -> tuple[Shown, Text]:
    of = shown(request, facilitation_id)
    return of, queries.text(request.viewer, of.row, text_id, standing=of.standing)


def _own_proposal(request: ViewerRequest, facilitation_id: UUID, proposal_id: UUID, act: Act) -> tuple[Shown, Proposal]:
    of = shown(request, facilitation_id)
    row = queries.proposal(request.viewer, of.row, proposal_id, standing=of.standing)
    demand(row.party_id == request.viewer.party_id, Rule.OWN_PROPOSAL.broken_by(act))
    return of, row
