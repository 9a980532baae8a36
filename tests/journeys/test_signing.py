# SPDX-License-Identifier: EUPL-1.2
"""An administrator makes the authority's signing key in the browser; an officer signs that a request was registered."""

from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from playwright.sync_api import Page, expect
from pyrage import x25519

from comity.core.clock import now
from comity.core.viewer import Viewer
from comity.dossiers.models import Entry
from comity.ledger import actions as ledger
from comity.ledger.format.ack import public_of
from comity.ledger.format.receipt import verify_receipt
from comity.ledger.queries import peers
from comity.parties.models import Party, SigningKey
from comity.requests.models import Request
from comity.statute import Act
from tests.factories.parties import AuthorityFactory
from tests.factories.requests import bring_to
from tests.journeys.test_sealing import PASSPHRASE, SLOW_MS, authenticator, kept, opened, unlocked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

At = Callable[[Viewer], Page]


def close() -> None:
    ledger.system_sequence()
    ledger.system_publish(at=now())


@pytest.fixture(autouse=True)
def own_log(settings: object, tmp_path: Path) -> None:
    settings.COMITY_DATA = tmp_path  # type: ignore[attr-defined]  # pytest-django's


def make_key(page: Page, folder: Path) -> Path:
    page.goto("/parties/BEL/")
    page.get_by_role("link", name="Register a signing key").click()
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_label("The passphrase once more").fill(PASSPHRASE)
    page.get_by_role("button", name="Make the key").click()
    expect(page.locator("[data-key-status]")).to_contain_text("The key is made.", timeout=SLOW_MS)
    path = kept(page, "Save the key file", folder, "signing.age")
    page.get_by_role("button", name="Register the key").click()
    expect(page.locator("main")).to_contain_text("told of in the public log")
    return path


def sign(page: Page, entry: Entry, key: Path, passphrase: str) -> str:
    page.goto(f"/receipts/{entry.id}/sign/")
    page.get_by_label("File of the signing key").set_input_files(key)
    page.get_by_label("Its passphrase").fill(passphrase)
    page.get_by_role("button", name="Sign it here").click()
    status = page.locator("[data-sign-status]")
    expect(status).not_to_have_text("")
    expect(status).not_to_contain_text("…", timeout=SLOW_MS)
    return status.inner_text()


def copied(page: Page, key: Path, folder: Path) -> Path:
    """Make a copy that a passkey opens, on the page that is shown."""
    page.get_by_label("Key file to be copied").set_input_files(key)
    page.get_by_label("Passphrase of that file").fill(PASSPHRASE)
    page.get_by_role("button", name="Make a copy that a passkey opens").click()
    expect(page.locator("[data-copy-status]")).to_contain_text("The copy is made.", timeout=SLOW_MS)
    return kept(page, "Save the copy", folder, f"copy-{key.name}")


def test_a_passkey_opens_copies_of_an_authoritys_key_files(
    asking: Viewer, asked_administrator: Viewer, asked: Viewer, belgium: Party, at_desk: At, tmp_path: Path
) -> None:
    """Of its sealing key on the page of that key, where a sealed file is opened with it; of its signing key to sign."""
    authority = AuthorityFactory.make(party=belgium)
    administrator, officer = at_desk(asked_administrator), at_desk(asked)
    signing = make_key(administrator, tmp_path)
    close()
    address = f"/parties/authorities/{authority.pk}/key/"
    administrator.goto(address)
    administrator.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    administrator.get_by_label("The passphrase once more").fill(PASSPHRASE)
    administrator.get_by_role("button", name="Make the key").click()
    expect(administrator.locator("[data-key-status]")).to_contain_text("The key is made.", timeout=SLOW_MS)
    sealing = kept(administrator, "Save the key file", tmp_path, "sealing.age")
    administrator.get_by_role("button", name="Register the key").click()
    expect(administrator.locator("main")).to_contain_text("Registered. Its fingerprint:")

    authenticator(administrator)
    administrator.goto(address)
    copy = copied(administrator, sealing, tmp_path)
    sealed = tmp_path / "a.txt.age"
    sealed.write_bytes(pyrage.encrypt(b"x", [x25519.Identity.from_str(unlocked(sealing)).to_public()]))
    assert opened(administrator, sealed, copy, "").startswith("Opened, in this browser only.")
    assert "no key file" in opened(administrator, sealed, signing, PASSPHRASE)

    request_ = bring_to("executed", asking, kind="DOCS")
    authenticator(officer)
    officer.goto("/people/keys/")
    own = copied(officer, signing, tmp_path)
    said = sign(officer, entry_of(request_, Act.REQUEST_FETCH), own, "")
    assert "requests:request:fetch" in said
    officer.get_by_role("button", name="Hand the signature in").click()
    expect(officer.locator("main")).to_contain_text(authority.name)


def entry_of(request_: Request, act: Act) -> Entry:
    return Entry.objects.unguarded("a test looks at the rows themselves").filter(about=request_.id, act=act)[0]


def test_officer_signs_in_the_browser_that_the_request_was_registered(
    asking: Viewer, asked: Viewer, asked_administrator: Viewer, belgium: Party, at_desk: At, sent: list[bytes],
    tmp_path: Path,
) -> None:  # fmt: skip
    authority = AuthorityFactory.make(party=belgium)
    administrator, officer, asker = at_desk(asked_administrator), at_desk(asked), at_desk(asking)
    key = make_key(administrator, tmp_path)
    row = SigningKey.objects.get()
    secret = bytes(pyrage.passphrase.decrypt(key.read_bytes(), PASSPHRASE)).decode().splitlines()[1]
    seed = bytes.fromhex(secret.removeprefix("COMITY-SIGNING-KEY-1"))
    assert public_of(seed) == row.public
    close()

    request_ = bring_to("executed", asking, kind="DOCS")
    entry = entry_of(request_, Act.REQUEST_REGISTER)
    close()
    officer.goto(f"/receipts/{entry.id}/")
    officer.get_by_role("link", name="Sign this act").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Sign this act")

    # A wrong passphrase and another file are told apart, and sign nothing.
    assert "The passphrase is wrong" in sign(officer, entry, key, "four other words here")
    other = tmp_path / "other.txt"
    other.write_text("nothing", encoding="utf-8")
    assert "no file of a signing key" in sign(officer, entry, other, PASSPHRASE)
    assert officer.get_by_label("Signature", exact=True).input_value() == ""

    assert "requests:request:register" in sign(officer, entry, key, PASSPHRASE)
    officer.get_by_role("button", name="Hand the signature in").click()
    expect(officer.locator("main")).to_contain_text(authority.name)
    close()

    # The asking side has a receipt that names the authority, and checks it with what it pinned.
    asker.goto(f"/receipts/{entry.id}/")
    receipt = kept(asker, "Download the receipt", tmp_path, "act.tlog-proof").read_bytes()
    found = verify_receipt(receipt, peers().policy)
    assert (found.fault, found.payload["entry"]) == (None, str(entry.id))
    assert found.acknowledged is not None
    assert (found.acknowledged["authority"], found.acknowledged["key"]) == (str(authority.pk), row.public)

    # What everybody reads: the key, with a proof.
    asker.goto("/ledger/")
    expect(asker.locator("main")).to_contain_text("Signing key of an authority registered")
    expect(asker.locator("main")).to_contain_text(row.public)

    everything = b"\n".join(sent)
    for one in (PASSPHRASE.encode(), secret.encode(), seed.hex().encode(), b"COMITY-SIGNING", b"BEGIN+AGE"):
        assert one not in everything
