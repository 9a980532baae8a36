# SPDX-License-Identifier: EUPL-1.2
"""`comity run` with real processes on this machine: it starts, keeps its parts running, and stops."""

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from postgres import Cluster
from tests.config.running import Court, comity, needs_assets, said, until

# One process of the test run has them all, so that each court is started once.
pytestmark = pytest.mark.xdist_group("comity run")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def court(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Court]:
    data = tmp_path_factory.mktemp("court") / "data"
    if request.param == "sqlite":
        running = Court(data)
        yield from _kept(running)
        return
    with Cluster() as cluster:
        yield from _kept(Court(data, COMITY_DATABASE_URL=cluster.url))


def _kept(running: Court) -> Iterator[Court]:
    try:
        assert until(running.is_up), running.output
        yield running
    finally:
        if running.process.poll() is None:
            running.stop()


@needs_assets
def test_demonstration_starts_and_prints_who_may_sign_in(court: Court) -> None:
    status, page = court.get("/account/login/")

    assert (status, 'lang="en"' in page) == (200, True)
    assert f"Comity is running: http://localhost:{court.port}\n" in court.output
    assert len(re.findall(r"^  \S+@\S+ +\S+  \S.*$", court.output, flags=re.MULTILINE)) >= 6


@needs_assets
@pytest.mark.parametrize("which", ["worker", "web"])
def test_part_that_is_killed_comes_back(court: Court, which: str) -> None:
    before = court.processes()

    os.kill(before[which], signal.SIGKILL)

    assert until(lambda: court.processes().get(which) not in {None, before[which]}, 20)
    assert until(court.is_listening, 20)


@needs_assets
def test_second_comity_on_the_same_port_is_refused(court: Court, tmp_path: Path) -> None:
    line = said(comity(tmp_path, "run", "--demo", PORT=str(court.port)))

    assert line.startswith(f"comity: Port {court.port} is taken by another program.")


@needs_assets
def test_court_stops_cleanly_and_starts_again_quickly(court: Court) -> None:
    code = court.stop()
    assert (code, court.is_listening(), court.processes()) == (0, False, {})

    begun = time.monotonic()
    again = Court(Path(court.settings["COMITY_DATA"]), **{
        name: court.settings[name] for name in ("COMITY_DATABASE_URL",) if name in court.settings
    })  # fmt: skip
    try:
        assert until(again.is_up, 15), again.output
        assert time.monotonic() - begun < 15
        again.process.kill()
        assert until(lambda: not again.is_listening(), 20)
    finally:
        again.process.kill()
        again.process.wait()
