# SPDX-License-Identifier: EUPL-1.2
"""A text as it was sent, as a file: what the receipt of its sending binds, byte for byte."""

import hashlib
import json
from typing import Any

_encoded = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def file_of_text(*, number: int, kind: str, subject: str, contents: dict[str, Any], reason: str = "") -> bytes:
    """Return the file of one version; the same version gives the same bytes for ever."""
    said = {"contents": contents, "kind": str(kind), "number": number, "reason": reason, "subject": subject}
    return _encoded(said).encode()


def documents_of_text(**version: Any) -> list[dict[str, Any]]:
    """Return what an act that sends a version names among its documents; takes what `file_of_text` takes."""
    data = file_of_text(**version)
    return [{"name": "text", "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}]
