# SPDX-License-Identifier: EUPL-1.2
"""The library of good practices: read by everybody; written, cleared, published and withdrawn by each party its own."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.core.errors import Invalid
from comity.core.http import ViewerRequest, public, taken_once
from comity.core.pages import done, keys, pager
from comity.statute import Act

from .. import actions, queries
from ..actions.call_rules import CallRule
from ..forms.comments import PracticeFilter, PracticeForm
from ..forms.facilitations import ReasonForm
from ..models import Language, Practice, Published, themes
from .pages import act_page, demand, form_page, posted, table

_COLUMNS = ("party", "theme", "language", "title", "text", "address", "version", "published")


def _theme(code: str) -> str:
    found = themes().get(code)
    return found.name.in_(get_language() or "en") if found else code


def _language(code: str) -> str:
    return str(dict(Language.choices).get(code, code))


def _sought(request: ViewerRequest) -> tuple[PracticeFilter, queries.Sought]:
    form = PracticeFilter(request.GET or None)
    form.offer(queries.parties_publishing(request.viewer))
    given = form.cleaned_data if form.is_valid() else {}
    names = {"text": "q", "theme": "theme", "party": "party", "language": "language"}
    return form, queries.Sought(**{name: given.get(key, "") for name, key in names.items()})


@public
@require_safe
def practices(request: ViewerRequest) -> HttpResponse:
    """List the good practices that stand, the newest first."""
    form, sought = _sought(request)
    found = queries.published_page(
        request.viewer, sought=sought, size=settings.COMITY_LIMITS["page_rows"], **keys(request)
    )
    address = reverse("facilitation:practices")
    context = {
        "form": form,
        "rows": [{"row": row, "theme": _theme(row.theme), "language": _language(row.language)} for row in found.rows],
        "page": pager(request, found),
        "clear_url": address if request.GET else "",
        "csv_url": f"{reverse('facilitation:practices_csv')}?{request.GET.urlencode()}",
        "may_write": queries.may_write_practice(request.viewer),
    }
    return render(request, "facilitation/practices.html", context)


@public
@require_safe
def practices_csv(request: ViewerRequest) -> HttpResponse:
    """Give them as a table for a spreadsheet, which takes no cell of it for a formula."""
    _form, sought = _sought(request)
    rows = (
        (row.party.code, _theme(row.theme), row.language, row.title, row.text, row.address, str(row.number),
         row.at.isoformat(timespec="minutes"))
        for row in queries.published_exported(request.viewer, sought=sought)
    )  # fmt: skip
    return table("practices.csv", _COLUMNS, rows)


@public
@require_safe
def practice(request: ViewerRequest, published_id: UUID) -> HttpResponse:
    """Show one published version; of one that was withdrawn, that there was one and why not any more."""
    row = queries.published(request.viewer, published_id)
    versions = queries.published_versions(request.viewer, row.practice)
    may = row.party_id == request.viewer.party_id and queries.may_write_practice(request.viewer)
    context = {
        "row": row,
        "theme": themes().get(row.theme),
        "language": _language(row.language),
        "versions": versions if len(versions) > 1 else [],
        "newest": versions[0],
        "may_withdraw": may and row.stands,
        "own_url": reverse("facilitation:practice_own", args=[row.practice]) if may else "",
    }
    return render(request, "facilitation/practice.html", context)


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def practice_withdraw(request: ViewerRequest, published_id: UUID) -> HttpResponse:
    """Withdraw a good practice of one's own party."""
    row = queries.published(request.viewer, published_id)
    may = row.party_id == request.viewer.party_id and queries.may_write_practice(request.viewer)
    demand(may, CallRule.OWN_WORDS.broken_by(Act.PRACTICE_WITHDRAW))
    return act_page(
        request, ReasonForm(posted(request)),
        lambda given: actions.withdraw_practice(request.viewer, published_id=row.id, at=request.at, **given),
        said=_("Withdrawn. That it stood here stays readable."), to=reverse("facilitation:practice", args=[row.id]),
        heading=_("Withdraw the good practice"), button=_("Withdraw it"), is_danger=True, lead=row.title,
    )  # fmt: skip


@require_safe
def practices_own(request: ViewerRequest) -> HttpResponse:
    """List what one's own party is writing and has published."""
    demand(queries.may_write_practice(request.viewer), CallRule.PARTIES_PUBLISH.broken_by(Act.PRACTICE_BEGIN))
    rows = [{"row": row, "theme": _theme(row.theme)} for row in queries.own_practices(request.viewer)]
    return render(request, "facilitation/practices_own.html", {"rows": rows})


def _wording(given: dict[str, Any]) -> actions.Wording:
    return actions.Wording(**{name: given[name] for name in ("theme", "language", "title", "text", "address")})


@taken_once
@require_http_methods(["GET", "HEAD", "POST"])
def practice_new(request: ViewerRequest) -> HttpResponse:
    """Begin a good practice."""
    demand(queries.may_write_practice(request.viewer), CallRule.PARTIES_PUBLISH.broken_by(Act.PRACTICE_BEGIN))
    form = PracticeForm(posted(request), initial={"language": (get_language() or "en")[:2]})

    def act(given: dict[str, Any]) -> HttpResponse:
        made = actions.begin_practice(request.viewer, given=_wording(given), at=request.at)
        messages.success(request, _("Kept. A colleague clears it, then it is published."))
        return redirect("facilitation:practice_own", made.id)

    return done(request, form, act) or form_page(
        request, form, heading=_("Write a good practice"), button=_("Keep it"),
        back=reverse("facilitation:practices_own"), lead=_("Only your own side reads it before it is published."),
    )  # fmt: skip


@require_safe
def practice_own(request: ViewerRequest, practice_id: UUID) -> HttpResponse:
    """Show what one's own party is writing, to be read over, cleared and published."""
    viewer = request.viewer
    row = queries.practice(viewer, practice_id)
    versions = queries.published_versions(viewer, row.id)
    stands = next((one for one in versions if one.stands), None)
    is_last = row.changed_by_id in {viewer.person_id, viewer.acting_for_id}
    context = {
        "row": row,
        "theme": themes().get(row.theme),
        "language": _language(row.language),
        "versions": versions,
        "stands": stands,
        "is_published": stands is not None and queries.is_published(row, stands),
        "is_last": is_last,
        "may_write": queries.may_write_practice(viewer),
        "may_clear": bool(viewer.roles & queries.CLEARING) and not is_last and row.cleared_by_id is None,
        "seen": actions.practice_mark(row),
    }
    return render(request, "facilitation/practice_own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def practice_change(request: ViewerRequest, practice_id: UUID) -> HttpResponse:
    """Change what one's own party is writing."""
    row = queries.practice(request.viewer, practice_id)
    demand(queries.may_write_practice(request.viewer), CallRule.PARTIES_PUBLISH.broken_by(Act.PRACTICE_SAVE))
    names = ("theme", "language", "title", "text", "address")
    form = PracticeForm(posted(request), initial={name: getattr(row, name) for name in names})
    seen = request.POST.get("seen", "")
    to = reverse("facilitation:practice_own", args=[row.id])

    def act(given: dict[str, Any]) -> HttpResponse:
        actions.save_practice(request.viewer, practice_id=row.id, given=_wording(given), seen=seen, at=request.at)
        messages.success(request, _("Saved. A colleague clears it, then it is published."))
        return redirect(to)

    response = done(request, form, act)
    if response is not None:
        return response
    context = {"form": form, "row": row, "back": to, "seen": actions.practice_mark(_now(request, row))}
    return render(request, "facilitation/practice_change.html", context, status=422 if form.errors else 200)


def _now(request: ViewerRequest, row: Practice) -> Practice:
    """Return the row as it is kept: what stands beside the form after a colleague's change was shown."""
    return queries.practice(request.viewer, row.id)


@require_POST
def practice_clear(request: ViewerRequest, practice_id: UUID) -> HttpResponse:
    """Clear what a colleague wrote."""
    try:
        actions.clear_practice(
            request.viewer, practice_id=practice_id, seen=request.POST.get("seen", ""), at=request.at
        )
        messages.success(request, _("Cleared. It can be published now."))
    except Invalid as error:
        messages.error(request, " ".join(error.problems.values()))
    return redirect("facilitation:practice_own", practice_id)


@require_POST
def practice_publish(request: ViewerRequest, practice_id: UUID) -> HttpResponse:
    """Publish what was cleared."""
    made: Published = actions.publish_practice(request.viewer, practice_id=practice_id, at=request.at)
    messages.success(request, _("Published. Everybody reads it."))
    return redirect("facilitation:practice", made.id)
