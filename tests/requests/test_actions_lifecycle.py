# SPDX-License-Identifier: EUPL-1.2
import pytest

from comity.core.viewer import Viewer
from tests.factories.requests import bring_to


@pytest.mark.parametrize("state", ["draft", "in_review", "approved", "ready", "recalled", "discarded", "transmitted", "transmitted_unconfirmed", "received", "in_execution", "consultation", "exhausted", "postponed", "blocked_98", "partly_executed", "executed", "legality_review", "closed", "withdrawn"])
def test_bring(state: str, asking: Viewer, asked: Viewer) -> None:
    bring_to(state, asking)
@pytest.mark.parametrize("state", ["arrested", "before_judge", "surrender_ordered", "available", "surrendered", "finding_pending", "finding_heard", "found_not_referred", "found_deferred", "referred", "referral_appealed"])
def test_surr(state: str, chamber: Viewer, asked: Viewer) -> None:
    bring_to(state, chamber, kind="SURR")
def test_sent(president: Viewer, asked: Viewer) -> None:
    bring_to("declined", president, kind="SENT")
def test_docs(asking: Viewer, asked: Viewer) -> None:
    bring_to("refused", asking, kind="DOCS")
def test_stct(asking: Viewer, asked: Viewer) -> None:
    bring_to("executed", asked, kind="STCT")
def test_def(defence: Viewer, asked: Viewer) -> None:
    bring_to("executed", defence, kind="DEFR")
