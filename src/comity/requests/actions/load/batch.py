# SPDX-License-Identifier: EUPL-1.2
"""Some thousand requests of a made-up court, with the files in which they were begun; a batch depends on no other."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from comity.core.clock import THE_HAGUE
from comity.core.ids import reference_from
from comity.core.viewer import CONFIDENTIAL, PUBLIC, UNDER_SEAL
from comity.dossiers.actions.load import DossierSheets
from comity.dossiers.models import Dossier, Participation, Situation
from comity.statute import Act, rome

from ...models import Request
from .calendar import Timed, timed
from .play import play
from .scene import CaseFile, Scene
from .sheets import Sheets
from .stage import WORKING, Part, Stage, Weighted, states_at
from .texts import Writer, case_title, pseudonym
from .ways import Way

REQUESTS_A_FILE = 50
_TRIES = 8
_BEFORE_SENDING = frozenset({"draft", "in_review", "approved", "ready", "recalled", "discarded"})
_SECRECY = Weighted(((PUBLIC, 4), (CONFIDENTIAL, 90), (UNDER_SEAL, 6)))


@dataclass(slots=True)
class Batch:
    """The requests of these numbers out of `total`; the same stage and numbers give the same rows."""

    stage: Stage
    numbers: range
    total: int

    def system_load(self) -> int:
        """Insert the batch unless it is there, in a transaction of the caller's; return how many requests it added."""
        rows = Request.objects.unguarded("whether these made-up rows, or their references, are there already")
        attempt = 0
        while True:
            making = _Making(self, attempt)
            if not attempt and rows.filter(id=making.first_id).exists():
                return 0
            sheets = making.sheets_of_all()
            drawn = making.references
            if len(set(drawn)) == len(drawn) and not rows.filter(reference__in=drawn).exists():
                sheets.system_insert()
                return len(drawn)
            attempt += 1  # somebody else's reference came up: all of them are drawn anew, nothing else


class _Making:
    """One batch while it is made."""

    def __init__(self, batch: Batch, attempt: int) -> None:
        self.stage, self.batch = batch.stage, batch
        name = f"{batch.stage.seed} {batch.numbers.start}"
        self.draw = Random(name)  # noqa: S311 - made-up data
        self.draw_references = Random(f"{name} references {attempt}")  # noqa: S311 - made-up data
        self.sheets = Sheets(DossierSheets(self.draw))
        self.first_id = self.sheets.dossiers.new_id()
        self.references: list[str] = []
        self.files: dict[str, tuple[CaseFile, Situation]] = {}
        self.in_file: dict[str, int] = {}
        self.begun, self.end = _midnight(self.stage.begun), _midnight(self.stage.on)

    def sheets_of_all(self) -> Sheets:
        """Make every request of the batch, oldest first."""
        for number in self.batch.numbers:
            request_id = self.sheets.dossiers.new_id() if self.references else self.first_id
            self._make(request_id, self._time_of(number))
        return self.sheets

    def _time_of(self, number: int) -> datetime:
        """Requests are spread evenly over the whole time, so that a later number is a later request."""
        whole = self.end - self.begun - timedelta(days=1)
        at = self.begun + whole * ((number + self.draw.random()) / self.batch.total)
        return at.replace(microsecond=0)

    def _make(self, request_id: UUID, at: datetime) -> None:
        draw = self.draw
        part = self.stage.part(draw)
        file, part = self._file(part, at)
        acts = self._acts(part, at)
        state = acts[-1].leg.move.after if acts else "draft"
        languages, language = _languages(part, draw)
        scene = Scene(
            sheets=self.sheets,
            draw=draw,
            part=part,
            file=file,
            request_id=request_id,
            begun=at,
            end=self.end,
            desks=self.stage.desks,
            writer=Writer(draw, language, file.pseudonym),
        )
        self._draft(scene, languages, state=state, is_urgent=_is_urgent(acts))
        play(scene, acts)
        self._keep_typed(scene)

    def _acts(self, part: Part, at: datetime) -> list[Timed]:
        """Return what was done on a request of that age; one without acts is still a draft."""
        only = self.stage.state
        weights = {only: 1.0} if only else states_at((self.end - at).total_seconds() / 86_400)
        states = Weighted((state, weights[state]) for state in part.ways if state in weights)
        for _try in range(_TRIES):
            way = part.ways[states.drawn(self.draw)].drawn(self.draw)
            if _is_found(way) and not part.addressee.bears_findings:
                continue
            zone = part.addressee.party.zone
            found = timed(rome(), part.kind, way, begun=at, end=self.end, zone=zone, draw=self.draw)
            if found is not None:
                return found
        return []

    def _draft(self, scene: Scene, languages: str, *, state: str, is_urgent: bool) -> None:
        """Write the draft; one in four that are not yet submitted has gaps."""
        draw, kind = self.draw, scene.part.kind
        is_young = state in _BEFORE_SENDING
        since = (self.end if is_young else scene.begun).date()
        contents: dict[str, Any] = scene.writer.contents(kind, on=since + timedelta(days=130))
        if state == "draft" and draw.random() < 0.25:
            contents = dict(list(contents.items())[: len(contents) // 2])
        prefix = "DEF" if scene.part.issuer.party.kind == "defence" else scene.part.issuer.party.code
        self.references.append(reference_from(prefix, self.draw_references.getrandbits(60)))
        scene.set_up(
            subject=scene.writer.subject(kind),
            reference=self.references[-1],
            contents=contents,
            language=languages,
            urgency="urgent" if is_urgent else "standard",
            requested_by=since + timedelta(days=draw.randint(40, 240)) if draw.random() < 0.7 else None,
        )

    def _keep_typed(self, scene: Scene) -> None:
        """Keep the texts as they were typed, for what is still at the desk; of what was sent there are versions."""
        row = scene.row
        if row["state"] not in _BEFORE_SENDING:
            return
        texts = {"subject": row["subject"]} | {code: given["text"] for code, given in row["contents"].items()}
        for name, text in texts.items():
            self.sheets.typed.add(
                dossier_id=row["file_id"],
                request_id=row["id"],
                field=name,
                text=text,
                person_id=row["drafter_id"],
                at=scene.begun,
            )

    def _file(self, part: Part, at: datetime) -> tuple[CaseFile, Part]:
        """Return the issuer's file of now, a new one after so many requests; a file has one situation."""
        code = part.issuer.party.code
        count = self.in_file.get(code, 0)
        if count % REQUESTS_A_FILE == 0:
            self.files[code] = self._open_file(part, at), part.situation
        self.in_file[code] = count + 1
        file, situation = self.files[code]
        return file, self.stage.in_situation(part, situation)

    def _open_file(self, part: Part, at: datetime) -> CaseFile:
        sheets, draw, issuer = self.sheets.dossiers, self.draw, part.issuer
        number = f"{part.situation.code}/{draw.randrange(19, 27)}-{draw.randrange(100, 999)}"
        title = case_title(draw, issuer.drafter.language)
        classification = min(_SECRECY.drawn(draw), issuer.drafter.clearance, issuer.approver.clearance)
        dossier_id = sheets.open(
            owner_id=issuer.party.id,
            at=at,
            kind=Dossier.Kind.JUDICIAL.value,
            situation_id=part.situation.pk,
            case_number=number,
            title=title,
            classification=classification,
        )
        sheets.let_in(
            dossier_id,
            party_id=issuer.party.id,
            side=Participation.Side.ISSUER.value,
            classification=classification,
            at=at,
        )
        viewer = issuer.drafter
        sheets.record(viewer, Act.DOSSIER_OPEN, dossier_id=dossier_id, about=dossier_id, at=at, data={"title": title})
        name, capacity = pseudonym(draw, draw.randrange(1, 1_000))
        person_id = sheets.enter_person(dossier_id, pseudonym=name, capacity=capacity, at=at)
        said = {"pseudonym": name, "capacity": capacity}
        sheets.record(viewer, Act.PERSON_ENTER, dossier_id=dossier_id, about=dossier_id, at=at, data=said)
        return CaseFile(dossier_id, person_id, name, classification, number)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), THE_HAGUE).astimezone(UTC)


def _is_found(way: Way) -> bool:
    return any(leg.move.act == Act.FINDING_APPLY for leg in way.legs)


def _is_urgent(acts: list[Timed]) -> bool:
    return any(one.leg.move.act == Act.REQUEST_SEND_URGENTLY for one in acts)


def _languages(part: Part, draw: Random) -> tuple[str, str]:
    """Return the languages a request goes in, as the addressee takes them, and the one of the Court's among them."""
    chosen = draw.choice([one for one in part.terms.languages if WORKING & set(one)])
    return "+".join(chosen), draw.choice(sorted(WORKING & set(chosen)))
