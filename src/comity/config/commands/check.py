# SPDX-License-Identifier: EUPL-1.2
"""comity check: a request in a file against the Statute, without a database."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from comity.config.problem import Problem
from comity.statute import Assessment, Text, assess, rome
from comity.statute.drafts import Unusable, read_draft

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

READY = Text("Ready: nothing compulsory is missing.", "Prête : aucun élément obligatoire ne manque.")
NOT_READY = Text("Not ready.", "Pas prête.")
SEVERITIES = {"blocking": Text("must be mended", "à corriger"), "advice": Text("advice", "conseil")}


def register(commands: "Commands") -> None:
    command = commands.add_parser(
        "check",
        help="check a request in a file against the Statute",
        description="Check a request (TOML or JSON) against the Statute. Exit code 1 when something must be mended, "
        "2 when the file cannot be used.",
    )
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--language", choices=("en", "fr"), default="en", help="language of the findings")
    command.add_argument("--json", action="store_true", help="for a program to read")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, assess and print; return 1 when something must be mended."""
    law, today = rome(), datetime.now(UTC).date()
    draft = read_draft(law, args.file, today)
    if isinstance(draft, Unusable):
        raise Problem(draft.message.in_(args.language), "", code=2)
    assessment = assess(law, draft, today=today)
    if args.json:
        print(json.dumps(as_json(assessment, args.language), ensure_ascii=False, indent=2))
    else:
        print(f"{draft.kind}  {law.kinds[draft.kind].name.in_(args.language)}")
        for line in lines(assessment, args.language):
            print(line)
    return 0 if assessment.ready else 1


def as_json(assessment: Assessment, language: str) -> dict[str, object]:
    """Return the assessment in the fixed JSON form."""
    return {
        "kind": assessment.kind,
        "ready": assessment.ready,
        "findings": [
            {
                "code": finding.code,
                "article": finding.article,
                "field": finding.field,
                "severity": finding.severity,
                "message": finding.message.in_(language),
            }
            for finding in assessment.findings
        ],
    }


def lines(assessment: Assessment, language: str) -> list[str]:
    """Return the findings for a person to read, each with what to do."""
    found = []
    for finding in assessment.findings:
        severity = SEVERITIES[finding.severity].in_(language)
        found += [
            f"- {finding.field} [{finding.article}] {severity}: {finding.message.in_(language)}",
            f"  {finding.remedy.in_(language)}",
        ]
    return [*found, (READY if assessment.ready else NOT_READY).in_(language)]
