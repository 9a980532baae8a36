# SPDX-License-Identifier: EUPL-1.2
"""A request under seal: two people, two browsers, one sealed file each way; and the same without any script."""

import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pyrage import x25519

from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.documents.actions.reading import plaintext
from comity.documents.queries import custody, documents
from comity.parties.models import Party
from comity.requests import actions
from comity.requests.models import Request
from comity.statute import Act
from tests.access.test_pages import found_on
from tests.factories.documents import document_version
from tests.factories.keys import own_key
from tests.factories.requests import a_draft, a_file, take
from tests.journeys.conftest import sign_into
from tests.journeys.test_sealing import PASSPHRASE, SLOW_MS, kept, make_key, opened_here, unlocked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

At = Callable[[Viewer], Page]
SignIn = Callable[[Viewer], Client]
SECRET = b"To be arrested at the port of Ostern on 3 May.\n" * 30_000
REPLY = b"He was seen at the port of Ostern on 4 May.\n" * 30_000
PIECE = 256 * 1024


def attach(page: Page, request: Request, file: Path) -> None:
    """Add a document by the page, as its person does."""
    page.goto(f"/requests/{request.id}/documents/new/")
    page.get_by_label("File from your computer").set_input_files(file)
    expect(page.locator("[data-seal-status]")).to_contain_text("Sealed.", timeout=SLOW_MS)
    page.get_by_label("Title").fill("Paper")
    page.get_by_role("button", name="Add the document").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Paper", timeout=SLOW_MS)


def readings(viewer: Viewer, request: Request) -> list[int]:
    """How often this side has read each document, oldest document first."""
    with as_viewer(viewer):
        rows = documents(viewer, request.id)
        return [sum(one.act == Act.DOCUMENT_READ for one in custody(viewer, row.document.id)) for row in rows]


def test_a_sealed_file_each_way_between_two_browsers(
    asking: Viewer, asked: Viewer, belgium: Party, at_desk: At, sent: list[bytes], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setitem(settings.COMITY_LIMITS, "upload_piece_bytes", PIECE)
    request = a_draft(asking, file=a_file(asking, classification=UNDER_SEAL))
    sender, reader = at_desk(asking), at_desk(asked)
    senders, readers = (
        make_key(page, tmp_path, f"{name}.age") for page, name in ((sender, "asking"), (reader, "asked"))
    )
    warrant, answer = tmp_path / "Warrant of Ostern.pdf", tmp_path / "Answer of Belgium.odt"
    warrant.write_bytes(SECRET)
    answer.write_bytes(REPLY)
    pieces: list[str] = []

    def spoilt(route: Route) -> None:
        pieces.append(route.request.method)
        is_broken = pieces[-1] == "PATCH" and pieces.count("PATCH") == 2
        route.abort() if is_broken else route.continue_()

    sender.route("**/documents/uploads/*/", spoilt)

    # Sealed on the sender's machine, and sent in pieces over a line that breaks.
    attach(sender, request, warrant)
    with as_viewer(asking):
        (row,) = documents(asking, request.id)
    assert (row.version.name, row.version.seal and row.version.seal["recipients"]) == ("sealed.pdf.age", 4)
    assert pieces.count("PATCH") == row.version.size // PIECE + 2
    content = b"".join(plaintext(document_version(row.document)))
    assert content.startswith(b"age-encryption.org/v1\n")
    for step in (Act.REQUEST_SUBMIT, Act.REQUEST_APPROVE, Act.REQUEST_SEND, Act.REQUEST_FETCH):
        request = take(request, step)

    # Opened in the reader's browser: a wrong passphrase fetches nothing, and of the rest one fetching is entered.
    reader.goto(f"/requests/{request.id}/documents/{row.document.id}/")
    assert "The passphrase is wrong" in opened_here(reader, readers, "four other words here")
    assert readings(asked, request) == [0]
    assert opened_here(reader, readers, PASSPHRASE) == "Opened, in this browser only. Save it where it is safe."
    assert kept(reader, "Save the opened file", tmp_path, "opened.pdf").read_bytes() == SECRET
    assert "Opened" in opened_here(reader, readers, PASSPHRASE)
    assert readings(asked, request) == [1]

    # The same file, downloaded, opens with the age tool and with pyrage.
    with reader.expect_download() as download:
        reader.get_by_role("button", name="Download").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert (file.name, file.read_bytes()) == ("sealed.pdf.age", content)
    assert readings(asked, request) == [2]
    identity = unlocked(readers)
    (tmp_path / "key.txt").write_text(f"{identity}\n", encoding="utf-8")
    with_age = subprocess.run(["age", "-d", "-i", tmp_path / "key.txt", file], capture_output=True, check=True)
    assert with_age.stdout == pyrage.decrypt(content, [x25519.Identity.from_str(identity)]) == SECRET

    # What the other side replies with goes the same way back.
    attach(reader, request, answer)
    (reply,) = [one for one in documents(asked, request.id) if one.version.name == "sealed.odt.age"]
    request = take(request, Act.REQUEST_REGISTER)
    request = take(request, Act.REQUEST_ASSIGN)
    with as_viewer(asked):
        actions.perform(
            asked, request_id=request.id, act=Act.REPLY_PARTIAL, given={"text": "The first part."}, at=now(),
            chosen_documents=[reply.document.id],
        )  # fmt: skip
    sender.goto(f"/requests/{request.id}/documents/{reply.document.id}/")
    assert opened_here(sender, senders, PASSPHRASE).startswith("Opened")
    assert kept(sender, "Save the opened file", tmp_path, "opened.odt").read_bytes() == REPLY

    everything = b"\n".join(sent)
    for secret in (b"port of Ostern", b"Warrant", b"Answer of", PASSPHRASE.encode(), b"AGE-SECRET-KEY"):
        assert secret not in everything


def pass_time(page: Page, *, until: Locator) -> None:
    """Let the page's own clock run on, for whatever it waits for, until something is there to be seen."""
    for _turn in range(100):
        if until.is_visible():
            return
        page.clock.run_for(10_000)
        page.wait_for_timeout(300)
    expect(until).to_be_visible()


def test_a_large_file_is_sealed_as_it_goes_over_a_line_that_breaks(
    asking: Viewer, asked: Viewer, at_desk: At, sent: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.COMITY_LIMITS, "upload_piece_bytes", PIECE)
    monkeypatch.setitem(settings.COMITY_LIMITS, "sealed_at_once_bytes", len(SECRET) - 1)
    identity = x25519.Identity.generate()
    own_key(asking), own_key(asked, str(identity.to_public()))
    request = a_draft(asking, file=a_file(asking, classification=UNDER_SEAL))
    page, file = at_desk(asking), tmp_path / "Film of Ostern.mp4"
    file.write_bytes(SECRET)
    pieces: list[int] = []

    def spoilt(route: Route) -> None:
        # The second piece breaks off; the fourth comes and nobody hears of it; then the line is gone for a while.
        pieces.append(1 if route.request.method == "PATCH" else 0)
        count = sum(pieces)
        if pieces[-1] and count == 4:
            route.fetch()
        route.abort() if pieces[-1] and (count in {2, 4} or 5 <= count <= 9) else route.continue_()

    page.route("**/documents/uploads/*/", spoilt)
    page.clock.install()
    page.goto(f"/requests/{request.id}/documents/new/")
    page.get_by_label("File from your computer").set_input_files(file)
    expect(page.locator("[data-seal-status]")).to_contain_text("while it is sent: Film of Ostern.mp4", timeout=SLOW_MS)
    assert page.locator("[data-seal-to]").evaluate("input => input.files.length") == 0
    page.get_by_label("Title").fill("Paper")
    page.get_by_role("button", name="Add the document").click()
    pass_time(page, until=page.locator("[data-upload-said]", has_text="The line broke off."))
    page.get_by_role("button", name="Add the document").click()
    pass_time(page, until=page.get_by_role("heading", level=1, name="Paper"))

    (row,) = documents(asking, request.id)
    content = b"".join(plaintext(document_version(row.document)))
    assert pyrage.decrypt(content, [identity]) == SECRET
    assert (row.version.name, b"Ostern" in b"".join(sent)) == ("sealed.mp4.age", False)


def test_a_file_that_is_replaced_is_sealed_for_the_keys_of_today(
    asking: Viewer, asked: Viewer, at_desk: At, tmp_path: Path
) -> None:
    new = x25519.Identity.generate()
    own_key(asking), own_key(asked)
    request = a_draft(asking, file=a_file(asking, classification=UNDER_SEAL))
    page, file = at_desk(asking), tmp_path / "a.txt"
    file.write_bytes(SECRET)
    attach(page, request, file)
    (row,) = documents(asking, request.id)
    own_key(asked, str(new.to_public()), at=now())
    before = b"".join(plaintext(document_version(row.document)))
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(before, [new])

    page.get_by_role("link", name="Replace the file").click()
    page.get_by_label("File from your computer").set_input_files(file)
    expect(page.locator("[data-seal-status]")).to_contain_text("Sealed.", timeout=SLOW_MS)
    page.get_by_role("button", name="Replace it").click()

    expect(page.locator("main")).to_contain_text("The file was replaced.")
    assert pyrage.decrypt(b"".join(plaintext(document_version(row.document))), [new]) == SECRET


def test_without_a_script_the_command_of_the_page_seals_and_the_form_takes_its_file(
    browser: Browser, site: str, sign_in: SignIn, asking: Viewer, asked: Viewer, tmp_path: Path
) -> None:
    identity = x25519.Identity.generate()
    own_key(asking), own_key(asked, str(identity.to_public()))
    request = a_draft(asking, file=a_file(asking, classification=UNDER_SEAL))
    context = browser.new_context(base_url=site, locale="en-GB", java_script_enabled=False)
    sign_into(context, sign_in(asking), site)
    page = context.new_page()
    page.goto(f"/requests/{request.id}/documents/new/")
    (tmp_path / "FILE").write_bytes(SECRET)
    command = page.locator("code", has_text="age -r").text_content() or ""
    subprocess.run(shlex.split(command), cwd=tmp_path, check=True)

    def post(name: str) -> None:
        page.get_by_label("Sealed file (its name ends in .age)").set_input_files(tmp_path / name)
        page.get_by_label("Title").fill("Paper")
        page.get_by_role("button", name="Add the document").click()

    post("FILE")
    expect(page.locator("main")).to_contain_text("A file that is under seal is taken sealed or not at all.")
    expect(page.get_by_label("Title")).to_have_value("Paper")
    assert documents(asking, request.id) == []
    post("FILE.age")
    expect(page.get_by_role("heading", level=1)).to_have_text("Paper", timeout=SLOW_MS)
    (row,) = documents(asking, request.id)
    assert pyrage.decrypt(b"".join(plaintext(document_version(row.document))), [identity]) == SECRET
    context.close()


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "fr")])
def test_the_pages_of_sealed_documents_are_open_to_everybody(
    browser: Browser, site: str, sign_in: SignIn, asking: Viewer, asked: Viewer, tmp_path: Path, width: int,
    language: str,
) -> None:  # fmt: skip
    request = a_draft(asking, file=a_file(asking, classification=UNDER_SEAL))
    context = browser.new_context(
        base_url=site, locale=language, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    sign_into(context, sign_in(asking), site)
    page = context.new_page()
    address = f"/requests/{request.id}/documents/new/"
    page.goto(address)
    faults = [f"no key: {fault}" for fault in found_on(page)]
    own_key(asking), own_key(asked)
    page.goto(address)
    for details in page.locator("details").all():
        details.evaluate("one => { one.open = true; }")
    faults += [f"form: {fault}" for fault in found_on(page)]
    (tmp_path / "a.txt").write_bytes(SECRET)
    page.locator("[data-seal-to]").set_input_files(tmp_path / "a.txt")
    page.locator("[name=title]").fill("Paper")
    expect(page.locator("[data-seal-status]")).to_contain_text(
        "Sealed" if language == "en" else "Scellé", timeout=SLOW_MS
    )
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Paper", timeout=SLOW_MS)
    for details in page.locator("details").all():
        details.evaluate("one => { one.open = true; }")
    faults += [f"document: {fault}" for fault in found_on(page)]
    context.close()
    assert faults == []
