# SPDX-License-Identifier: EUPL-1.2
import hashlib
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from comity.ledger.actions import canonical, commitment, system_commit
from comity.ledger.models import Leaf, Pending

# On SQLite, and as the owner of the table, a trigger refuses; the role of the application may not even ask.
REFUSED = "insert only|permission denied"
PAYLOAD = {"act": "send", "n": 2, "ref": "Demande d’assistance n° 2", "v": 1}


def test_canonical_form_is_that_of_rfc_8785() -> None:
    shuffled = {"v": 1, "ref": "Demande d’assistance n° 2", "n": 2, "act": "send"}

    assert canonical(shuffled) == '{"act":"send","n":2,"ref":"Demande d’assistance n° 2","v":1}'.encode()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\b\t\n\f\r", rb"\b\t\n\f\r"),
        ("\x00\x1f", rb"\u0000\u001f"),
        ('"\\', rb"\"\\"),
        ("/\x7f", b"/\x7f"),
        ("\U0001f600", "\U0001f600".encode()),
    ],
)
def test_canonical_text_escapes_what_must_be(text: str, written: bytes) -> None:
    assert canonical({"t": text}) == b'{"t":"' + written + b'"}'


def test_canonical_form_of_the_other_values() -> None:
    value = {"a": None, "b": [True, False, -1, 0], "c": {"z_9": "x"}, "d": []}

    assert canonical(value) == b'{"a":null,"b":[true,false,-1,0],"c":{"z_9":"x"},"d":[]}'


@pytest.mark.parametrize("value", [1.0, float("nan"), {"deep": [1.5]}, b"bytes", {1, 2}, object(), (1, 2)])
def test_value_without_a_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical({"a": value})


@pytest.mark.parametrize("number", [2**53, -(2**53), 10**30])
def test_integer_too_large_for_json_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="too large"):
        canonical({"a": [number]})


@pytest.mark.parametrize("number", [2**53 - 1, -(2**53 - 1)])
def test_largest_integers_are_taken(number: int) -> None:
    assert canonical({"a": number}) == b'{"a":%d}' % number


@pytest.mark.parametrize("key", ["", "A", "é", "a-b", 1, "a b"])
def test_key_outside_the_narrow_alphabet_is_refused(key: Any) -> None:
    with pytest.raises(ValueError, match="no key"):
        canonical({"a": {key: 1}})


def test_lone_surrogate_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        canonical({"a": "\ud800"})


def test_commitment_is_that_of_the_example() -> None:
    salt = hashlib.sha256(b"salt 2").digest()

    assert commitment(salt, PAYLOAD).hex() == "d98f43610071a21fbd3aef48182720a1596a2825390d385fcb8278b9d0b9338f"


def test_leaf_of_the_example_follows_from_its_commitment() -> None:
    entry = b"\x01" + commitment(hashlib.sha256(b"salt 2").digest(), PAYLOAD)

    assert (
        hashlib.sha256(b"\x00" + entry).hexdigest()
        == "806f19b4504e751b680fd0fa77a7abfb059dbb31d21ffb5f35c81034ed5289cc"
    )


@pytest.mark.parametrize("length", [0, 31, 33])
def test_salt_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(b"\0" * length, PAYLOAD)


@given(st.dictionaries(st.text("abc_19", min_size=1), st.integers(-9, 9) | st.text(st.characters(codec="utf-8"))))
def test_commitment_changes_with_salt_and_payload(payload: dict[str, Any]) -> None:
    first, second = b"\1" * 32, b"\2" * 32

    assert len({commitment(first, payload), commitment(second, payload), commitment(first, {**payload, "z": 1})}) == 3


def test_committing_writes_a_leaf_that_waits(db: None) -> None:
    leaf_id, salt = system_commit(PAYLOAD)

    assert bytes(Leaf.objects.get(pk=leaf_id).entry) == b"\x01" + commitment(salt, PAYLOAD)
    assert [row.leaf_id for row in Pending.objects.all()] == [leaf_id]


def test_every_leaf_has_a_salt_of_its_own(db: None) -> None:
    salts = {system_commit(PAYLOAD)[1] for _ in range(20)}

    assert len(salts) == 20
    assert len({bytes(leaf.entry) for leaf in Leaf.objects.all()}) == 20


@pytest.mark.parametrize("statement", ["UPDATE ledger_leaf SET entry = entry", "DELETE FROM ledger_leaf"])
def test_leaf_is_neither_changed_nor_deleted(db: None, statement: str) -> None:
    system_commit(PAYLOAD)
    Pending.objects.all().delete()
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Leaf.objects.count() == 1
