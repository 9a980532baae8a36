# SPDX-License-Identifier: EUPL-1.2
"""The law written out: for a person, for a program, as a diagram, and article by article."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from comity.statute.law import Law
from comity.statute.model import NOTHING, Clock, Kind, Move, Text

YES_NO = {True: Text("yes", "oui"), False: Text("no", "non")}
UNVERIFIED = Text(" (not verified in a source)", " (non vérifié dans une source)")
UNITS = {
    "days": Text("days", "jours"),
    "hours": Text("hours", "heures"),
    "years": Text("years", "ans"),
    "before": Text("days before the date", "jours avant la date"),
    "agreed": Text("the date agreed or fixed", "la date convenue ou fixée"),
    "none": Text("no date fixed", "aucune date fixée"),
}


def plain(value: Any) -> Any:
    """The same value in lists, dictionaries, texts, numbers and nulls, as JSON wants it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def kind_lines(law: Law, kind: Kind, language: str) -> Iterator[str]:
    """A kind in full: who, what it contains, which answers are lawful, which clocks run."""
    words = (
        ("Article", "Article", kind.article),
        ("Rests on", "Fondement", ", ".join(_marked(law, code, language) for code in kind.sources)),
        ("Issued by", "Émise par", ", ".join(kind.issuers)),
        ("Addressed to", "Adressée à", ", ".join(kind.addressees)),
        ("Duty", "Obligation", kind.duty),
        ("May be urgent", "Urgence possible", YES_NO[kind.urgent].in_(language)),
        ("Verified", "Vérifié", YES_NO[kind.verified].in_(language)),
    )
    yield f"{kind.code}  {kind.name.in_(language)}"
    for en, fr, value in words:
        yield f"  {Text(en, fr).in_(language)}: {value}"
    if kind.note:
        yield f"  {kind.note.in_(language)}"
    yield f"  {Text('Contents', 'Contenu').in_(language)}:"
    for element in kind.elements:
        how = _how(compulsory=element.compulsory, may_not_apply=element.may_not_apply).in_(language)
        doubt = "" if element.verified else UNVERIFIED.in_(language)
        yield f"    {element.code:22} {element.name.in_(language)} [{element.article}] {how}{doubt}"
    yield f"  {Text('Lawful answers', 'Réponses licites').in_(language)}:"
    for act in kind.answers:
        yield f"    {act:36} {law.acts[act].label.in_(language)}"
    yield f"  {Text('Time limits', 'Délais').in_(language)}:"
    for code in kind.clocks:
        yield f"    {clock_line(law.clocks[code], language)}"


def _marked(law: Law, article: str, language: str) -> str:
    return article if law.articles[article].verified else f"{article}{UNVERIFIED.in_(language)}"


def _how(*, compulsory: bool, may_not_apply: bool) -> Text:
    if not compulsory:
        return Text("optional", "facultatif")
    if may_not_apply:
        return Text("given, or not applicable with a reason", "fourni, ou sans objet avec motif")
    return Text("compulsory", "obligatoire")


def clock_line(clock: Clock, language: str) -> str:
    """A time limit in one line."""
    amount = f"{clock.amount} " if clock.amount else ""
    doubt = "" if clock.verified else UNVERIFIED.in_(language)
    length = f"{amount}{UNITS[clock.unit].in_(language)}"
    return f"{clock.code:20} {clock.name.in_(language)}: {length} [{clock.article}, {clock.zone}]{doubt}"


def move_line(law: Law, move: Move, language: str) -> str:
    """A row of the lifecycle in one line."""
    limits = f" ({', '.join(move.kinds)})" if move.kinds else ""
    before, after = move.before or "-", move.after
    by = law.words[move.by].in_(language)
    return f"{before:24} {move.act:36} -> {after:24} {by} [{move.article}]{limits}"


def mermaid(law: Law, language: str) -> str:
    """The state diagram, each arrow named after its acts; acts that leave the state alone are left out."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {code}: {state.name.in_(language)}" for code, state in law.states.items()]
    arrows: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for move in law.moves:
        if move.before != move.after:
            arrows[move.before, move.after][law.acts[move.act].label.in_(language)] = None
    for (before, after), labels in arrows.items():
        lines.append(f"    {'[*]' if before == NOTHING else before} --> {after}: {' / '.join(labels)}")
    lines += [f"    {code} --> [*]" for code, state in law.states.items() if state.final]
    return "\n".join(lines)


def uses(law: Law) -> Mapping[str, tuple[str, ...]]:
    """For every article, which entries of the tables rest on it."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for kind in law.kinds.values():
        for article in (kind.article, *kind.sources):
            found[article][f"kind {kind.code}"] = None
        for element in kind.elements:
            found[element.article][f"content {element.code}"] = None
    for move in law.moves:
        found[move.article][f"act {move.act}"] = None
    for name, entries in (
        ("ground", law.grounds),
        ("clock", law.clocks),
        ("guard", law.guards),
        ("basis", law.bases),
        ("finding", law.findings),
        ("refusal", law.refusals),
        ("condition", law.conditions),
        ("protection", law.protections),
    ):
        for entry in entries.values():
            found[entry.article][f"{name} {entry.code}"] = None
    return {article: tuple(found[article]) for article in law.articles}


def modules_naming(directory: Path) -> Mapping[str, tuple[str, ...]]:
    """Which test modules name an article (or one it is a part of) in their `ARTICLES`."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(directory.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == "ARTICLES" for target in node.targets
            ):
                for article in ast.literal_eval(node.value):
                    found[article].append(path.name)
    return {article: tuple(names) for article, names in found.items()}


def articles_markdown(law: Law, tests: Mapping[str, tuple[str, ...]]) -> str:
    """The page docs/statute.md: article, rule, test."""
    lines = [
        "# The law as data",
        "",
        "Every provision that Comity relies on, what rests on it, and the test module that shows it. Titles are in our",
        "own words; the authentic texts govern. *Not verified* marks what was not read in a source. Beside the modules",
        "named here, `test_lifecycle.py` runs over every row of the lifecycle and `test_drafts.py` over sound and",
        "defective drafts.",
        "",
        "This page is generated: `comity statute articles --markdown`.",
    ]
    used = uses(law)
    instrument = ""
    for article in law.articles.values():
        if article.instrument != instrument:
            instrument = article.instrument
            lines += ["", f"## {instrument}", "", "| article | about | rules | tests |", "|---|---|---|---|"]
        about = article.title.en if article.verified else f"{article.title.en} *(not verified)*"
        rules = ", ".join(f"`{entry}`" for entry in used[article.code])
        named = ", ".join(f"`{name}`" for name in _tests_for(article.code, tests))
        lines.append(f"| {article.code} | {about} | {rules} | {named} |")
    return "\n".join(lines) + "\n"


def _tests_for(article: str, tests: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    names = [name for of, found in tests.items() if article == of or article.startswith(f"{of}(") for name in found]
    return tuple(sorted(set(names)))
