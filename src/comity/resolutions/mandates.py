# SPDX-License-Identifier: EUPL-1.2
"""Operative paragraphs -> mandates: one for each verb, addressee and task."""

import re
from collections.abc import Iterator, Sequence

from .addressees import folded_set, normal, split
from .dues import NOTHING, due_of
from .lexicon import WORD, Lexicon, fold
from .model import Due, Kind, Mandate, Operative, Resolution, Sub, Verb
from .verbs import Opening, walk

_TRIM = " ,;:.،؛\n\t’'"
_TASKS = re.compile(r"(?P<sep>,?)\s(?:(?P<and>and|et|y|e)\s)?(?P<to>to|à|de|d['’]|a)\s?(?=[^\W\d_])")
_LOOSE_END = re.compile(r"[;,:]\s(?:and|or|et|ou|y|e)$")
_LEAD = {
    "en": re.compile(r"[Tt]o\s(?=[a-z])"),
    "fr": re.compile(r"(?:[Dd]e|[ÀàA])\s(?=[^\W\d_])|[Dd]['’](?=[^\W\d_])"),
    "es": re.compile(r"[Aa]\s(?=[a-z]+[aei]r\b)"),
    "ar": re.compile(r"(?:أن|بأن|إلى|على)\s(?=\S)"),
}
"""What introduces a task and is not part of it."""
_LINK = re.compile(
    r"[\s,;:،؛]*(?:\b(?:and|et|y|e|or)\b[\s,]*)?(?:\b(?:in this regard|in that regard|to this end|in this context|and)\b[\s,]*)?$"
)


def mandates_of(resolution: Resolution, lexicon: Lexicon) -> Iterator[Mandate]:
    """The mandates of the operative paragraphs, in their order."""
    for paragraph in resolution.operative:
        yield from _of(paragraph.text, paragraph.verbs, paragraph, paragraph.key, paragraph.sub, resolution, lexicon)
        for sub in paragraph.sub:
            for item in sub.walk():
                if item.verbs:
                    yield from _of(item.text, item.verbs, paragraph, item.key, item.sub, resolution, lexicon)


def _of(
    text: str,
    verbs: Sequence[Verb],
    paragraph: Operative,
    key: str,
    subs: Sequence[Sub],
    resolution: Resolution,
    lexicon: Lexicon,
) -> Iterator[Mandate]:
    """The mandates of one paragraph or item."""
    number = paragraph.number or paragraph.key
    for place, verb in enumerate(verbs):
        if verb.kind is Kind.NONE:
            continue
        last = place + 1 == len(verbs)
        end = len(text) if last else _before(text, verb.end, verbs[place + 1].start)
        addressee, start = _laid_on(text, verb, end, resolution, lexicon)
        if last and (itemised := _itemised(text, verb.end, start, end, subs, lexicon)):
            lead = due_of(text[verb.end : end], lexicon)
            for sub in subs:
                action, first, stop = _span(sub.text, 0, len(sub.text), lexicon.code)
                due = due_of(action, lexicon)
                yield Mandate(
                    sub.key, number, verb.text, verb.lemma, verb.kind, addressee, normal(addressee, lexicon.code), action, first, stop,
                    due if due.stated else lead,
                )  # fmt: skip
            if itemised == "only":
                continue
        for first_, stop_ in _tasks(text, start, end, verb.kind, lexicon):
            action, first, stop = _span(text, first_, stop_, lexicon.code)
            if not action:
                continue
            yield Mandate(
                key, number, verb.text, verb.lemma, verb.kind, addressee, normal(addressee, lexicon.code), action, first, stop,
                due_of(action, lexicon),
            )  # fmt: skip


def _itemised(text: str, verb_end: int, start: int, end: int, subs: Sequence[Sub], lexicon: Lexicon) -> str:
    """Whether the items below are tasks: "only" they, "also" they beside the introduction's own, or "" for neither."""
    lead = text[verb_end:end].rstrip()
    if not subs or any(sub.verbs for sub in subs) or not lead.endswith((":", " to", " à", " de")):
        return ""
    said = [fold(word) for word in WORD.findall(text[start:end])]
    task = lexicon.data["task"]
    if len(said) < 4 or said[-1] in folded_set(task["modal"]) or said[-1] in folded_set(task["to"]):
        return "only"
    return "also" if _LEAD[lexicon.code].match(subs[0].text) else ""


def _before(text: str, start: int, end: int) -> int:
    """The end of a task that the next verb of the body ends, without the words that join them."""
    found = _LINK.search(text, max(start, end - 60), end)
    return found.start() if found else end


def _span(text: str, start: int, end: int, code: str) -> tuple[str, int, int]:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    if loose := _LOOSE_END.search(text, max(start, end - 8), end):
        end = loose.start()
    if lead := _LEAD[code].match(text, start, end):
        start = lead.end()
    return text[start:end], start, end


def _laid_on(text: str, verb: Verb, end: int, resolution: Resolution, lexicon: Lexicon) -> tuple[str, int]:
    """On whom a verb lays its task, and where the task begins."""
    if verb.kind is Kind.DECISION:
        return resolution.body, _after_that(text, verb.end, end, lexicon)
    found = split(text, verb.end, end, lexicon)
    if found is None:
        return "", verb.end
    return text[found.addressee[0] : found.addressee[1]].strip(_TRIM), found.task


def _after_that(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Where what is decided begins: after "that" or "to"."""
    task = lexicon.data["task"]
    for word in WORD.finditer(text, start, min(end, start + 12)):
        if (
            fold(word[0]) in {fold(known) for known in (*task["that"], *task["to"])}
            and not text[start : word.start()].strip()
        ):
            return word.end() + (1 if text[word.end() : word.end() + 1] in "'’" else 0)
        break
    return start


def _tasks(text: str, start: int, end: int, kind: Kind, lexicon: Lexicon) -> list[tuple[int, int]]:
    """The tasks of one verb and addressee: "to establish ..., to report ... and to submit ..."."""
    if kind is Kind.DECISION or lexicon.code == "ar":
        return [(start, end)]
    task = lexicon.data["task"]
    no_task, to = folded_set(task["no_task"]), folded_set(task["to"])
    endings = tuple(task.get("task_endings", ()))
    commas: list[tuple[int, int]] = []
    cuts: list[tuple[int, int]] = []
    for found in _TASKS.finditer(text, start, end):
        if fold(found["to"].rstrip("'’")) not in to:
            continue
        word = WORD.match(text, found.end())
        if (
            word is None
            or fold(word[0]) in no_task
            or (endings and not fold(word[0]).endswith(endings))
            or word[0][0].isupper()
        ):
            continue
        if found["and"]:
            if text[max(start, found.start() - 9) : found.start()].rstrip(",").endswith(("order", "as well")):
                continue
            cuts += commas
            cuts.append((found.start(), found.end()))
            commas = []
        elif found["sep"]:
            commas.append((found.start(), found.end()))
    edges = [start, *(stop for _, stop in cuts)]
    ends = [*(begin for begin, _ in cuts), end]
    return list(zip(edges, ends, strict=True))


# Paragraphs in which the body is named: "The Security Council recalls ...", "We urge ...".


def speaker(text: str, lexicon: Lexicon) -> str:
    """The body that a paragraph names before its verb; "" where it names none."""
    words = list(WORD.finditer(text, 0, 160))[:16]
    folded = [fold(word[0]) for word in words]
    for place, word in enumerate(folded):
        if place and walk(lexicon.third, folded, place)[0]:
            before = place
            while before > 1 and (
                folded[before - 1].endswith(lexicon.before_endings) or walk(lexicon.before, folded, before - 1)[0]
            ):
                before -= 1
            first = 1 if folded[0] in lexicon.article else 0
            name = text[words[first].start() : words[before - 1].end()]
            return name if name[:1].isupper() or lexicon.code == "ar" else ""
        if place and "," in text[words[place - 1].end() : words[place].start()]:
            continue
        if not word:
            break
    return ""


def spoken_verb(text: str, lexicon: Lexicon, body: str) -> Opening | None:
    """The verb after the name of the body, or after "We": "The Council further notes"."""
    words = list(WORD.finditer(text, 0, 900))[:140]
    folded = [fold(word[0]) for word in words]
    if not folded:
        return None
    if folded[0] in lexicon.we:
        for place in range(1, len(folded)):
            count, found = walk(lexicon.base, folded, place)
            if lexicon.code != "en":
                count, found = walk(lexicon.third, folded, place) if lexicon.code == "ar" else (0, None)
            if count and (place < 8 or "," in text[words[place - 1].end() : words[place].start()]):
                return Opening(words[place].start(), words[place + count - 1].end(), found, False)  # type: ignore[arg-type]  # a trie of verbs
        return None
    known = [fold(word) for word in WORD.findall(body)]
    for place in range(len(folded)):
        if place > 14 and not known:
            break
        if known and folded[place : place + len(known)] == known:
            for after in range(place + len(known), min(len(folded), place + len(known) + 5)):
                count, found = walk(lexicon.third, folded, after)
                if count:
                    return Opening(words[place + len(known)].start(), words[after + count - 1].end(), found, False)  # type: ignore[arg-type]  # a trie of verbs
        if place and folded[0] in lexicon.article and place < 9:
            count, found = walk(lexicon.third, folded, place)
            if count and not known:
                return Opening(words[place].start(), words[place + count - 1].end(), found, False)  # type: ignore[arg-type]  # a trie of verbs
    for place in range(1, min(len(folded), 60)):
        count, found = walk(lexicon.third, folded, place)
        if count and folded[0] in lexicon.article | lexicon.we and place < 12:
            return Opening(words[place].start(), words[place + count - 1].end(), found, False)  # type: ignore[arg-type]  # a trie of verbs
    return None


__all__ = ["NOTHING", "Due", "mandates_of", "speaker", "spoken_verb"]
