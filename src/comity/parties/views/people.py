# SPDX-License-Identifier: EUPL-1.2
"""The people of the viewer's own party: posts, substitutes, paper codes, and the record of it all."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.clock import THE_HAGUE
from comity.core.http import ViewerRequest, taken_once
from comity.core.pages import done, keys, pager
from comity.parties import actions, queries
from comity.parties.actions.codes import VALID_DAYS
from comity.parties.actions.rules import Rule
from comity.parties.forms import CLEARANCE_NAMES, EndPostForm, InviteForm, PostForm
from comity.parties.models import Party, Person, Substitution
from comity.parties.views.pages import form_page
from comity.statute import Act, Role, rome


@require_safe
def people(request: ViewerRequest) -> HttpResponse:
    """List the posts of the viewer's party, with who stands in for whom."""
    viewer, day = request.viewer, request.at.astimezone(THE_HAGUE).date()
    ended = request.GET.get("show") == "ended"
    page = queries.posts_page(viewer, on=day, ended=ended, size=settings.COMITY_LIMITS["page_rows"], **keys(request))
    substitutions = queries.substitutions_of(viewer, post_ids=[post.pk for post in page.rows], on=day)
    context = {
        "rows": post_rows(page.rows, substitutions),
        "page": pager(request, page),
        "ended": ended,
        "tabs": [
            {"url": reverse("parties:people"), "label": _("In post"), "active": not ended},
            {"url": reverse("parties:people") + "?show=ended", "label": _("Ended"), "active": ended},
        ],
        "may_manage": queries.may_manage_people(viewer),
    }
    return render(request, "parties/people.html", context)


@require_safe
def person(request: ViewerRequest, person_id: UUID) -> HttpResponse:
    """Show one person of the viewer's party with their posts and substitutes."""
    viewer, day = request.viewer, request.at.astimezone(THE_HAGUE).date()
    shown = queries.person_by_id(viewer, person_id=person_id)
    posts = queries.posts_of_person(viewer, person_id=shown.pk)
    substitutions = queries.substitutions_of(viewer, post_ids=[post.pk for post in posts], on=day)
    context = {
        "person": shown,
        "rows": post_rows(posts, substitutions),
        "today": day,
        "may_manage": queries.may_manage_people(viewer),
        "trail": _trail(),
    }
    return render(request, "parties/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: ViewerRequest, code: str = "") -> HttpResponse:
    """Invite a person; the answer shows the paper code, once. With a code: the first administrator of that party."""
    viewer = request.viewer
    if not (queries.may_admit_parties(viewer) if code else queries.may_manage_people(viewer)):
        raise Rule.OWN_ADMINISTRATORS.broken_by(Act.PERSON_INVITE)
    party = _own(request) if not code else queries.party_by_code(viewer, code=code)
    form = InviteForm(
        request.POST or None,
        party=party,
        authorities=queries.authorities_to_choose(viewer, party_id=party.pk),
        initial={"since": request.at.astimezone(THE_HAGUE).date(), "clearance": 1, "is_administrator": bool(code)},
    )
    made = done(
        request,
        form,
        lambda given: actions.invite_person(
            viewer,
            party_id=party.pk,
            email=given["email"],
            name=given["name"],
            language=given["language"],
            post=_details(given),
            at=request.at,
        ),
    )
    if made is not None:
        return _code_page(request, made.person, made.code)
    return form_page(
        request,
        form,
        heading=_("Invite the first administrator of %(party)s") % {"party": party.name}
        if code
        else _("Invite a person"),
        button=_("Invite"),
        back=reverse("parties:party", args=[party.code]) if code else reverse("parties:people"),
        trail=_trail(),
        lead=_("The next page shows a code to print and hand over; it is shown once."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def give_post(request: ViewerRequest, person_id: UUID) -> HttpResponse:
    """Give a person of the party a further post."""
    viewer = request.viewer
    shown = queries.person_by_id(viewer, person_id=person_id)
    if not queries.may_manage_people(viewer):
        raise Rule.OWN_ADMINISTRATORS.broken_by(Act.POST_GIVE)
    party = _own(request)
    form = PostForm(
        request.POST or None,
        party=party,
        authorities=queries.authorities_to_choose(viewer, party_id=party.pk),
        initial={"since": request.at.astimezone(THE_HAGUE).date(), "clearance": 1},
    )
    made = done(
        request,
        form,
        lambda given: actions.give_post(viewer, person_id=shown.pk, post=_details(given), at=request.at),
    )
    if made is not None:
        return redirect("parties:person", person_id=shown.pk)
    return form_page(
        request,
        form,
        heading=_("Give %(name)s a post") % {"name": shown.name},
        button=_("Give"),
        back=reverse("parties:person", args=[shown.pk]),
        trail=_trail(shown),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def end_post(request: ViewerRequest, post_id: UUID) -> HttpResponse:
    """End a post, at once or after a day."""
    viewer = request.viewer
    post = queries.post_by_id(viewer, post_id=post_id)
    if not queries.may_manage_people(viewer):
        raise Rule.OWN_ADMINISTRATORS.broken_by(Act.POST_END)
    form = EndPostForm(request.POST or None)
    ended = done(request, form, lambda given: actions.end_post(viewer, post_id=post.pk, **given, at=request.at))
    if ended is not None:
        return redirect("parties:person", person_id=post.person_id)
    return form_page(
        request,
        form,
        heading=_("End the post of %(name)s") % {"name": post.person.name},
        button=_("End the post"),
        back=reverse("parties:person", args=[post.person_id]),
        trail=_trail(post.person),
        lead=post.function,
        is_danger=True,
    )


@require_POST
def issue_code(request: ViewerRequest, person_id: UUID) -> HttpResponse:
    """Make a new paper code for a person; the answer shows it, once."""
    code = actions.issue_paper_code(request.viewer, person_id=person_id, at=request.at)
    return _code_page(request, queries.person_by_id(request.viewer, person_id=person_id), code)


@require_safe
def record(request: ViewerRequest) -> HttpResponse:
    """Show what was done on the party's own affairs."""
    if not queries.may_manage_people(request.viewer):
        raise Rule.OWN_ADMINISTRATORS.broken_by(Act.PERSON_INVITE)
    page = queries.record_page(request.viewer, size=settings.COMITY_LIMITS["page_rows"], **keys(request))
    acts = rome().acts
    context = {
        "entries": [
            {
                "act": acts[Act(row.act)].done if Act(row.act) in acts else row.act,
                "article": "",
                "who": row.actor.name if row.actor else "Comity",
                "function": row.function,
                "at": row.at,
                "is_system": row.actor is None,
                "text": "\n".join(
                    f"{name}: {_plain(value)}" for name, value in row.data.items() if value not in ("", None, [])
                ),
            }
            for row in page.rows
        ],
        "page": pager(request, page),
        "trail": _trail(),
    }
    return render(request, "parties/record.html", context)


def post_rows(posts: Any, substitutions: list[Substitution]) -> list[dict[str, Any]]:
    """Return posts as the templates show them, each with its substitutions."""
    return [
        {
            "post": post,
            "roles": [role_name(role) for role in post.roles],
            "clearance": CLEARANCE_NAMES[post.clearance],
            "substitutions": [one for one in substitutions if one.post_id == post.pk],
        }
        for post in posts
    ]


def role_name(role: str) -> str:
    """Return a role's short name in the reader's language."""
    names = {
        Role.DRAFTER: _("drafter"),
        Role.APPROVER: _("approver"),
        Role.SENIOR: _("senior"),
        Role.OFFICER: _("officer"),
        Role.READER: _("reader"),
    }
    return names[Role(role)]


def _details(given: dict[str, Any]) -> actions.PostDetails:
    return actions.PostDetails(
        function=given["function"],
        roles=frozenset(Role(role) for role in given["roles"]),
        clearance=given["clearance"],
        since=given["since"],
        until=given["until"],
        is_administrator=given["is_administrator"],
        authority_id=given["authority"].pk if given["authority"] else None,
    )


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{name} = {one}" for name, one in value.items())
    return str(value)


def _own(request: ViewerRequest) -> Party:
    return queries.party_by_code(request.viewer, code=request.viewer.party_code)


def _code_page(request: ViewerRequest, shown: Person, code: str) -> HttpResponse:
    context = {
        "person": shown,
        "code": code,
        "address": f"{settings.COMITY_PUBLIC_URL}{reverse('parties:welcome')}",
        "until": request.at + timedelta(days=VALID_DAYS),
        "trail": _trail(shown),
    }
    return render(request, "parties/code.html", context)


def _trail(*shown: Person) -> list[dict[str, str]]:
    return [
        {"url": reverse("parties:people"), "label": _("People")},
        *({"url": reverse("parties:person", args=[one.pk]), "label": one.name} for one in shown),
    ]
