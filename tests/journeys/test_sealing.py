# SPDX-License-Identifier: EUPL-1.2
"""Two officers make keys in the browser, one seals a file to both sides, the other opens it; nobody else can."""

import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from playwright.sync_api import Browser, CDPSession, Locator, Page, Route, expect
from pyrage import x25519

from comity.core.viewer import Viewer
from comity.parties.models import Party, SealingKey
from comity.parties.sealing import fingerprint, in_groups, join, read_header
from tests.access.test_pages import found_on
from tests.factories.keys import a_recipient, authority_key, colleague_of, own_key, recovery_key
from tests.factories.parties import AuthorityFactory
from tests.journeys.conftest import sign_into

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

At = Callable[[Viewer], Page]
PASSPHRASE = "four plain words here"
# Deriving a key from a passphrase takes seconds, on purpose; more on a machine with much to do.
SLOW_MS = 60_000
SECRET = b"To be arrested at the port of Ostern on 3 May.\n" * 3000


def kept(page: Page, link: str, folder: Path, name: str) -> Path:
    """Save what a link offers."""
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    path = folder / name
    download.value.save_as(path)
    return path


def make_key(page: Page, folder: Path, name: str) -> Path:
    page.goto("/people/keys/")
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_label("The passphrase once more").fill(PASSPHRASE)
    page.get_by_role("button", name="Make the key").click()
    expect(page.locator("[data-key-status]")).to_contain_text("The key is made.", timeout=SLOW_MS)
    path = kept(page, "Save the key file", folder, name)
    page.get_by_role("button", name="Register the key").click()
    expect(page.locator("main")).to_contain_text("Registered. Its fingerprint:")
    return path


def unlocked(path: Path) -> str:
    """What the age format says the key file holds."""
    return bytes(pyrage.passphrase.decrypt(path.read_bytes(), PASSPHRASE)).decode().splitlines()[1]


def opened(page: Page, sealed: Path, key: Path, passphrase: str) -> str:
    page.goto("/people/keys/")
    page.get_by_label("Sealed file").set_input_files(sealed)
    return opened_here(page, key, passphrase)


def opened_here(page: Page, key: Path, passphrase: str) -> str:
    """Open the file that the page shows, or was given, and return what is said."""
    page.get_by_label("Your key file").set_input_files(key)
    page.get_by_label("Its passphrase").fill(passphrase)
    page.get_by_role("button", name="Open it here").click()
    status = page.locator("[data-open-status]")
    expect(status).not_to_have_text("")
    expect(status).not_to_contain_text("…", timeout=SLOW_MS)
    return status.inner_text()


def test_a_file_sealed_in_one_browser_opens_in_the_other_and_nowhere_else(
    asking: Viewer, asked: Viewer, stranger: Viewer, belgium: Party, at_desk: At, sent: list[bytes], tmp_path: Path
) -> None:
    sender, reader, foreign = at_desk(asking), at_desk(asked), at_desk(stranger)
    senders, readers, foreigns = (
        make_key(page, tmp_path, f"{name}.age")
        for page, name in ((sender, "asking"), (reader, "asked"), (foreign, "stranger"))
    )
    identities = {path: unlocked(path) for path in (senders, readers, foreigns)}
    assert SealingKey.objects.count() == 3
    assert {str(x25519.Identity.from_str(one).to_public()) for one in identities.values()} == set(
        SealingKey.objects.values_list("recipient", flat=True)
    )

    # Sealed on the machine of the sender; what the form would post is the sealed file alone.
    plain = tmp_path / "Warrant of Ostern.pdf"
    plain.write_bytes(SECRET)
    sender.goto("/parties/BEL/seal/")
    sender.get_by_label("File", exact=True).set_input_files(plain)
    expect(sender.locator("[data-seal-status]")).to_contain_text("Sealed.")
    held = sender.locator("#seal-file").evaluate("async input => [...input.files].map(file => [file.name, file.size])")
    sealed = kept(sender, "Save the sealed file", tmp_path, "sealed.pdf.age")
    assert held == [["sealed.pdf.age", sealed.stat().st_size]]
    content = sealed.read_bytes()
    assert read_header(io.BytesIO(content)).recipients == 4
    assert b"port of Ostern" not in content

    # The same file, for pyrage and the age tool.
    for path in (senders, readers):
        assert pyrage.decrypt(content, [x25519.Identity.from_str(identities[path])]) == SECRET
        key = tmp_path / f"{path.name}.txt"
        key.write_text(f"{identities[path]}\n", encoding="utf-8")
        assert subprocess.run(["age", "-d", "-i", key, sealed], capture_output=True, check=True).stdout == SECRET
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(content, [x25519.Identity.from_str(identities[foreigns])])

    # In the browser of the reader; a wrong passphrase, another's key, a damaged file and a plain one are told apart.
    assert "The passphrase is wrong" in opened(reader, sealed, readers, "four other words here")
    assert "not sealed to this key" in opened(foreign, sealed, foreigns, PASSPHRASE)
    assert "no key file" in opened(reader, sealed, plain, PASSPHRASE)
    assert "not sealed with age" in opened(reader, plain, readers, PASSPHRASE)
    damaged = tmp_path / "damaged.age"
    damaged.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert "It is damaged" in opened(reader, damaged, readers, PASSPHRASE)
    assert opened(reader, sealed, readers, PASSPHRASE) == "Opened, in this browser only. Save it where it is safe."
    assert kept(reader, "Save the opened file", tmp_path, "opened.pdf").read_bytes() == SECRET

    # No page sent a secret, and no browser kept one.
    everything = b"\n".join(sent)
    for secret in (b"port of Ostern", b"Warrant", PASSPHRASE.encode(), b"AGE-SECRET-KEY", b"BEGIN+AGE"):
        assert secret not in everything
    for page in (sender, reader):
        stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
        assert not any(word in stored for word in (PASSPHRASE, "AGE-", "age1", "Ostern"))


def seal_to(page: Page, recipients: object, file: Path) -> None:
    """Choose a file with a list of recipients that somebody has altered."""
    page.locator("#seal-file").evaluate("(input, list) => { input.dataset.sealTo = list; }", json.dumps(recipients))
    page.locator("#seal-file").set_input_files(file)
    expect(page.locator("[data-seal-status]")).not_to_contain_text("…")


def test_a_tampered_list_of_recipients_seals_nothing(
    asking: Viewer, asked: Viewer, belgium: Party, at_desk: At, tmp_path: Path
) -> None:
    key = own_key(asking)
    own_key(asked)
    page = at_desk(asking)
    page.goto("/parties/BEL/seal/")
    expect(page.locator("main")).to_contain_text(key.fingerprint)
    plain = tmp_path / "a.txt"
    plain.write_bytes(SECRET)
    altered = key.recipient[:-1] + ("q" if key.recipient[-1] != "q" else "p")
    wrongs: tuple[object, ...] = (
        [],
        [altered],
        [key.recipient, "ssh-ed25519 AAAA"],
        [a_recipient() for _ in range(17)],
        [[]],
        "age1",
    )
    for wrong in wrongs:
        seal_to(page, wrong, plain)
        expect(page.locator("[data-seal-status]")).to_contain_text("nothing was sealed")
        assert page.locator("#seal-file").evaluate("input => input.files.length") == 0
        expect(page.get_by_role("link", name="Save the sealed file")).to_be_hidden()
    # A key put in for another cannot be seen by a program; it is by who compares fingerprints.
    mine = x25519.Identity.generate()
    seal_to(page, [str(mine.to_public())], plain)
    expect(page.locator("[data-seal-status]")).to_contain_text("Sealed.")
    assert in_groups(fingerprint(str(mine.to_public()))) not in page.locator("main").inner_text()


def test_of_two_choices_the_last_one_is_kept(asking: Viewer, asked: Viewer, at_desk: At, tmp_path: Path) -> None:
    """Also where the first, larger file is sealed last."""
    identity = x25519.Identity.generate()
    own_key(asking, str(identity.to_public())), own_key(asked)
    page = at_desk(asking)
    page.goto("/parties/BEL/seal/")
    (tmp_path / "large.pdf").write_bytes(bytes(24 * 2**20))
    (tmp_path / "small.txt").write_bytes(SECRET)
    page.evaluate("window.names = []; addEventListener('comity:sealed', (e) => names.push(e.target.files[0].name))")
    for name in ("large.pdf", "small.txt"):
        page.locator("#seal-file").set_input_files(tmp_path / name)
    expect(page.locator("[data-seal-status]")).to_contain_text("Sealed.")
    page.wait_for_timeout(2000)
    # On a slow machine the first may have been sealed before the second was chosen; never after it.
    names = page.evaluate("window.names")
    assert (names[-1], names.count("sealed.txt.age")) == ("sealed.txt.age", 1)
    content = kept(page, "Save the sealed file", tmp_path, "sealed.txt.age").read_bytes()
    assert pyrage.decrypt(content, [identity]) == SECRET
    # Nothing chosen any more, nothing offered.
    page.locator("#seal-file").set_input_files([])
    expect(page.get_by_role("link", name="Save the sealed file")).to_be_hidden()


def test_what_is_sealed_already_stays_as_it_is(asking: Viewer, asked: Viewer, at_desk: At, tmp_path: Path) -> None:
    own_key(asking), own_key(asked)
    page = at_desk(asking)
    page.goto("/parties/BEL/seal/")
    ready = tmp_path / "ready.age"
    ready.write_bytes(pyrage.encrypt(SECRET, [x25519.Identity.generate().to_public()]))
    page.locator("#seal-file").set_input_files(ready)
    expect(page.locator("[data-seal-status]")).to_contain_text("Sealed.")
    assert kept(page, "Save the sealed file", tmp_path, "again.age").read_bytes() == ready.read_bytes()


def test_a_form_posts_the_sealed_file_alone_and_a_page_opens_what_it_fetches(
    asking: Viewer, asked: Viewer, at_desk: At, sent: list[bytes], tmp_path: Path
) -> None:
    """As a page of documents does: the address is answered here, in the browser's own network."""
    identity = x25519.Identity.generate()
    own_key(asking), own_key(asked, str(identity.to_public()))
    page = at_desk(asking)
    page.route("**/kept/", lambda route: route.fulfill(status=204))
    page.goto("/parties/BEL/seal/")
    page.locator("#seal-file").evaluate(
        """input => {
            input.name = "file";
            delete input.dataset.sealSave;
            Object.assign(input.form, { method: "post", enctype: "multipart/form-data", action: "/kept/" });
            input.addEventListener("change", () => input.form.requestSubmit());
        }"""
    )
    plain = tmp_path / "Warrant.pdf"
    plain.write_bytes(SECRET)
    page.locator("#seal-file").set_input_files(plain)
    expect(page.locator("[data-seal-status]")).to_contain_text("Sealed.")
    # Sent at once, while it was being sealed: nothing went.
    assert not [one for one in sent if b"/kept/" in one]
    with page.expect_request("**/kept/") as posted:
        page.locator("#seal-file").evaluate("input => input.form.requestSubmit()")
    body = posted.value.post_data_buffer or b""
    assert b'filename="sealed.pdf.age"' in body
    assert b"Warrant" not in body
    assert b"Ostern" not in body
    content = body[body.index(b"age-encryption.org/v1") : body.rindex(b"\r\n------")]
    assert pyrage.decrypt(content, [identity]) == SECRET

    key = tmp_path / "key.txt"
    key.write_text(f"{identity}\n", encoding="utf-8")
    answers = [(404, b""), (200, content)]

    def answer(route: Route) -> None:
        status, found = answers.pop(0)
        route.fulfill(status=status, body=found)

    page.route("**/kept/1/", answer)
    page.goto("/people/keys/")
    page.locator("form[data-open-sealed]").evaluate(
        """form => {
            form.querySelector("[data-open-file]").remove();
            Object.assign(form.dataset, { sealedUrl: "/kept/1/", sealedName: "sealed.pdf.age" });
        }"""
    )
    page.get_by_label("Your key file").set_input_files(key)
    for said in ("It could not be opened.", "Opened, in this browser only."):
        page.get_by_role("button", name="Open it here").click()
        expect(page.locator("[data-open-status]")).to_contain_text(said)
    assert kept(page, "Save the opened file", tmp_path, "opened.pdf").read_bytes() == SECRET


def test_a_weak_passphrase_or_a_slip_makes_no_key(asked: Viewer, at_desk: At) -> None:
    page = at_desk(asked)
    page.goto("/people/keys/")
    for first, second, said in (("short", "short", "too short"), (PASSPHRASE, PASSPHRASE + "x", "differ")):
        page.get_by_label("Passphrase", exact=True).fill(first)
        page.get_by_label("The passphrase once more").fill(second)
        page.get_by_role("button", name="Make the key").click()
        expect(page.locator("[data-key-status]")).to_contain_text(said)
    # An identity pasted for a recipient does not leave the browser.
    page.get_by_label("Recipient").fill(str(x25519.Identity.generate()))
    page.get_by_role("button", name="Register the key").click()
    assert page.locator("[name=recipient]").evaluate("input => input.validity.patternMismatch")
    assert not SealingKey.objects.exists()


def test_shares_made_in_the_browser_join_offline_and_are_never_sent(
    asked: Viewer, asked_administrator: Viewer, belgium: Party, at_desk: At, sent: list[bytes]
) -> None:
    holders = [asked, colleague_of(asked, function="Second"), colleague_of(asked, function="Third")]
    page = at_desk(asked_administrator)
    page.goto("/people/keys/recovery/")
    page.get_by_role("button", name="Make the key and its shares").click()
    expect(page.locator("[data-shares-status]")).to_contain_text("The shares are made")
    shares = page.locator("[data-share]").all_inner_texts()
    assert len(shares) == 3
    recipient = page.locator("[name=recipient]").input_value()
    for number, holder in enumerate(holders, 1):
        page.locator(f"[name=holder_{number}]").select_option(str(holder.person_id))
    page.get_by_role("button", name="Register the recovery key").click()
    expect(page.locator("main")).to_contain_text("Registered. Its fingerprint:")
    key = join([shares[2], shares[0]])
    assert (key.recipient, key.epoch) == (recipient, 1)
    assert SealingKey.objects.get().recipient == recipient
    assert not any(share.encode() in b"\n".join(sent) for share in shares)
    assert b"COMITY1" not in b"\n".join(sent)

    # A holder begins a recovery, two approve it, and the whole party is told.
    first, second = at_desk(holders[0]), at_desk(holders[1])
    first.goto("/people/keys/recovery/begin/")
    first.get_by_label("Reason").fill("The authority's key file is lost")
    first.get_by_role("button", name="Begin").click()
    for one in (first, second):
        one.goto("/people/keys/")
        one.get_by_role("button", name="Approve the recovery").click()
    page.goto("/people/keys/")
    expect(page.locator("main")).to_contain_text("The recovery key of your party has been used")
    expect(page.locator("main")).to_contain_text("2 of 2 approvals.")
    page.goto("/parties/BEL/")
    expect(page.locator("main")).to_contain_text(in_groups(fingerprint(recipient)))


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "fr")])
def test_the_pages_of_an_administrator_are_open_to_everybody(
    browser: Browser,
    site: str,
    sign_in: Callable[[Viewer], Client],
    asked: Viewer,
    asked_administrator: Viewer,
    belgium: Party,
    width: int,
    language: str,
) -> None:
    """As tests/access does for the others, and with shares on the page."""
    key = authority_key(asked_administrator, AuthorityFactory.make(party=belgium))
    recovery_key(asked_administrator, [asked, colleague_of(asked), colleague_of(asked)])
    context = browser.new_context(
        base_url=site, locale=language, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    sign_into(context, sign_in(asked_administrator), site)
    page = context.new_page()
    faults = []
    for address in (f"/parties/authorities/{key.authority_id}/key/", "/people/keys/", "/people/keys/recovery/"):
        page.goto(address)
        if address.endswith("recovery/"):
            page.locator("[data-shares-make]").click()
            expect(page.locator("[data-share]")).to_have_count(3)
        faults += [f"{address}: {fault}" for fault in found_on(page)]
    context.close()
    assert faults == []


def authenticator(page: Page, *, prf: bool = True) -> tuple[CDPSession, str]:
    """A passkey device of this browser, with or without the secrets that open files."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "hasPrf": prf, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    return devices, devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def copy_by_passkey(page: Page, key: Path) -> Locator:
    page.goto("/people/keys/")
    page.get_by_label("Key file to be copied").set_input_files(key)
    page.get_by_label("Passphrase of that file").fill(PASSPHRASE)
    page.get_by_role("button", name="Make a copy that a passkey opens").click()
    return page.locator("[data-copy-status]")


def test_a_passkey_opens_a_copy_of_the_key_file_and_the_passphrase_still_opens_the_first(
    asked: Viewer, at_desk: At, sent: list[bytes], tmp_path: Path
) -> None:
    page = at_desk(asked)
    devices, device = authenticator(page)
    key = make_key(page, tmp_path, "key.age")
    expect(copy_by_passkey(page, key)).to_contain_text("The copy is made.", timeout=SLOW_MS)
    copy = kept(page, "Save the copy", tmp_path, "copy.age")
    identity = x25519.Identity.from_str(unlocked(key))
    sealed = tmp_path / "a.txt.age"
    sealed.write_bytes(pyrage.encrypt(SECRET, [identity.to_public()]))

    assert opened(page, sealed, copy, "").startswith("Opened, in this browser only.")
    assert kept(page, "Save the opened file", tmp_path, "a.txt").read_bytes() == SECRET
    # What is in the copy is for nobody who only has the file.
    assert str(identity) not in copy.read_text()
    assert b"AGE-SECRET-KEY" not in b"".join(sent)
    assert b"FIDO2PRF" not in b"".join(sent)
    # The passkey is no way to sign in, and the server was not told of it.
    assert not Authenticator.objects.exists()

    # On another device it does not open; the file with the passphrase does.
    devices.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device})
    authenticator(page)
    assert "The passkey did not open it" in opened(page, sealed, copy, PASSPHRASE)
    assert opened(page, sealed, key, PASSPHRASE).startswith("Opened, in this browser only.")


def test_a_device_without_such_secrets_makes_no_copy(asked: Viewer, at_desk: At, tmp_path: Path) -> None:
    page = at_desk(asked)
    authenticator(page, prf=False)
    key = make_key(page, tmp_path, "key.age")

    expect(copy_by_passkey(page, key)).to_contain_text("No copy was made", timeout=SLOW_MS)

    expect(page.get_by_role("link", name="Save the copy")).to_be_hidden()


def test_the_script_of_sealing_holds_no_evaluation_and_no_store() -> None:
    script = (Path(__file__).parents[2] / "src/comity/web/static/comity/dist/sealing.js").read_text(encoding="utf-8")
    for word in ("eval(", "Function(", "WebAssembly", "localStorage", "sessionStorage", "indexedDB", "document.cookie"):
        assert word not in script
