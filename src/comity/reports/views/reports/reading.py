# SPDX-License-Identifier: EUPL-1.2
"""A document as the parts of a page: sections, numbered paragraphs with their footnotes, tables, pictures."""

from collections.abc import Iterator
from typing import Any

from comity.core.charts import in_address

from ...paper.model import Block, Chart, Footnote, Language, Paper, Paragraph, Run, Table
from ...paper.printing import below, heading, picture, written
from ...paper.words import words


def sections_of(paper: Paper) -> Iterator[dict[str, Any]]:
    """Return the sections of a document as a template shows them; footnotes are numbered through."""
    notes = 0
    for section in paper.sections:
        blocks = []
        for block in section.blocks:
            shown = block_shown(block, paper.language, notes)
            notes += len(shown["notes"])
            blocks.append(shown)
        yield {"heading": heading(section), "id": section.id, "blocks": blocks}


def block_shown(block: Block, language: Language, notes: int = 0) -> dict[str, Any]:
    """Return one block as a template shows it; the number of its first footnote comes after `notes`."""
    shown: dict[str, Any] = {"number": "", "pieces": [], "notes": [], "table": None, "picture": ""}
    if isinstance(block, Paragraph):
        shown["number"] = block.number
        for inline in block.content:
            if isinstance(inline, Footnote):
                number = notes + len(shown["notes"]) + 1
                shown["notes"].append({"number": number, "pieces": [_run(run) for run in inline.content]})
                shown["pieces"].append({"note": number, "secret": inline.secret})
            else:
                shown["pieces"].append(_run(inline))
    elif isinstance(block, Chart):
        shown |= {"picture": in_address(picture(block, language.value)), "alternative": block.alternative}
        shown["table"] = _table(block.table, language)
    elif isinstance(block, Table):
        shown["table"] = _table(block, language)
    return shown


def _run(run: Run) -> dict[str, Any]:
    return {"text": run.text, "secret": run.secret}


def _table(table: Table, language: Language) -> dict[str, Any]:
    of = words(language)
    names = [column.heading for column in table.columns]
    return {
        "caption": table.caption,
        "corner": names[0],
        "columns": names[1:],
        "lines": [
            {
                "name": row.cells[0].text,
                "is_total": row.total,
                "cells": [
                    {"name": name, "is_hidden": cell.hidden, "text": written(cell, column, of)}
                    for name, cell, column in zip(names[1:], row.cells[1:], table.columns[1:], strict=True)
                ],
            }
            for row in table.rows
        ],
        "below": below(table, of),
    }
