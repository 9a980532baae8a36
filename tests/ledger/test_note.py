# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.ledger.format.checkpoint import (
    Checkpoint,
    check_signature,
    cosign,
    read_checkpoint,
    read_number,
    sign_checkpoint,
)
from comity.ledger.format.note import (
    BadSignature,
    Kind,
    Malformed,
    Note,
    Signature,
    SigningKey,
    VerifierKey,
    from_base64,
    read_note,
    to_base64,
)
from comity.ledger.format.tree import EMPTY_ROOT, root_of

from .golden import CHECKPOINT, LEAVES, LOG, SEEN_AT, VKEYS, WITNESS

TEXT = CHECKPOINT.rpartition("\n\n")[0] + "\n"
LINE = CHECKPOINT.splitlines()[4]


def test_example_is_signed_byte_for_byte() -> None:
    root = root_of(bytes.fromhex(leaf) for leaf in LEAVES)
    note = sign_checkpoint(LOG, Checkpoint("comity.example/ledger", 3, root))
    seen = Note(note.text, (*note.signatures, cosign(WITNESS, note.text, time=SEEN_AT)))

    assert bytes(seen).decode() == CHECKPOINT


def test_example_is_read_and_holds() -> None:
    note = read_note(CHECKPOINT.encode())
    keys = [VerifierKey.read(text) for text in VKEYS]

    found = [(key.name, check_signature(key, note.text, line)) for key, line in note.signatures_by(keys)]

    assert bytes(note).decode() == CHECKPOINT
    assert found == [("comity.example/ledger", 0), ("witness.example/w1", SEEN_AT)]
    assert str(read_checkpoint(note.text)) == TEXT


def test_keys_of_the_example() -> None:
    assert [str(key.verifier) for key in (LOG, WITNESS)] == list(VKEYS)
    assert [str(VerifierKey.read(text)) for text in VKEYS] == list(VKEYS)


def test_key_of_the_specification_is_read() -> None:
    key = VerifierKey.read("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")

    assert (key.name, key.kind, key.id.hex()) == ("PeterNeumann", Kind.ED25519, "c74f20a3")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+3a3e4499",
        VKEYS[0].replace("3a3e4499", "3a3e4498"),
        VKEYS[0].replace("3a3e4499", "3A3E4499"),
        VKEYS[0].replace("comity", "other"),
        VKEYS[0].removesuffix("v") + "w",
        VKEYS[0] + "=",
        VKEYS[0] + "\n",
        " " + VKEYS[0],
        "a+b+" + VKEYS[0],
        "a+00000000+" + to_base64(b"\x02" + bytes(32)),
        "a+00000000+" + to_base64(b"\x01" + bytes(31)),
        "a\u2003b+00000000+" + to_base64(b"\x01" + bytes(32)),
    ],
)
def test_key_out_of_form_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        VerifierKey.read(text)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        TEXT.encode(),
        CHECKPOINT.encode()[:-1],
        CHECKPOINT.encode() + b"\n",
        CHECKPOINT.encode() + b"x",
        CHECKPOINT.replace("\n", "\r\n").encode(),
        CHECKPOINT.replace("— ", "- ").encode(),
        CHECKPOINT.replace("\n\n", "\n").encode(),
        CHECKPOINT.replace("3\n", "3\0\n").encode(),
        CHECKPOINT.replace("3\n", "3\t\n").encode(),
        CHECKPOINT.encode() + b"\xff",
        ("\n\n" + LINE + "\n").encode().lstrip(b"\n"),
        (TEXT + "\n— name\n").encode(),
        (TEXT + "\n— na+me " + LINE.split()[2] + "\n").encode(),
        (TEXT + "\n— name AAAA\n").encode(),
        (TEXT + "\n— name " + LINE.split()[2] + " x\n").encode(),
        (TEXT + "\n" + (LINE + "\n") * 65).encode(),
        (TEXT + "x" * 70_000 + "\n\n" + LINE + "\n").encode(),
    ],
)
def test_note_out_of_form_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_note(data)


def test_note_is_split_at_its_last_blank_line() -> None:
    note = read_note(b"a\n\nb\n\n" + LINE.encode() + b"\n")

    assert note.text == "a\n\nb\n"


@pytest.mark.parametrize("text", ["AA", "AB==", "AA==\n", " AA==", "AA=", "A-_=", "é", "AA==AA=="])
def test_base64_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        from_base64(text)


@pytest.mark.parametrize("text", ["", "00", "01", "+1", "-1", " 1", "1 ", "1.0", "0x1", "١", "9" * 19, "1_0"])
def test_number_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        read_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "a\n1\n",
        "a\n1\nAAAA\n",
        f"a\n1\n{to_base64(bytes(32))}",
        f"\n1\n{to_base64(bytes(32))}\n",
        f"a\n1\n{to_base64(bytes(32))}\n\nx\n",
    ],
)
def test_checkpoint_out_of_form_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        read_checkpoint(text)


def test_empty_log_has_the_root_of_nothing() -> None:
    assert read_checkpoint(f"a\n0\n{to_base64(EMPTY_ROOT)}\n") == Checkpoint("a", 0, EMPTY_ROOT)


def test_lines_of_other_logs_are_kept() -> None:
    assert read_checkpoint(f"a\n1\n{to_base64(bytes(32))}\nmore\n").extensions == ("more",)


def test_signature_of_another_text_or_key_does_not_hold() -> None:
    line = Signature(LOG.name, LOG.verifier.id, LOG.sign(TEXT.encode()))
    other = SigningKey(LOG.name, Kind.ED25519, bytes(32)).verifier

    with pytest.raises(BadSignature):
        check_signature(LOG.verifier, TEXT + "x\n", line)
    with pytest.raises(BadSignature):
        check_signature(other, TEXT, line)
    with pytest.raises(BadSignature):
        check_signature(LOG.verifier, TEXT, Signature(line.name, line.key_id, line.data[:-1]))


@pytest.mark.parametrize("length", [1, 64, 71, 73])
def test_cosignature_of_another_length_does_not_hold(length: int) -> None:
    with pytest.raises(BadSignature):
        check_signature(WITNESS.verifier, TEXT, Signature(WITNESS.name, WITNESS.verifier.id, bytes(length)))


@given(st.integers(0, 2**64 - 1), st.integers(0, 8 * 72 - 1))
def test_cosignature_with_one_bit_changed_does_not_hold(time: int, bit: int) -> None:
    line = cosign(WITNESS, TEXT, time=time)
    data = bytearray(line.data)
    data[bit // 8] ^= 1 << bit % 8

    with pytest.raises(BadSignature):
        check_signature(WITNESS.verifier, TEXT, Signature(line.name, line.key_id, bytes(data)))


def test_secret_is_not_shown() -> None:
    assert repr(LOG) == "SigningKey('comity.example/ledger')"
