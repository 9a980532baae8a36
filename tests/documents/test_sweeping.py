# SPDX-License-Identifier: EUPL-1.2
"""A look at a file that comes due while the file becomes a document: the clock jumped ahead by more than a day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from comity.core import worker
from comity.core.clock import now
from comity.core.db import as_system, as_viewer
from comity.core.models import Owed
from comity.core.viewer import Viewer
from comity.documents import actions, intake, store
from comity.requests import actions as requests
from comity.requests.models import Request
from tests.factories.documents import TEXT, accepted, an_upload
from tests.factories.requests import a_draft

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("belgium")]


def done_apart() -> int:
    try:
        return worker.do_all()
    finally:
        connection.close()


def came_in_pieces(viewer: Viewer, request: Request) -> intake.Accepted:
    upload = an_upload(viewer, request)
    actions.continue_upload(viewer, upload_id=upload.id, offset=0, chunks=[TEXT])
    with as_viewer(viewer):
        sealed, name = actions.finished_upload(viewer, upload_id=upload.id, about=request.id)
    return intake.accept(sealed, name=name)


@pytest.mark.parametrize("is_in_pieces", [False, True])
def test_file_is_not_deleted_while_it_becomes_a_document(asking: Viewer, is_in_pieces: bool) -> None:
    request = a_draft(asking)
    file = came_in_pieces(asking, request) if is_in_pieces else accepted()
    with as_system("test"):
        Owed.objects.all().delete()
        actions.system_awaits(file.sealed.content_id, at=now() - timedelta(days=2))
    said = actions.Said(title="Note", language="en")

    with as_viewer(asking), ThreadPoolExecutor(1) as pool:
        requests.add_request_document(asking, request_id=request.id, file=file, said=said, at=now())
        meanwhile = pool.submit(done_apart).result(timeout=60)
    afterwards = worker.do_all()

    assert (meanwhile, afterwards > 0) == (0, True)
    assert (file.sealed.content_id, True) in set(store.found(settings.COMITY_DOCUMENTS))
