# SPDX-License-Identifier: EUPL-1.2
"""Data set as a PDF by typst: a template of ours, and what was typed as JSON beside it, never as source.

The PDF is PDF/A-2a: tagged, its fonts inside, and no sign left blank. What typst warns of is a failure.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

FONT = "DejaVu Sans"  # of every template; it has Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian and Georgian
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


@cache
def fonts() -> typst.Fonts:
    """Return the fonts of this machine that the settings name, and those that typst brings along."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(path) for path in settings.COMITY_FONTS])


def typeset(template: bytes, data: Mapping[str, Any], *, at: datetime, mark: str = "") -> Paper:
    """Set the data, which the template reads from `sys.inputs.data`, and return it with what it marked `<mark>`.

    The same data give the same bytes. Raises Unset.
    """
    given: dict[str, Any] = {
        "font_paths": fonts(),
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
        "root": Path(__file__).parent,  # not where the worker happens to run; a template reads no file
    }
    try:
        content, warnings = typst.compile_with_warnings(
            template, format="pdf", pdf_standards=["a-2a"], timestamp=int(at.timestamp()), **given
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
