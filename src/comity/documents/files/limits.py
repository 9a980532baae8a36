# SPDX-License-Identifier: EUPL-1.2
"""How much of everything a file may be; what is beyond is refused or left out, never tried."""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


@dataclass(frozen=True)
class Limits:
    """The defaults; a court sets its own in its settings. `docs/files.md` shows each with its reason."""

    name_length: int = 180
    document_bytes: int = 200 * MIB
    opaque_bytes: int = 4 * GIB
    text_bytes: int = 50 * MIB
    package_entries: int = 10_000
    package_bytes: int = 400 * MIB
    package_ratio: int = 200
    package_nesting: int = 1
    xml_bytes: int = 60 * MIB
    xml_depth: int = 200
    pixels: int = 120_000_000
    all_pixels: int = 5_000_000_000
    pictures: int = 2_000
    pdf_pages: int = 3_000
    pdf_objects: int = 500_000
    pdf_stream_bytes: int = 400 * MIB
    mail_parts: int = 100
    notes: int = 100
    preview_pages: int = 20
    preview_pixels: int = 2_000_000
    preview_text: int = 20_000
    excerpt: int = 80
    redacted_pages: int = 400
    cell_memory: int = 512 * MIB
    cell_seconds: int = 20
    cell_patience: int = 40
    cell_answer: int = 256 * MIB
    redaction_seconds: int = 300
    redaction_memory: int = GIB
    redaction_pixels: int = 20_000_000
    bound_seconds: int = 120
    bound_memory: int = GIB
    bound_pixels: int = 8_000_000
