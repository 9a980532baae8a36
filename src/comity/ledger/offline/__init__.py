# SPDX-License-Identifier: EUPL-1.2
"""The page that checks receipts without a network: one file, with the reader's policy written into it."""

import json
from pathlib import Path

PAGE = Path(__file__).resolve().parent / "receipt.html"
MARK = "/*POLICY*/"


def offline_page(policy: str) -> str:
    """Return the page; the policy given stands in it until its reader writes another."""
    text = PAGE.read_text(encoding="utf-8")
    return text.replace(f'{MARK} ""', json.dumps(policy).replace("<", "\\u003c"), 1)
