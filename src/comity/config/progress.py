# SPDX-License-Identifier: EUPL-1.2
"""How far long work has come, on the stream that is not for data."""

import sys
import time
from types import TracebackType
from typing import Self

EVERY_SECONDS = 2.0


class Progress:
    """Says how many MiB went by: at most every two seconds, and only after the first two."""

    def __init__(self, what: str) -> None:
        self._what, self._bytes, self._said_at, self._has_said = what, 0, time.monotonic(), False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._has_said:
            print(file=sys.stderr)

    def more(self, count: int) -> None:
        """Count what went by."""
        self._bytes += count
        if time.monotonic() - self._said_at >= EVERY_SECONDS:
            self._said_at, self._has_said = time.monotonic(), True
            print(f"\r{self._what}: {self._bytes // 1024**2} MiB", end="", file=sys.stderr, flush=True)
