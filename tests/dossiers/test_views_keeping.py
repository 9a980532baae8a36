# SPDX-License-Identifier: EUPL-1.2
"""The pages of keeping: each act with its reason, what is shown to whom, and what remains after a disposal."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from comity.core.viewer import UNDER_SEAL, Viewer
from comity.dossiers.models import Dossier
from comity.parties.models import Party
from comity.statute import Role
from tests.factories.dossiers import an_exchange, own_file
from tests.factories.keeping import approved, archived, carried_out
from tests.factories.parties import person_at
from tests.factories.requests import a_file, bring_to

SignIn = Callable[[Viewer], Client]


def page(client: Client, dossier: Dossier) -> str:
    response = client.get(reverse("dossiers:page", args=[dossier.id]))
    assert response.status_code == 200
    return response.content.decode()


def keep(client: Client, dossier: Dossier, step: str, **given: str) -> int:
    return client.post(reverse("dossiers:keep", args=[dossier.id, step]), given).status_code


def test_file_is_archived_proposed_and_consented_to_by_its_pages(
    sign_in: SignIn, asking: Viewer, asking_approver: Viewer, otp: Party
) -> None:
    file = own_file(otp, title="The Holm case")
    first, second = sign_in(asking), sign_in(asking_approver)

    assert keep(first, file, "archive") == 200  # without a reason the form comes back
    assert keep(first, file, "archive", reason="Over") == 302
    assert "closed and archived" in page(first, file)
    assert "The Holm case" not in first.get(reverse("dossiers:list")).content.decode()
    assert "The Holm case" in first.get(reverse("dossiers:list") + "?of=archived").content.decode()
    assert keep(first, file, "propose", reason="No longer needed", decision="Schedule 4") == 302
    assert keep(first, file, "consent") == 403
    assert "Schedule 4" in second.get(reverse("dossiers:list")).content.decode()
    assert "No longer needed" in second.get(reverse("dossiers:keep", args=[file.id, "consent"])).content.decode()
    assert keep(second, file, "consent") == 302
    assert "Carried out from" in page(first, file)
    assert keep(second, file, "withdraw", reason="An error") == 302
    assert keep(first, file, "restore", reason="A new lead") == 302
    assert keep(first, file, "nothing") == 404


def test_hold_is_seen_by_all_and_its_reason_by_its_own_side(
    sign_in: SignIn, asking: Viewer, asked: Viewer, otp: Party, belgium: Party
) -> None:
    exchange = an_exchange(own_file(otp), otp, belgium)
    assert keep(sign_in(asked), exchange, "hold", reason="A claim is pending") == 302

    assert "A claim is pending" in page(sign_in(asked), exchange)
    others = page(sign_in(asking), exchange)
    assert "Legal hold" in others
    assert "A claim is pending" not in others
    assert keep(sign_in(asking), exchange, "release", reason="x") == 403
    assert keep(sign_in(asked), exchange, "release", reason="Settled") == 302


@pytest.mark.parametrize("language", ["en", "fr"])
def test_disposed_of_request_shows_what_remains(
    sign_in: SignIn,
    asking: Viewer,
    asking_approver: Viewer,
    asked: Viewer,
    belgium: Party,
    registry: Party,
    language: str,
) -> None:
    file = a_file(asking)
    request = bring_to("closed", asking, kind="DOCS", file=file, subject="Two letters of the harbour master")
    archived(asking, file)
    exchange = Dossier.objects.unguarded("a test looks").get(id=request.dossier_id)
    people = [asking, asking_approver, asked, person_at(belgium, Role.APPROVER, clearance=UNDER_SEAL)]
    approved(exchange, people)
    carried_out(exchange)

    for viewer in (asking, asked):
        client = sign_in(viewer)
        client.cookies["language"] = language
        address = reverse("requests:page", args=[request.id])
        shown = client.get(address).content.decode()
        assert request.reference in shown.replace("<wbr>", "")
        assert "Two letters" not in shown
        assert {"en": "What remains", "fr": "Ce qui demeure"}[language] in shown
        assert "Records decision 7" in page(client, exchange)
        assert client.get(reverse("requests:print", args=[request.id])).status_code == 302
        assert client.get(reverse("requests:versions", args=[request.id])).status_code == 302
        assert client.get(reverse("requests:act", args=[request.id, "request-reopen"])).status_code == 403
        listed = client.get(reverse("requests:list") + f"?box={'sent' if viewer is asking else 'received'}&status=any")
        assert listed.status_code == 200
