# SPDX-License-Identifier: EUPL-1.2
"""What browsers are given, by its digests: told in the log when it changes, and compared with what was told."""

import hashlib
import json
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from comity import __version__
from comity.config.problem import Problem
from comity.ledger.actions import system_announce_log_keys, system_announce_release
from comity.ledger.format.note import Malformed
from comity.ledger.queries import system_newest_release

OURS = "comity/"  # what others put beside it is served, and no page loads it


def served_scripts() -> list[tuple[str, str]]:
    """Return each script that our pages load, by its name, with the SHA-256 of the bytes that are served for it."""
    root = Path(settings.STATIC_ROOT)
    paths: dict[str, str] = json.loads((root / "staticfiles.json").read_bytes())["paths"]
    names = sorted(name for name in paths if name.startswith(OURS) and name.endswith(".js"))
    return [(name, hashlib.sha256((root / paths[name]).read_bytes()).hexdigest()) for name in names]


@transaction.atomic
def announce(*, at: datetime) -> None:
    """Tell in the log which version runs with which scripts, and the keys of the log, where either is new."""
    system_announce_release(__version__, served_scripts(), at=at)
    try:
        system_announce_log_keys(at=at)
    except Malformed as error:
        raise Problem(f"{error}.", "Mend it, docs/ledger.md, “Witnesses”") from None


def check() -> str:
    """Return how many scripts are as the log tells; raises Problem where one is not, or another version was told."""
    told = system_newest_release()
    if told is None:
        return "nothing told yet: the log tells of them when Comity starts"
    served = dict(served_scripts())
    known = {one["name"]: one["sha256"] for one in told["files"]}
    other = sorted(name for name in served.keys() | known.keys() if served.get(name) != known.get(name))
    if other:
        raise Problem(
            f"{other[0]} is not the script that the log tells of.",
            "If you did not build or update it, stop Comity and find out who did; if you did, start it anew",
        )
    if told["version"] != __version__:
        raise Problem(f"The log tells of Comity {told['version']}.", "Start Comity anew: comity run")
    return f"{len(served)} as the log tells of Comity {__version__}"
