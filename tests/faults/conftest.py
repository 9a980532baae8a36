# SPDX-License-Identifier: EUPL-1.2
"""What the tests of faults print at the end of `make faults`."""

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

FIGURES = "COMITY_FAULT_FIGURES"


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Iterator[Callable[..., None]]:
    """Keep what a test counted; `make faults` prints it, with how long it took, also where the test failed."""
    counted: dict[str, object] = {}
    begun = time.monotonic()
    yield lambda **given: counted.update(given)
    if place := os.environ.get(FIGURES):
        line = {"test": request.node.name, **counted, "seconds": round(time.monotonic() - begun)}
        with Path(place).open("a", encoding="utf-8") as out:
            out.write(json.dumps(line) + "\n")
