# SPDX-License-Identifier: EUPL-1.2
"""Two worlds: with and without a paper for delegations only, whoever is not one is shown the same."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from comity.core.db import as_viewer
from comity.core.viewer import ANONYMOUS, Viewer
from comity.dossiers.models import Entry
from comity.facilitation import actions, queries
from comity.facilitation.models import Facilitation, InLayer, Layer, Paper, Participant, Record, Text

from .conftest import AT


def _paper(viewer: Viewer, held: Facilitation, layer: str, title: str) -> Paper:
    return actions.submit_paper(
        viewer, facilitation_id=held.id, layer=layer, title=title, language="en", text="Words.", at=AT
    )


def _titles(viewer: Viewer, held: Facilitation) -> list[str]:
    with as_viewer(viewer, writes=False):
        row = queries.facilitation(viewer, held.id)
        standing = queries.standing(viewer, row, at=AT)
        return sorted(one.title for one in queries.papers_of(viewer, row, standing=standing))


def test_papers_are_read_in_the_layers_of_the_role(
    held: Facilitation, leader: Viewer, delegate: Viewer, ngo: Viewer, stranger: Viewer, secretariat: Viewer
) -> None:
    _paper(leader, held, Layer.PUBLIC, "public")
    _paper(ngo, held, Layer.INVITED, "invited")
    _paper(delegate, held, Layer.DELEGATIONS, "delegations")

    assert [_titles(one, held) for one in (leader, delegate, secretariat)] == [["delegations", "invited", "public"]] * 3
    assert _titles(ngo, held) == ["invited", "public"]
    assert [_titles(one, held) for one in (stranger, ANONYMOUS)] == [["public"]] * 2


@pytest.mark.parametrize("persona", ["ngo", "stranger", "anonymous"])
def test_nobody_outside_can_tell_that_a_paper_for_delegations_exists(
    persona: str,
    held: Facilitation,
    delegate: Viewer,
    sign_in: Callable[[Viewer], Client],
    request: pytest.FixtureRequest,
) -> None:
    viewer: Viewer = request.getfixturevalue(persona)
    client = sign_in(viewer)
    addresses = ["", "papers/", "meetings/", "texts/", "record/"]

    def pages() -> list[bytes]:
        return [_plain(client.get(f"/facilitations/{held.id}/{one}").content) for one in addresses]

    before = pages()
    paper = _paper(delegate, held, Layer.DELEGATIONS, "secret lamps")
    known = client.get(f"/facilitations/{held.id}/papers/{paper.id}/")
    unknown = client.get(f"/facilitations/{held.id}/papers/{held.id}/")

    assert pages() == before
    assert (known.status_code, _plain(known.content)) == (unknown.status_code, _plain(unknown.content))
    with as_viewer(viewer, writes=False):
        assert not Paper.objects.visible_to(viewer).filter(id=paper.id).exists()
        assert not Entry.objects.visible_to(viewer).filter(about=paper.id).exists()


def _plain(content: bytes) -> bytes:
    """The page without what differs each time: tokens, the minute, the language menu's and the paper's own address."""
    for pattern in (rb'value="[A-Za-z0-9]{64}"', rb'"X-CSRFToken": "[^"]*"', rb'name="form_token" value="[^"]*"',
                    rb"<time[^>]*>[^<]*</time>", rb"/papers/[0-9a-f-]{36}/"):  # fmt: skip
        content = re.sub(pattern, b"", content)
    return content


def test_who_leaves_reads_the_public_layer_alone(
    held: Facilitation, leader: Viewer, ngo: Viewer, delegate: Viewer
) -> None:
    _paper(leader, held, Layer.PUBLIC, "public")
    _paper(delegate, held, Layer.INVITED, "invited")
    assert ngo.party_id is not None

    actions.end_participant(leader, facilitation_id=held.id, party_id=ngo.party_id, reason="it asked to", at=AT)

    assert _titles(ngo, held) == ["public"]


@pytest.mark.parametrize("model", [Paper, Text, Participant, Record])
def test_rows_of_a_layer_hang_on_its_dossier(model: type[InLayer], held: Facilitation, delegate: Viewer) -> None:
    _paper(delegate, held, Layer.DELEGATIONS, "x")
    dossiers = queries.dossiers_of(held)

    rows = model.objects.unguarded("a test")

    assert all(row.dossier_id == dossiers[Layer(row.layer)] for row in rows)
