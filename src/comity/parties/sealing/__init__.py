# SPDX-License-Identifier: EUPL-1.2
"""Sealing as far as a server, or a tool without a database, has to know it: pure, without Django.

age keys and their fingerprints, the header of a sealed file, shares of a recovery key. Nothing here opens a sealed
file.
"""

from comity.parties.sealing.header import Fault, Header, NotSealed, fault_of_start, read_header, scrypt_work_factor
from comity.parties.sealing.keys import (
    MOST_RECIPIENTS,
    fingerprint,
    identity_text,
    in_groups,
    padded,
    recipient_key,
    recipient_of,
    secret_of,
)
from comity.parties.sealing.shares import Key, NoKey, Share, ShareFault, join, read_share, split

__all__ = [
    "MOST_RECIPIENTS",
    "Fault",
    "Header",
    "Key",
    "NoKey",
    "NotSealed",
    "Share",
    "ShareFault",
    "fault_of_start",
    "fingerprint",
    "identity_text",
    "in_groups",
    "join",
    "padded",
    "read_header",
    "read_share",
    "recipient_key",
    "recipient_of",
    "scrypt_work_factor",
    "secret_of",
    "split",
]
