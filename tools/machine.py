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
    """Return a directory of fonts for all languages of documents: DejaVu, and Noto for Arabic and Chinese."""
    home = Path("/usr/share/fonts")
    wanted = ("truetype/dejavu", "truetype/liberation", "truetype/noto/NotoNaskhArabic-Regular.ttf",
              "opentype/noto/NotoSerifCJK-Regular.ttc")  # fmt: skip
    return home if all((home / name).exists() for name in wanted) else None


def on_path(name: str) -> Callable[[], Path | None]:
    """Return a search for a program; servers lie where only root's PATH leads."""
    return lambda: Path(found) if (found := shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")) else None


def go() -> Path | None:
    """Return Go's program, where the library of signed notes and tiles lies beside it."""
    library = Path("/usr/share/gocode/src/golang.org/x/mod/sumdb")
    return on_path("go")() if library.is_dir() else None


def faketime() -> Path | None:
    """Return the library that shows programs another time than the machine's."""
    return next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)


@dataclass(frozen=True)
class Need:
    name: str
    find: Callable[[], Path | None]
    packages: tuple[str, ...]


NEEDS = (
    Need("PostgreSQL 15", postgresql, ("postgresql-15",)),
    Need("Chromium", chromium, ("chromium",)),
    Need("fonts", fonts, ("fonts-dejavu-core", "fonts-liberation", "fonts-noto-core", "fonts-noto-cjk")),
    Need("clamd", on_path("clamd"), ("clamav-daemon",)),
    Need("age", on_path("age"), ("age",)),
    Need("libfaketime", faketime, ("libfaketime",)),
    Need("Go", go, ("golang-go", "golang-golang-x-mod-dev")),
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
