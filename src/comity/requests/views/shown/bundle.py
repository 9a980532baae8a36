# SPDX-License-Identifier: EUPL-1.2
"""A whole request as one zip, made while it goes out: its text and timeline, its documents, and a list with digests."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from comity.core.viewer import Viewer
from comity.documents.actions import Opened
from comity.documents.models import Document
from comity.dossiers.models import Entry
from comity.statute import rome

from ...queries import RequestPage
from .timeline import who_acted

Part = tuple[str, Iterable[bytes]]


class _Sink:
    """Where zipfile writes: it cannot be sought in, and is emptied after every piece."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def emptied(self) -> bytes:
        """Return what was written since the last time."""
        said = b"".join(self.pieces)
        self.pieces.clear()
        return said


def zipped(parts: Iterable[Part], *, at: datetime) -> Iterator[bytes]:
    """Yield a zip of these files, each read once, piece by piece; nothing of it is kept anywhere."""
    sink, moment = _Sink(), at.astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as file:  # type: ignore[call-overload]  # it writes, and no more
        for name, chunks in parts:
            with file.open(zipfile.ZipInfo(name, moment), "w", force_zip64=True) as part:
                for chunk in chunks:
                    part.write(chunk)
                    yield sink.emptied()
    yield sink.emptied()


def parts_of(
    viewer: Viewer, page: RequestPage, html: str, files: Iterable[tuple[Document, Opened]], *, at: datetime
) -> Iterator[Part]:
    """Yield the files of a request's zip: the page, the same as JSON, the documents, and last the list of them all."""
    listed: list[dict[str, Any]] = []
    for name, text in (("request.html", html), ("request.json", _json(_request(viewer, page)))):
        data = text.encode()
        listed.append({"path": name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)})
        yield name, [data]
    for number, (document, opened) in enumerate(files, 1):
        version = opened.version
        path = f"documents/{number:03}-{version.name}"
        listed.append({
            "path": path, "sha256": version.sha256, "size": version.size, "document": str(document.id),
            "title": document.title, "version": version.number, "language": document.language,
            "kind": document.text_kind, "media_type": version.media_type, "party": document.party.code,
            "conditions": [_condition(code) for code in document.conditions],
            "protects": [_protection(code) for code in document.protections], "handling": document.handling,
        })  # fmt: skip
        yield path, opened.chunks
    manifest = {
        "request": page.request.reference, "taken_out_at": at.isoformat(), "for": viewer.party_code, "files": listed,
    }  # fmt: skip
    yield "manifest.json", [_json(manifest).encode()]


def _condition(code: str) -> dict[str, str]:
    condition = rome().conditions[code]
    return {"code": code, "article": condition.article, "en": condition.name.en, "fr": condition.name.fr}


def _protection(code: str) -> dict[str, str]:
    protection = rome().protections[code]
    return {"code": code, "article": protection.article, "en": protection.name.en, "fr": protection.name.fr}


def _request(viewer: Viewer, page: RequestPage) -> dict[str, Any]:
    request = page.request
    return {
        "reference": request.reference,
        "kind": request.kind,
        "subject": request.subject,
        "state": request.state,
        "issuer": request.issuer.code,
        "sender": request.sender.code,
        "addressee": request.addressee.code if request.addressee else None,
        "sent_at": request.sent_at.isoformat() if request.sent_at else None,
        "contents": request.contents,
        "basis": request.basis,
        "channel": request.channel,
        "languages": request.languages,
        "references": [{"number": one.number, "party": one.party.code} for one in page.references],
        "timeline": [_entry(viewer, entry) for entry in page.entries],
    }


def _entry(viewer: Viewer, entry: Entry) -> dict[str, Any]:
    return {
        "act": entry.act,
        "article": entry.article,
        "at": entry.at.isoformat(),
        "before": entry.before,
        "after": entry.after,
        "party": entry.party.code if entry.party else None,
        "who": who_acted(viewer, entry),
        "data": entry.data,
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
