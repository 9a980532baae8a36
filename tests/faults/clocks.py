# SPDX-License-Identifier: EUPL-1.2
"""A clock of the programs alone, which jumps while they run (libfaketime)."""

from pathlib import Path

import machine


class FakeClock:
    """The wall clock of every program that is started with `settings`; the machine's own goes on as it was."""

    def __init__(self, place: Path) -> None:
        self._file = place / "clock"
        self.set(0)

    @property
    def settings(self) -> dict[str, str]:
        library = machine.faketime()
        assert library is not None, "libfaketime is not installed: apt-get install libfaketime"
        return {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def set(self, seconds: int) -> None:
        """Show a time that is so many seconds after the true one, from now on."""
        self.ahead = seconds
        new = self._file.with_name("clock.new")
        new.write_text(f"{seconds:+d}\n", encoding="ascii")
        new.replace(self._file)
