# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL of one's own that lives as long as it is needed and is gone afterwards.

    with Cluster() as cluster:
        run_tests(cluster.url)

By hand: python tools/postgres.py runs one until Ctrl-C and prints its address.
Only a socket in its own directory, no password, no fsync: for tests, never for a court.
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Self

import machine

OWNER, APP = "comity", "comity_app"
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "listen_addresses": "",
    "log_min_messages": "fatal",
}


class Cluster:
    """A running server with a role `comity` that is no superuser and may create databases; `url` names its database.

    Beside it `comity_app`, the role of an application, which owns nothing. `begins_as` is a copy of the `data` of
    another one that was stopped: this one holds then what that one held.
    """

    def __init__(self, settings: dict[str, str] | None = None, *, begins_as: Path | None = None) -> None:
        self.settings = {**FAST, **(settings or {})}
        self.begins_as = begins_as
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        programs = machine.postgresql()
        if programs is None:
            raise SystemExit("PostgreSQL is not installed: apt-get install postgresql-15")
        self.programs = programs
        self.identity = identity()
        # Short, because the path of a socket may not be longer than 107 characters.
        self.home = Path(tempfile.mkdtemp(prefix="comity-pg-", dir="/tmp"))
        if self.identity:
            os.chown(self.home, self.identity["user"], self.identity["group"])
        try:
            if self.begins_as is None:
                self._create()
            else:
                self._copy(self.begins_as)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def stop(self) -> None:
        """End the server in good order, if it runs."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # "fast": sessions are ended, the server then stops
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def url(self) -> str:
        return f"postgresql://{OWNER}@/{OWNER}?host={self.home}"

    @property
    def app_url(self) -> str:
        return app_url(self.url)

    @property
    def superuser_url(self) -> str:
        return f"postgresql://postgres@/{OWNER}?host={self.home}"

    def _create(self) -> None:
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        self.start()
        self._sql(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
        self._sql(f"CREATE ROLE {APP} LOGIN")
        self._sql(f"CREATE DATABASE {OWNER} OWNER {OWNER}")

    def _copy(self, begins_as: Path) -> None:
        shutil.copytree(begins_as, self.data)
        if self.identity:
            for path in (self.data, *self.data.rglob("*")):
                os.chown(path, self.identity["user"], self.identity["group"])
        self.start()

    def start(self) -> None:
        """Start the server, again where it was killed, and wait until it answers."""
        options = [f"-c{name}={value}" for name, value in self.settings.items()]
        with (self.home / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.data, "-k", self.home, *options],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self.home,
                preexec_fn=_stop_with_parent,  # noqa: PLW1509 - called before any thread is started
                **self.identity,
            )
        end = time.monotonic() + 30
        while subprocess.run([self.programs / "pg_isready", "-q", "-h", self.home], check=False).returncode != 0:
            if self.process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"PostgreSQL did not start: {(self.home / 'log').read_text(errors='replace')}")
            time.sleep(0.1)

    def kill(self) -> None:
        """End the server and its sessions as a power cut would, and wait until all of them are gone."""
        assert self.process is not None
        children = (
            Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii").split()
        )
        for number in [self.process.pid, *map(int, children)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self.process.wait()
        while any(Path(f"/proc/{number}").exists() for number in children):
            time.sleep(0.02)

    def _sql(self, statement: str) -> None:
        self._run("psql", "-h", str(self.home), "-U", "postgres", "-d", "postgres", "-qXc", statement)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.programs / program, *arguments],
            check=False,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            cwd=self.home,
            **self.identity,
        )
        if done.returncode != 0:
            raise SystemExit(f"{program} failed: {done.stderr.decode(errors='replace')}")


def app_url(url: str) -> str:
    """Return the address of a cluster's database for its application, from that for its owner."""
    return url.replace(f"//{OWNER}@", f"//{APP}@")


def identity() -> dict[str, Any]:
    """Return whom to be instead of root, whom PostgreSQL refuses; nothing when we are not root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = known.get("postgres") or known["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _stop_with_parent() -> None:
    # After the change of user, which would clear it: SIGINT for the server when we end, even by SIGKILL.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(signal.SIGINT), 0, 0, 0)


def main() -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # A shell without job control starts what runs in its background with interrupts ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with Cluster() as cluster:
            print(cluster.url, flush=True)
            signal.pause()
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)


if __name__ == "__main__":
    main()
