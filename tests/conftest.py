# SPDX-License-Identifier: EUPL-1.2
"""What holds for every test. The parts stand in tests/plugins, one subject each; docs/testing.md explains them."""

import os
import re
from uuid import UUID

import django
import pytest
from django.conf import settings
from django.test.utils import override_settings

from tests.plugins import environment

UUID_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HOME = environment.prepare()
django.setup()

pytest_plugins = [
    "tests.plugins.network",
    "tests.plugins.databases",
    "tests.plugins.templates",
    "tests.plugins.browser",
    "tests.plugins.closing",
    "tests.security.samples",
    "tests.plugins.emptying",
    "tests.plugins.roles",
    "tests.cast",
]


@pytest.fixture(scope="session", autouse=True)
def pages_without_assets() -> None:
    """Where the style sheets are not built, pages name them plainly; `make test` always builds them first."""
    if not environment.assets_are_built():
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}).enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let every worker choose its own directory: with this name inherited it would read our settings first."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a random key by what it is: the processes of one run must give their tests the same names."""
    if isinstance(val, UUID) or (
        isinstance(val, str) and re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", val)
    ):
        return "uuid"
    return None
