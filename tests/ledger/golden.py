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

# Public entries, an authority's key, and what it signs under the act of the example.
AUTHORITY = hashlib.sha256(b"comity example authority key").digest()
AUTHORITY_KEY = "f3460ced4e9ac1f6b2eb9bb3653ac84b001d63504292d1e9af3b589ee26a9e38"
KEY_LEAF: dict[str, Any] = {
    "v": 1, "kind": "key", "event": "registered", "purpose": "signing", "party": "BEL",
    "authority": "00000000-0000-4000-8000-000000000001", "key": AUTHORITY_KEY, "at": "2026-11-24T06:00:00Z",
}  # fmt: skip
RELEASE: dict[str, Any] = {
    "v": 1, "kind": "release", "version": "1.0", "at": "2026-11-24T06:00:00Z",
    "files": [{"name": "comity/dist/sealing.js", "sha256": hashlib.sha256(b"sealing.js").hexdigest()}],
}  # fmt: skip
ADMIN: dict[str, Any] = {"v": 1, "kind": "admin", "what": "An example", "at": "2026-11-24T06:00:00Z"}
ACK_SIGNATURE = (
    "d37df5745be2e81c39d95d9262432263b7ced22203c1abca7b6236c41f01279c"
    "43c9ebdd33e1645e994cb1a013a001afeedfd036f08218667824387a4f59930f"
)
