# SPDX-License-Identifier: EUPL-1.2
"""What was signed last, by each memory there is."""

import json

from ..format.checkpoint import Checkpoint as Signed
from ..format.checkpoint import read_checkpoint
from ..format.note import Malformed, read_note
from ..models import Checkpoint
from .files import checkpoint_file
from .identity import origin, state_file


class Diverged(Exception):
    """The tree is not the continuation of the one that was signed: a restore, a lost failover, two databases."""


def system_last_signed() -> list[Signed]:
    """Return what was signed last by the signer's own file, by the rows and by the published file.

    Raises Diverged where one of them cannot be read: nobody knows then what was signed.
    """
    found = []
    try:
        kept = json.loads(state_file().read_bytes())
        found.append(Signed(str(kept["origin"]), int(kept["size"]), bytes.fromhex(kept["root"])))
    except FileNotFoundError:
        pass
    except (ValueError, KeyError, TypeError) as error:
        raise Diverged(f"{state_file()} is damaged: nobody knows what was signed last") from error
    row = Checkpoint.objects.order_by("-size").first()
    notes = [data for data in (row and row.note.encode(), checkpoint_file()) if data]
    try:
        found += [read_checkpoint(read_note(data).text) for data in notes]
    except Malformed as error:
        raise Diverged(f"a checkpoint that was signed is damaged: {error}") from error
    other = next((one for one in found if one.origin != origin()), None)
    if other:
        raise Diverged(f"signed last under the name {other.origin}, and this log is {origin()}")
    return [one for one in found if one.size]
