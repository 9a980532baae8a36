# SPDX-License-Identifier: EUPL-1.2
"""The pages of reports: those that are published are open to everybody, the desk to those who take part."""

from .blocks import add, block, choose, move, remove, versions
from .clearing import clearance, redaction, refuse
from .comparing import compare, compare_pdf
from .desk import begin, draft, masthead, withdraw
from .files import built, outputs, publish
from .library import download, library, published, receipt
from .translating import review, translate, translations

__all__ = [
    "add",
    "begin",
    "block",
    "built",
    "choose",
    "clearance",
    "compare",
    "compare_pdf",
    "download",
    "draft",
    "library",
    "masthead",
    "move",
    "outputs",
    "publish",
    "published",
    "receipt",
    "redaction",
    "refuse",
    "remove",
    "review",
    "translate",
    "translations",
    "versions",
    "withdraw",
]
