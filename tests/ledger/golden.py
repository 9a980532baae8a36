# SPDX-License-Identifier: EUPL-1.2
"""The example of docs/ledger.md: three leaves, their checkpoint signed by a log and seen by a witness, one receipt."""

import hashlib
from typing import Any

from comity.ledger.format.commitment import BLIND, commitment
from comity.ledger.format.note import Kind, SigningKey

LOG = SigningKey("comity.example/ledger", Kind.ED25519, hashlib.sha256(b"comity example log key").digest())
WITNESS = SigningKey("witness.example/w1", Kind.COSIGNATURE, hashlib.sha256(b"comity example witness key").digest())
VKEYS = (
    "comity.example/ledger+3a3e4499+AezAPeblJo6EiT2IbkUg9Xh1zFxot9QmmADn56n/QJmv",
    "witness.example/w1+e68a3f09+BMrHJy+O6sINpd6xsSjb4N/QWMzvhbJ2o3dgFMvUIbhT",
)
CHECKPOINT = """comity.example/ledger
3
9/jiot/srycceNXuTMR2FU2TV1VWPs9LtaeljHZF29U=

— comity.example/ledger Oj5EmbpmjZBmIHciVdzW7GaXhnaNc+difeKanlYBn0zEaJu7foC+vlMukW8g74eFLTlFi5U8vrWKmjf2aqq1AvnErgA=
— witness.example/w1 5oo/CQAAAABrBSfgfdlxjUww+YmODAcKnrtqXgP7njeoo+ksTytojcblpILRPAvq+iZi90MCQkMw7/rpOrHd0CWffgIDFN0UVWn9BA==
"""  # noqa: E501 - as it is written
SEEN_AT = 0x6B0527E0
LEAVES = (
    "c56e83bd3b17580710e750e0181d58258e674b17171bea0e1e4f3003ff317cb9",
    "9982f48145e2b6c5fcaeacebf5403c24ddc46a374c55e17eb0f7d80be9b55a13",
    "806f19b4504e751b680fd0fa77a7abfb059dbb31d21ffb5f35c81034ed5289cc",
)
SIBLING = "IC+oneml77274dMcVwH/IlEYHvRXbCcW4BMpAuw8Vz0="
SALT = hashlib.sha256(b"salt 2").digest()
PAYLOAD: dict[str, Any] = {"act": "send", "n": 2, "ref": "Demande d’assistance n° 2", "v": 1}
ENTRY = BLIND + commitment(SALT, PAYLOAD)
