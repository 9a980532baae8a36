# SPDX-License-Identifier: EUPL-1.2
"""One request the whole way, in the browser, as the people who take it: drafted, approved, sent, answered, closed."""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pypdfium2
import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from comity.core import worker
from comity.core.clock import now
from comity.core.viewer import Viewer
from comity.ledger.actions import system_publish, system_sequence
from comity.ledger.format.receipt import Document, verify_receipt
from comity.ledger.queries import peers
from comity.requests.models import Request
from comity.statute import Act, rome
from tests.documents import makers
from tests.factories.parties import person_of
from tests.factories.requests import a_draft, a_file, a_person, an_authority, entries, fresh

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SignIn = Callable[[Viewer], Client]
At = Callable[[Viewer], Page]


@pytest.fixture
def at_desk(browser: Browser, site: str, sign_in: SignIn) -> Iterator[At]:
    """Return a function from a viewer to a browser of theirs, signed in; a fault of a script fails the test."""
    faults: list[str] = []
    with ExitStack() as open_ones:

        def of(viewer: Viewer) -> Page:
            context = browser.new_context(base_url=site, locale="en-GB", viewport={"width": 1280, "height": 900})
            open_ones.callback(context.close)
            cookie = sign_in(viewer).cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": site}])
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            return page

        yield of
    assert faults == []


def label(act: Act) -> str:
    return rome().acts[act].label.en


def choose(page: Page, act: Act) -> None:
    """Take an act from among those that the page of the request offers."""
    page.locator(".actions-bar").get_by_role("link", name=label(act), exact=True).click()


def confirm(page: Page, act: Act) -> None:
    page.locator("main").get_by_role("button", name=label(act), exact=True).click()


def saved(page: Page, selector: str, text: str) -> None:
    """Type into a field, and wait until the server has confirmed it."""
    with page.expect_response(re.compile("/save/$")) as answer:
        page.fill(selector, text)
    assert answer.value.status == 200
    expect(page.locator("#draft-saved")).to_contain_text("Saved")


def test_one_request_from_draft_to_closing(
    asking: Viewer, asking_approver: Viewer, asked: Viewer, belgium: object, at_desk: At
) -> None:
    file = a_file(asking)
    a_person(asking, file)
    an_authority(belgium)  # type: ignore[arg-type]  # the fixture is the party
    drafter, approver, officer = at_desk(asking), at_desk(asking_approver), at_desk(asked)

    # The officer of the Prosecutor drafts; each field is saved as it is typed.
    drafter.goto("/requests/new/")
    drafter.get_by_label("Serve documents").check()
    drafter.get_by_role("button", name="Begin the draft").click()
    expect(drafter.locator("#draft-gaps")).to_contain_text("The request has no addressee")
    saved(drafter, "#id_addressee", "Belgium")
    expect(drafter.locator("#draft-terms")).to_contain_text("State Party")
    saved(drafter, "#id_subject", "Service of the notice of hearing")
    for element in rome().kinds["SERV"].elements:
        if element.compulsory:
            saved(drafter, f"#id_{element.code}", "On 3 May 2021 at the port of Ostern.")
    expect(drafter.locator("#draft-gaps")).to_contain_text("Nothing that blocks it.")
    request = Request.objects.unguarded("a test").get()
    drafter.get_by_role("button", name="Save, and submit for review").click()
    confirm(drafter, Act.REQUEST_SUBMIT)
    expect(drafter.locator("main")).to_contain_text("In review")
    address = drafter.url

    # The drafter cannot approve it; a second person can.
    expect(drafter.locator(".actions-bar").get_by_role("link", name=label(Act.REQUEST_APPROVE))).to_have_count(0)
    approver.goto(address)
    choose(approver, Act.REQUEST_APPROVE)
    confirm(approver, Act.REQUEST_APPROVE)

    # Sent, after a look at who will see it.
    drafter.goto(address)
    choose(drafter, Act.REQUEST_SEND)
    expect(drafter.locator(".audience")).to_contain_text("Belgium")
    drafter.get_by_role("button", name="Send through the channel").click()
    expect(drafter.locator(".stepper .is-done")).to_have_count(1)

    # The capital opens, registers, assigns and answers it.
    officer.goto("/requests/")
    officer.get_by_role("link", name="Not yet opened").click()
    expect(officer.locator("main")).not_to_contain_text("port of Ostern")
    officer.get_by_role("button", name="Open the request").click()
    expect(officer.locator("main")).to_contain_text("port of Ostern")
    choose(officer, Act.REQUEST_REGISTER)
    officer.get_by_label("Your reference").fill("JUD/2027/114")
    officer.get_by_label("Contact").fill("Duty officer, +32 2 000 00 00")
    confirm(officer, Act.REQUEST_REGISTER)
    expect(officer.locator(".stepper .is-done")).to_have_count(4)
    choose(officer, Act.REQUEST_ASSIGN)
    officer.locator("select[name=authority]").select_option(index=1)
    confirm(officer, Act.REQUEST_ASSIGN)
    choose(officer, Act.REPLY_FULL)
    officer.get_by_label("Text").fill("The notice was served on 4 June 2027.")
    confirm(officer, Act.REPLY_FULL)
    expect(officer.locator(".timeline")).to_contain_text("The notice was served")

    # The issuer reads the reply, finds the request by the State's number, and closes it.
    drafter.goto("/search/?q=jud 2027 114")
    drafter.get_by_role("link", name="Service of the notice of hearing").click()
    expect(drafter.locator(".timeline").first).to_contain_text("The notice was served on 4 June 2027.")
    choose(drafter, Act.REQUEST_CLOSE)
    confirm(drafter, Act.REQUEST_CLOSE)
    expect(drafter.locator("main")).to_contain_text("Closed")

    assert fresh(request).state == "closed"
    assert [entry.act for entry in entries(request)] == [
        str(act)
        for act in (
            Act.REQUEST_CREATE,
            Act.REQUEST_SUBMIT,
            Act.REQUEST_APPROVE,
            Act.REQUEST_SEND,
            Act.REQUEST_DELIVER,
            Act.REQUEST_FETCH,
            Act.REQUEST_REGISTER,
            Act.REQUEST_ASSIGN,
            Act.REPLY_FULL,
            Act.REQUEST_CLOSE,
        )
    ]


def attach(page: Page, path: Path, title: str) -> None:
    """Add a document on the page of a request, or of its draft."""
    page.get_by_role("link", name="Add a document").click()
    page.get_by_label("File").set_input_files(path)
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Add the document").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title, timeout=30_000)  # it is examined apart


def fetched(page: Page, button: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).first.click()
    return Path(download.value.path()).read_bytes()


def proven(page: Page, act: Act, data: bytes) -> None:
    """Fetch the receipt of an act from the timeline, and check that it proves this file, without the court."""
    page.locator(".timeline li", has_text=rome().acts[act].done.en).first.get_by_role("link", name="Receipt").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the receipt").click()
    receipt = Path(download.value.path()).read_bytes()
    verdict = verify_receipt(receipt, peers().policy, [Document.of("file", data)])
    assert (verdict.fault, verdict.payload["act"]) == (None, str(act))


def test_documents_go_both_ways(
    asking: Viewer, asking_approver: Viewer, asked: Viewer, belgium: object, at_desk: At, tmp_path: Path
) -> None:
    an_authority(belgium)  # type: ignore[arg-type]  # the fixture is the party
    drafter, approver, officer = at_desk(asking), at_desk(asking_approver), at_desk(asked)
    warrant, report = tmp_path / "warrant.pdf", tmp_path / "report.pdf"
    warrant.write_bytes(makers.pdf(content=b"BT /F1 18 Tf 72 700 Td (The notice of hearing) Tj ET"))
    report.write_bytes(makers.pdf(content=b"BT /F1 18 Tf 72 700 Td (Served at the quay) Tj ET", pages=2))
    there, back = hashlib.sha256(warrant.read_bytes()).hexdigest(), hashlib.sha256(report.read_bytes()).hexdigest()

    # The drafting side adds a document, and it goes with the request.
    request = a_draft(asking, subject="Service of the notice of hearing")
    address = f"/requests/{request.id}/"
    drafter.goto(f"{address}edit/")
    attach(drafter, warrant, "The notice")
    drafter.goto(address)
    choose(drafter, Act.REQUEST_SUBMIT)
    confirm(drafter, Act.REQUEST_SUBMIT)
    approver.goto(address)
    choose(approver, Act.REQUEST_APPROVE)
    confirm(approver, Act.REQUEST_APPROVE)
    drafter.goto(address)
    choose(drafter, Act.REQUEST_SEND)
    expect(drafter.locator("main")).to_contain_text("The notice")
    drafter.get_by_role("button", name="Send through the channel").click()
    expect(drafter.locator(".stepper .is-done")).to_have_count(1)

    # The State opens the request, downloads it, and answers with one of its own.
    worker.do_all()
    officer.goto(address)
    expect(officer.locator("main")).not_to_contain_text("The notice")
    officer.get_by_role("button", name="Open the request").click()
    officer.get_by_role("link", name="The notice", exact=True).click()
    assert fetched(officer, "Download") == warrant.read_bytes()
    officer.reload()
    expect(officer.locator(".timeline")).to_contain_text("Document downloaded")
    officer.goto(address)
    choose(officer, Act.REQUEST_REGISTER)
    officer.get_by_label("Your reference").fill("JUD/2027/115")
    officer.get_by_label("Contact").fill("Duty officer, +32 2 000 00 00")
    confirm(officer, Act.REQUEST_REGISTER)
    choose(officer, Act.REQUEST_ASSIGN)
    officer.locator("select[name=authority]").select_option(index=1)
    confirm(officer, Act.REQUEST_ASSIGN)
    attach(officer, report, "The report of service")
    officer.goto(address)
    choose(officer, Act.REPLY_FULL)
    officer.get_by_label("Text").fill("The notice was served on 4 June 2027.")
    officer.get_by_label("The report of service").check()
    confirm(officer, Act.REPLY_FULL)

    # The Court downloads it; who had what when stands with each document, on one's own side.
    drafter.goto(address)
    drafter.get_by_role("link", name="The report of service", exact=True).click()
    expect(drafter.locator("main")).to_contain_text(back)
    assert fetched(drafter, "Download") == report.read_bytes()
    drafter.reload()
    own = drafter.locator(".timeline").inner_text()
    officer.goto(drafter.url)
    assert person_of(asking).name in own
    assert person_of(asking).name not in officer.locator("main").inner_text()

    # The receipts of both ways bind the files that went.
    system_sequence()
    system_publish(at=now())
    drafter.goto(address)
    expect(drafter.locator("#documents")).to_contain_text(there)
    proven(drafter, Act.REPLY_FULL, report.read_bytes())
    officer.goto(address)
    proven(officer, Act.REQUEST_SEND, warrant.read_bytes())

    # At the end each takes the whole file out as one PDF.
    drafter.goto(address)
    drafter.get_by_role("link", name="Take the whole file out").click()
    drafter.get_by_role("button", name="Make the PDF").click()
    expect(drafter.locator("#whole")).to_contain_text("This waits for its turn.")
    worker.do_all()
    expect(drafter.locator("#whole")).to_contain_text("The PDF is ready", timeout=30_000)  # it asks by itself
    whole = fetched(drafter, "Download the PDF")
    text = " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(whole))
    for words in ("The notice of hearing", "Served at the quay", there, back, person_of(asking).name):
        assert words in " ".join(text.split()), words


def test_two_people_write_in_one_field(asking: Viewer, asking_approver: Viewer, belgium: object, at_desk: At) -> None:
    request = a_draft(asking)
    first, second = at_desk(asking), at_desk(asking_approver)
    for page in (first, second):
        page.goto(f"/requests/{request.id}/edit/")

    saved(first, "#id_purpose", "To know who opened warehouse 4.")
    second.fill("#id_purpose", "To know who closed it.")

    box = second.locator("#note-purpose")
    expect(box).to_contain_text("To know who opened warehouse 4.")
    expect(box).to_contain_text("To know who closed it.")
    second.get_by_role("button", name="Put both into my field, to edit").click()
    expect(second.locator("#id_purpose")).to_have_value("To know who closed it.\n\nTo know who opened warehouse 4.")
    saved(second, "#id_purpose", "To know who opened and who closed it.")
    expect(second.locator("#note-purpose")).to_have_text("")

    assert fresh(request).contents["purpose"]["text"] == "To know who opened and who closed it."


def test_draft_is_written_without_scripts(
    asking: Viewer, belgium: object, browser: Browser, site: str, sign_in: SignIn
) -> None:
    request = a_draft(asking, complete=False)
    cookie = sign_in(asking).cookies[settings.SESSION_COOKIE_NAME]
    context = browser.new_context(base_url=site, java_script_enabled=False)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": site}])
    page = context.new_page()

    page.goto(f"/requests/{request.id}/edit/")
    page.fill("#id_purpose", "To know who opened warehouse 4.")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".notices")).to_contain_text("Saved.")
    assert fresh(request).contents["purpose"]["text"] == "To know who opened warehouse 4."
    context.close()


def test_text_is_kept_when_the_session_has_ended(asking: Viewer, belgium: object, at_desk: At) -> None:
    request = a_draft(asking)
    page = at_desk(asking)
    page.goto(f"/requests/{request.id}/edit/")
    page.context.clear_cookies()

    with page.expect_response(re.compile("/save/$")) as answer:
        page.fill("#id_purpose", "Written too late.")

    assert answer.value.status in {401, 403}
    expect(page.locator("#client-notices")).to_contain_text("your text is still here")
    expect(page.locator("#id_purpose")).to_have_value("Written too late.")
