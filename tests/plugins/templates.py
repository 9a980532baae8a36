# SPDX-License-Identifier: EUPL-1.2
"""A template that prints a variable nobody gave it fails the test, where the template is ours."""

import sys
from pathlib import Path
from types import FrameType

import pytest
from django.template import Origin, engines
from django.template.backends.django import DjangoTemplates

from tests.plugins.environment import ROOT

OURS = ROOT / "src" / "comity"


class InvalidVariable(str):
    """What Django prints in place of an unknown variable; here it fails instead of being printed."""

    __slots__ = ()

    def __contains__(self, key: object) -> bool:
        return key == "%s"  # makes Django tell us the name, see below

    def __mod__(self, name: object) -> str:
        origin = _rendered_template()
        if origin and Path(origin).is_relative_to(OURS):
            pytest.fail(f"{Path(origin).relative_to(ROOT)}: the variable {name} is not given", pytrace=False)
        return ""

    def __bool__(self) -> bool:
        return True


def _rendered_template() -> str:
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        origin = getattr(frame.f_locals.get("self"), "origin", None)
        if frame.f_code.co_name in {"render_annotated", "render"} and isinstance(origin, Origin):
            return origin.name
        frame = frame.f_back
    return ""


@pytest.fixture(autouse=True, scope="session")
def invalid_variables_fail() -> None:
    """Watch all templates of all tests."""
    for engine in engines.all():
        assert isinstance(engine, DjangoTemplates)
        engine.engine.string_if_invalid = InvalidVariable()
