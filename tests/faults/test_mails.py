# SPDX-License-Identifier: EUPL-1.2
"""A mail server that is gone, hangs, refuses or ends its lines, and comes back: every mail comes, and none twice."""

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.config.running import needs_assets
from tests.faults.mails import DAYS, bad_days

NUMBER = int(os.environ.get("COMITY_FAULT_MAIL_DAYS", "0"))
SEED = int(os.environ.get("COMITY_FAULT_SEED", "1998"))
# Away, and taken without a word while the worker is killed over it; `make faults` has all of them on both databases.
FEW = ["away", "takes it and never says so"]


@needs_assets
@pytest.mark.xdist_group("comity run")
@pytest.mark.parametrize("database", ["sqlite", "postgresql"] if NUMBER else ["sqlite"])
def test_mail_server_that_is_bad_and_comes_back_loses_and_doubles_nothing(
    tmp_path: Path, database: str, figures: Callable[..., None]
) -> None:
    draw = Random(SEED)
    days = [*DAYS, *(draw.choice(list(DAYS)) for _ in range(NUMBER - len(DAYS)))] if NUMBER else FEW

    told = bad_days(tmp_path, database=database, days=days, seed=SEED)

    figures(**told)
    assert told["wrong"] == []
    assert (told["mails"] > 0, told["answers lost"] > 0, told["workers killed"]) == (True, True, 3 * len(days))
