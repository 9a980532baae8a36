# SPDX-License-Identifier: EUPL-1.2
"""Real resolutions, the work of others: they stand beside the project. Without them tests on them are skipped."""

import csv
import os
from functools import cache
from pathlib import Path

import pytest

from comity.resolutions import parse, text
from comity.resolutions.model import Resolution

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = Path(os.environ.get("COMITY_SHARED") or ROOT.parent / "shared")
CORPUS = SHARED / "corpus" / "dev"
GOLD = Path(__file__).parent / "gold_dev.csv"

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the real resolutions are not there: {CORPUS}")
needs_seed = pytest.mark.skipif(not (SHARED / "seed").is_dir(), reason=f"the seed is not there: {SHARED / 'seed'}")


@cache
def read(path: Path) -> Resolution:
    return parse(text.read(path.read_bytes(), markdown=path.suffix == ".md"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counts(found: Resolution) -> dict[str, int]:
    """What is counted, by the rules of docs/resolutions-gold.md."""
    return {
        "preambular": len(found.preamble),
        "operative": len(found.operative),
        "sub": sum(1 for one in found.operative for sub in one.sub for _ in sub.walk()),
        "notes": len(found.notes),
        "annexes": len(found.annexes),
    }
