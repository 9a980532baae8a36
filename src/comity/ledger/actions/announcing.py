# SPDX-License-Identifier: EUPL-1.2
"""Announcing in the log itself what this court runs and with which keys its log is signed and watched."""

from collections.abc import Sequence
from datetime import datetime

from ..format.public import KeyEvent, PublicKind, Purpose
from ..queries import log_key, peers, system_keys_of_log, system_newest_release
from .committing import system_announce


def system_announce_release(version: str, files: Sequence[tuple[str, str]], *, at: datetime) -> bool:
    """Tell which version runs and the SHA-256 of each script that browsers are given; False where that stands there."""
    listed = [{"name": name, "sha256": digest} for name, digest in sorted(files)]
    newest = system_newest_release()
    if newest is not None and (newest["version"], newest["files"]) == (version, listed):
        return False
    system_announce({"kind": PublicKind.RELEASE, "version": version, "files": listed}, at=at)
    return True


def system_announce_log_keys(*, at: datetime) -> int:
    """Tell which keys sign this log and witness it, where that is not what was told last; return how many were told."""
    wanted = {(Purpose.LOG, str(log_key().verifier))}
    wanted |= {(Purpose.WITNESS, str(witness.key)) for witness in peers().witnesses}
    standing = system_keys_of_log()
    changes = [(KeyEvent.RETIRED, *one) for one in sorted(standing - wanted)]
    changes += [(KeyEvent.REGISTERED, *one) for one in sorted(wanted - standing)]
    for event, purpose, key in changes:
        system_announce({"kind": PublicKind.KEY, "event": event, "purpose": purpose, "key": key}, at=at)
    return len(changes)
