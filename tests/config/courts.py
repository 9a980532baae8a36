# SPDX-License-Identifier: EUPL-1.2
"""A demonstration court, made once by `comity demo` for all tests of a process, and copied for whoever wants one.

Making one takes seconds, most of them for the shape of its database; a copy is the same files, of the same keys.
"""

import atexit
import functools
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from postgres import Cluster
from tests.config.running import comity


@dataclass(frozen=True, slots=True)
class Made:
    """The files of a court that has run nothing yet: its data directory, and its server's where it has one."""

    data: Path
    cluster: Path | None

    def copy_to(self, data: Path) -> None:
        """Let `data` be such a court; on PostgreSQL beside a `Cluster(begins_as=made.cluster)`."""
        shutil.copytree(self.data, data)


@functools.cache
def made(database: str) -> Made:
    """Return the demonstration court on SQLite or on PostgreSQL."""
    home = Path(tempfile.mkdtemp(prefix="comity-made-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    if database == "sqlite":
        _make(home / "data")
        return Made(home / "data", None)
    with Cluster({"fsync": "on"}) as cluster:
        _make(home / "data", COMITY_DATABASE_URL=cluster.app_url, COMITY_DATABASE_OWNER_URL=cluster.url)
        cluster.stop()
        shutil.copytree(cluster.data, home / "cluster")
    return Made(home / "data", home / "cluster")


def _make(data: Path, **reached: str) -> None:
    done = comity(data, "demo", COMITY_MODE="demo", **reached)
    assert done.returncode == 0, done.stderr
