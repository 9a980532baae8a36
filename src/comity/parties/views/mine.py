# SPDX-License-Identifier: EUPL-1.2
"""What people do for themselves: see their posts, name a substitute, take a colleague's place, sign in first."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.clock import THE_HAGUE
from comity.core.errors import NotFound
from comity.core.http import ViewerRequest, public, taken_once
from comity.core.pages import done
from comity.parties import actions, queries
from comity.parties.actions.rules import Rule
from comity.parties.forms import SubstituteForm, WelcomeForm
from comity.parties.views.pages import form_page
from comity.parties.views.people import post_rows, role_name
from comity.statute import Act


@require_safe
def me(request: ViewerRequest) -> HttpResponse:
    """Show the viewer's own posts, who stands in for them, and where they may stand in themselves."""
    viewer, day = request.viewer, request.at.astimezone(THE_HAGUE).date()
    if viewer.person_id is None:
        raise NotFound
    posts = queries.posts_of_person(viewer, person_id=viewer.person_id)
    substitutions = queries.substitutions_of(viewer, post_ids=[post.pk for post in posts], on=day)
    seats = queries.posts_open_to(viewer.person_id, request.at)
    context = {
        "rows": post_rows(posts, substitutions),
        "seats": [
            {
                "key": seat.keys[-1],
                "function": seat.post.function,
                "party": seat.party_name,
                "roles": [role_name(role) for role in seat.post.roles],
                "holder": seat.holder_name if seat.substitution_id else "",
                "is_taken": seat.post.pk == viewer.post_id,
            }
            for seat in seats
        ],
        "today": day,
    }
    return render(request, "parties/me.html", context)


@require_POST
def act_as(request: ViewerRequest) -> HttpResponse:
    """Take another post that is open to this person, one's own or an absent colleague's, for this session."""
    wanted = request.POST.get("seat", "")
    seats = queries.posts_open_to(request.viewer.person_id, request.at) if request.viewer.person_id else ()
    seat = next((seat for seat in seats if wanted in seat.keys), None)
    if seat is None:
        raise NotFound
    request.session["acts_as"] = wanted
    if seat.substitution_id:
        messages.success(request, _("You act for %(name)s. Every act names you both.") % {"name": seat.holder_name})
    return redirect("/")


@require_http_methods(["GET", "HEAD", "POST"])
@taken_once
def name_substitute(request: ViewerRequest, post_id: UUID) -> HttpResponse:
    """Name a substitute for one's own post, or, as administrator, for a colleague's."""
    viewer, day = request.viewer, request.at.astimezone(THE_HAGUE).date()
    post = queries.post_by_id(viewer, post_id=post_id)
    if not queries.may_name_substitute(viewer, post=post):
        raise Rule.HOLDER_OR_ADMINISTRATOR.broken_by(Act.SUBSTITUTION_NAME)
    is_own = post.person_id == viewer.person_id
    form = SubstituteForm(
        request.POST or None,
        colleagues=queries.colleagues(viewer, on=day, but_not=post.person_id),
        initial={"since": day, "until": day + timedelta(days=14)},
    )
    made = done(
        request,
        form,
        lambda given: actions.name_substitute(
            viewer,
            post_id=post.pk,
            substitute_id=given["substitute"].pk,
            since=given["since"],
            until=given["until"],
            reason=given["reason"],
            at=request.at,
        ),
    )
    back = reverse("parties:me") if is_own else reverse("parties:person", args=[post.person_id])
    if made is not None:
        return redirect(back)
    return form_page(
        request,
        form,
        heading=_("Name a substitute"),
        button=_("Name"),
        back=back,
        trail=[{"url": reverse("parties:people"), "label": _("People")}, {"url": back, "label": post.person.name}],
        lead=_("The substitute acts with the roles of this post and their own clearance. Each act names both of you."),
    )


@require_POST
@taken_once
def end_substitution(request: ViewerRequest, substitution_id: UUID) -> HttpResponse:
    """End a substitution at once."""
    row = actions.end_substitution(request.viewer, substitution_id=substitution_id, at=request.at)
    messages.success(request, _("%(name)s no longer stands in.") % {"name": row.substitute.name})
    if row.post.person_id == request.viewer.person_id:
        return redirect("parties:me")
    return redirect("parties:person", person_id=row.post.person_id)


@public
@sensitive_post_parameters("code", "password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: ViewerRequest) -> HttpResponse:
    """Take a paper code and a new password from somebody who cannot sign in yet."""
    form = WelcomeForm(request.POST or None)
    person = done(
        request,
        form,
        lambda given: actions.redeem_paper_code(
            request.viewer, email=given["email"], code=given["code"], password=given["password"], at=request.at
        ),
    )
    if person is not None:
        messages.success(
            request, _("Your password is set. Sign in with it, then add a passkey: it is safer and quicker.")
        )
        return redirect(f"{reverse('account_login')}?next={reverse('mfa_index')}")
    return render(request, "parties/welcome.html", {"form": form})
