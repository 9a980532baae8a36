# SPDX-License-Identifier: EUPL-1.2
"""What docs/files.md says of limits and kinds is what the code does."""

import re
from dataclasses import fields

from comity.documents.files import KINDS, Limits
from tests.architecture.tree import ROOT

PAGE = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")


def test_table_of_limits_is_that_of_the_code() -> None:
    table = re.findall(r"^\| `(\w+)` \| ([\d,]+) \| \S.* \|$", PAGE, flags=re.MULTILINE)

    assert table == [(one.name, f"{one.default:,}") for one in fields(Limits)]


def test_every_limit_is_used() -> None:
    folder = ROOT / "src" / "comity" / "documents" / "files"
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.name != "limits.py")

    assert [one.name for one in fields(Limits) if not re.search(rf"\.{one.name}\b", code)] == []


def test_kinds_that_are_taken_are_named() -> None:
    section = PAGE[PAGE.index("## Kinds that are taken") : PAGE.index("## What is refused")].lower()
    spoken = {"text/plain": "text", "image/jpeg": "jpeg", "image/tiff": "tiff"}

    assert [kind for kind in KINDS if spoken.get(kind.media_type, kind.extensions[0]) not in section] == []
