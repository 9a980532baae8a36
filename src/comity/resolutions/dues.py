# SPDX-License-Identifier: EUPL-1.2
"""By when: the words of the text, and the session, day or recurrence they name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .days import day_text
from .lexicon import WORD, Lexicon, fold, lexicon
from .model import Due

NOTHING = Due("")
_NUMERAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th|e|ème|º|°|ª|er|o|a)?$")
_YEARS = re.compile(r"\d{4}$")


@dataclass(frozen=True)
class Words:
    """What `due_of` looks for, in one language."""

    session: re.Pattern[str]
    date: re.Pattern[str]
    every: re.Pattern[str]
    within: re.Pattern[str]
    soon: re.Pattern[str]
    places: dict[str, int]
    tens: dict[str, int]
    named: re.Pattern[str]
    """The word for a session alone."""
    session_words: tuple[str, ...]
    triggers: frozenset[str]
    """Words of which one stands in whatever recurs, or is due within a time or soon."""


def _either(phrases: list[str]) -> str:
    return "|".join(re.escape(p).replace(r"\ ", r"\s") for p in sorted(phrases, key=len, reverse=True)) or r"(?!)"


@cache
def _words(code: str) -> Words:
    data = lexicon(code).data
    before = _either(data["due_before"])
    owner = _either(data["owner"])
    months = _either([*data["months"], *data.get("other_months", {})])
    session = _either(data["session"])
    place = r"[^\W\d_][\w'’\u2010\u2011-]*|\d{1,3}(?:st|nd|rd|th|e|ème|º|°|ª|o|a)?"
    flags = re.IGNORECASE
    spans = _either(list(data["spans"]))
    adjectives = _either(data.get("session_adjectives", []))
    numbers = _either(data["numbers"])
    glue = r"\s?" if code == "fr" else r"\s"
    owned = rf"(?:(?P<owner>{owner})\s)" if owner != r"(?!)" else r"(?P<owner>(?!))"
    if code == "ar":
        session_re = rf"(?:(?P<before>{before})\s)?(?P<session>{session})\s(?P<place>[^\W\d_]+(?:\s(?:و?[^\W\d_]+)){{0,3}}|\d{{1,3}})"
        date_re = rf"(?:(?P<before>{before})\s)?(?:(?P<day>\d{{1,2}})\s)?(?P<month>{months})(?:/(?:{months}))?\s(?P<year>\d{{4}})|(?P<before2>{before})\s(?:عام|سنة)\s(?P<year2>\d{{4}})"
    elif code == "es":
        session_re = rf"(?:(?P<before>{before})\s)?{owned}?(?P<place>(?:{place})(?:\s(?:{place})){{0,2}}?)\s(?P<session>{session})(?:\s(?:{adjectives}))?(?:\sde\ssesiones)?\b"
        date_re = rf"(?P<before>{before})\s(?:(?P<day>\d{{1,2}})\sde\s)?(?P<month>{months})\sde(?:l)?\s(?P<year>\d{{4}})|(?P<before2>{before})\s(?P<year2>(?:19|20)\d\d)\b"
    elif code == "fr":
        session_re = rf"(?:(?P<before>{before}){glue})?{owned}?(?P<place>(?:{place})(?:\set\s(?:{place}))?)\s(?P<session>{session})\b"
        date_re = rf"(?P<before>{before})\s(?:(?P<day>\d{{1,2}})(?:er)?\s)?(?P<month>{months})\s(?P<year>\d{{4}})|(?P<before2>{before})\s(?P<year2>(?:19|20)\d\d)\b"
    else:
        session_re = rf"(?:\b(?P<before>{before})\s)?{owned}?(?P<place>(?:one\s)?(?:{place})(?:\sand\s(?:{place}))?)(?:\s(?:{adjectives}))?\s(?P<session>{session})\b"
        date_re = (
            rf"\b(?P<before>{before})\s(?:the\s)?(?:(?P<day>\d{{1,2}})\s)?(?P<month>{months})\s(?:(?P<day2>\d{{1,2}}),?\s)?(?P<year>\d{{4}})"
            rf"|\b(?P<before2>{before})\s(?:the\s)?(?:year\s)?(?P<year2>(?:19|20)\d\d)\b"
        )
    recurring = _either(list(data["recurring"]))
    every_re = rf"\b(?P<word>{recurring})\b|\b(?P<every>{_either(data['every'])})\s(?:(?P<count>{numbers}|\d{{1,2}})\s)?(?P<unit>{spans})\b"
    within_re = rf"\b(?:{_either(data['within'])})\s(?P<count>{numbers}|\d{{1,3}})\s(?P<unit>{spans})\b"
    places: dict[str, int] = {}
    for number, word in enumerate(data["ordinals"]):
        if word:
            places[fold(word)] = number
    for number, word in enumerate(data["numbers"]):
        places.setdefault(fold(word), number)
    return Words(
        re.compile(session_re if code == "ar" else rf"(?<!\w)(?:{session_re})", flags),
        re.compile(date_re, flags),
        re.compile(every_re, flags),
        re.compile(within_re, flags),
        re.compile(rf"\b(?:{_either(data['soon'])})\b", flags),
        places,
        {
            " ".join(fold(w) for w in WORD.findall(word.replace("-", " "))): number
            for word, number in data["tens"].items()
        },
        re.compile(session, flags),
        tuple(word.lower() for word in data["session"]),
        frozenset(
            phrase.lower().split()[0] for phrase in (*data["recurring"], *data["every"], *data["within"], *data["soon"])
        ),
    )


def due_of(text: str, known: Lexicon) -> Due:
    """By when a task is to be done, as its words say; NOTHING where they do not."""
    words = _words(known.code)
    session = 0
    stated: list[tuple[int, str]] = []
    date = every = ""
    for found in _sessions(text, words):
        number = place_of(found["place"], known)
        whole = found[0]
        if not number:
            # Fewer words before "session" may still be its place: "regular part of its thirty-fourth session".
            shorter = _shorter(found["place"], known)
            if not shorter:
                continue
            number, cut = shorter
            whole = f"{found['place'][cut:]}{text[found.end('place') : found.end()]}"
        elif not found["before"] and found["owner"]:
            whole = text[found.start("place") : found.end()]
        session = number
        stated.append((found.start(), whole.strip()))
        break
    for found in words.date.finditer(text) if _YEAR.search(text) else ():
        groups = found.groupdict()
        before = (groups.get("before") or groups.get("before2") or "").lower()
        year = groups["year"] or groups.get("year2") or ""
        if groups["month"]:
            if before in _FROM.get(known.code, ()) and not groups.get("day") and not groups.get("day2"):
                continue
            month = known.months.get(" ".join(fold(w) for w in WORD.findall(groups["month"])), 0)
            day = groups.get("day") or groups.get("day2")
            date = day_text(year, month, day) if day else f"{year}-{month:02}" if month else ""
        else:
            date = year
        if (
            before in _LOOSE
            and (not groups["month"] or _is_of_a_document(text, found.start()))
            and before not in _YEARLY
        ):
            date = ""
            continue
        if before in _LOOSE and _is_of_a_document(text, found.start()):
            date = ""
            continue
        stated.append((found.start(), found[0].strip()))
        break
    triggered = not words.triggers.isdisjoint(text.lower().split())
    if triggered and (again := words.every.search(text)):
        groups = again.groupdict()
        if groups["word"]:
            every = next(
                value
                for key, value in known.data["recurring"].items()
                if key.lower() == " ".join(groups["word"].lower().split())
            )
        else:
            unit = known.data["spans"][groups["unit"].lower()]
            count = place_of(groups["count"], known) if groups["count"] else 0
            every = f"{_NAMES[count]} {unit.rstrip('s')}s" if count > 1 and count < len(_NAMES) else unit.rstrip("s")
        stated.append((again.start(), again[0].strip()))
    if not stated and triggered and (loose := words.within.search(text) or words.soon.search(text)):
        stated.append((loose.start(), loose[0].strip()))
    if not stated:
        return NOTHING
    stated.sort()
    if session and not date and not every:
        return Due(stated[0][1], session)
    return Due("; ".join(dict.fromkeys(said for _, said in stated)), session, date, every)


_YEAR = re.compile(r"(?:19|20)\d\d")


def names_no_day(stated: str, known: Lexicon) -> bool:
    """Whether a stated due names a day that the calendar does not have."""
    for found in _words(known.code).date.finditer(stated):
        groups = found.groupdict()
        day = groups.get("day") or groups.get("day2")
        if groups["month"] and day:
            month = known.months.get(" ".join(fold(w) for w in WORD.findall(groups["month"])), 0)
            if not day_text(groups["year"] or groups.get("year2") or "", month, day):
                return True
    return False


def _sessions(text: str, words: Words) -> Iterator[re.Match[str]]:
    """Sessions that a text names: looked for only around the word."""
    lowered = text.lower()
    if not any(word in lowered for word in words.session_words):
        return
    last = 0
    for named in words.named.finditer(text):
        begin = max(last, named.start() - 90)
        while begin and begin < named.start() and text[begin - 1].isalpha() and text[begin].isalpha():
            begin += 1
        if found := words.session.search(text, begin, min(len(text), named.end() + 60)):
            last = found.end()
            yield found


_LOOSE = frozenset(
    "for from between on through at during in as of up to à le en pour el al para en su em lors de في خلال".split()
) | {"as of", "up to", "en su", "en vue de"}
"""Words before a date that may also place what was done already, or name what something is for."""
_YEARLY = frozenset({"in", "en", "في"})
_FROM: dict[str, tuple[str, ...]] = {"en": ("from", "in", "between", "on", "for"), "fr": (), "es": (), "ar": ()}
_NAMES = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DOCUMENT = re.compile(
    r"(?:\d\)?|resolution|decision|report|held|adopted|dated|submitted|made|signed|convened|established|issued|published|résolution|décision|rapport|adoptée|resolución|informe|celebrada|aprobada|القرار|المؤرخ)\s*$",
    re.IGNORECASE,
)


def _is_of_a_document(text: str, at: int) -> bool:
    """Whether a date belongs to what was done already: "held in 2024", "resolution 1 of 3 May 2001"."""
    return bool(_DOCUMENT.search(text, max(0, at - 14), at))


def _shorter(text: str, known: Lexicon) -> tuple[int, int] | None:
    for word in WORD.finditer(text):
        if word.start() and (number := place_of(text[word.start() :], known)):
            return number, word.start()
    return None


def place_of(text: str, known: Lexicon) -> int:
    """The number that an ordinal or a numeral in words names; 0 where it is none."""
    words = _words(known.code)
    text = text.strip().lower()
    if text.isdigit():
        return int(text)
    if numeral := _NUMERAL.match(text):
        return int(numeral[1])
    total = 0
    parts = [fold(part) for part in re.split(r"[\s\-\u2010\u2011]+", text) if part]
    data = known.data
    hundred = {fold(word) for word in data["hundred"]}
    place = 0
    said = False
    while place < len(parts):
        part = parts[place]
        pair = " ".join(parts[place : place + 2])
        if pair in words.tens and len(parts) > place + 1:
            total += words.tens[pair]
            place += 2
            said = True
            continue
        if part in known.conjunctions or (part in {"et", "y", "and", "one"} and place + 1 < len(parts)):
            place += 1
            continue
        if part in hundred:
            total = (total or 1) * 100
        elif part in words.places:
            total += words.places[part]
        elif part in words.tens:
            total += words.tens[part]
        elif known.code == "ar" and part[:1] == "و" and part[1:] in words.tens:
            total += words.tens[part[1:]]
        elif known.code == "ar" and said:
            break
        else:
            return 0
        said = True
        place += 1
    return total if said else 0
