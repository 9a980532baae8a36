# SPDX-License-Identifier: EUPL-1.2
"""Data set as a PDF by typst: a template of ours, and what was typed as JSON beside it, never as source.

The PDF is PDF/A-2a: tagged, its fonts inside, and no sign left blank. What typst warns of is a failure. Plain Python:
whoever calls says where the fonts are.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

FONT = "DejaVu Sans"  # of every template; it has Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian and Georgian
Standard = Literal["a-2a", "ua-1"]
_NO_SIGN = re.compile(r"the text `?\"?(?P<sign>.+?)\"?`? could not be displayed")


class Unset(Exception):
    """It could not be set: `sign` is what no font here has, and empty where something else is wrong."""

    def __init__(self, why: str, *, sign: str = "") -> None:
        self.sign = sign
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document set: its bytes, and the values of what the template marked, in their order."""

    content: bytes
    marked: tuple[Any, ...]


def families(places: Sequence[Path]) -> frozenset[str]:
    """Return the names of the fonts in these directories, and of those that typst brings along."""
    return frozenset(_fonts(tuple(places)).families())


@cache
def _fonts(places: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(path) for path in places])


def typeset(
    template: bytes,
    data: Mapping[str, Any],
    *,
    at: datetime,
    fonts: Sequence[Path],
    mark: str = "",
    standards: Sequence[Standard] = ("a-2a",),
) -> Paper:
    """Set the data, which the template reads from `sys.inputs.data`, and return it with what it marked `<mark>`.

    The same data give the same bytes. Raises Unset.
    """
    given: dict[str, Any] = {
        "font_paths": _fonts(tuple(fonts)),
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
        "root": Path(__file__).parent,  # not where the worker happens to run; a template reads no file
    }
    try:
        content, warnings = typst.compile_with_warnings(
            template, format="pdf", pdf_standards=list(standards), timestamp=int(at.timestamp()), **given
        )
        marked = json.loads(typst.query(template, f"<{mark}>", field="value", **given)) if mark else []
    except typst.TypstError as error:
        found = _NO_SIGN.search(error.message)
        raise Unset(error.message, sign=found["sign"] if found else "") from None
    if warnings:
        raise Unset(warnings[0].message)
    if not isinstance(content, bytes):
        raise Unset("no bytes came")
    return Paper(content, tuple(marked))
