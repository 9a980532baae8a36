# SPDX-License-Identifier: EUPL-1.2
"""The cell in which foreign files are parsed holds: whatever happens in it ends there, and the parent goes on."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from comity.documents.files import Limits
from comity.documents.files.apart import Ended, Ending, ask, standing

LIMITS = Limits(cell_seconds=2, cell_patience=3, cell_answer=4 << 20)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[BinaryIO]:
    (tmp_path / "given").write_bytes(b"twelve bytes")
    with (tmp_path / "given").open("rb") as opened:
        yield opened


@pytest.mark.parametrize(
    ("how", "ending"),
    [
        ("hang", Ending.TIME),
        ("spin", Ending.TIME),
        ("memory", Ending.MEMORY),
        ("flood", Ending.FLOOD),
        ("crash", Ending.CRASH),
        ("write", Ending.CRASH),
        ("", None),
    ],
)
def test_cell_that_strays_is_ended_alone(file: BinaryIO, how: str, ending: Ending | None) -> None:
    begun, seen = time.monotonic(), list[int]()

    said = None
    try:
        ask("trial", file, LIMITS, {"how": how}, began=seen.append)
    except Ended as ended:
        said = ended.how

    assert (said, time.monotonic() - begun < 10) == (ending, True)
    with pytest.raises(ProcessLookupError):
        os.kill(seen[0], 0)


def test_cell_has_no_environment_and_reads_from_the_beginning(file: BinaryIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_SECRET", "canary")
    file.read(5)

    value = ask("trial", file, LIMITS, {"how": ""}).value

    assert [name for name in value["environment"] if name != "LC_CTYPE"] == []
    assert value["bytes"] == 12


def test_cell_has_no_network_where_the_kernel_lets_it(file: BinaryIO) -> None:
    value = ask("trial", file, LIMITS, {"how": ""}).value

    if not value["walls"]["network"]:
        pytest.skip("this kernel gives this user no network namespace")
    # A new network has its own loopback, which is down, and perhaps what the kernel's modules add; never a real one.
    assert value["reached"] is False
    assert "lo" in value["interfaces"]
    assert not {name for name in value["interfaces"] if name.startswith(("eth", "en", "wl"))}


def test_cell_opens_no_file_where_the_kernel_lets_it(file: BinaryIO) -> None:
    value = ask("trial", file, LIMITS, {"how": ""}).value

    if not value["walls"]["files"]:
        pytest.skip("this kernel has no Landlock")
    assert value["reads"] is False
    assert Path("/etc/passwd").read_bytes() != b""


def test_walls_that_stand_are_told(file: BinaryIO) -> None:
    assert standing() == ask("trial", file, LIMITS, {"how": ""}).value["walls"]
    assert set(standing()) == {"network", "files"}


def test_patience_ends_a_cell_that_has_time_left(file: BinaryIO) -> None:
    with pytest.raises(Ended) as ended:
        ask("trial", file, Limits(cell_seconds=60, cell_patience=1), {"how": "spin"})

    assert ended.value.how == Ending.TIME
