# SPDX-License-Identifier: EUPL-1.2
"""comity statute: the law as Comity knows it, without a database."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.config.problem import Problem
from comity.statute import Law, Text, rome
from comity.statute.describe import (
    UNVERIFIED,
    articles_markdown,
    clock_line,
    kind_lines,
    mermaid,
    modules_naming,
    move_line,
    plain,
)
from comity.statute.model import near

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

TESTS = Path("tests/statute")


def register(commands: "Commands") -> None:
    command = commands.add_parser("statute", help="show the law: kinds of request, lifecycle, time limits, articles")
    topics = command.add_subparsers(metavar="TOPIC", required=True)
    for name, about, show in (
        ("kinds", "all kinds of request", show_kinds),
        ("kind", "one kind of request in full", show_kind),
        ("lifecycle", "which act leads from which state to which", show_lifecycle),
        ("clocks", "time limits", show_clocks),
        ("articles", "the provisions relied on", show_articles),
    ):
        topic = topics.add_parser(name, help=about, description=f"Show {about}.")
        topic.add_argument("--language", choices=("en", "fr"), default="en")
        topic.add_argument("--json", action="store_true", help="for a program to read")
        if name == "kind":
            topic.add_argument("code", metavar="CODE")
        if name == "lifecycle":
            topic.add_argument("--format", choices=("text", "mermaid"), default="text")
        if name == "articles":
            topic.add_argument("--markdown", action="store_true", help="the page docs/statute.md")
            topic.add_argument("--tests", type=Path, default=TESTS, help="directory of the tests it names")
        topic.set_defaults(run=run, show=show)


def run(args: argparse.Namespace) -> int:
    """Print one topic."""
    args.show(rome(), args)
    return 0


def show_kinds(law: Law, args: argparse.Namespace) -> None:
    """Print every kind in one line, by group."""
    if args.json:
        keys = ("code", "name", "group", "subgroup", "article", "issuers", "addressees", "duty", "urgent", "verified")
        _print_json([{key: plain(getattr(kind, key)) for key in keys} for kind in law.kinds.values()])
        return
    for kind in law.kinds.values():
        doubt = "" if kind.verified else UNVERIFIED.in_(args.language)
        print(f"{kind.code:10} {kind.article:12} {kind.duty:12} {kind.name.in_(args.language)}{doubt}")


def show_kind(law: Law, args: argparse.Namespace) -> None:
    """Print one kind in full."""
    kind = law.kinds.get(args.code) or law.kinds.get(args.code.upper())
    if kind is None:
        close = ", ".join(near(args.code, law.kinds))
        wrong = Text(f"“{args.code}” is not a kind of request.", f"« {args.code} » n'est pas un type de demande.")
        mend = Text(f"Near it: {close}." if close else "", f"Proches : {close}." if close else "")
        raise Problem(wrong.in_(args.language), mend.in_(args.language), code=2)
    if args.json:
        _print_json(plain(kind))
        return
    for line in kind_lines(law, kind, args.language):
        print(line)


def show_lifecycle(law: Law, args: argparse.Namespace) -> None:
    """Print states and rows, or the diagram."""
    if args.json:
        _print_json({"states": plain(tuple(law.states.values())), "moves": plain(law.moves)})
    elif args.format == "mermaid":
        print(mermaid(law, args.language))
    else:
        for state in law.states.values():
            print(f"{state.code:24} {state.name.in_(args.language)}: {state.meaning.in_(args.language)}")
        print()
        for move in law.moves:
            print(move_line(law, move, args.language))


def show_clocks(law: Law, args: argparse.Namespace) -> None:
    """Print every time limit with its effect."""
    if args.json:
        _print_json(plain(tuple(law.clocks.values())))
        return
    for clock in law.clocks.values():
        print(clock_line(clock, args.language))
        print(f"{'':20} {clock.effect.in_(args.language)}")


def show_articles(law: Law, args: argparse.Namespace) -> None:
    """Print every provision, or the page that maps article to rule to test."""
    if args.json:
        _print_json(plain(tuple(law.articles.values())))
    elif args.markdown:
        print(articles_markdown(law, modules_naming(args.tests)), end="")
    else:
        for article in law.articles.values():
            doubt = "" if article.verified else UNVERIFIED.in_(args.language)
            print(f"{article.code:16} {article.title.in_(args.language)}{doubt}")


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
