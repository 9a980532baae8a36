# SPDX-License-Identifier: EUPL-1.2
"""A copy without particulars about the document, and what such a copy still says."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from . import apart
from .examining import opened
from .limits import Limits
from .redaction import written
from .traces import Hidden, hidden_of


@dataclass(frozen=True)
class Cleaned:
    """The copy: its size and digest, and what is still hidden in it, which only a person can decide to take out."""

    size: int
    sha256: str
    remains: tuple[Hidden, ...]


def cleaned(path: Path, out: Path, media_type: str, *, limits: Limits | None = None) -> Cleaned:
    """Write a copy to `out`, which must not exist: pages, pixels and text as they are, particulars gone.

    Comments, recorded changes, hidden sheets, notes and annotations are content and stay; they are in `remains`.
    `Unfit` if the file cannot be read or its kind holds no particulars that could be taken out without loss.
    """
    bounds = limits or Limits()
    with opened(path) as file:
        answer = apart.asked("wash", file, bounds, {"media_type": media_type})
    content = answer.blobs[0]
    written(out, content)
    return Cleaned(len(content), hashlib.sha256(content).hexdigest(), hidden_of(answer.value))
