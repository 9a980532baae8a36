# SPDX-License-Identifier: EUPL-1.2
"""A report enters the library with its numbered paragraphs."""

import pytest
from django.test import Client
from django.urls import reverse

from comity.core.errors import Invalid, Refused
from comity.core.viewer import Viewer
from comity.mandates import actions
from comity.mandates.actions.adding import Given
from comity.mandates.models import Instrument, Mandate, Paragraph
from comity.resolutions.numbered import Missing, numbered

from .conftest import AT
from .test_views import SignIn, words_of
from .texts import REPORT

GIVEN = Given(source="invented", text=REPORT, symbol="LIGHT/7", title="Report on lighthouses", language="en")


def test_numbered_paragraphs_with_their_lists_and_headings_apart() -> None:
    found = numbered(REPORT)
    assert [one.number for one in found.paragraphs] == [41, 42, 43, 45]
    assert (
        found.paragraphs[0].text == "This report is about lighthouses, of which there were\n12 at the end of the year."
    )
    assert found.paragraphs[1].text == "It follows the earlier one:\n1. white ones;\n2. red ones."
    assert found.headings == ("Report of the Court on lighthouses", "I. Introduction", "A. Paint")
    assert found.missing == (Missing(43, 45),)


def test_an_amount_at_the_start_of_a_line_begins_no_paragraph() -> None:
    found = numbered("7. There were\n2011. ships and\n9999. masts.\n\n8. Then none.")
    assert [one.number for one in found.paragraphs] == [7, 8]


def test_a_report_is_kept_with_its_paragraphs_and_no_mandates(secretariat: Viewer) -> None:
    row = actions.add_report(secretariat, given=GIVEN, at=AT)
    assert (row.form, row.stage) == ("report", Instrument.Stage.FOUND)
    assert list(Paragraph.rows.filter(instrument=row).values_list("key", flat=True)) == ["41", "42", "43", "45"]
    assert not Mandate.rows.exists()
    with pytest.raises(Invalid) as again:
        actions.add_report(secretariat, given=GIVEN, at=AT)
    assert list(again.value.problems) == ["symbol"]


def test_what_is_no_report_says_why(secretariat: Viewer, officer: Viewer) -> None:
    with pytest.raises(Invalid) as found:
        actions.add_report(
            secretariat, given=Given(source="a letter", text="Dear friend", symbol="L/1", title="x"), at=AT
        )
    assert found.value.problems == {
        "text": "No numbered paragraph was found. Each begins a line with its number, such as “12.”."
    }
    with pytest.raises(Refused):
        actions.add_report(officer, given=GIVEN, at=AT)


def test_a_report_is_pasted_and_its_doubts_are_shown(sign_in: SignIn, secretariat: Viewer, client: Client) -> None:
    typed = {"form": "report", "text": REPORT, "source": "invented", "symbol": "LIGHT/7", "title": "On lighthouses"}
    led = sign_in(secretariat).post(reverse("mandates:add"), typed)
    row = Instrument.rows.get()
    assert led["Location"] == reverse("mandates:instrument", args=[row.id])
    page = words_of(client, "instrument", row.id)
    assert "After paragraph 43 comes paragraph 45." in page
    assert "Some States expressed concerns about the colour." in page
    assert "No mandate found." not in page
