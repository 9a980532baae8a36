# SPDX-License-Identifier: EUPL-1.2
"""What is called: pages, lists, words and drafts of a court, and how each answer is known to be right."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection

from comity.config.demonstration.cast import Cast
from comity.config.demonstration.texts import filled
from comity.config.prepare import large_court
from comity.config.problem import Problem
from comity.core.db import as_viewer
from comity.core.search import folded_words
from comity.core.viewer import Viewer, system_viewer
from comity.dossiers.queries import own_files
from comity.requests.models import Request
from comity.requests.queries import Filters, find, mark_of, request_page, request_row, requests_page
from comity.requests.queries.lists import seen_by
from comity.statute import rome

ISSUER, ADDRESSEE = "otp.drafter", "belgium"
PAGES, LISTS, SEARCHED = 300, 12, 120
KIND = "EVID"
ROWS = 50
# A word of middling frequency stands in so many of a hundred requests that the person may see.
MIDDLING = (0.3, 3.0)


@dataclass(slots=True)
class Subjects:
    """The court of this data directory as two people of the demonstration see it."""

    cast: Cast
    draw: Random = field(default_factory=lambda: Random(1998))  # noqa: S311 - which pages are looked at
    viewers: dict[str, Viewer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.viewers = {key: self.cast.viewer(key) for key in (ISSUER, ADDRESSEE)}

    def size(self) -> int:
        """Return how many requests there are, whoever may see them."""
        with as_viewer(system_viewer("load"), writes=False), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM requests_request")
            return int(cursor.fetchone()[0])

    def pages(self, key: str) -> list[dict[str, Any]]:
        """Return pages of requests drawn from all that this person sees."""
        return [_call(f"/requests/{row.id}/", [row.reference]) for row in self._some(key, PAGES)]

    def _some(self, key: str, number: int) -> list[Request]:
        viewer = self.viewers[key]
        with as_viewer(viewer, writes=False):
            rows = seen_by(viewer).order_by("id")
            drawn = (UUID(int=self.draw.getrandbits(128)) for _ in range(number))
            found = [rows.filter(id__gte=pivot).first() for pivot in drawn]
        sure = [row for row in found if row is not None]
        if not sure:
            raise Problem("There are no requests here to measure.", "Make some: comity demo --requests 100000")
        return sure

    def lists(self, key: str) -> list[dict[str, Any]]:
        """Return the first pages of one State's open requests by due date."""
        viewer, found, after = self.viewers[key], [], ""
        with as_viewer(viewer, writes=False):
            for _ in range(LISTS):
                page = requests_page(viewer, Filters(box="received", status="open", sort="due"), after=after, size=ROWS)
                if len(page.rows) < ROWS:
                    break
                path = f"/requests/?box=received&status=open&sort=due&after={after}"
                found.append(_call(path, [page.rows[0].reference, page.rows[-1].reference], rows=ROWS))
                after = page.next_key
        if not found:
            raise Problem("The list has fewer than fifty rows.", "Make a larger court: comity demo --requests 100000")
        return found

    def searches(self, key: str) -> list[dict[str, Any]]:
        """Return searches by one word, by two words, by a reference and by the addressee's own number."""
        viewer = self.viewers[key]
        with as_viewer(viewer, writes=False):
            pages = [request_page(viewer, row.id) for row in self._some(key, SEARCHED)]
        texts = [folded_words(" ".join(line.text for line in page.lines)) for page in pages]
        often = Counter(word for words in texts for word in set(words))
        low, high = (share * len(pages) / 100 for share in MIDDLING)
        typed: list[str] = []
        for page, words in zip(pages, texts, strict=True):
            middling = sorted(
                {word for word in words if low <= often[word] <= high and word.isalpha() and len(word) > 4}
            )
            if middling:
                one = self.draw.choice(middling)
                typed += [one, f"{one} {self.draw.choice(words)}", page.request.reference]
            typed += [number.number for number in page.references]
        return list(self._found(viewer, typed))

    def _found(self, viewer: Viewer, typed: list[str]) -> Iterator[dict[str, Any]]:
        for text in typed:
            with as_viewer(viewer, writes=False):
                found = find(viewer, text)
            if found:
                yield _call(f"/search/?q={text.replace(' ', '+')}", [found[0].reference], rows=len(found))

    def drafts(self, stamp: str) -> list[dict[str, Any]]:
        """Return what is typed into a new draft, its subject bearing this stamp."""
        viewer = self.viewers[ISSUER]
        with as_viewer(viewer, writes=False):
            files = [str(file.id) for file in own_files(viewer)[:20]]
        typed = {
            "subject": f"{stamp}: testimony of a witness",
            "addressee": "BEL",
            "language": "fr",
            **filled(rome().kinds[KIND], "fr"),
        }
        before = {"language": mark_of("en")}
        marks = {f"mark:{name}": before.get(name, mark_of("")) for name in typed}
        return [{"file": file, "kind": KIND, "fields": typed | marks} for file in files]

    def drafts_made(self, stamp: str) -> int:
        """Return how many drafts of this stamp are there, with the text typed."""
        viewer, text = self.viewers[ISSUER], filled(rome().kinds[KIND], "fr")["purpose"]
        with as_viewer(viewer, writes=False):
            rows = seen_by(viewer).filter(subject__startswith=f"{stamp}:", state="draft", addressee__code="BEL")
            made = [request_row(viewer, key) for key in rows.values_list("id", flat=True)]
        return sum(row.contents["purpose"]["text"] == text for row in made)

    def approved(self, number: int, *, stamp: str) -> list[dict[str, Any]]:
        """Load requests that only wait to be sent by this person, and return them."""
        before = self._ids_approved()
        large_court(requests=number, seed=stamp, issuer="OTP", state="approved")
        return [_call(f"/requests/{key}/", []) for key in sorted(self._ids_approved() - before)]

    def _ids_approved(self) -> set[UUID]:
        viewer = self.viewers[ISSUER]
        with as_viewer(viewer, writes=False):
            rows = seen_by(viewer).filter(state="approved", issuer_id=viewer.party_id)
            return set(rows.values_list("id", flat=True))

    def sent(self, calls: list[dict[str, Any]]) -> int:
        """Return how many of these requests are sent, their text frozen and their addressee in."""
        viewer = self.viewers[ISSUER]
        ids = [UUID(call["path"].split("/")[2]) for call in calls]
        with as_viewer(viewer, writes=False):
            rows = seen_by(viewer).filter(id__in=ids, sent_at__isnull=False).exclude(transport="unsent")
            return rows.count()


def _call(path: str, holds: list[str], rows: int = 0) -> dict[str, Any]:
    return {"path": path, "holds": holds, "rows": rows}
