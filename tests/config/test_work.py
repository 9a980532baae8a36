# SPDX-License-Identifier: EUPL-1.2
"""`comity work` for the operator: what failed, trying it again, giving it up for good."""

import json
import sqlite3
from pathlib import Path

from tests.config.running import comity, said

FAILED = (
    "INSERT INTO core_owed (name, key, due_at, attempts, is_dead, last_error, created_at) "
    "VALUES ('requests.deliver', 'OTP-7K3F-9QXD', '2026-01-01 00:00:00', 8, 1, 'ValueError: Plover', "
    "'2026-01-01 00:00:00')"
)


def rows(data: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(data / "comity.sqlite3")
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.commit()
        connection.close()


def test_operator_lists_retries_and_drops(real_court: Path) -> None:
    assert comity(real_court, "work", "--list").stdout == "No work failed.\n"
    rows(real_court, FAILED)

    listed = comity(real_court, "work", "--list", "--json")
    [one] = json.loads(listed.stdout)
    assert (listed.returncode, one["name"], one["attempts"], one["given_up"]) == (1, "requests.deliver", 8, True)
    assert ("7K3F" in listed.stdout, "Plover" in listed.stdout) == (False, False)

    assert comity(real_court, "work", "--retry", str(one["id"])).returncode == 0
    assert rows(real_court, "SELECT is_dead, attempts FROM core_owed") == [(0, 0)]
    assert "was given up" in said(comity(real_court, "work", "--drop", str(one["id"])))

    rows(real_court, "UPDATE core_owed SET is_dead = 1")
    doctor = json.loads(comity(real_court, "doctor", "--json").stdout)
    assert [f["what"] for f in doctor["findings"] if f["about"] == "work owed"] == [
        "1 pieces of owed work were given up after their last attempt."
    ]
    assert comity(real_court, "work", "--drop", str(one["id"])).returncode == 0
    assert rows(real_court, "SELECT count(*) FROM core_owed") == [(0,)]


def test_work_that_waits_too_long_is_told(real_court: Path) -> None:
    rows(real_court, FAILED.replace("8, 1", "0, 0"))
    doctor = json.loads(comity(real_court, "doctor", "--json").stdout)

    [found] = [finding for finding in doctor["findings"] if finding["about"] == "work owed"]
    assert (found["well"], "the first since 2026-01-01" in found["what"]) == (False, True)
