# SPDX-License-Identifier: EUPL-1.2
"""The log as everybody may read it, and the door at which other logs ask this court to be their witness."""

from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from comity.core.errors import NotFound
from comity.core.http import ViewerRequest, public
from comity.core.pages import keys, pager

from . import actions, queries
from .format.note import Malformed
from .offline import offline_page

TEXT = "text/plain; charset=utf-8"
# What never changes may be kept for ever, what changes once a minute for a few seconds.
FOR_EVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=5"


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Say what the log is, what it tells and does not, and how anybody checks it."""
    head, newest, peers = queries.system_head(), queries.system_newest_checkpoint(), queries.peers()
    entries = queries.system_public_entries(size=settings.COMITY_LIMITS["page_rows"], **keys(request))
    places = queries.system_places_of_entries(entries.rows)
    context = {
        "origin": queries.origin(),
        "address": f"{settings.COMITY_PUBLIC_URL.rstrip('/')}/ledger",
        "key": str(queries.log_key().verifier),
        "witness_key": str(queries.witness_key().verifier),
        "size": head.size if head else 0,
        "signed": newest,
        "witnesses": [one.key.name for one in peers.witnesses],
        "quorum": peers.quorum,
        "entries": [queries.told_line(row, places.get(row.leaf_id)) for row in entries.rows],
        "page": pager(request, entries),
    }
    return render(request, "ledger/page.html", context)


@public
@require_safe
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """Give the newest checkpoint with its signatures."""
    data = queries.checkpoint_file()
    if data is None:
        raise NotFound
    return _given(data, TEXT, SHORTLY)


@public
@require_safe
def tile(_request: HttpRequest, tile: str) -> HttpResponse:
    """Give a tile of the tree or a bundle of entries."""
    try:
        data = queries.tile_file(tile)
    except Malformed:
        data = None
    if data is None:
        raise NotFound
    return _given(data, "application/octet-stream", FOR_EVER)


@public
@require_safe
def public_proof(_request: HttpRequest, seq: int) -> HttpResponse:
    """Give the file that proves the public entry at this place of the log."""
    data = queries.system_public_proof(seq)
    if data is None:
        raise NotFound
    response = _given(data, "application/octet-stream", SHORTLY)
    response.headers["Content-Disposition"] = f'attachment; filename="{seq}.tlog-proof"'
    return response


@public
@require_safe
def consistency(_request: HttpRequest, size: int) -> HttpResponse:
    """Give the newest checkpoint, with the proof that its tree continues the one of so many leaves."""
    data = queries.system_consistency_file(size)
    if data is None:
        raise NotFound
    response = _given(data, TEXT, SHORTLY)
    response.headers["Content-Disposition"] = f'attachment; filename="consistency-{size}.txt"'
    return response


@public
@require_safe
def policy(_request: HttpRequest) -> HttpResponse:
    """Give the keys of this log and its witnesses in the form in which a reader pins them."""
    return _given(str(queries.peers().policy).encode(), TEXT, SHORTLY)


@public
@require_safe
def offline(_request: HttpRequest) -> HttpResponse:
    """Give the page that checks receipts without a network, as a file to be kept."""
    response = _given(offline_page(str(queries.peers().policy)).encode(), "text/html; charset=utf-8", SHORTLY)
    response.headers["Content-Disposition"] = 'attachment; filename="comity-receipt.html"'
    return response


@public
@csrf_exempt
@require_POST
def add_checkpoint(request: ViewerRequest) -> HttpResponse:
    """Take the checkpoint of another log and cosign it; whoever brings it, the signature on it is what counts."""
    answer = actions.system_witness(request.body, at=request.at)
    return HttpResponse(answer.body, status=answer.status, content_type=answer.type)


@public
@require_safe
def witnessed(_request: HttpRequest, digest: str) -> HttpResponse:
    """Give the last checkpoint that this court has cosigned of another log, by the digest of its name."""
    for key in queries.peers().logs:
        if sha256(key.name.encode()).hexdigest() == digest:
            seen = queries.system_witnessed(key.name)
            if seen is not None and seen.note:
                return _given(seen.note.encode(), TEXT, SHORTLY)
    raise NotFound


def _given(data: bytes, type_: str, kept: str) -> HttpResponse:
    response = HttpResponse(data, content_type=type_)
    response.headers["Cache-Control"] = kept
    return response
