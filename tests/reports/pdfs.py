# SPDX-License-Identifier: EUPL-1.2
"""The text of a PDF, as a reader of it gets it, on one line."""

import pypdfium2


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        found = " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return " ".join(found.replace("\ufffe", "").split())
