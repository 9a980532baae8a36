# SPDX-License-Identifier: EUPL-1.2
"""Acknowledgements: an authority's signature under its act, and the proof that its key stood in the log before."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from comity.ledger.format.ack import Ack, is_signed, is_signing_key, public_of, sign_ack, signed_bytes
from comity.ledger.format.checkpoint import Checkpoint, cosign, sign_checkpoint
from comity.ledger.format.commitment import BLIND, canonical, commitment
from comity.ledger.format.note import Note
from comity.ledger.format.policy import Policy
from comity.ledger.format.proof import Proof, read_proof
from comity.ledger.format.public import public_entry
from comity.ledger.format.receipt import Fault, Step, build_receipt, verify_receipt
from comity.ledger.format.tree import inclusion_proof, leaf_hash, nodes_over, root_of

from .golden import ACK_SIGNATURE, AUTHORITY, AUTHORITY_KEY, KEY_LEAF, LEAVES, LOG, PAYLOAD, RELEASE, SALT, WITNESS

ACT: dict[str, Any] = {**PAYLOAD, "by": "BEL"}
INDEX = 4
PINNED = Policy(LOG.verifier, witnesses=(WITNESS.verifier,), quorum=1)
RETIRED = {**KEY_LEAF, "event": "retired"}
SEALING = {**KEY_LEAF, "purpose": "sealing"}
FOREIGN = {**KEY_LEAF, "party": "NOR"}
ENTRIES = [
    public_entry(KEY_LEAF), public_entry(RETIRED), public_entry(SEALING), public_entry(FOREIGN),
    BLIND + commitment(SALT, ACT), public_entry({**KEY_LEAF, "at": "2026-11-25T06:00:00Z"}), public_entry(RELEASE),
]  # fmt: skip
HASHES = [leaf_hash(entry) for entry in ENTRIES]


def receipt(ack: Ack | None, *, hashes: list[bytes] = HASHES, payload: dict[str, Any] = ACT) -> bytes:
    note = sign_checkpoint(LOG, Checkpoint(LOG.name, len(hashes), root_of(hashes)))
    note = Note(note.text, (*note.signatures, cosign(WITNESS, note.text, time=1_800_000_000)))
    siblings = inclusion_proof(INDEX, len(hashes), nodes_of(hashes))
    return build_receipt(SALT, payload, index=INDEX, siblings=siblings, note=note, ack=ack)


def nodes_of(hashes: list[bytes]) -> Any:
    return nodes_over(hashes)


def ack(told: dict[str, Any] = KEY_LEAF, key: int = 0, seed: bytes = AUTHORITY) -> Ack:
    signature = sign_ack(seed, origin=LOG.name, leaf=HASHES[INDEX])
    return Ack(told, key, inclusion_proof(key, len(HASHES), nodes_of(HASHES)), signature)


def outcome(given: Ack | None, **more: Any) -> tuple[Fault | None, Step | None, int]:
    found = verify_receipt(receipt(given, **more), PINNED)
    return found.fault, found.step, found.code


def test_signature_of_the_example() -> None:
    leaf = bytes.fromhex(LEAVES[2])

    assert signed_bytes(LOG.name, leaf) == b"comity/ack/v1\ncomity.example/ledger\n" + leaf
    assert public_of(AUTHORITY) == AUTHORITY_KEY
    assert sign_ack(AUTHORITY, origin=LOG.name, leaf=leaf) == ACK_SIGNATURE
    assert is_signed(AUTHORITY_KEY, ACK_SIGNATURE, origin=LOG.name, leaf=leaf)


def test_receipt_with_an_acknowledgement_is_proven_and_names_the_authority() -> None:
    found = verify_receipt(receipt(ack()), PINNED)

    assert (found.fault, found.acknowledged) == (None, KEY_LEAF)
    assert verify_receipt(receipt(None), PINNED).acknowledged is None
    assert set(canonical_extra(receipt(ack()))) == {"salt", "payload", "ack"}


def canonical_extra(data: bytes) -> dict[str, Any]:
    from comity.ledger.format.commitment import read_canonical  # noqa: PLC0415 - used here alone

    return read_canonical(read_proof(data).extra)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (lambda: ack(seed=b"\1" * 32), Fault.ACK_CHANGED),
        (lambda: replace(ack(), signature="0" * 128), Fault.ACK_CHANGED),
        (lambda: ack(RETIRED, 1), Fault.ACK_KEY_UNKNOWN),
        (lambda: ack(SEALING, 2), Fault.ACK_KEY_UNKNOWN),
        (lambda: ack(FOREIGN, 3), Fault.ACK_KEY_UNKNOWN),
        (lambda: ack(RELEASE, 6), Fault.ACK_KEY_UNKNOWN),
        (lambda: ack({}, 0), Fault.ACK_KEY_UNKNOWN),
        (lambda: ack({**KEY_LEAF, "kind": []}, 0), Fault.ACK_KEY_UNKNOWN),
        (lambda: ack({**KEY_LEAF, "purpose": {}}, 0), Fault.ACK_KEY_UNKNOWN),
        (lambda: ack({**KEY_LEAF, "at": "2026-11-25T06:00:00Z"}, 5), Fault.ACK_KEY_LATER),
        (lambda: ack({**KEY_LEAF, "at": "2026-11-26T06:00:00Z"}, 0), Fault.ACK_KEY_MISSING),
        (lambda: replace(ack(), index=1), Fault.ACK_KEY_MISSING),
        (lambda: replace(ack(), siblings=()), Fault.ACK_KEY_MISSING),
        (lambda: replace(ack(), index=2**40), Fault.ACK_KEY_MISSING),
    ],
)
def test_acknowledgement_that_does_not_hold_is_named(given: Callable[[], Ack], fault: Fault) -> None:
    assert outcome(given()) == (fault, Step.ACK, 1)


def test_signature_over_another_act_or_log_does_not_hold() -> None:
    for origin, leaf in (("other.example/ledger", HASHES[INDEX]), (LOG.name, HASHES[0])):
        signature = sign_ack(AUTHORITY, origin=origin, leaf=leaf)
        assert outcome(replace(ack(), signature=signature))[0] == Fault.ACK_CHANGED


def test_acknowledgement_of_one_party_does_not_stand_under_the_act_of_another() -> None:
    payload = {**ACT, "by": "NOR"}
    hashes = [*HASHES[:INDEX], leaf_hash(BLIND + commitment(SALT, payload)), *HASHES[INDEX + 1 :]]
    given = replace(
        ack(), siblings=inclusion_proof(0, len(hashes), nodes_of(hashes)),
        signature=sign_ack(AUTHORITY, origin=LOG.name, leaf=hashes[INDEX]),
    )  # fmt: skip

    assert outcome(given, hashes=hashes, payload=payload)[0] == Fault.ACK_KEY_UNKNOWN


@pytest.mark.parametrize(
    "change",
    [
        {"signature": "0"}, {"signature": "A" * 128}, {"signature": 1}, {"index": -1}, {"index": True}, {"index": "0"},
        {"proof": "x"}, {"proof": ["0"]}, {"proof": [1]}, {"proof": ["0" * 64] * 64}, {"key": []}, {"more": 1},
    ],
)  # fmt: skip
def test_acknowledgement_out_of_form_is_unusable(change: dict[str, Any]) -> None:
    proof = read_proof(receipt(None))
    extra = {"salt": SALT.hex(), "payload": ACT, "ack": {**ack().as_json(), **change}}

    found = verify_receipt(bytes(Proof(INDEX, proof.siblings, proof.note, canonical(extra))), PINNED)

    assert (found.fault, found.step) == (Fault.UNUSABLE, Step.PAYLOAD)


def test_every_single_bit_of_a_receipt_with_an_acknowledgement_counts() -> None:
    data = receipt(ack())
    accepted = []
    for bit in range(8 * len(data)):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        if verify_receipt(bytes(flipped), PINNED).fault is None:
            accepted.append(bit)

    assert accepted == []


def test_every_single_bit_of_what_it_says_within_its_form_counts() -> None:
    """Base64 hides most flips behind its own form; these change what is said and keep the form."""
    extra, proof = canonical_extra(receipt(ack())), read_proof(receipt(ack()))
    data = canonical(extra)
    accepted = []
    for bit in range(8 * len(data)):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        given = bytes(Proof(INDEX, proof.siblings, proof.note, bytes(flipped)))
        if verify_receipt(given, PINNED).fault is None:
            accepted.append(bit)

    assert accepted == []


@pytest.mark.parametrize(
    "key",
    [
        "0" * 64, "01" + "0" * 62, "01" + "0" * 60 + "80", "00" * 31 + "80", "ec" + "ff" * 30 + "7f", "ec" + "ff" * 31,
        "ed" + "ff" * 30 + "7f", "ee" + "ff" * 30 + "7f", "ff" * 32, "ed" + "ff" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        AUTHORITY_KEY.upper(), AUTHORITY_KEY[:-2], "", "x" * 64,
    ],
)  # fmt: skip
def test_key_of_no_strength_or_form_is_none(key: str) -> None:
    """With a point of small order a signature can be made up that holds under any message."""
    forged = "01" + "0" * 62 + "0" * 64
    assert not is_signing_key(key)
    assert not is_signed(key, forged, origin=LOG.name, leaf=HASHES[0])


def test_signature_with_a_larger_number_is_refused() -> None:
    """S + L is the same signature to a lax reader: the strict one takes one form only."""
    order = 2**252 + 27742317777372353535851937790883648493
    good = bytes.fromhex(ACK_SIGNATURE)
    other = good[:32] + (int.from_bytes(good[32:], "little") + order).to_bytes(32, "little")

    assert not is_signed(AUTHORITY_KEY, other.hex(), origin=LOG.name, leaf=bytes.fromhex(LEAVES[2]))
