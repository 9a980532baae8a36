# SPDX-License-Identifier: EUPL-1.2
"""comity resolution parse: the structure and the mandates of a resolution in a file, without a database."""

import argparse
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from comity.config.problem import Problem
from comity.resolutions import parse, text
from comity.resolutions.model import Resolution, Source, Text, Unusable

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

LARGEST = 64 * 1024 * 1024
"""Bytes of a file that are looked at at all; each reader has limits of its own."""

ABOUT = """Read a resolution (plain text, Markdown, DOCX or a PDF with text) in English, French, Spanish or Arabic: its
paragraphs, lists, notes, annexes and what it asks of whom. Exit code 1 when something is doubtful, 2 when the file
cannot be used."""

COUNTED = Text(
    "{} preambular, {} operative, {} items, {} notes, {} annexes",
    "{} alinéas, {} paragraphes, {} éléments, {} notes, {} annexes",
)


def register(commands: "Commands") -> None:
    command = commands.add_parser("resolution", help="read a resolution: paragraphs, notes, mandates")
    topics = command.add_subparsers(metavar="TOPIC", required=True)
    topic = topics.add_parser("parse", help="find the structure of a resolution", description=ABOUT)
    topic.add_argument("file", type=Path, metavar="FILE")
    topic.add_argument("--format", choices=("text", "json", "akn", "csv"), default="text", help="what is printed")
    topic.add_argument("--json", action="store_const", const="json", dest="format", help="the same as --format json")
    topic.add_argument(
        "--text-language", choices=("en", "fr", "es", "ar"), default="", help="of the resolution, where it is known"
    )
    topic.add_argument("--language", choices=("en", "fr"), default="en", help="language of what is said about it")
    topic.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, parse and print; return 1 when something is doubtful."""
    try:
        found = parse(source_of(args.file), language=args.text_language)
    except Unusable as unusable:
        raise Problem(unusable.message.in_(args.language), unusable.remedy.in_(args.language), code=2) from None
    if args.format == "text":
        for line in lines(found, args.language):
            print(line)
    else:
        print(written(found, args.format), end="")
    return 1 if any(doubt.weight for doubt in found.doubts) or found.left else 0


def source_of(file: Path) -> Source:
    """The lines of a file of any kind that is read."""
    try:
        size = file.stat().st_size
        data = file.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise Problem(f"{file}: {error.strerror}.", "", code=2) from None
    if size > LARGEST:
        raise Problem(f"{file}: {size // 1024**2} MiB; at most {LARGEST // 1024**2} MiB are read.", "", code=2)
    # Their parts take long to load: only where a file is none of the plain ones.
    found: Source | None = import_module("comity.resolutions.readers").lines_of(data)
    return found or text.read(data, markdown=file.suffix.lower() in {".md", ".markdown"})


def written(found: Resolution, form: str) -> str:
    """The resolution in one of the formats for programs."""
    module, function = {"json": ("shape", "written"), "akn": ("akoma", "written"), "csv": ("tables", "mandates")}[form]
    said: str | bytes = getattr(import_module(f"comity.resolutions.writers.{module}"), function)(found)
    return said if isinstance(said, str) else said.decode()


def lines(found: Resolution, language: str) -> list[str]:
    """The resolution for a person."""
    items = sum(1 for one in found.operative for sub in one.sub for _ in sub.walk())
    counted = (len(found.preamble), len(found.operative), items, len(found.notes), len(found.annexes))
    said = [
        f"{found.symbol}  {found.title}".strip(),
        f"{found.adopted or '—'}  {found.enacting or found.body}  ({found.language})",
        COUNTED.in_(language).format(*counted),
        "",
    ]
    for one in found.operative:
        mark = "" if one.confidence == 1 else f"  [{one.confidence:.0%}]"
        said.append(f"{one.number or '–':>4}  {', '.join(verb.text for verb in one.verbs)}{mark}")
    said.append("")
    for mandate in found.mandates:
        due = f"  ({mandate.due.stated})" if mandate.due.stated else ""
        said.append(f"{mandate.paragraph:>4}  {mandate.verb} {mandate.addressee or '—'}: {mandate.action}{due}")
    for doubt in found.doubts:
        place = f"{doubt.place}: " if doubt.place else ""
        said.append(f"  ?   {place}{doubt.message.in_(language)} {doubt.remedy.in_(language)}")
    return said
