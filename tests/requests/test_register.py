# SPDX-License-Identifier: EUPL-1.2
"""Whether two parties hold the same, told without a word of contents."""

from collections.abc import Callable

import pytest
from django.test import Client

from comity.core.clock import now
from comity.core.errors import Invalid
from comity.core.viewer import Viewer
from comity.dossiers.models import Participation
from comity.parties.models import Party
from comity.requests.queries import compare_registers, read_register, register_with
from comity.statute import Act
from tests.factories.requests import a_draft, a_sent, act, bring_to

SignIn = Callable[[Viewer], Client]


def register(viewer: Viewer, other: Party) -> str:
    return str(register_with(viewer, other, until=now()))


@pytest.fixture
def three(asking: Viewer, asked: Viewer) -> None:
    """Two requests sent, one of them answered; a draft that is nobody else's."""
    a_sent(asking, kind="DOCS")
    bring_to("executed", asking, kind="DOCS")
    a_draft(asking, kind="DOCS")


def test_both_sides_hold_the_same(three: None, asking: Viewer, asked: Viewer, otp: Party, belgium: Party) -> None:
    ours, theirs = compare_registers(asking, belgium, register(asked, otp))

    assert (ours.here, ours.there, ours.only_here, ours.only_there) == (2, 2, [], [])
    assert theirs.here == theirs.there > 0
    assert (theirs.only_here, theirs.only_there) == ([], [])


def test_what_one_side_lacks_is_named(three: None, asking: Viewer, asked: Viewer, otp: Party, belgium: Party) -> None:
    """You sent two, I hold one: and which of yours it is, you know."""
    before = register_with(asking, belgium, until=now())
    lost = next(one for one in before.ours)
    text = register(asked, otp).replace(f"theirs {lost}\n", "")

    ours, _theirs = compare_registers(asking, belgium, text)

    assert (ours.here, ours.there) == (2, 1)
    assert ours.only_here == [(lost, before.requests[lost])]


def test_what_only_the_other_side_holds_is_named_by_its_line(
    three: None, asking: Viewer, asked: Viewer, otp: Party, belgium: Party
) -> None:
    text = register(asked, otp) + "theirs " + "ab" * 32 + "\n"

    ours, _theirs = compare_registers(asking, belgium, text)

    assert (ours.here, ours.there, ours.only_there) == (2, 3, ["ab" * 32])


def test_what_is_no_longer_seen_is_no_longer_held(
    three: None, asking: Viewer, asked: Viewer, otp: Party, belgium: Party
) -> None:
    Participation.rows.filter(party=belgium).update(until=now())

    assert register_with(asked, otp, until=now()).ours == {}
    assert compare_registers(asked, otp, register(asking, belgium))[1].only_there != []


def test_recalled_sending_is_in_no_register(asking: Viewer, asked: Viewer, otp: Party, belgium: Party) -> None:
    request = a_sent(asking, kind="DOCS")
    act(asking, request, Act.REQUEST_RECALL)

    assert len(register_with(asking, belgium, until=now()).ours) == len(register_with(asked, otp, until=now()).theirs)


def test_stranger_holds_nothing_of_it(three: None, stranger: Viewer, otp: Party) -> None:
    held = register_with(stranger, otp, until=now())

    assert (held.ours, held.theirs) == ({}, {})


def test_register_tells_nothing_of_the_contents(three: None, asking: Viewer, belgium: Party) -> None:
    lines = register(asking, belgium).splitlines()

    assert lines[:3] == ["comity register v1", "holder OTP", "with BEL"]
    assert all(len(line.split()[1]) == 64 for line in lines[4:])
    assert lines[4:] == sorted(lines[4:])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "comity register v1\nholder BEL\nwith OTP\n",
        "comity register v1\nholder OTP\nwith BEL\nuntil 2027-01-01T00:00:00Z\n",
        "comity register v1\nholder BEL\nwith OTP\nuntil yesterday\n",
        "comity register v1\nholder BEL\nwith OTP\nuntil 2027-01-01T00:00:00Z\nours x\n",
    ],
)
def test_register_out_of_form_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_register(text, holder="OTP", other="BEL")


def test_page_compares_what_is_pasted(
    three: None, asking: Viewer, asked: Viewer, otp: Party, belgium: Party, sign_in: SignIn
) -> None:
    theirs = sign_in(asked).get("/requests/register/OTP/file/")
    assert theirs.headers["Content-Disposition"] == 'attachment; filename="register-BEL-OTP.txt"'
    client = sign_in(asking)

    same = client.post("/requests/register/BEL/", {"text": theirs.content.decode()}).content.decode()
    wrong = client.post("/requests/register/BEL/", {"text": "x"}).content.decode()

    assert "You hold 2, the other side holds 2. They are the same." in same
    assert "This is not the register of the other party" in wrong
