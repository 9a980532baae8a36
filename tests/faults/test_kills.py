# SPDX-License-Identifier: EUPL-1.2
"""A few kills on each database; `make faults` does hundreds."""

import os
from pathlib import Path

import pytest

from tests.config.running import needs_assets
from tests.faults.rounds import rounds

NUMBER = int(os.environ.get("COMITY_FAULT_KILLS", "6"))
SEED = int(os.environ.get("COMITY_FAULT_SEED", "1998"))


@needs_assets
@pytest.mark.xdist_group("comity run")
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_nothing_acknowledged_is_lost_and_nothing_is_done_by_half(tmp_path: Path, database: str) -> None:
    outcome = rounds(tmp_path, database=database, number=NUMBER, seed=SEED)

    assert outcome.wrong == []
    assert (sum(outcome.killed.values()), outcome.requests > 0, outcome.asked_again >= 0) == (NUMBER, True, True)
