# SPDX-License-Identifier: EUPL-1.2
"""What the tests need of the machine beyond Python, and how it gets there."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

POSTGRESQL = (Path("/usr/lib/postgresql/15/bin"), *sorted(Path("/usr/lib/postgresql").glob("1[6-9]/bin")))
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def postgresql() -> Path | None:
    """Return the directory of PostgreSQL's programs, version 15 before later ones."""
    return next((place for place in POSTGRESQL if (place / "initdb").exists()), None)


def chromium() -> Path | None:
    """Return the browser's program."""
    return next((Path(found) for name in CHROMIUM if (found := shutil.which(name))), None)


def fonts() -> Path | None:
    """Return a directory of fonts that also cover Arabic."""
    return next((place for place in (Path("/usr/share/fonts/truetype/dejavu"),) if place.is_dir()), None)


@dataclass(frozen=True)
class Need:
    name: str
    find: Callable[[], Path | None]
    packages: tuple[str, ...]


NEEDS = (
    Need("PostgreSQL 15", postgresql, ("postgresql-15",)),
    Need("Chromium", chromium, ("chromium",)),
    Need("fonts", fonts, ("fonts-dejavu-core",)),
)


def missing() -> list[Need]:
    """Return what is still missing after apt was asked for it, where we may ask."""
    lacking = [need for need in NEEDS if need.find() is None]
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        install([package for need in lacking for package in need.packages])
        lacking = [need for need in lacking if need.find() is None]
    return lacking


def install(packages: list[str]) -> None:
    """Install Debian packages; the lists of packages are fetched anew only when the old ones do not do."""
    print(f"Installing through apt: {' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "env": environment}
    if subprocess.run(command, check=False, stderr=subprocess.DEVNULL, **quiet).returncode != 0:  # type: ignore[call-overload]
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(command, check=False, **quiet)  # type: ignore[call-overload]


def main() -> int:
    lacking = missing()
    for need in lacking:
        print(f"Missing: {need.name} (apt-get install {' '.join(need.packages)})", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
