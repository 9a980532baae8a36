# SPDX-License-Identifier: EUPL-1.2
"""How a form's file comes in: encrypted piece by piece as it is read, never in plaintext on the disk."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from comity.core.clock import now

from . import intake, store
from .actions import system_awaits


class SealedFile(UploadedFile):  # type: ignore[type-arg]  # it is not generic when it runs
    """What a form gives for a file that came whole: its name, its size, and what was written; it is not read here."""

    def __init__(self, sealed: store.Sealed, name: str) -> None:
        super().__init__(file=None, name=name, size=sealed.size)
        self.sealed = sealed
        self.name_given = name


class EncryptingHandler(FileUploadHandler):
    """Takes one file into the store. `is_too_large` says that it was larger than a form may bring.

    Where `must_be_sealed` is set, nothing is written of a file that does not begin as a sealed one; `unfit` says so.
    """

    chunk_size = 1024 * 1024

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.is_too_large = False
        self.must_be_sealed = False
        self.unfit: intake.Unfit | None = None
        self.sealed: list[SealedFile] = []
        self._writer: store.Writer | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Promise to look for the file later, then begin it."""
        super().new_file(*args, **kwargs)
        if self.sealed:
            raise SkipFile
        content_id = uuid4()
        system_awaits(content_id, at=now())
        self._writer = store.Writer(settings.COMITY_DOCUMENTS, content_id)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - as Django calls it
        """Encrypt a piece; nobody after this one sees it."""
        assert self._writer is not None
        if self.must_be_sealed and self._writer.size == 0:
            try:
                intake.demand_begins_sealed(raw_data)
            except intake.Unfit as unfit:
                self.unfit = unfit
                self.upload_interrupted()
                raise SkipFile from None
        if self._writer.size + len(raw_data) > settings.COMITY_LIMITS["plain_upload_bytes"]:
            self.is_too_large = True
            self.upload_interrupted()
            raise SkipFile
        self._writer.write(raw_data)

    def file_complete(self, file_size: int) -> SealedFile | None:  # noqa: ARG002 - as Django calls it
        """Return the file as a form sees it."""
        if self._writer is None:
            return None
        found = SealedFile(self._writer.finish(), self.file_name or "")
        self._writer = None
        self.sealed.append(found)
        return found

    def upload_interrupted(self) -> None:
        """The line broke off, or the form was refused: nothing of the file stays."""
        if self._writer is not None:
            self._writer.abort()
            self._writer = None

    def forget(self) -> None:
        """Delete what came, where it became no document."""
        for file in self.sealed:
            store.discard(settings.COMITY_DOCUMENTS, file.sealed.content_id)
