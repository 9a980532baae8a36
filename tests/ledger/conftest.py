# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from comity.core.clock import now
from comity.ledger import actions
from comity.ledger.format.note import read_note


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> Path:
    """Every test has a log directory and a memory of what was signed of its own."""
    settings.COMITY_DATA = tmp_path
    return tmp_path


@pytest.fixture
def close(db: None) -> Callable[[int], int]:
    """Return what commits to so many payloads, closes a batch and publishes it, and returns the size signed."""

    def of(count: int = 0) -> int:
        for number in range(count):
            actions.system_commit({"n": number})
        actions.system_sequence()
        return actions.system_publish(at=now())

    return of


def text_of(note: bytes) -> str:
    return read_note(note).text


def lift_triggers(*tables: str) -> None:
    """Let a test damage rows that are insert only (SQLite)."""
    with connection.cursor() as cursor:
        for table in tables:
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
