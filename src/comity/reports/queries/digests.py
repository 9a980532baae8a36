# SPDX-License-Identifier: EUPL-1.2
"""What exactly somebody clears, goes through or has made: digests of text, of a block, of the order, of a language.

Each changes with the least change of what it stands for, so that nothing said of one version is taken for another.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from uuid import UUID

from ..kinds import places_in
from ..models import Block, Rendering, Report

_encoded = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode


def digest_of(*values: object) -> str:
    """Return the SHA-256 of some values of JSON, in hexadecimal digits."""
    return hashlib.sha256(_encoded(values).encode()).hexdigest()


def text_digest(text: str, notes: Sequence[str]) -> str:
    """Return the digest of a text with its footnotes: also the mark by which a save knows what it was based on."""
    return digest_of(text, list(notes))


def block_digest(report: Report, block: Block, original: Rendering | None) -> str:
    """Return what is cleared of a block: its text, what it answers, and the frozen figures where it shows any."""
    texts = [original.text, *original.notes] if original else []
    has_figures = bool(block.figure) or any(places_in(text) for text in texts)
    return digest_of(
        str(block.id), block.form, block.figure, str(block.mandate_id or ""), original.digest if original else "",
        str(report.snapshot_id or "") if has_figures else "",
    )  # fmt: skip


def frame_digest(report: Report, blocks: Iterable[Block]) -> str:
    """Return what is cleared of the whole: masthead, and which blocks stand in which section in which order."""
    return digest_of(
        report.kind, report.session, report.symbol, report.title, report.titles, report.language, report.on.isoformat(),
        [[block.section, str(block.id)] for block in blocks],
    )  # fmt: skip


def language_digest(report: Report, blocks: Iterable[tuple[Block, str]], language: str) -> str:
    """Return what is printed in one language: the whole, with each block's text in it (by its digest)."""
    found = list(blocks)
    texts = [[str(block.id), block.form, block.figure, digest] for block, digest in found]
    frame = frame_digest(report, [block for block, _digest in found])
    return digest_of(frame, str(report.snapshot_id or ""), language, texts)


def key_of(block_id: UUID | None) -> str:
    """Return by what name a block, or (None) the whole, goes in a form."""
    return "frame" if block_id is None else str(block_id)
