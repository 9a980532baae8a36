# SPDX-License-Identifier: EUPL-1.2
"""Reports being written: those that the viewer sees, and one of them whole, in a fixed number of queries."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from comity.core.errors import NotFound
from comity.core.paging import Page, page_of
from comity.core.viewer import Viewer
from comity.dossiers.models import GuardedQuerySet
from comity.dossiers.models.sight import one
from comity.mandates import queries as mandates

from ..kinds import Kind, Section, kinds, marked, places_in
from ..models import Block, Build, BuiltFile, Clearance, Pass, Rendering, Report, Wording
from .digests import block_digest, frame_digest, language_digest
from .values import Values, caption_lines

_STAGE = Report.Stage


@dataclass(slots=True)
class Part:
    """A block with its number, its text by language, what each seat said of it last, and what its mandate rests on."""

    block: Block
    number: str = ""
    renderings: dict[str, Rendering] = field(default_factory=dict)
    said: dict[str, Clearance] = field(default_factory=dict)
    standing: mandates.Standing | None = None
    digest: str = ""

    @property
    def newer(self) -> set[str]:
        """What was added to the mandate since the text was drafted: "step", "bond", "correction"."""
        if self.standing is None:
            return set()
        return {name for name, key in self.standing.basis.items() if key != self.block.basis.get(name, 0)}

    def is_outdated(self, language: str, original: str) -> bool:
        """Whether the translation renders another text than the one that stands."""
        rendering, source = self.renderings.get(language), self.renderings.get(original)
        return rendering is not None and source is not None and rendering.of_digest != source.digest

    def clearance(self, seat: str) -> Clearance | None:
        """Return what a seat said of the block exactly as it stands now; None where it has not yet."""
        said = self.said.get(seat)
        return said if said is not None and said.digest == self.digest else None


@dataclass
class Whole:
    """A report whole: its parts in the order in which they are printed."""

    report: Report
    parts: list[Part]
    frame_said: dict[str, Clearance]

    @property
    def kind(self) -> Kind:
        """The kind of the report."""
        return kinds()[self.report.kind]

    @cached_property
    def values(self) -> Values | None:
        """The frozen figures it draws from, if any were chosen."""
        return Values.of(self.report.snapshot) if self.report.snapshot is not None else None

    @cached_property
    def frame(self) -> str:
        """The digest of masthead and order."""
        return frame_digest(self.report, [part.block for part in self.parts])

    def sections(self) -> Iterator[tuple[Section, list[Part]]]:
        """Return every section of the kind with its parts."""
        for section in self.kind.sections:
            yield section, [part for part in self.parts if part.block.section == section.code]

    def digest(self, language: str) -> str:
        """Return the digest of the whole as it would be printed in a language."""
        texts = [(part.block, rendered.digest if (rendered := part.renderings.get(language)) else "") for part in
                 self.parts]  # fmt: skip
        return language_digest(self.report, texts, language)

    def frame_clearance(self, seat: str) -> Clearance | None:
        """Return what a seat said of masthead and order exactly as they stand; None where it has not yet."""
        said = self.frame_said.get(seat)
        return said if said is not None and said.digest == self.frame else None

    def is_cleared(self) -> bool:
        """Whether every seat cleared every block, masthead and order, exactly as they stand."""
        return all(
            said is not None and said.is_given
            for seat in self.kind.seats
            for said in (self.frame_clearance(seat.code), *(part.clearance(seat.code) for part in self.parts))
        )

    def is_complete(self, language: str) -> bool:
        """Whether a language can be printed: all of it is there; of a translation, reviewed and not outdated."""
        return bool(self.parts) and not self.missing(language)

    def missing(self, language: str) -> list[Part]:
        """Return the parts that keep a language from being printed."""
        original = self.report.language
        reviewed = Rendering.Progress.REVIEWED
        return [
            part
            for part in self.parts
            if language not in part.renderings
            or (language != original and part.renderings[language].progress != reviewed)
            or (language != original and part.is_outdated(language, original))
            or not self.has_figures(part, language)
        ]

    def has_figures(self, part: Part, language: str) -> bool:
        """Whether the frozen figures hold what a text calls and shows; others may have been chosen since."""
        rendering, figure = part.renderings[language], part.block.figure
        called = [name for text in (rendering.text, *rendering.notes) for name in places_in(text)]
        if not called and not figure:
            return True
        if self.values is None or not all(map(self.values.knows, called)):
            return False
        lines = len(rendering.text.splitlines())
        return not figure or lines == caption_lines(self.values.snapshot, figure, language)

    def marked(self, language: str) -> list[Part]:
        """Return the parts in which something is to be blacked out in a language."""
        found = [(part, part.renderings.get(language)) for part in self.parts]
        return [part for part, row in found if row and any(marked(text) for text in (row.text, *row.notes))]


def reports_page(viewer: Viewer, *, size: int, after: str = "", before: str = "") -> Page[Report]:
    """Return a page of the reports under way that the viewer sees, the newest first."""
    rows = Report.objects.visible_to(viewer).filter(stage=_STAGE.DRAFTED)
    return page_of(rows, order=("-begun_at", "-id"), size=size, after=after, before=before)


def report(viewer: Viewer, report_id: UUID) -> Report:
    """Return one report that the viewer sees as it is written; raises NotFound."""
    return one(Report.objects.visible_to(viewer).select_related("snapshot", "dossier"), id=report_id)


def block(viewer: Viewer, report: Report, block_id: UUID) -> Block:
    """Return one block of a report that was seen; raises NotFound."""
    rows = Block.objects.visible_to(viewer).select_related("mandate__paragraph__instrument")
    return one(rows, id=block_id, report_id=report.id)


def whole(viewer: Viewer, report_id: UUID) -> Whole:
    """Return a report whole, in a fixed number of queries; raises NotFound."""
    return assembled(viewer, report(viewer, report_id), lambda model: model.objects.visible_to(viewer))


Rows = Callable[[Any], "GuardedQuerySet[Any]"]


def assembled(viewer: Viewer, row: Report, rows: Rows) -> Whole:
    """Return a report whole from rows that the caller may read."""
    order = {section.code: place for place, section in enumerate(kinds()[row.kind].sections)}
    blocks: list[Block] = list(rows(Block).filter(report_id=row.id, is_removed=False))
    blocks.sort(key=lambda one: (order[one.section], one.place, str(one.id)))
    found = {one.id: Part(one) for one in blocks}
    for rendering in rows(Rendering).filter(block__in=list(found)).select_related("by"):
        found[rendering.block_id].renderings[rendering.language] = rendering
    frame_said: dict[str, Clearance] = {}
    for said in rows(Clearance).filter(report_id=row.id).order_by("id"):
        part = found.get(said.block_id) if said.block_id else None
        if said.block_id is None:
            frame_said[said.seat] = said
        elif part is not None:
            part.said[said.seat] = said
    _complete(viewer, row, list(found.values()))
    return Whole(row, list(found.values()), frame_said)


def _complete(viewer: Viewer, row: Report, parts: Sequence[Part]) -> None:
    standings = mandates.standings(viewer, [part.block.mandate_id for part in parts if part.block.mandate_id])
    number = 0
    for part in parts:
        if part.block.form == Block.Form.PARAGRAPH:
            number += 1
            part.number = str(number)
        if part.block.mandate_id is not None:
            part.standing = standings.get(part.block.mandate_id)
        part.digest = block_digest(row, part.block, part.renderings.get(row.language))


def removed_blocks(viewer: Viewer, report: Report) -> GuardedQuerySet[Block]:
    """Return the blocks that were taken out of a report, with nothing lost of them."""
    return Block.objects.visible_to(viewer).filter(report_id=report.id, is_removed=True).order_by("section", "place")


def rendering(viewer: Viewer, block: Block, language: str) -> Rendering | None:
    """Return the text of a block in a language as it stands, or None."""
    return Rendering.objects.visible_to(viewer).filter(block_id=block.id, language=language).first()


def wordings(viewer: Viewer, block: Block, language: str, *, limit: int) -> list[Wording]:
    """Return what was ever saved of a block in a language, the latest first."""
    rows = Wording.objects.visible_to(viewer).filter(block_id=block.id, language=language).select_related("person")
    return list(rows.order_by("-id")[:limit])


def passes(viewer: Viewer, report: Report) -> dict[str, Pass]:
    """Return the latest redaction pass by language."""
    rows = Pass.objects.visible_to(viewer).filter(report_id=report.id).order_by("id")
    return {row.language: row for row in rows}


def builds(viewer: Viewer, report: Report) -> Mapping[tuple[str, bool], tuple[Build, list[BuiltFile]]]:
    """Return what was made of a report last, by language and whether it is the public version, with its files."""
    rows = Build.objects.visible_to(viewer).filter(report_id=report.id).exclude(state=Build.State.REPLACED)
    rows = rows.order_by("language", "is_public").defer("paper")
    found: dict[UUID, tuple[Build, list[BuiltFile]]] = {row.id: (row, []) for row in rows}
    files = BuiltFile.objects.visible_to(viewer).filter(build__in=found).defer("content").order_by("form")
    for file in files:
        found[file.build_id][1].append(file)
    return {(row.language, row.is_public): (row, made) for row, made in found.values()}


def kept(viewer: Viewer, report: Report, language: str, *, limit: int) -> list[Build]:
    """Return the states in which a language was printed, the latest first; each holds the document of then."""
    rows = Build.objects.visible_to(viewer).filter(report_id=report.id, language=language).exclude(paper="")
    return list(rows.order_by("-asked_at", "-ready_at").defer("paper")[:limit])


def kept_paper(viewer: Viewer, report: Report, language: str, build_id: UUID) -> str:
    """Return the document of one such state; raises NotFound."""
    return one(Build.objects.visible_to(viewer), id=build_id, report_id=report.id, language=language).paper


def built_file(viewer: Viewer, report: Report, build_id: UUID, form: str) -> tuple[Build, BuiltFile]:
    """Return one file made of a report; raises NotFound."""
    build = one(Build.objects.visible_to(viewer), id=build_id, report_id=report.id)
    return build, one(BuiltFile.objects.visible_to(viewer), build_id=build.id, form=form)


def mandates_used(whole: Whole) -> set[UUID]:
    """Return the mandates from which paragraphs of the report were drafted."""
    return {part.block.mandate_id for part in whole.parts if part.block.mandate_id is not None}


def open_in(viewer: Viewer, dossier_ids: Sequence[UUID]) -> list[str]:
    """Return the symbols of visible reports that are still being written in these dossiers."""
    rows = Report.objects.visible_to(viewer).filter(dossier_id__in=dossier_ids, stage=_STAGE.DRAFTED)
    return list(rows.order_by("symbol").values_list("symbol", flat=True))


def find(whole: Whole, block_id: UUID) -> Part:
    """Return one part of a report; raises NotFound."""
    found = next((part for part in whole.parts if part.block.id == block_id), None)
    if found is None:
        raise NotFound
    return found
