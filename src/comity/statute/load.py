# SPDX-License-Identifier: EUPL-1.2
"""Reads the files of the law into values; whatever cannot be read is a problem that names file and entry."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from comity.statute import membership
from comity.statute.acts import Act
from comity.statute.files import Entry, Files
from comity.statute.model import (
    NOTHING,
    ActInfo,
    Article,
    Basis,
    Bond,
    Clock,
    DocumentCondition,
    Element,
    FindingText,
    FocusWords,
    Ground,
    Guard,
    Hop,
    Kind,
    Move,
    Need,
    Protection,
    RefusalText,
    Role,
    State,
    Tables,
    Text,
)

GROUPS = ("persons", "assistance", "enforcement")


def read(directory: Path) -> tuple[Tables, tuple[str, ...]]:
    """The tables of a directory, and every problem met while reading them (sets, shapes, unknown names)."""
    files = Files(directory)
    return _Reader(files).tables(), tuple(files.problems)


class _Reader:
    def __init__(self, files: Files) -> None:
        self.files = files
        self.articles = {entry.name: _article(entry) for entry in files.entries("articles.toml")}
        self.states = {entry.name: _state(entry) for entry in files.entries("states.toml", "states")}
        sets = files.document("sets.toml")
        open_states = [code for code, state in self.states.items() if state.open]
        self.state_sets: Mapping[str, list[str]] = {"open": open_states, **sets.get("states", {})}
        self.role_sets = sets.get("roles", {})
        self.answer_sets = sets.get("answers", {})
        self.kind_entries = [
            (group, entry) for group in GROUPS for entry in files.entries(f"kinds_{group}.toml", "kind")
        ]
        groups = {group: [entry.name for of, entry in self.kind_entries if of == group] for group in GROUPS}
        self.kind_sets: Mapping[str, list[str]] = {**groups, **sets.get("kinds", {})}
        self.codes = [entry.name for _, entry in self.kind_entries]

    def tables(self) -> Tables:
        grounds = {entry.name: self.ground(entry) for entry in self.files.entries("grounds.toml", "grounds")}
        moves = tuple(self.moves(grounds))
        refusals = self.files.document("refusals.toml")
        return Tables(
            articles=self.articles,
            acts=self.acts(moves),
            states=self.states,
            transport=tuple(self.hops()),
            transport_names={
                code: Text(**names) for code, names in self.files.document("states.toml").get("transport", {}).items()
            },
            moves=moves,
            needs={entry.name: _need(entry) for entry in self.files.entries("needs.toml", "needs")},
            guards={entry.name: _guard(entry) for entry in self.files.entries("guards.toml", "guards")},
            grounds=grounds,
            refusals={entry.name: _refusal(entry) for entry in self.files.entries("refusals.toml", "refusals")},
            words={
                code: Text(**names) for table in ("sides", "roles") for code, names in refusals.get(table, {}).items()
            },
            kinds={entry.name: self.kind(group, entry) for group, entry in self.kind_entries},
            clocks={entry.name: self.clock(entry) for entry in self.files.entries("clocks.toml", "clocks")},
            parties=membership.rows(self.files, "states.csv"),
            others=membership.rows(self.files, "others.csv"),
            bases={entry.name: self.basis(entry) for entry in self.files.entries("bases.toml", "bases")},
            focus=_focus(self.files.document("focus.toml")),
            findings={entry.name: _finding(entry) for entry in self.files.entries("findings.toml", "findings")},
            conditions={entry.name: _condition(entry) for entry in self.files.entries("conditions.toml", "conditions")},
            protections={
                entry.name: _protection(entry) for entry in self.files.entries("conditions.toml", "protections")
            },
        )

    def acts(self, moves: tuple[Move, ...]) -> dict[Act, ActInfo]:
        first = {move.act: move for move in reversed(moves)}
        found = {}
        for entry in self.files.entries("acts.toml", "acts"):
            act = entry.act(entry.name)
            if act is None:
                continue
            move = first.get(act)
            found[act] = ActInfo(
                act=act,
                label=entry.text("label"),
                done=entry.text("done"),
                internal=entry.flag("internal"),
                answer=entry.flag("answer"),
                side=move.by if move else "",
                article=move.article if move else "practice",
            )
        return found

    def hops(self) -> Iterator[Hop]:
        for entry in self.files.entries("states.toml", "hop"):
            act = entry.act(entry.name)
            if act is not None:
                yield from (Hop(act, before, entry.word("to")) for before in entry.words("from"))

    def moves(self, grounds: Mapping[str, Ground]) -> Iterator[Move]:
        for entry in self.files.entries("lifecycle.toml", "move"):
            act = entry.act(entry.name)
            if act is None:
                continue
            kinds = self.kinds_of(entry)
            befores = entry.expanded("from", self.state_sets)
            apart = entry.expanded("not_from", self.state_sets)
            article = entry.word("article")
            needs = entry.words("needs")
            usable = tuple(code for code, ground in grounds.items() if act in ground.for_acts)
            row = Move(
                act=act,
                before=NOTHING,
                after=NOTHING,
                by=entry.word("by"),
                roles=tuple(self.roles(entry)),
                article=article,
                needs=needs,
                grounds=usable,
                guards=entry.words("guards"),
                kinds=kinds,
                duties=entry.words("duties"),
                joins=entry.words("joins"),
                verified=self.verified(entry, article),
            )
            for before in befores:
                if before not in apart:
                    yield replace(row, before=before, after=entry.word("to", before))

    def roles(self, entry: Entry) -> Iterator[Role]:
        for name in entry.expanded("roles", self.role_sets):
            try:
                yield Role(name)
            except ValueError:
                entry.problem(f"unknown role “{name}”")

    def kinds_of(self, entry: Entry) -> tuple[str, ...]:
        named = entry.expanded("kinds", self.kind_sets)
        apart = entry.expanded("not_kinds", self.kind_sets)
        for code in (*named, *apart):
            if code not in self.codes:
                entry.problem(f"unknown kind “{code}”")
        if not apart:
            return named
        left = tuple(code for code in (named or self.codes) if code not in apart)
        if not left:
            entry.problem("its restriction leaves no kind")
        return left

    def verified(self, entry: Entry, *articles: str) -> bool:
        """An entry is verified only if it does not say otherwise and every provision it rests on is."""
        known = [self.articles[code] for code in articles if code in self.articles]
        return entry.flag("verified", default=True) and all(article.verified for article in known)

    def ground(self, entry: Entry) -> Ground:
        article = entry.word("article")
        return Ground(
            code=entry.name,
            name=entry.text("name"),
            article=article,
            for_acts=entry.acts("acts"),
            kinds=self.kinds_of(entry),
            verified=self.verified(entry, article),
        )

    def kind(self, group: str, entry: Entry) -> Kind:
        article, sources = entry.word("article"), entry.words("sources")
        return Kind(
            code=entry.name,
            name=entry.text("name"),
            group=group,
            subgroup=entry.word("subgroup"),
            article=article,
            sources=sources,
            issuers=entry.words("issuers"),
            sender=entry.word("sender", "issuer"),
            addressees=entry.words("addressees"),
            duty=entry.word("duty"),
            obligation=entry.flag("obligation"),
            elements=tuple(self.elements(entry)),
            answers=tuple(act for act in map(entry.act, entry.expanded("answers", self.answer_sets)) if act),
            clocks=entry.words("clocks"),
            urgent=entry.flag("urgent"),
            override=entry.flag("override"),
            verified=self.verified(entry, article),
            note=entry.text("note") if entry.has("note") else None,
        )

    def elements(self, kind: Entry) -> Iterator[Element]:
        """The elements a kind lists, each taken from the library and bound to the provision that asks for it."""
        library = {entry.name: entry for entry in self.files.entries("elements.toml", "elements")}
        sets = self.files.document("elements.toml").get("sets", {})
        uses: list[Any] = []
        for name in kind.words("element_sets"):
            if name in sets:
                uses += sets[name]
            else:
                kind.problem(f"unknown set of elements “{name}”")
        for use in (*uses, *kind.many("elements")):
            model = library.get(use.get("use", ""))
            if model is None:
                kind.problem(f"unknown element “{use.get('use')}”")
                continue
            entry = model.overlaid(use, of=kind)
            article = entry.word("article")
            yield Element(
                code=model.name,
                name=entry.text("name"),
                hint=entry.text("hint"),
                article=article,
                form=entry.word("form"),
                compulsory=entry.flag("compulsory", default=True),
                may_not_apply=entry.flag("may_not_apply"),
                verified=self.verified(entry, article),
            )

    def clock(self, entry: Entry) -> Clock:
        article = entry.word("article")
        return Clock(
            code=entry.name,
            name=entry.text("name"),
            article=article,
            triggers=entry.acts("triggers"),
            met_by=entry.acts("met_by"),
            unit=entry.word("unit"),
            amount=entry.number("amount"),
            zone=entry.word("zone", "Europe/Amsterdam"),
            effect=entry.text("effect"),
            extend_by=entry.words("extend_by"),
            scope=entry.word("scope", "request"),
            verified=self.verified(entry, article),
        )

    def basis(self, entry: Entry) -> Basis:
        article = entry.word("article")
        return Basis(
            code=entry.name,
            name=entry.text("name"),
            article=article,
            note=entry.text("note"),
            verified=self.verified(entry, article),
            bound=tuple(
                Bond(
                    iso3=bond["iso3"],
                    since=bond["since"],
                    until=bond.get("until"),
                    resolution=bond.get("resolution", ""),
                    note=Text(**bond["note"]),
                )
                for bond in entry.many("bound")
            ),
        )


def _article(entry: Entry) -> Article:
    return Article(
        code=entry.name,
        title=entry.text(""),
        instrument=entry.section,
        verified=entry.flag("verified", default=True),
    )


def _state(entry: Entry) -> State:
    return State(
        code=entry.name,
        name=entry.text("name"),
        meaning=entry.text("meaning"),
        open=entry.flag("open"),
        final=entry.flag("final"),
        turn=entry.word("turn"),
        lawful=entry.flag("lawful"),
        tone=entry.word("tone"),
    )


def _need(entry: Entry) -> Need:
    return Need(
        code=entry.name,
        name=entry.text("name"),
        hint=entry.text("hint"),
        form=entry.word("form"),
        max_length=entry.number("max_length"),
        required=entry.flag("required", default=True),
    )


def _guard(entry: Entry) -> Guard:
    return Guard(
        code=entry.name,
        article=entry.word("article"),
        meaning=entry.text("meaning"),
        reason=entry.text("reason"),
        remedy=entry.text("remedy"),
    )


def _refusal(entry: Entry) -> RefusalText:
    return RefusalText(
        code=entry.name,
        article=entry.word("article", ""),
        reason=entry.text("reason"),
        remedy=entry.text("remedy"),
    )


def _finding(entry: Entry) -> FindingText:
    return FindingText(
        code=entry.name,
        article=entry.word("article", ""),
        severity=entry.word("severity"),
        message=entry.text("message"),
        remedy=entry.text("remedy"),
    )


def _condition(entry: Entry) -> DocumentCondition:
    return DocumentCondition(
        code=entry.name,
        name=entry.text("name"),
        meaning=entry.text("meaning"),
        article=entry.word("article"),
        refusal=entry.text("refusal"),
    )


def _protection(entry: Entry) -> Protection:
    return Protection(code=entry.name, name=entry.text("name"), article=entry.word("article"))


def _focus(document: Mapping[str, Any]) -> FocusWords:
    return FocusWords(
        vague=tuple(document.get("vague", ())),
        measures={code: tuple(words) for code, words in document.get("measures", {}).items()},
    )
