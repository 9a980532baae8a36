# SPDX-License-Identifier: EUPL-1.2
"""Checking a receipt, from its bytes and a policy alone: what it proves, or at which step it fails and as what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from .ack import Ack, AckFault, NotAcknowledged, check_ack
from .checkpoint import Checkpoint, check_signature, read_checkpoint
from .comparing import Relation, compare
from .note import BadSignature, Malformed, Note, VerifierKey, read_note
from .opened import Opened, act_extra, open_extra, public_extra
from .policy import Policy
from .proof import Proof, read_proof
from .tiles import Reader, nodes_of_tiles
from .tree import NotProven, check_inclusion, leaf_hash
from .witness import read_submission


class Fault(StrEnum):
    """What is the matter with a receipt."""

    UNUSABLE = "unusable"
    CHANGED = "changed"
    OTHER_LOG = "another-log"
    OLDER_KEY = "older-key"
    OTHER_KEY = "another-key"
    UNWITNESSED = "pending-witness"
    DOCUMENT = "document"
    ACK_CHANGED = AckFault.CHANGED
    ACK_KEY_UNKNOWN = AckFault.UNKNOWN
    ACK_KEY_MISSING = AckFault.MISSING
    ACK_KEY_LATER = AckFault.LATER
    PUT_BACK = "put-back"
    FORK = "fork"
    UNREAD = "log-not-read"


class Step(StrEnum):
    """The steps of the check, in order."""

    FORM = "form"
    PAYLOAD = "payload"
    ORIGIN = "origin"
    SIGNATURE = "signature"
    WITNESSES = "witnesses"
    INCLUSION = "inclusion"
    DOCUMENTS = "documents"
    ACK = "ack"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Document:
    """A file in hand: its name for people, and its digest."""

    name: str
    sha256: str

    @classmethod
    def of(cls, name: str, data: bytes) -> "Document":
        """Return the document of these bytes."""
        return cls(name, sha256(data).hexdigest())


@dataclass(slots=True)
class Verdict:
    """What the check came to; `fault` is None where everything holds. `seen` tells when each witness saw the log.

    `payload` is what a public entry tells, where `is_public`; `acknowledged` is the entry of the key that signed.
    """

    fault: Fault | None = None
    step: Step | None = None
    message: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    is_public: bool = False
    acknowledged: Mapping[str, Any] | None = None
    index: int | None = None
    checkpoint: Checkpoint | None = None
    seen: dict[str, int] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)
    shown: Checkpoint | None = None

    @property
    def code(self) -> int:
        """0 proven, 1 not proven, 2 unusable."""
        return 0 if self.fault is None else 2 if self.fault == Fault.UNUSABLE else 1


Against = tuple[bytes, Reader]


class _Failed(Exception):
    def __init__(self, fault: Fault, step: Step, message: str) -> None:
        super().__init__(message)
        self.fault, self.step = fault, step


def build_receipt(
    salt: bytes, payload: dict[str, Any], *, index: int, siblings: Sequence[bytes], note: Note, ack: Ack | None = None
) -> bytes:
    """Return the file that proves the entry of this payload, with the acknowledgement of it where there is one."""
    return bytes(Proof(index, tuple(siblings), note, act_extra(salt, payload, ack)))


def build_public_proof(told: Mapping[str, Any], *, index: int, siblings: Sequence[bytes], note: Note) -> bytes:
    """Return the file that proves a public entry."""
    return bytes(Proof(index, tuple(siblings), note, public_extra(told)))


def verify_receipt(
    data: bytes, policy: Policy, documents: Sequence[Document] = (), *, against: Against | None = None
) -> Verdict:
    """Return what this receipt proves to a reader with this policy and these documents in hand; raises nothing.

    With `against`, a checkpoint as the log shows it today and a reader of its tiles, also whether that log is still the
    one that signed the receipt.
    """
    verdict = Verdict()
    try:
        _verify(data, policy, documents, verdict)
        if against is not None:
            _still_there(policy, verdict, *against)
    except _Failed as failed:
        verdict.fault, verdict.step, verdict.message = failed.fault, failed.step, str(failed)
    return verdict


def _verify(data: bytes, policy: Policy, documents: Sequence[Document], verdict: Verdict) -> None:
    try:
        proof = read_proof(data)
        checkpoint = verdict.checkpoint = proof.checkpoint
    except Malformed as error:
        raise _Failed(Fault.UNUSABLE, Step.FORM, f"not a receipt, or one that was changed: {error}") from None
    verdict.index = proof.index
    opened = _opened(proof, verdict)
    leaf = leaf_hash(opened.entry)
    if checkpoint.origin != policy.log.name:
        raise _Failed(
            Fault.OTHER_LOG, Step.ORIGIN, f"a receipt of another log: {checkpoint.origin}, not {policy.log.name}"
        )
    if checkpoint.extensions:
        raise _Failed(Fault.CHANGED, Step.ORIGIN, "the checkpoint has lines that this log does not write")
    _signed(proof.note, policy)
    _witnessed(proof.note, policy, verdict)
    try:
        check_inclusion(leaf, proof.index, checkpoint.size, proof.siblings, checkpoint.root)
    except NotProven as error:
        raise _Failed(Fault.CHANGED, Step.INCLUSION, f"the entry, or its proof, was changed: {error}") from None
    _in_hand(documents, verdict)
    if opened.ack is not None:
        _acknowledged(opened.ack, leaf, checkpoint, verdict)


def _opened(proof: Proof, verdict: Verdict) -> Opened:
    try:
        opened = open_extra(proof.extra)
    except (ValueError, TypeError) as error:
        raise _Failed(Fault.UNUSABLE, Step.PAYLOAD, f"the entry cannot be read: {error}") from None
    verdict.payload, verdict.is_public = opened.payload, opened.is_public
    return opened


def _acknowledged(ack: Ack, leaf: bytes, checkpoint: Checkpoint, verdict: Verdict) -> None:
    assert verdict.index is not None  # the entry was proven
    by, index = verdict.payload.get("by"), verdict.index
    try:
        check_ack(
            ack, origin=checkpoint.origin, leaf=leaf, index=index, by=by, size=checkpoint.size, root=checkpoint.root
        )
    except NotAcknowledged as error:
        raise _Failed(Fault(error.fault), Step.ACK, str(error)) from None
    verdict.acknowledged = ack.key


def _signed(note: Note, policy: Policy) -> None:
    """The log's own key must have signed: any other known key would do for a reader of notes, and not for us."""
    lines = note.signatures_by([policy.log])
    if not lines:
        if note.signatures_by(policy.retired):
            raise _Failed(Fault.OLDER_KEY, Step.SIGNATURE, "signed with an older key of this log, which is retired")
        if any(line.name == policy.log.name for line in note.signatures):
            raise _Failed(
                Fault.OTHER_KEY,
                Step.SIGNATURE,
                "signed in the name of this log with a key that is not the pinned one: an older one, or nobody's",
            )
        raise _Failed(Fault.CHANGED, Step.SIGNATURE, "the log's own signature is missing")
    for key, line in lines:
        try:
            check_signature(key, note.text, line)
        except BadSignature as error:
            raise _Failed(Fault.CHANGED, Step.SIGNATURE, f"the checkpoint was changed: {error}") from None


def _witnessed(note: Note, policy: Policy, verdict: Verdict) -> None:
    for key, line in note.signatures_by(policy.witnesses):
        try:
            time = check_signature(key, note.text, line)
        except BadSignature as error:
            raise _Failed(Fault.CHANGED, Step.WITNESSES, f"a witness's line was changed: {error}") from None
        verdict.seen[str(key)] = max(time, verdict.seen.get(str(key), 0))
    if len(verdict.seen) < policy.quorum:
        raise _Failed(
            Fault.UNWITNESSED,
            Step.WITNESSES,
            f"{len(verdict.seen)} of the {policy.quorum} witnesses asked for have signed: fetch the receipt again",
        )


def _in_hand(documents: Sequence[Document], verdict: Verdict) -> None:
    """A file belongs to the act where its digest is one of its documents, or is that of what was given with it.

    To a release, where it is one of its files.
    """
    listed = verdict.payload.get("files" if verdict.is_public else "documents", [])
    known = {str(one.get("sha256")) for one in listed if isinstance(one, dict)} if isinstance(listed, list) else set()
    known.add(str(verdict.payload.get("data_sha256", "")))
    for document in documents:
        if document.sha256 not in known:
            raise _Failed(
                Fault.DOCUMENT, Step.DOCUMENTS, f"{document.name} is not a document of this act, or was changed"
            )
        verdict.documents.append(document.name)


def _still_there(policy: Policy, verdict: Verdict, data: bytes, read: Reader) -> None:
    """The log shown today must continue the tree that the receipt is of.

    What is shown may bring the proof with it, in the form in which a witness is asked.
    """
    kept = verdict.checkpoint
    assert kept is not None  # the receipt was proven
    try:
        brought = read_submission(data) if data.startswith(b"old ") else None
        note = brought.note if brought else read_note(data)
        shown = verdict.shown = read_checkpoint(note.text)
        signed = note.signatures_by([policy.log])
        for key, line in signed:
            check_signature(key, note.text, line)
        if shown.origin != kept.origin or not signed:
            raise _Failed(Fault.UNREAD, Step.LOG, "the log that is shown is not signed by the pinned key")
        given = brought.proof if brought and brought.old == kept.size else None
        relation = compare(kept, shown, nodes_of_tiles(shown.size, read), given=given)
    except (Malformed, BadSignature, OSError) as error:
        raise _Failed(Fault.UNREAD, Step.LOG, f"the log that is shown cannot be compared: {error}") from None
    if relation == Relation.PUT_BACK:
        raise _Failed(
            Fault.PUT_BACK,
            Step.LOG,
            f"the log shows {shown.size} leaves and had signed {kept.size}: an older state was restored, and what came "
            "after it is missing; whether the rest is a true beginning shows when it has grown beyond that",
        )
    if relation == Relation.FORK:
        raise _Failed(
            Fault.FORK,
            Step.LOG,
            f"the log signed two trees that contradict each other, of {kept.size} and of {shown.size} leaves: a fork, "
            "or an older state that was restored and went on; both signatures together prove it",
        )


def witness_names(policy: Policy, verdict: Verdict) -> list[tuple[VerifierKey, int]]:
    """Return the pinned witnesses that have signed, each with the time at which it had seen the log."""
    return [(key, verdict.seen[str(key)]) for key in policy.witnesses if str(key) in verdict.seen]
