# SPDX-License-Identifier: EUPL-1.2
"""Every table is in exactly one class of data, and the page on keeping names them all."""

import re
from collections import Counter
from pathlib import Path

from django.apps import apps
from django.conf import settings

from comity.config.retention import CLASSES
from comity.dossiers.models import Guarded

PAGE = Path(__file__).resolve().parents[2] / "docs" / "keeping.md"


def test_every_table_is_in_exactly_one_class() -> None:
    named = Counter(table for one in CLASSES for table in one.tables)

    assert {table: count for table, count in named.items() if count != 1} == {}
    assert set(named) == {model._meta.label for model in apps.get_models()}


def test_what_hangs_on_a_dossier_ends_with_it_or_is_proof() -> None:
    of_dossiers = {
        table for one in CLASSES if one.name.startswith("dossier:") or one.name == "proof" for table in one.tables
    }

    assert {model._meta.label for model in apps.get_models() if issubclass(model, Guarded)} <= of_dossiers


def test_periods_are_limits_of_the_settings() -> None:
    assert [one.limit for one in CLASSES if one.limit and one.limit not in settings.COMITY_LIMITS] == []


def test_page_names_every_class_and_table() -> None:
    rows = dict(re.findall(r"^\| ([^|]+?) \| [^|]+ \| ([^|]+?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))

    said = {name: tuple(sorted(tables.replace("`", "").split(", "))) for name, tables in rows.items()}
    assert {one.name: tuple(sorted(one.tables)) for one in CLASSES}.items() <= said.items()
