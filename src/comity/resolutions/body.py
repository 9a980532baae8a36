# SPDX-License-Identifier: EUPL-1.2
"""Blocks -> preamble, operative paragraphs, lists, sections, annexes: one walk through the text, in its order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .blocks import Block, is_ended
from .labels import Head, head_of, level
from .lexicon import WORD, Lexicon, fold
from .model import Annex, Division, Kind, Ref, Section, Span, Style, Sub, Table, Text
from .verbs import Opening, opening, participle, repaired

_COLON = re.compile(r":['’”\"»)\]]*\s*$|:\s?\d{0,3}$")
_LABELLED = re.compile(
    r"(?P<label>(?:(?:Part|Section|Chapter|PART|SECTION|CHAPTER|Partie|Parte|Sección|Título|Titre|Chapitre|Capítulo|Title|الجزء|الفرع)\s+)?(?:[IVXLC]{1,6}|[A-Z]|\d{1,2})\b|(?:أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|ألف|باء|جيم|دال|هاء))"
    r"(?P<sign>[.)]|\s?[-–—:]|)\s*(?P<title>.*)",
    re.DOTALL,
)
_OCR = re.compile(r"\s*([0-9ilIoOSBzZ|!]{1,3})\s?[.,;]\s+(?=\S)")
_MISREAD = str.maketrans("ilI|!oOSBzZ", "11111005822")
_WORDS = 14


def introduces(text: str) -> bool:
    """Whether a text ends in a colon, as the introduction of a list does."""
    tail = text[-12:]
    return ":" in tail and bool(_COLON.search(tail))


@dataclass(slots=True)
class Item:
    """An item of a list, or a paragraph, in the making."""

    text: str
    line: int
    label: str = ""
    number: str = ""
    refs: list[Ref] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    subs: "list[Item]" = field(default_factory=list)
    tail: str = ""
    section: int = 0
    rows: list[tuple[str, ...]] = field(default_factory=list)
    opening: Opening | None = None
    key: str = ""

    @property
    def end(self) -> str:
        """The end of what was read of it last."""
        return self.tail or self.text


@dataclass(slots=True)
class AnnexInTheMaking:
    label: str
    line: int
    titles: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)
    stack: list[tuple[str, int, str]] = field(default_factory=list)
    path: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Body:
    """What the walk found."""

    preamble: list[Item] = field(default_factory=list)
    operative: list[Item] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    annexes: list[AnnexInTheMaking] = field(default_factory=list)
    drafts: list[tuple[int, int]] = field(default_factory=list)
    """Blocks of recommended drafts, from and to."""
    closing: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)
    doubts: list[tuple[Item | None, str, int, Text, Text, float]] = field(default_factory=list)


class Walk:
    """One walk. `refs` are the markers of each block, taken out of its text."""

    def __init__(
        self, blocks: Sequence[Block], refs: Sequence[tuple[Ref, ...]], lexicon: Lexicon, body: str, *, statement: bool
    ) -> None:
        self.blocks = blocks
        self.refs = refs
        self.lexicon = lexicon
        self.body = fold(body)
        self.statement = statement
        self.found = Body()
        self.mode = "op" if statement else "pre"
        self.item: Item | None = None
        self.stack: list[tuple[str, int, str]] = []
        self.path: list[Item] = []
        self.section = 0
        self.last = 0
        self.style = ""
        self.infinitive = False
        self.adopted = False
        self.headed = False
        """A heading stands directly before."""

    # The walk

    def run(self, start: int, end: int) -> Body:
        """Walk through blocks `start` to `end`."""
        at = start
        while at < end:
            at = self.step(at, end)
        return self.found

    def step(self, at: int, end: int) -> int:
        """Give one block, or a draft, its place; return the next."""
        block = self.blocks[at]
        text = block.text
        if self.mode != "annex" and self.is_annex(at):
            self.begin_annex(block)
            return at + 1
        if self.mode == "annex":
            self.annexed(at)
            return at + 1
        if block.row:
            self.row(block)
            return at + 1
        if len(text) < 300 and self.lexicon.closing.match(text) and (self.found.operative or self.mode == "closed"):
            self.mode = "closed"
            self.found.closing.append(text)
            return at + 1
        if self.mode == "closed":
            self.found.closing.append(text)
            return at + 1
        if self.found.operative and self.is_draft_introduction():
            stop = next((n for n in range(at, end) if self.is_annex(n) or self.closes(n)), end)
            self.found.drafts.append((at, stop))
            return stop
        head = block.head
        number = self.number_of(at)
        if number is not None:
            self.numbered(at, number[0], doubtful=number[1])
        elif head is None or self.item is None:
            self.unlabelled(at)
        elif (head.number and self.mode == "op") or (not head.number and not self.is_lettered_heading(at)):
            self.labelled(at, head)
        else:
            self.unlabelled(at)
        return at + 1

    def closes(self, at: int) -> bool:
        """Whether a block is the line of the meeting at the end."""
        return bool(self.lexicon.closing.match(self.blocks[at].text)) and len(self.blocks[at].text) < 300

    # Numbers

    def number_of(self, at: int) -> tuple[Head, bool] | None:
        """The number of the operative paragraph that a block begins, and whether it had to be guessed."""
        block = self.blocks[at]
        head = block.head
        if head is not None and head.number:
            if self.fits(at, head):
                return head, False
            return None
        if (head is None or head.style == ".") and (misread := _OCR.match(block.text)):
            value = misread[1].translate(_MISREAD)
            if value.isdigit() and int(value) == self.last + 1 and opening(block.text, self.lexicon, misread.end()):
                return Head(value, misread.end(), int(value), ".", (("1", int(value)),)), True
        return None

    def fits(self, at: int, head: Head) -> bool:
        """Whether a number is that of an operative paragraph where it stands."""
        text = self.blocks[at].text
        verb = opening(text, self.lexicon, head.end, infinitive=True)
        if self.style and head.style != self.style and (self.style, head.style) not in {(".", "\t"), ("\t", ".")}:
            return False
        if head.number == self.last + 1:
            return self.mode == "op" or head.number == 1 or verb is not None
        if head.number == 1:
            return not (
                self.item is not None
                and self.mode == "op"
                and introduces(self.item.end)
                and self.item.number
                and self.goes_on(at)
            )
        if self.mode == "pre":
            return verb is not None and not verb.preambular
        if head.number > self.last:
            return verb is not None or head.number - self.last < 4
        return verb is not None and not verb.preambular

    def goes_on(self, at: int) -> bool:
        """Whether the numbering of operative paragraphs goes on after a list of its own numbers begins."""
        for block in self.blocks[at + 1 :]:
            head = block.head
            if (
                head
                and head.number == self.last + 1
                and head.style == self.style
                and opening(block.text, self.lexicon, head.end)
            ):
                return True
        return False

    def numbered(self, at: int, head: Head, *, doubtful: bool) -> None:
        """Begin an operative paragraph with a number."""
        block = self.blocks[at]
        if head.number == 1 and self.last and not self.headed and not self.sectioned_since():
            self.doubt(
                None, "numbering", block.line,
                Text("Numbers begin again without a heading.", "La numérotation recommence sans intertitre."),
                Text("Look whether a part begins here or text of another instrument.", "Vérifiez si une partie ou un autre texte commence ici."),
            )  # fmt: skip
            self.found.sections.append(Section(Division.PART, "", "", block.line))
            self.section = len(self.found.sections)
        item = self.begin(at, head.end, number=head.label)
        if doubtful:
            self.doubt(
                item, "number", block.line,
                Text(f"The number was read as {head.label}; it stands there as “{block.text[:4].strip()}”.", f"Le numéro a été lu {head.label} ; le texte porte « {block.text[:4].strip()} »."),
                Text("Compare it with the original.", "Comparez avec l'original."),
            )  # fmt: skip
        if head.number > self.last + 1 and "bis" not in head.label:
            missing = f"{self.last + 1}" if head.number == self.last + 2 else f"{self.last + 1}–{head.number - 1}"
            self.doubt(
                item, "gap", block.line,
                Text(f"Paragraph {missing} is missing before {head.label}.", f"Le paragraphe {missing} manque avant {head.label}."),
                Text("Look whether it was lost, or stands within another paragraph.", "Vérifiez s'il a été perdu ou s'il se trouve dans un autre paragraphe."),
            )  # fmt: skip
        elif (
            head.number != self.last + 1
            and head.number != 1
            and not head.label.endswith(("bis", "ter", "quater", "alt"))
        ):
            self.doubt(
                item, "numbering", block.line,
                Text(f"The number {head.label} comes after {self.last}.", f"Le numéro {head.label} vient après {self.last}."),
                Text("Two texts may be mixed; look at the order.", "Deux textes sont peut-être mêlés ; vérifiez l'ordre."),
            )  # fmt: skip
        self.last = head.number
        self.style = self.style or head.style
        rest = head_of(item.text) if item.text.startswith("(") else None
        if rest is not None and not rest.number:
            whole, item.text = item.text, ""
            self.put_label(item_of(whole, rest.end, item.refs, item.spans, item.line), rest, at)
            item.refs, item.spans = [], []

    def sectioned_since(self) -> bool:
        """Whether a section began after the last operative paragraph."""
        return bool(self.found.operative) and self.found.operative[-1].section != self.section

    # Paragraphs and items

    def begin(self, at: int, start: int, *, number: str = "") -> Item:
        """Begin an operative paragraph."""
        block = self.blocks[at]
        item = item_of(block.text, start, self.refs[at], block.spans, block.line)
        item.number = number
        item.section = self.section
        self.mode = "op"
        self.item = item
        self.stack, self.path = [], []
        self.headed = False
        self.found.operative.append(item)
        return item

    def preambular(self, at: int, verb: Opening | None) -> Item:
        """Begin a preambular paragraph."""
        block = self.blocks[at]
        item = item_of(block.text, 0, self.refs[at], block.spans, block.line)
        item.section = self.section
        item.opening = verb
        self.mode = "pre"
        self.item = item
        self.stack, self.path = [], []
        self.headed = False
        self.found.preamble.append(item)
        return item

    def labelled(self, at: int, head: Head) -> None:
        """An item of a list."""
        block = self.blocks[at]
        item = item_of(block.text, head.end, self.refs[at], block.spans, block.line)
        self.put_label(item, head, at)

    def put_label(self, item: Item, head: Head, at: int) -> None:
        """Put an item into the list where its label belongs."""
        assert self.item is not None
        item.label = head.label
        holder = self.path[-1] if self.path else self.item
        following = next((b.head for b in self.blocks[at + 1 : at + 40] if b.head), None)
        if following is not None and following.number:
            following = None
        depth, kind, place, gap = level(self.stack, head, opened=introduces(holder.end), following=following)
        depth = min(depth, len(self.path))
        parent = self.item if depth == 0 else self.path[depth - 1]
        parent.subs.append(item)
        del self.stack[depth:]
        del self.path[depth:]
        self.stack.append((kind, place, head.style))
        self.path.append(item)
        if gap:
            self.doubt(
                self.item, "gap", item.line,
                Text(f"An item is missing before {item.label}.", f"Un élément manque avant {item.label}."),
                Text("Look whether it was lost.", "Vérifiez s'il a été perdu."), 0.2,
            )  # fmt: skip
        rest = head_of(item.text) if item.text[:1] == "(" else None
        if rest is not None and not rest.number and head.style != "-" and len(item.text) > rest.end:
            inner = item_of(item.text, rest.end, item.refs, item.spans, item.line)
            item.text, item.refs, item.spans = "", [], []
            self.put_label(inner, rest, at)

    def bare_item(self, at: int) -> None:
        """An item whose label was lost."""
        block = self.blocks[at]
        item = item_of(block.text, 0, self.refs[at], block.spans, block.line)
        assert self.item is not None
        self.item.subs.append(item)
        self.stack, self.path = [("", 0, "")], [item]

    def tail(self, at: int) -> None:
        """Text that goes on after a list, or after a paragraph that seemed whole."""
        text = self.blocks[at].text
        assert self.item is not None
        if self.item.subs or self.item.rows:
            self.item.tail = f"{self.item.tail}\n{text}".strip()
        else:
            offset = len(self.item.text) + 1
            self.item.refs += [Ref(ref.marker, ref.at + offset) for ref in self.refs[at]]
            self.item.spans += [Span(s.start + offset, s.end + offset, s.style) for s in self.blocks[at].spans]
            self.item.text = f"{self.item.text}\n{text}"

    # Blocks without number or label

    def unlabelled(self, at: int) -> None:
        """A block without number or label: preamble, operative, heading, item or tail."""
        text = self.blocks[at].text
        if self.statement:
            self.spoken(at)
            return
        if self.is_enacting(at):
            self.enacted_again(at)
            return
        folded = text.rstrip(" :").lower()
        if (folded in self.lexicon.resolves and text.rstrip().endswith((":", ","))) or (
            self.lexicon.resolves and _is_resolving(text, self.lexicon, self.body)
        ):
            self.mode = "op"
            self.infinitive = True
            return
        if self.is_heading(at):
            self.heading(at)
            return
        (self.in_preamble if self.mode == "pre" else self.in_body)(at)

    def in_preamble(self, at: int) -> None:
        """As `unlabelled`, before the first operative paragraph of a section."""
        text = self.blocks[at].text
        verb = opening(text, self.lexicon, infinitive=self.infinitive)
        whole = text.rstrip()
        if verb is not None and not verb.preambular and (not whole.endswith((",", "،")) or self.later_operative(at)):
            item = self.begin(at, 0)
            item.opening = verb
            return
        if verb is None:
            verb = participle(text, self.lexicon)
        if verb is not None:
            self.preambular(at, verb)
            return
        if (
            self.item is not None
            and self.mode == "pre"
            and (introduces(self.item.end) or (self.item.subs and self.path and not self.path[-1].label))
        ):
            self.bare_item(at)
            return
        if whole.endswith((",", "،", ";", "؛")):
            self.preambular(at, None)
            return
        if (mended := repaired(text, self.lexicon)) is not None:
            item = self.begin(at, 0)
            item.opening = mended
            return
        if self.item is not None and not is_ended(self.item.end):
            self.tail(at)
            return
        if self.item is not None:
            self.preambular(at, None)
        else:
            self.found.left.append(text)

    def later_operative(self, at: int) -> bool:
        """Whether no participle follows before the next operative paragraph: then a comma does not make it preambular."""
        for block in self.blocks[at + 1 : at + 4]:
            if block.head is not None:
                return True
            verb = opening(block.text, self.lexicon)
            if verb is not None:
                return not verb.preambular
        return True

    def in_body(self, at: int) -> None:
        """As `unlabelled`, after an operative paragraph."""
        text = self.blocks[at].text
        whole = text.rstrip()
        item = self.item
        verb = opening(text, self.lexicon, infinitive=self.infinitive or self.adopted)
        if (
            verb is not None
            and verb.preambular
            and whole.endswith((",", "،"))
            and (self.headed or item is None or is_ended(item.end))
        ):
            self.preambular(at, verb)
            return
        if item is None:
            if verb is None and self.adopted:
                self.foreword(text)
                return
            self.begin(at, 0).opening = verb
            return
        last = self.path[-1] if self.path else item
        listing = introduces(item.end) and not item.tail
        acts = verb is not None and not verb.preambular and not (self.adopted and self.last)
        if acts and not (listing and item.number and not item.subs):
            self.begin(at, 0).opening = verb
            if item.number and not self.headed and self.found.operative[-2].number:
                self.doubt(
                    self.item, "number", self.blocks[at].line,
                    Text("A paragraph without a number stands among numbered ones.", "Un paragraphe sans numéro se trouve parmi des paragraphes numérotés."),
                    Text("Look whether its number was lost.", "Vérifiez si son numéro a été perdu."), 0.2,
                )  # fmt: skip
            return
        if listing and (not item.subs or ((not last.label and last.text.rstrip()[-1:] in ";,؛،") or _joins(last.text))):
            self.bare_item(at)
            return
        if self.adopted and item.number == "" and self.last == 0:
            self.foreword(text)
            return
        if self.headed:
            self.begin(at, 0).opening = verb or repaired(text, self.lexicon)
            return
        if (mended := repaired(text, self.lexicon)) is not None and whole[-1:] in ";." and not self.last:
            self.begin(at, 0).opening = mended
            return
        self.tail(at)

    def foreword(self, text: str) -> None:
        """The words with which an adopted declaration opens."""
        if self.section:
            known = self.found.sections[self.section - 1]
            self.found.sections[self.section - 1] = Section(
                known.division, known.label, known.title, known.line, f"{known.enacting}\n{text}".strip(), known.within
            )
        else:
            self.found.left.append(text)

    def spoken(self, at: int) -> None:
        """A paragraph of a statement of the presidency."""
        text = self.blocks[at].text
        if self.lexicon.intro.search(text) and text.rstrip().endswith((":", ".")):
            return
        if self.is_heading(at) and len(text) < 90:
            self.heading(at)
            return
        self.begin(at, 0)

    # Headings, sections, drafts, annexes

    def is_enacting(self, at: int) -> bool:
        """Whether a block is an enacting phrase once more."""
        text = self.blocks[at].text.rstrip()
        if not self.body or len(text) > 150:
            return False
        said = fold(text.rstrip(" ,،"))
        if text.endswith((",", "،")):
            return said.endswith(self.body)
        return said.endswith(self.body) and len(said) - len(self.body) < 5

    def enacted_again(self, at: int) -> None:
        """A section with an enacting phrase of its own."""
        text = self.blocks[at].text.rstrip(" ,،")
        if self.section and (self.headed or not self.found.sections[self.section - 1].enacting):
            known = self.found.sections[self.section - 1]
            self.found.sections[self.section - 1] = Section(
                known.division, known.label, known.title, known.line, text, known.within
            )
        else:
            self.found.sections.append(Section(Division.PART, "", "", self.blocks[at].line, text))
            self.section = len(self.found.sections)
        self.mode = "pre"
        self.item = None
        self.last = 0
        self.headed = True

    def is_draft_introduction(self) -> bool:
        """Whether the last operative paragraph recommends a draft that follows; one that is adopted begins a section."""
        item = self.item
        if (
            item is None
            or item.subs
            or self.adopted
            or not introduces(item.text)
            or not self.lexicon.draft.search(item.text)
        ):
            return False
        verb = item.opening or opening(item.text, self.lexicon)
        if verb is not None and verb.found[1] is Kind.DECISION:
            self.found.sections.append(Section(Division.ADOPTED, "", "", item.line))
            self.section = len(self.found.sections)
            self.adopted = True
            self.headed = True
            self.last = 0
            self.item = None
            return False
        return True

    def is_lettered_heading(self, at: int) -> bool:
        """Whether a label in capitals is that of a part: "B) Budget"."""
        block = self.blocks[at]
        head = block.head
        return (
            head is not None
            and any(kind in {"A", "I"} for kind, _ in head.readings)
            and head.style in ").-"
            and not is_ended(block.text)
        )

    def is_heading(self, at: int) -> bool:
        """Whether a block is a heading: short, without an end, and followed by a paragraph."""
        block = self.blocks[at]
        text = block.text.strip()
        if len(text) > 260 or len(text) < 1:
            return False
        if is_ended(text) and not (len(text) <= 8 and _LABELLED.fullmatch(text)):
            return False
        if text[0].islower():
            return False
        if self.mode == "pre" and opening(text, self.lexicon) is not None and not block.bold and len(text) > 24:
            return self.followed(at) == "enacting"
        if block.bold:
            return True
        if block.torn and self.item is not None and not is_ended(self.item.end):
            return False
        return self.followed(at) != "text"

    def followed(self, at: int) -> str:
        """What a heading would be followed by: "number", "enacting", "verb", "heading", or mere "text"."""
        for place in range(at + 1, min(at + 4, len(self.blocks))):
            block = self.blocks[place]
            text = block.text.rstrip()
            if self.is_enacting(place):
                return "enacting"
            if block.head is not None or block.row:
                return "number"
            if opening(text, self.lexicon) is not None or participle(text, self.lexicon) is not None:
                return "verb"
            if is_ended(text):
                return "verb" if self.mode == "op" and self.adopted else "text"
        return "heading" if at + 1 < len(self.blocks) else "text"

    def heading(self, at: int) -> None:
        """Begin a section, or give the one just begun its title."""
        block = self.blocks[at]
        text = " ".join(block.text.split())
        found = _LABELLED.fullmatch(text)
        label = title = ""
        if (
            found
            and (
                found["sign"]
                or not found["title"]
                or found["label"][:2] in {"Pa", "Se", "PA", "SE", "Ch", "CH"}
                or (found["label"].isupper() and len(found["label"]) > 1)
            )
        ) or (found and found["label"] != "A" and len(found["label"]) == 1 and found["title"][:1].isupper()):
            label, title = found["label"], found["title"].strip()
        else:
            title = text
        if self.headed and self.section and self.found.sections[self.section - 1].line and not label:
            known = self.found.sections[self.section - 1]
            if (known.label and not known.title) or (known.division is Division.ADOPTED and not known.title):
                self.found.sections[self.section - 1] = Section(
                    known.division, known.label, title, known.line, known.enacting, known.within
                )
                return
        self.found.sections.append(
            Section(Division.PART if label else Division.HEADING, label, title, block.line, "", self.within(label))
        )
        self.section = len(self.found.sections)
        self.headed = True
        self.stack, self.path = [], []

    def within(self, label: str) -> int:
        """The section a new one is part of: letters stand within Roman numbers where both are used."""
        if not label:
            return 0
        mine = _rank(label)
        for place in range(len(self.found.sections), 0, -1):
            known = self.found.sections[place - 1]
            if known.division is Division.ADOPTED:
                return place
            if known.label and _rank(known.label) < mine:
                return place
            if known.label and _rank(known.label) == mine:
                return known.within
        return 0

    def is_annex(self, at: int) -> bool:
        """Whether a block begins an annex."""
        text = self.blocks[at].text.strip()
        found = self.lexicon.annex.match(text)
        if not found or len(text) > 300 or self.blocks[at].head is not None:
            return False
        rest = text[found.end() :].strip()
        if not rest:
            return bool(self.found.operative or self.found.preamble or self.mode == "annex")
        return not is_ended(text) and bool(self.found.operative) and rest[0] not in ",;" and not rest[0].islower()

    def begin_annex(self, block: Block) -> None:
        """Begin an annex."""
        text = " ".join(block.text.split())
        found = self.lexicon.annex.match(text)
        assert found is not None
        annex = AnnexInTheMaking(found[0].strip(), block.line)
        if title := text[found.end() :].strip(" :.–-*"):
            annex.titles.append(title)
        self.found.annexes.append(annex)
        self.mode = "annex"
        self.item = None

    def annexed(self, at: int) -> None:
        """A block of an annex."""
        block = self.blocks[at]
        if self.is_annex(at):
            self.begin_annex(block)
            return
        annex = self.found.annexes[-1]
        text = block.text.strip()
        annex.texts.append(text)
        if block.row:
            annex.rows.append(tuple(cell.strip() for cell in text.split("\t")))
            return
        if not annex.items and not annex.rows and block.head is None and not is_ended(text) and not annex.titles:
            annex.titles.append(" ".join(text.split()))
            annex.texts.pop()
            return
        head = block.head
        item = item_of(text, head.end if head else 0, self.refs[at], block.spans, block.line)
        if head is None:
            annex.items.append(item)
            annex.stack, annex.path = [], []
            return
        item.label = head.label
        if head.number:
            annex.items.append(item)
            annex.stack, annex.path = [], [item]
            return
        base = 1 if annex.path and annex.path[0].label[:1].isdigit() else 0
        depth, kind, place, _ = level(
            annex.stack, head, opened=bool(annex.path and introduces(annex.path[-1].end)), following=None
        )
        depth = min(depth, len(annex.path) - base)
        (annex.path[base + depth - 1].subs if base + depth else annex.items).append(item)
        del annex.stack[depth:]
        del annex.path[base + depth :]
        annex.stack.append((kind, place, head.style))
        annex.path.append(item)

    def row(self, block: Block) -> None:
        """A row of a table in the body."""
        cells = tuple(cell.strip() for cell in block.text.split("\t"))
        if self.item is not None and self.mode == "op":
            self.item.rows.append(cells)
        else:
            self.found.rows.append(cells)

    def doubt(self, item: Item | None, code: str, line: int, message: Text, remedy: Text, weight: float = 0.3) -> None:
        """Note what is doubtful."""
        self.found.doubts.append((item, code, line, message, remedy, weight))


def item_of(text: str, start: int, refs: Sequence[Ref], spans: Sequence[Span], line: int) -> Item:
    """An item of what follows `start` in a text, its markers and italics with it."""
    rest = text[start:]
    lead = len(rest) - len(rest.lstrip())
    start += lead
    rest = rest.strip()
    return Item(
        rest,
        line,
        refs=[Ref(ref.marker, min(max(0, ref.at - start), len(rest))) for ref in refs],
        spans=[
            Span(max(0, s.start - start), min(s.end - start, len(rest)), s.style)
            for s in spans
            if s.end > start and s.style is Style.ITALIC and s.start - start < len(rest)
        ],
    )


def sub_of(item: Item, key: str) -> Sub:
    """An item as a value of the model."""
    named: dict[str, int] = {}
    subs = []
    for place, sub in enumerate(item.subs, 1):
        label = sub.label if sub.label and sub.label not in "–—•▪◦·‣●○■-" else f"[{place}]"
        label = label if label[0] in "([" else f"({label.strip(').- ')})"
        named[label] = named.get(label, 0) + 1
        subs.append(sub_of(sub, f"{key}{label}" if named[label] == 1 else f"{key}{label}#{named[label]}"))
    return Sub(key, item.label, item.text, item.line, (), tuple(item.refs), tuple(item.spans), tuple(subs), item.tail)


def annex_of(found: AnnexInTheMaking, place: int) -> Annex:
    """An annex as a value of the model."""
    items = tuple(
        sub_of(item, f"annex{place}.{item.label.strip('()') or number}") for number, item in enumerate(found.items, 1)
    )
    return Annex(
        found.label,
        found.titles[0] if found.titles else "",
        "\n\n".join(found.texts),
        found.line,
        items,
        (Table(tuple(found.rows)),) if found.rows else (),
    )


def _joins(text: str) -> bool:
    return text.rstrip().endswith((" and", " or", " et", " ou", " y", " o"))


def _rank(label: str) -> int:
    word = label.rsplit(maxsplit=1)[-1]
    if len(label.split()) > 1:
        return 0
    if len(word) == 1 and word in "ABCDEFGHJKLMNOPQRSTUWYZ":
        return 2
    return 1 if not word.isdigit() else 3


def _is_resolving(text: str, lexicon: Lexicon, body: str) -> bool:
    """Whether a line only says that the body resolves: "RESOLVES:", "HEREBY DECIDES AS FOLLOWS:"."""
    if not text.rstrip().endswith(":") or len(text) > 60:
        return False
    said = [fold(word) for word in WORD.findall(text) if fold(word) not in body.split()]
    return bool(said) and " ".join(said) in {
        " ".join(fold(w) for w in WORD.findall(known)) for known in lexicon.resolves
    }
