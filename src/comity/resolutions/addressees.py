# SPDX-License-Identifier: EUPL-1.2
"""Addressees: told from the task, and the form in which two of them are compared."""

import re
from functools import lru_cache

from .lexicon import WORD, Lexicon, fold

_DROPPED = re.compile(
    r"\b(?:to the (?:rome )?statute(?: of the international criminal court)?"
    r"|au statut de rome|du statut de rome|en el estatuto de roma|of the united nations)\b"
)
_ARTICLES = {
    "en": frozenset(["the", "a", "an", "all", "its", "those"]),
    "fr": frozenset(["le", "la", "les", "l", "aux", "au", "à", "a", "tous", "toutes", "de", "des", "du", "d"]),
    "es": frozenset(["el", "la", "los", "las", "a", "al", "todos", "todas", "de", "del"]),
    "ar": frozenset(["جميع", "كل", "الي"]),
}
_KEPT_PARTIES = re.compile(r"\bstates parties to the (?:rome )?statute(?: of the international criminal court)?\b")
_PARENTHESES = re.compile(r"\s*\([^)]*\)")


@lru_cache(maxsize=2048)  # the same addressees are named in every text
def normal(text: str, language: str = "en") -> str:
    """The form in which addressees are compared: small letters, without articles and what names the treaty.

    Stands for equality only; what is shown is the text itself. `normal(normal(x)) == normal(x)`.
    """
    text = _PARENTHESES.sub(" ", text).replace("’", "'").lower()
    text = _KEPT_PARTIES.sub("states parties", text)
    text = _DROPPED.sub(" ", text)
    dropped = _ARTICLES.get(language, frozenset())
    return " ".join(word for word in map(fold, WORD.findall(text)) if word not in dropped)


class Split:
    """Where addressee and task stand in what follows a verb."""

    __slots__ = ("addressee", "task")

    def __init__(self, addressee: tuple[int, int], task: int) -> None:
        self.addressee = addressee
        self.task = task


def split(text: str, start: int, end: int, lexicon: Lexicon) -> Split | None:
    """Addressee and beginning of the task in `text[start:end]`; None where no task is laid on anybody."""
    found = _split(text, start, min(end, start + 260), end, lexicon)
    return found or (_split(text, start, min(end, start + 900), end, lexicon) if end > start + 260 else None)


def _split(text: str, start: int, reach: int, end: int, lexicon: Lexicon) -> Split | None:
    """As `split`, looking no further than `reach`."""
    task = lexicon.data["task"]
    to, that = folded_set(task["to"]), folded_set(task["that"])
    no_task, not_before = folded_set(task["no_task"]), folded_set(task["not_before"])
    endings = tuple(task.get("task_endings", ()))
    modal = folded_set(task["modal"])
    words = [(w.start(), w.end(), fold(w[0])) for w in WORD.finditer(text, start, reach)]
    if not words:
        return None
    skip = 0
    if lexicon.code == "ar":
        return _arabic(text, words, lexicon)
    if words[0][2] in {"to", "à", "a", "au", "aux", "al", "upon", "on"}:
        skip = 1
        if words[0][2] in {"to", "upon", "on"} and len(words) > 1:
            words = words[1:]
            skip = 0
    if words[0][2] in that:
        for place in range(1, min(len(words), 60)):
            if words[place][2] in modal:
                if words[1][2] in lexicon.data["task"]["aside"]:
                    break
                return Split(_trimmed(text, words[0][1], words[place][0], lexicon), words[0][1])
        return Split((start, start), words[0][1])
    for place in range(skip, len(words) - 1):
        begin, stop, word = words[place]
        nxt = words[place + 1][2]
        if word in that and place > 0:
            before = words[place - 1]
            ends = before[0] if before[2] in {"a", "à", "pour", "para"} else begin
            if lexicon.code == "es":
                later = _a_que(words, place)
                if later:
                    return Split(_trimmed(text, words[0][0], words[later - 1][0], lexicon), words[later][1])
                return Split(_trimmed(text, words[0][0], ends, lexicon), stop)
            if (
                lexicon.code == "fr"
                and place > 1
                and (before[2] == "pour" or any(w[2] in modal for w in words[place + 1 : place + 9]))
            ):
                return Split(_trimmed(text, words[0][0], ends, lexicon), stop)
            continue
        if word not in to or place == 0 or nxt in no_task:
            continue
        if words[place - 1][2] in not_before:
            continue
        if text[stop : words[place + 1][0]].strip(" ,:;’'") or (
            ":" in text[stop : words[place + 1][0]] and nxt is None
        ):
            continue
        if endings and not words[place + 1][2].endswith(endings):
            near = [w[2] for w in words[place + 1 : place + 4]]
            if not (
                nxt.endswith(lexicon.before_endings)
                or nxt in {"ne", "pas", "se", "s", "y", "lui", "leur", "en", "la", "le", "les", "l"}
            ):
                continue
            if not any(w.endswith(endings) for w in near):
                continue
        if not endings and not words[place + 1][2][0].islower():
            continue
        if not endings and text[words[place + 1][0]].isupper():
            continue
        begin_at = words[0][0]
        return Split(_trimmed(text, begin_at, begin, lexicon), stop)
    if text[start:end].rstrip().endswith(":") and len(words) < 30 and words[0][2] not in {"for", "that"}:
        stop = start + len(text[start:end].rstrip()) - 1
        if words[-1][2] not in to:
            return Split(_trimmed(text, words[0][0], stop, lexicon), end)
    last = text.rfind(":", start, end)
    if last > 0 and not text[last + 1 : end].strip() and words[-1][2] in to:
        return Split(_trimmed(text, words[0][0], words[-1][0], lexicon), end)
    return None


def _a_que(words: list[tuple[int, int, str]], place: int) -> int:
    """The place of "que" in "a que", from `place`: it comes after what only describes the addressee."""
    for later in range(place, min(len(words), place + 40)):
        if later and words[later][2] == "que" and words[later - 1][2] == "a":
            return later
    return 0


def _arabic(text: str, words: list[tuple[int, int, str]], lexicon: Lexicon) -> Split | None:
    """As `split`: "تطلب إلى الأمين العام أن يقدم", "تدعو الدول إلى تقديم"."""
    first = 1 if words[0][2] in {"الي", "ب"} else 0
    for place in range(first + 1, len(words)):
        begin, _, word = words[place]
        if word in {"ان", "بان", "وان"} or (not first and word in {"الي", "علي"}) or (first and word == "علي"):
            return Split(_trimmed(text, words[first][0], begin, lexicon), begin)
    return None


def _trimmed(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[int, int]:
    """An addressee without what stands in commas and is not part of it."""
    aside = lexicon.data["task"]["aside"]
    cut = end
    place = text.find(",", start, end)
    if place < 0:
        place = text.find("،", start, end)
    while 0 <= place < end:
        rest = text[place + 1 : end].lstrip()
        words = [fold(word) for word in WORD.findall(rest[:60])]
        if words and (words[0] in aside or " ".join(words[:2]) in aside):
            cut = place
            break
        following = text.find(",", place + 1, end)
        if following < 0:
            following = text.find("،", place + 1, end)
        if following < 0:
            break
        place = following
    while cut > start and text[cut - 1] in " ,،\t":
        cut -= 1
    while start < cut and text[start] in " ,،\t":
        start += 1
    return start, cut


_SETS: dict[int, frozenset[str]] = {}


def folded_set(words: list[str]) -> frozenset[str]:
    """The words of a list of the data, folded; made once."""
    found = _SETS.get(id(words))
    if found is None:
        found = _SETS[id(words)] = frozenset(fold(word) for word in words)
    return found
