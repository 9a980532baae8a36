# SPDX-License-Identifier: EUPL-1.2
"""From a bare process to Django, with every foreseen obstacle told as a Problem."""

import os
import tempfile
from pathlib import Path

import django

from comity.config.keys import KeysMissing
from comity.config.problem import Problem

MARK = "demonstration"


def data_directory() -> Path:
    """Return the directory of everything that is kept."""
    return Path(os.environ.get("COMITY_DATA") or "var").resolve()


def boot(*, demo: bool = False) -> None:
    """Set Django up, for the demonstration court when `demo`; raises Problem when that cannot be done.

    A directory that holds a real court never becomes a demonstration, nor the other way round.
    """
    if demo:
        os.environ["COMITY_MODE"] = "demo"
    directory = data_directory()
    check_writable(directory)
    claim(directory, demo=os.environ.get("COMITY_MODE") == "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.config.settings")
    try:
        django.setup()
    except KeysMissing as error:
        raise Problem(f"No court is set up here: {error}.", "A look round needs none: comity run --demo") from None
    except ValueError as error:
        if "COMITY_DATABASE_URL" not in str(error):
            raise
        raise Problem(f"The setting of the database cannot be used: {error}.", "", code=2) from None


def check_writable(directory: Path) -> None:
    """Make the data directory if need be; raises Problem when nothing can be written there."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            pass
    except OSError as error:
        raise Problem(
            f"The data directory {directory} is not writable ({error.strerror or error}).",
            "Mend its owner and rights, or name another one: COMITY_DATA=/path/to/directory",
        ) from None


def claim(directory: Path, *, demo: bool) -> None:
    """Raise Problem when the directory belongs to the other kind of court; mark a new demonstration as such."""
    mark = directory / MARK
    if not demo:
        if mark.exists():
            raise Problem(
                f"The data directory {directory} holds a demonstration court, whose passwords everybody knows.",
                "Start it with comity run --demo, or name another directory: COMITY_DATA=/path/to/directory",
            )
        return
    if not mark.exists() and (directory / "keys").exists():
        raise Problem(
            f"The data directory {directory} holds a real court; a demonstration would add made-up people to it.",
            "Name another directory: COMITY_DATA=/path/to/directory",
        )
    mark.write_text("The court kept here is made up. Delete the whole directory to begin anew.\n", encoding="utf-8")
