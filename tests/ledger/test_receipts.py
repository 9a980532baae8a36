# SPDX-License-Identifier: EUPL-1.2
import base64
from dataclasses import replace
from typing import Any

import pytest

from comity.ledger.format.checkpoint import Checkpoint, cosign, sign_checkpoint
from comity.ledger.format.commitment import canonical, read_canonical
from comity.ledger.format.note import Kind, Malformed, Note, SigningKey, VerifierKey, read_note
from comity.ledger.format.policy import Policy, read_policy
from comity.ledger.format.proof import Proof, read_proof
from comity.ledger.format.receipt import Document, Fault, Step, build_receipt, verify_receipt, witness_names

from .golden import CHECKPOINT, ENTRY, LOG, PAYLOAD, SALT, SEEN_AT, SIBLING, VKEYS, WITNESS

NOTE = read_note(CHECKPOINT.encode())
SIBLINGS = [base64.b64decode(SIBLING)]
RECEIPT = build_receipt(SALT, PAYLOAD, index=2, siblings=SIBLINGS, note=NOTE)
PINNED = Policy(VerifierKey.read(VKEYS[0]), witnesses=(VerifierKey.read(VKEYS[1]),), quorum=1)


def outcome(data: bytes, policy: Policy = PINNED, *documents: Document) -> tuple[Fault | None, Step | None, int]:
    found = verify_receipt(data, policy, documents)
    return found.fault, found.step, found.code


def signed_by(key: SigningKey, *, origin: str = LOG.name) -> bytes:
    checkpoint = Checkpoint(origin, 3, Proof(2, SIBLINGS, NOTE).checkpoint.root)
    note = sign_checkpoint(key, checkpoint)
    note = Note(note.text, (*note.signatures, cosign(WITNESS, note.text, time=1)))
    return build_receipt(SALT, PAYLOAD, index=2, siblings=SIBLINGS, note=note)


def test_receipt_of_the_example_is_proven() -> None:
    found = verify_receipt(RECEIPT, PINNED)

    assert (found.fault, found.code, found.index, found.payload) == (None, 0, 2, PAYLOAD)
    assert witness_names(PINNED, found) == [(PINNED.witnesses[0], SEEN_AT)]
    assert RECEIPT.startswith(b"c2sp.org/tlog-proof@v1\nextra ")
    assert RECEIPT.endswith(f"\nindex 2\n{SIBLING}\n\n{CHECKPOINT}".encode())


def test_every_single_bit_changed_is_refused() -> None:
    """With the quorum asked for, there is no harmless bit in a receipt."""
    accepted = []
    for bit in range(8 * len(RECEIPT)):
        data = bytearray(RECEIPT)
        data[bit // 8] ^= 1 << bit % 8
        if verify_receipt(bytes(data), PINNED).fault is None:
            accepted.append(bit)

    assert accepted == []


def test_without_a_quorum_only_the_name_of_a_witness_may_change() -> None:
    """The one harmless class: a witness's line that names no key of the reader's is as good as not there."""
    free = replace(PINNED, quorum=0)
    line = RECEIPT.rindex("— witness".encode())
    accepted = []
    for bit in range(8 * len(RECEIPT)):
        data = bytearray(RECEIPT)
        data[bit // 8] ^= 1 << bit % 8
        found = verify_receipt(bytes(data), free)
        if found.fault is None:
            accepted.append(bit // 8)
            assert found.seen == {}

    assert accepted
    assert min(accepted) > line
    # Its name, or one of the four bytes of its key's id: nothing of the signature itself.
    assert max(accepted) <= line + len("— witness.example/w1 5oo/CQ".encode())


@pytest.mark.parametrize("place", range(1, 900, 37))
def test_receipt_cut_short_is_refused(place: int) -> None:
    assert verify_receipt(RECEIPT[: len(RECEIPT) - place], PINNED).fault is not None


def test_one_byte_changed_is_called_changed() -> None:
    assert outcome(RECEIPT.replace(b"index 2", b"index 1")) == (Fault.CHANGED, Step.INCLUSION, 1)
    assert outcome(RECEIPT.replace(b"\n3\n", b"\n4\n")) == (Fault.CHANGED, Step.SIGNATURE, 1)
    assert outcome(RECEIPT.replace(b"proof@v1", b"proof@v2")) == (Fault.UNUSABLE, Step.FORM, 2)
    other = build_receipt(SALT, {**PAYLOAD, "n": 3}, index=2, siblings=SIBLINGS, note=NOTE)
    assert outcome(other) == (Fault.CHANGED, Step.INCLUSION, 1)


def test_receipt_of_another_log_is_called_so() -> None:
    other = SigningKey("elsewhere.example/ledger", Kind.ED25519, b"\1" * 32)

    assert outcome(signed_by(other, origin=other.name)) == (Fault.OTHER_LOG, Step.ORIGIN, 1)


def test_receipt_with_an_older_key_is_called_so() -> None:
    old = SigningKey(LOG.name, Kind.ED25519, b"\1" * 32)

    assert outcome(signed_by(old), replace(PINNED, retired=(old.verifier,))) == (Fault.OLDER_KEY, Step.SIGNATURE, 1)
    assert outcome(signed_by(old)) == (Fault.OTHER_KEY, Step.SIGNATURE, 1)


def test_signature_of_a_witness_alone_is_not_the_log_s() -> None:
    note = Note(NOTE.text, NOTE.signatures[1:])

    data = build_receipt(SALT, PAYLOAD, index=2, siblings=SIBLINGS, note=note)

    assert outcome(data) == (Fault.CHANGED, Step.SIGNATURE, 1)


def test_receipt_without_the_quorum_is_not_yet_proven() -> None:
    data = build_receipt(SALT, PAYLOAD, index=2, siblings=SIBLINGS, note=Note(NOTE.text, NOTE.signatures[:1]))

    assert outcome(data) == (Fault.UNWITNESSED, Step.WITNESSES, 1)
    assert outcome(data, replace(PINNED, quorum=0)) == (None, None, 0)


def test_one_witness_is_not_counted_twice() -> None:
    lines = (*NOTE.signatures, cosign(WITNESS, NOTE.text, time=SEEN_AT + 5))
    data = build_receipt(SALT, PAYLOAD, index=2, siblings=SIBLINGS, note=Note(NOTE.text, lines))
    second = SigningKey("witness.example/w2", Kind.COSIGNATURE, b"\2" * 32).verifier

    found = verify_receipt(data, replace(PINNED, witnesses=(*PINNED.witnesses, second), quorum=2))

    assert (found.fault, found.seen) == (Fault.UNWITNESSED, {VKEYS[1]: SEEN_AT + 5})


@pytest.mark.parametrize(
    "extra",
    [
        b"",
        b"{}",
        b"[]",
        canonical({"salt": SALT.hex(), "payload": PAYLOAD, "more": 1}),
        canonical({"salt": SALT.hex().upper(), "payload": PAYLOAD}),
        canonical({"salt": SALT.hex()[2:], "payload": PAYLOAD}),
        canonical({"salt": 1, "payload": PAYLOAD}),
        canonical({"salt": SALT.hex(), "payload": []}),
        b" " + canonical({"salt": SALT.hex(), "payload": PAYLOAD}),
        b"[" * 100_000,
    ],
)
def test_entry_out_of_form_is_refused(extra: bytes) -> None:
    assert verify_receipt(bytes(Proof(2, SIBLINGS, NOTE, extra)), PINNED).code == 2


@pytest.mark.parametrize(
    "data",
    [b'{"a":1,"a":1}', b'{"b":1,"a":1}', b'{"a": 1}', b'{"a":1.0}', b'{"a":NaN}', b'{"a":1e2}', b'{"a":"\\u0041"}',
     b'{"a":-0}', b'{"a":"\\ud800"}', b'{"A":1}', b"\xff", b"", b"1", b'{"a":9007199254740992}'],
)  # fmt: skip
def test_json_in_another_form_than_its_own_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="canonical"):
        read_canonical(data)


def test_documents_are_those_of_the_act_or_refused() -> None:
    kept, other = Document.of("a.pdf", b"a"), Document.of("b.pdf", b"b")
    payload: dict[str, Any] = {
        "documents": [{"sha256": kept.sha256, "size": 1}],
        "data_sha256": Document.of("", b"d").sha256,
    }
    # A log of one leaf is its own root.
    from comity.ledger.format.commitment import BLIND, commitment  # noqa: PLC0415 - used here alone
    from comity.ledger.format.tree import leaf_hash  # noqa: PLC0415 - as above

    root = leaf_hash(BLIND + commitment(SALT, payload))
    data = build_receipt(SALT, payload, index=0, siblings=[], note=sign_checkpoint(LOG, Checkpoint(LOG.name, 1, root)))
    policy = Policy(LOG.verifier)

    found = verify_receipt(data, policy, [kept, Document.of("data", b"d")])
    assert (found.code, found.documents) == (0, ["a.pdf", "data"])
    assert outcome(data, policy, kept, other) == (Fault.DOCUMENT, Step.DOCUMENTS, 1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"c2sp.org/tlog-proof@v1\n\n" + CHECKPOINT.encode(),
        RECEIPT.replace(b"index 2", b"index 02"),
        RECEIPT.replace(b"index 2", b"index -2"),
        RECEIPT.replace(b"index 2\n", b"index 2\n\n"),
        RECEIPT.replace(b"index 2\n", b"index 2\nAAAA\n"),
        RECEIPT.replace(b"index 2\n", b"index 2\n" + SIBLING.encode() + b"\r\n"),
        RECEIPT.replace(b"index 2\n", b"index 2\n" + (SIBLING.encode() + b"\n") * 64),
        RECEIPT + b"\n",
        b"\n" + RECEIPT,
        b"\xef\xbb\xbf" + RECEIPT,
        b"x" * (256 * 1024 + 1),
    ],
)
def test_proof_out_of_form_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_proof(data)


def test_policy_is_written_and_read() -> None:
    old = SigningKey(LOG.name, Kind.ED25519, b"\1" * 32).verifier
    policy = replace(PINNED, retired=(old,))

    assert read_policy(f"# pinned by the desk\n\n{policy}") == policy
    assert read_policy(f"log {VKEYS[0]}\nwitness {VKEYS[1]}\n").quorum == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"log {VKEYS[0]}\nlog {VKEYS[0]}\n",
        f"log {VKEYS[1]}\n",
        f"log {VKEYS[0]}\nwitness {VKEYS[0]}\n",
        f"log {VKEYS[0]}\nwitness {VKEYS[1]}\nwitness {VKEYS[1]}\n",
        f"log {VKEYS[0]}\nquorum 1\n",
        f"log {VKEYS[0]}\nquorum x\n",
        f"log {VKEYS[0]}\nwitness {VKEYS[1]}\nquorum 1\nquorum 0\n",
        f"lug {VKEYS[0]}\n",
        "log x\n",
    ],
)
def test_policy_out_of_form_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        read_policy(text)


def test_entry_of_the_example() -> None:
    assert ENTRY.hex() == "01d98f43610071a21fbd3aef48182720a1596a2825390d385fcb8278b9d0b9338f"
