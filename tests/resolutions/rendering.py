# SPDX-License-Identifier: EUPL-1.2
"""Resolutions of an assembly that does not exist, made at random and set in the styles in which real ones are met."""

import random
import textwrap
from dataclasses import dataclass, field

STYLES = ("starred", "pdf", "markdown", "plain", "docx")

WORDS = {
    "en": "harbour lantern keeper signal tide ledger pilot beacon quay vessel charter storm channel anchor mooring lighthouse log watch buoy ferry".split(),
    "fr": "phare lanterne gardien signal marée registre pilote balise quai navire charte tempête chenal ancre amarrage veille journal bouée bac port".split(),
    "es": "faro linterna guardián señal marea registro piloto baliza muelle buque carta tormenta canal ancla amarre vigilia diario boya barca puerto".split(),
    "ar": "منارة فانوس حارس إشارة مد سجل مرشد رصيف سفينة ميثاق عاصفة قناة مرساة مرسى مراقبة يومية عوامة عبارة ميناء بحر".split(),
}  # fmt: skip
OPEN = {"en": "the {}", "fr": "le {}", "es": "el {}", "ar": "ال{}"}
PREAMBULAR = {
    "en": ["Recalling", "Noting with concern", "Deeply convinced", "Bearing in mind", "Having considered", "Mindful of", "Welcoming", "Taking note of"],
    "fr": ["Rappelant", "Notant avec satisfaction", "Consciente de", "Ayant examiné", "Tenant compte de", "Se félicitant de", "Profondément préoccupée par"],
    "es": ["Recordando", "Observando con preocupación", "Consciente de", "Habiendo examinado", "Teniendo presente", "Reafirmando", "Convencida de"],
    "ar": ["إذ تشير إلى", "وإذ تؤكد", "وإذ تلاحظ مع القلق", "وإذ تضع في اعتبارها", "وإذ ترحب"],
}  # fmt: skip
OPERATIVE = {
    "en": [("Requests", "request"), ("Decides", "decision"), ("Urges", "exhortation"), ("Invites", "invitation"), ("Authorizes", "authorisation"), ("Welcomes", "none"), ("Also notes with appreciation", "none"), ("Further requests", "request"), ("Calls upon", "exhortation"), ("Strongly encourages", "exhortation"), ("Takes note", "none")],
    "fr": [("Prie", "request"), ("Décide", "decision"), ("Exhorte", "exhortation"), ("Invite", "invitation"), ("Autorise", "authorisation"), ("Se félicite", "none"), ("Prend note", "none"), ("Demande", "request"), ("Engage", "exhortation")],
    "es": [("Pide", "request"), ("Decide", "decision"), ("Insta", "exhortation"), ("Invita", "invitation"), ("Autoriza", "authorisation"), ("Acoge con beneplácito", "none"), ("Toma nota", "none"), ("Solicita", "request"), ("Alienta", "exhortation")],
    "ar": [("تطلب إلى", "request"), ("تقرر", "decision"), ("تحث", "exhortation"), ("تدعو", "invitation"), ("ترحب", "none"), ("تلاحظ", "none"), ("تشجع", "exhortation")],
}  # fmt: skip
ENACTING = {
    "en": "The Assembly of Harbour States",
    "fr": "L’Assemblée des États portuaires",
    "es": "La Asamblea de los Estados Portuarios",
    "ar": "إن جمعية دول الموانئ",
}
ADOPTED = {
    "en": "Adopted at the 7th plenary meeting, on 20 December 2031, by consensus",
    "fr": "Adoptée à la septième séance plénière, le 20 décembre 2031, par consensus",
    "es": "Aprobada en la séptima sesión plenaria el 20 de diciembre de 2031, por consenso",
    "ar": "اعتمد بتوافق الآراء في 20 كانون الأول/ديسمبر 2031",
}
NAME = {"en": "Resolution", "fr": "Résolution", "es": "Resolución", "ar": "القرار"}
TITLE = {"en": "Lights of the harbour", "fr": "Feux du port", "es": "Luces del puerto", "ar": "أضواء الميناء"}
ANNEX = {"en": "Annex", "fr": "Annexe", "es": "Anexo", "ar": "المرفق"}
COMMA = {"en": ",", "fr": ",", "es": ",", "ar": "،"}
SEMICOLON = {"en": ";", "fr": " ;", "es": ";", "ar": "؛"}
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LETTERS = {"en": "({})", "fr": "{})", "es": "{})", "ar": "({})"}
ABJAD = "أبجدهوزح"
ROMAN = ("i", "ii", "iii", "iv", "v")


@dataclass
class Part:
    """A paragraph or an item; `note` is the number of its note, 0 for none."""

    verb: str
    kind: str
    words: str
    note: int = 0
    subs: "list[Part]" = field(default_factory=list)


@dataclass
class Made:
    language: str
    style: str
    preamble: list[Part]
    operative: list[Part]
    notes: list[str]
    annex: list[str]
    symbol: str = "HCA/4/Res.2"


def made(seed: int, language: str, style: str, *, preamble: int, operative: int, annexed: bool) -> Made:
    """A resolution; the same for the same arguments."""
    dice = random.Random(seed)
    notes: list[str] = []

    def words(low: int, high: int) -> str:
        said = [OPEN[language].format(dice.choice(WORDS[language])) for _ in range(dice.randint(low, high))]
        return " ".join(said)

    def note() -> int:
        if dice.random() < 0.25 and len(notes) < 9:
            notes.append(f"HCA/{len(notes) + 11}/40.")
            return len(notes)
        return 0

    def subs(depth: int) -> list[Part]:
        if dice.random() < (0.75 if depth else 0.6):
            return []
        return [
            Part("", "", words(2, 12), note(), subs(depth + 1) if depth < 1 else []) for _ in range(dice.randint(2, 4))
        ]

    pre = [Part(dice.choice(PREAMBULAR[language]), "", words(3, 25), note()) for _ in range(preamble)]
    body = []
    for _ in range(operative):
        verb, kind = dice.choice(OPERATIVE[language])
        body.append(Part(verb, kind, words(3, 30), note(), subs(0)))
    return Made(language, style, pre, body, notes, [words(4, 20) for _ in range(3)] if annexed else [])


def rendered(what: Made) -> str:
    """Its text in its style."""
    return {"starred": _starred, "pdf": _pdf, "markdown": _markdown, "plain": _plain, "docx": _docx}[what.style](what)


def lines(what: Made) -> list[tuple[int, str, str, str, Part | None]]:
    """Depth (0 preambular, 1 operative, 2 and 3 items), label, text, end, and part, of each paragraph."""
    language = what.language
    found: list[tuple[int, str, str, str, Part | None]] = [
        (0, "", part.words, COMMA[language], part) for part in what.preamble
    ]
    for place, part in enumerate(what.operative, 1):
        label = f"{place} -" if language == "ar" else f"{place}."
        last = place == len(what.operative)
        found.append((1, label, part.words, ":" if part.subs else "." if last else SEMICOLON[language], part))
        for number, sub in enumerate(part.subs):
            letter = ABJAD[number] if language == "ar" else "abcdefgh"[number]
            end = "." if last and number + 1 == len(part.subs) and not sub.subs else SEMICOLON[language]
            found.append((2, LETTERS[language].format(letter), sub.words, ":" if sub.subs else end, sub))
            for inner, one in enumerate(sub.subs):
                close = (
                    "." if last and number + 1 == len(part.subs) and inner + 1 == len(sub.subs) else SEMICOLON[language]
                )
                found.append((3, LETTERS[language].format(ROMAN[inner]), one.words, close, one))
    return found


def _top(what: Made) -> list[str]:
    language = what.language
    return [f"{NAME[language]} {what.symbol}", ADOPTED[language], f"{what.symbol} {TITLE[language]}"]


def _bottom(what: Made) -> list[str]:
    if not what.annex:
        return []
    return [ANNEX[what.language], TITLE[what.language], *(f"{n}. {text}." for n, text in enumerate(what.annex, 1))]


def _starred(what: Made) -> str:
    """Italics as stars, superscript markers, notes between the paragraphs."""
    said = [*_top(what), f"*{ENACTING[what.language]}*{COMMA[what.language]}"]
    waiting: list[int] = []
    shown = 0
    for place, (depth, label, text, end, part) in enumerate(lines(what)):
        assert part is not None
        verb = f"*{part.verb}* " if part.verb else ""
        mark = str(part.note).translate(SUPERSCRIPTS) if part.note else ""
        said.append(f"{label} {verb}{text}{end}{mark}".strip() if depth else f"{verb}{text}{mark}{end}")
        waiting += [part.note] if part.note else []
        if len(waiting) >= 2 and place % 3 == 0:
            said += [f"{str(n).translate(SUPERSCRIPTS)} {what.notes[n - 1]}" for n in waiting]
            shown, waiting = shown + len(waiting), []
    said += [f"{str(n).translate(SUPERSCRIPTS)} {what.notes[n - 1]}" for n in waiting]
    return "\n\n".join(said + _bottom(what))


def _markdown(what: Made) -> str:
    said = [*_top(what), f"_{ENACTING[what.language]}_{COMMA[what.language]}"]
    for depth, label, text, end, part in lines(what):
        assert part is not None
        verb = f"_{part.verb}_ " if part.verb else ""
        mark = f"[^{part.note}]" if part.note else ""
        said.append(
            f"{'  ' * max(0, depth - 1)}{label} {verb}{text}{end}{mark}" if depth else f"{verb}{text}{end}{mark}"
        )
    said += _bottom(what)
    return "\n\n".join(said) + "\n\n" + "\n".join(f"[^{n}]: {text}" for n, text in enumerate(what.notes, 1)) + "\n"


def _plain(what: Made) -> str:
    """No italics, tabs, markers in brackets."""
    said = [*_top(what), ENACTING[what.language] + COMMA[what.language]]
    for depth, label, text, end, part in lines(what):
        assert part is not None
        mark = f"[{part.note}]" if part.note else ""
        opened = f"{part.verb} " if part.verb else ""
        said.append(
            "\t" * max(0, depth - 1) + f"{label}\t{opened}{text}{end}{mark}" if depth else f"{opened}{text}{end}{mark}"
        )
    return (
        "\n\n".join(said + _bottom(what)) + "\n\n" + "\n".join(f"[{n}] {text}" for n, text in enumerate(what.notes, 1))
    )


def _docx(what: Made) -> str:
    """One paragraph a line, no empty lines, markers glued as ordinary numbers, notes appended."""
    said = [*_top(what), "", "\t" + ENACTING[what.language] + COMMA[what.language]]
    for depth, label, text, end, part in lines(what):
        assert part is not None
        mark = str(part.note) if part.note else ""
        opened = f"{part.verb} " if part.verb else ""
        said.append(f"\t{label}\t{opened}{text}{end}{mark}" if depth else f"\t{opened}{text}{end}{mark}")
    said += _bottom(what)
    return "\n".join(said) + "\n\n\n" + "\n".join(f"{n} {text}" for n, text in enumerate(what.notes, 1)) + "\n"


def _pdf(what: Made) -> str:
    """Wrapped lines, a header and a footer on each page, notes below a rule."""
    pages: list[str] = []
    page: list[str] = []
    foot: list[str] = []

    def turn() -> None:
        number = len(pages) + 1
        rule = ["__________________", *foot, ""] if foot else []
        top = [what.symbol, ""] if pages else []
        pages.append("\n".join([*top, *page, *rule, f"31-40001\t{number}/9"]))
        page.clear()
        foot.clear()

    for text in [*_top(what), ENACTING[what.language] + COMMA[what.language]]:
        page.extend([*textwrap.wrap(text, 90), ""])
    for depth, label, text, end, part in lines(what):
        assert part is not None
        mark = str(part.note) if part.note else ""
        opened = f"{part.verb} " if part.verb else ""
        whole = f"{label} {opened}{text}{end}{mark}" if depth else f"{opened}{text}{end}{mark}"
        if len(page) > 30:
            turn()
        page.extend([*textwrap.wrap(whole, 90, initial_indent="    " if depth > 1 else ""), ""])
        if part.note:
            foot.append(f"{part.note} {what.notes[part.note - 1]}")
    for text in _bottom(what):
        page.extend([*textwrap.wrap(text, 90), ""])
    turn()
    return "\n\f".join(pages) + "\n"
