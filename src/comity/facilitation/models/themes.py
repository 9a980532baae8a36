# SPDX-License-Identifier: EUPL-1.2
"""The closed list of themes of good practices, from `themes.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from comity.statute import Text


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with its name, and the article that speaks of it where one does."""

    code: str
    name: Text
    article: str


@cache
def themes() -> Mapping[str, Theme]:
    """Return the themes by their codes, in the order in which they are shown."""
    data = tomllib.loads((Path(__file__).parent / "themes.toml").read_text(encoding="utf-8"))
    return {one["code"]: Theme(one["code"], Text(one["en"], one["fr"]), one["article"]) for one in data["theme"]}
