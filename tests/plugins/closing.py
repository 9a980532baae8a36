# SPDX-License-Identifier: EUPL-1.2
"""Tell tools/suite.py how a run of pytest went, so that it can close with one line for all runs."""

import json
import os
from pathlib import Path

import pytest

REPORT = "COMITY_TEST_REPORT"
OUTCOMES = ("passed", "failed", "error", "skipped", "xfailed", "xpassed")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write the numbers of this run where tools/suite.py asked for them."""
    if path := os.environ.get(REPORT):
        counts = {name: len(terminalreporter.stats.get(name, ())) for name in OUTCOMES}
        Path(path).write_text(json.dumps(counts), encoding="utf-8")
